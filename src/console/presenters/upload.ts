import { civilDateAt, type CivilDate } from '../../domain/calendar';
import type { Plan } from '../../domain/plan';
import type { AiringView } from '../../schedule/schedule.service';
import type { Words } from '../words';
import { missingIssues, readinessKey, startOf, type AiringFacts } from './airings';
import { dateText } from './format';

/** What a recording can be for. `value` is "content:ID", "special:" or "special:PROGRAMME", which console.js sends. */
export interface UploadChoice {
  readonly value: string;
  readonly label: string;
}

export interface UploadTargets {
  readonly groups: readonly { readonly label: string; readonly choices: readonly UploadChoice[] }[];
}

export interface UploadView {
  readonly targets: UploadTargets;
  readonly languages: readonly { readonly code: string; readonly name: string }[];
  readonly topics: readonly { readonly code: string; readonly title: string }[];
}

interface UploadFacts extends Omit<AiringFacts, 'clusterNames'> {
  /** Airings that were lost; those that can be made up are offered. */
  readonly lost: readonly AiringView[];
  readonly plans: readonly Plan[];
  readonly today: CivilDate;
}

/** Issues further away than the next so many are not offered: a clerk on a phone has to scroll through them. */
const CHOICES_PER_GROUP = 12;

export function presentTargets(facts: UploadFacts, words: Words): UploadTargets {
  const lacking = missingIssues(facts);
  const mayBeMadeUp = facts.lost.filter(({ makeUp }) => makeUp !== null);
  const lost = missingLost({ ...facts, views: mayBeMadeUp }).filter((id) => !lacking.includes(id));
  const taken = new Set([...lacking, ...lost]);
  const ready = [...new Set(facts.views.map(({ row }) => row.contentId))].filter((id) => !taken.has(id));
  const choices = (ids: readonly string[], views: readonly AiringView[]) =>
    ids.slice(0, CHOICES_PER_GROUP).flatMap((id) => choiceOf(id, views, facts, words));
  const groups = [
    { label: words.upload.groupMissing, choices: choices(lacking, facts.views) },
    { label: words.upload.groupLost, choices: choices(lost, mayBeMadeUp) },
    { label: words.upload.groupSpecial, choices: specialsOf(facts, words) },
    { label: words.upload.groupReady, choices: choices(ready, facts.views) },
  ];
  return { groups: groups.filter((group) => group.choices.length > 0) };
}

export function presentUpload(facts: UploadFacts, words: Words): UploadView {
  const plans = plansOn(facts);
  const planned = plans.flatMap((plan) => plan.programmes.flatMap((programme) => programme.languages));
  const codes = [...new Set([...planned, ...Object.keys(words.spoken)])];
  const topics = new Map(plans.flatMap((plan) => plan.topics).map(({ code, title }) => [code, { code, title }]));
  return {
    targets: presentTargets(facts, words),
    languages: codes.map((code) => ({ code, name: words.spoken[code] ?? code })),
    // In the plan's own order: Vietnamese letters do not sort as ASCII.
    topics: [...topics.values()],
  };
}

function missingLost({ views, readiness }: Pick<AiringFacts, 'views' | 'readiness'>): string[] {
  const lacking = views.filter(({ row }) => readiness.get(readinessKey(row.contentId, row.language)) !== 'approved');
  return [...new Set(lacking.map(({ row }) => row.contentId))];
}

function choiceOf(
  id: string,
  views: readonly AiringView[],
  facts: Pick<UploadFacts, 'readiness' | 'timeZone'>,
  words: Words,
): UploadChoice[] {
  const first = views.filter(({ row }) => row.contentId === id).sort((a, b) => startOf(a) - startOf(b))[0];
  if (first === undefined) return [];
  const at = startOf(first);
  const readiness = facts.readiness.get(readinessKey(id, first.row.language)) ?? 'none';
  const state = readiness === 'processing' || readiness === 'notApproved' ? ` (${words.readiness[readiness]})` : '';
  const day = dateText(civilDateAt(at, facts.timeZone)).slice(0, 5);
  const label = `${day} · ${issueFirst(first.row.title)}${state}`;
  return [{ value: `content:${id}`, label }];
}

/** "Chuyên mục … – số 48" → "số 48 · Chuyên mục …": a phone shows only the beginning of a choice. */
function issueFirst(title: string): string {
  const at = title.lastIndexOf(' – ');
  return at < 0 ? title : `${title.slice(at + 3)} · ${title.slice(0, at)}`;
}

/** Programmes without a cadence first, then whatever else there is to say. */
function specialsOf(facts: UploadFacts, words: Words): UploadChoice[] {
  const programmes = plansOn(facts)
    .flatMap((plan) => plan.programmes)
    .filter(({ cadence }) => cadence.kind === 'unscheduled');
  const byKey = new Map(programmes.map(({ key, title }) => [key, title]));
  return [
    ...[...byKey].map(([key, title]) => ({ value: `special:${key}`, label: words.upload.specialOf(title) })),
    { value: 'special:', label: words.upload.special },
  ];
}

/** Plans in effect today; all of them when none is. */
function plansOn({ plans, today }: UploadFacts): readonly Plan[] {
  const effective = plans.filter((plan) => plan.effective.from <= today && today <= plan.effective.to);
  return effective.length > 0 ? effective : plans;
}
