import type { CivilDate, Weekday } from '../../domain/calendar';
import { civilDateAt } from '../../domain/calendar';
import { airingsPerIssue, issuesOf } from '../../domain/cadence';
import type { Plan, Programme, Topic } from '../../domain/plan';
import type { SessionTemplate } from '../../domain/station';
import { planSource } from '../../platform/config/plan-file';
import type { AiredItem } from '../../schedule/aired-item';
import type { PlanPreview } from '../../schedule/expansion.service';
import { startOf } from '../../schedule/rows';
import type { PlanWords } from '../pages/plan-words';
import type { Words } from '../words';
import { dateText, durationText, whenText } from './format';

/** "Tần suất", "Hằng tuần, không phát lại". */
export type Fact = readonly [label: string, text: string];

/** What a page is written with. */
export interface PlanLook {
  readonly words: Words;
  readonly own: PlanWords;
  readonly sessions: readonly SessionTemplate[];
}

const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The weekdays of "FREQ=WEEKLY;BYDAY=MO,TH"; null for any other rule. */
export function weekdaysOf(rrule: string): readonly Weekday[] | null {
  const days = /^FREQ=WEEKLY;BYDAY=([A-Z,]+)$/.exec(rrule)?.[1]?.split(',');
  return days ? WEEKDAYS.filter((day) => days.includes(day)) : null;
}

export function factsOfPlan({ title, organisation, document, effective, status }: Plan, { own }: PlanLook): Fact[] {
  const number = document.number ?? own.noDocument;
  return [
    [own.planTitle, title],
    [own.status, status === 'draft' ? own.draft : own.inForce],
    [own.effective, `${dateText(effective.from)}–${dateText(effective.to)}`],
    [own.organisation, organisation],
    [own.document, document.date === null ? number : `${number}, ${dateText(document.date)}`],
    [own.signer, document.signer ?? own.noDocument],
  ];
}

export function factsOfProgramme(programme: Programme, look: PlanLook): Fact[] {
  const { words, own } = look;
  const { units, plannedDurationSeconds, maxDurationSeconds } = programme;
  const spoken = programme.languages.map((code) => words.spoken[code] ?? code).join(', ');
  return [
    [own.section, programme.basis.section],
    [own.field, own.fieldNames[programme.field]],
    [own.lead, units.lead],
    ...(units.coordinating.length > 0 ? [[own.coordinating, units.coordinating.join('; ')] as const] : []),
    [own.cadence, cadenceText(programme, own)],
    [own.target, targetText(programme, own)],
    [own.place, placeText(programme, look)],
    [own.planned, durationText(plannedDurationSeconds, words)],
    [own.longest, durationText(maxDurationSeconds, words)],
    [own.priority, programme.priority === 'PRIORITY' ? own.urgent : own.normal],
    [own.spoken, spoken],
    [own.makeUp, programme.policies.makeUp === 'automatic' ? own.automatic : own.confirm],
  ];
}

function cadenceText({ cadence }: Programme, own: PlanWords): string {
  return cadence.kind === 'unscheduled' ? own.unscheduled : own.every(own[cadence.kind], cadence.repeats);
}

function targetText({ target }: Programme, own: PlanWords): string {
  return target.issuesPerYear === null ? own.noTarget : own.targetOf(target.issuesPerYear, target.repeatsPerYear);
}

function placeText({ placement }: Programme, { words, own, sessions }: PlanLook): string {
  if (placement === null) return own.noPlace;
  const days = weekdaysOf(placement.rrule)
    ?.map((day) => words.weekdays[WEEKDAYS.indexOf(day)] ?? day)
    .join(', ');
  if (placement.kind === 'fixedTime') return `${placement.at}, ${days ?? placement.rrule}`;
  const session = sessions.find(({ code }) => code === placement.sessionCode);
  return `${session ? `${session.title} (${session.start})` : placement.sessionCode}, ${days ?? placement.rrule}`;
}

export interface ProgrammeChange {
  readonly title: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly changes: readonly (readonly [label: string, before: string | null, after: string | null])[];
}

export interface PlanChanges {
  readonly isNew: boolean;
  readonly isSame: boolean;
  readonly groups: readonly ProgrammeChange[];
  /** Something changes that has no line of its own. */
  readonly hasMore: boolean;
}

/** What a plan says otherwise than the one in use, in the words of its pages. */
export function presentChanges(before: Plan | null, after: Plan, look: PlanLook): PlanChanges {
  const old = new Map((before?.programmes ?? []).map((programme) => [programme.key, programme]));
  const kept = new Set(after.programmes.map(({ key }) => key));
  const heading = differences(before ? factsOfPlan(before, look) : [], factsOfPlan(after, look));
  const programmes = after.programmes.flatMap((programme): ProgrammeChange[] => {
    const earlier = old.get(programme.key);
    const was = earlier ? [...titled(earlier, look), ...factsOfProgramme(earlier, look)] : [];
    const changes = differences(was, [...titled(programme, look), ...factsOfProgramme(programme, look)]);
    const kind = earlier ? 'changed' : 'added';
    return changes.length === 0 ? [] : [{ title: programme.title, kind, changes: earlier ? changes : [] }];
  });
  const removed = [...old.values()].filter(({ key }) => !kept.has(key));
  const groups = [
    ...(heading.length > 0 ? [{ title: after.title, kind: 'changed' as const, changes: heading }] : []),
    ...programmes,
    ...removed.map(({ title }) => ({ title, kind: 'removed' as const, changes: [] })),
  ];
  const isSame = before !== null && planSource(before) === planSource(after);
  return {
    isNew: before === null,
    isSame,
    groups,
    hasMore: before !== null && otherWords(before) !== otherWords(after),
  };
}

/** What has no line of its own on the pages. */
function otherWords({ document, programmes, topics, reportingDuties, campaigns }: Plan): string {
  const quotes = programmes.map(({ key, basis, channel, policies }) => [key, basis.quote, channel, policies]);
  return JSON.stringify([document.basis, quotes, topics, reportingDuties, campaigns]);
}

function titled({ title }: Programme, { own }: PlanLook): Fact[] {
  return [[own.programmeTitle, title]];
}

function differences(before: readonly Fact[], after: readonly Fact[]): ProgrammeChange['changes'] {
  const [was, is] = [new Map(before), new Map(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((label) => was.get(label) !== is.get(label))
    .map((label) => [label, was.get(label) ?? null, is.get(label) ?? null]);
}

const LISTED = 10;

export interface ScheduleChange {
  readonly summary: string;
  readonly notes: readonly string[];
  readonly isConflicting: boolean;
  readonly lists: readonly { readonly title: string; readonly lines: readonly string[]; readonly more: number }[];
}

/** What becomes of the schedule. */
export function presentPreview(
  preview: PlanPreview,
  { plan, others }: { readonly plan: Plan; readonly others: readonly Plan[] },
  timeZone: string,
  look: PlanLook,
): ScheduleChange {
  const { create, move, withdraw, held, horizonDays } = preview;
  const { words, own } = look;
  const all = [...others, plan].flatMap(({ programmes }) => programmes);
  const titles = new Map(all.map(({ key, title }) => [key, title]));
  const when = (at: number) => whenText(at, timeZone, words);
  const lists = [
    {
      title: own.created,
      lines: create.map((one) => `${when(one.provisionalStart)}: ${titles.get(one.programmeKey) ?? ''}`),
    },
    {
      title: own.moved,
      lines: move.map(({ row: { row }, to }) => `${row.title}: ${when(startOf(row))} → ${when(to.provisionalStart)}`),
    },
    { title: own.withdrawn, lines: withdraw.map(({ row }) => `${when(startOf(row))}: ${row.title}`) },
  ];
  const counts = { create: create.length, move: move.length, withdraw: withdraw.length };
  return {
    summary: own.horizon(horizonDays, counts),
    isConflicting: preview.unplaced.length > 0,
    notes: [
      ...(preview.unplaced.length > 0 ? [own.unplaced(preview.unplaced.length)] : []),
      wholeText(plan, own),
      ...(held > 0 ? [own.held(held)] : []),
    ],
    lists: lists
      .filter(({ lines }) => lines.length > 0)
      .map(({ title, lines }) => ({ title, lines: lines.slice(0, LISTED), more: Math.max(0, lines.length - LISTED) })),
  };
}

/** What the plan owes from its first day to its last. */
function wholeText({ programmes, effective }: Plan, own: PlanWords): string {
  const issues = programmes.map((one) => issuesOf(one, effective).length);
  const airings = programmes.map(({ cadence }, index) => (issues[index] ?? 0) * airingsPerIssue(cadence));
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  return own.whole(sum(issues), sum(airings));
}

export interface TopicCoverage extends Topic {
  readonly airings: number;
  readonly airtime: string;
  readonly lastAired: string | null;
}

/** How often each topic of the plan was on the air; an airing on several counts under each. */
export function presentTopics(
  { topics }: Plan,
  aired: readonly AiredItem[],
  timeZone: string,
  words: Words,
): TopicCoverage[] {
  return topics.map((topic) => {
    const own = aired.filter((item) => item.topics.includes(topic.code));
    const seconds = own.reduce((sum, { airtimeSeconds }) => sum + Math.round(airtimeSeconds), 0);
    const days = own.map(({ start }): CivilDate => civilDateAt(start, timeZone)).sort();
    const last = days.at(-1);
    const lastAired = last === undefined ? null : dateText(last);
    return { ...topic, airings: own.length, airtime: seconds === 0 ? '' : durationText(seconds, words), lastAired };
  });
}
