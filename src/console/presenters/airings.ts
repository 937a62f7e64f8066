import type { AiringReason, AiringRole, AiringState } from '../../domain/airing';
import { civilDateAt, type CivilDate, type EpochMs } from '../../domain/calendar';
import type { MakeUpCandidate } from '../../domain/make-up';
import type { Readiness } from '../../recordings/recordings.service';
import type { AiringView } from '../../schedule/schedule.service';
import type { Words } from '../words';
import { dayText, durationText, nameText, timeText, timeToTheSecond, whenText } from './format';

/** One row of a list of airings. */
export interface AiringLine {
  readonly id: string;
  readonly time: string;
  readonly title: string;
  readonly role: AiringRole;
  readonly state: AiringState;
  /** How far the recording is; null once that no longer matters. */
  readonly readiness: Readiness | null;
  readonly measured: { readonly start: string; readonly airtime: string } | null;
  readonly clusters: string | null;
  /** Which clusters it is meant for, by name; null when for all. */
  readonly addressed: string | null;
  /** Why it ended as it did, what staff wrote, where it can be made up: sentences in the page's language. */
  readonly notes: readonly string[];
  readonly approver: string | null;
}

export interface AiringDay {
  readonly day: string;
  readonly lines: readonly AiringLine[];
  /** Issues of the day without an approved recording. */
  readonly missing: number;
}

/** What lines are made from. `readiness` by `contentId language`, `clusterNames` by code. */
export interface AiringFacts {
  readonly views: readonly AiringView[];
  readonly readiness: ReadonlyMap<string, Readiness>;
  readonly timeZone: string;
  readonly clusterNames: ReadonlyMap<string, string>;
}

export function readinessKey(contentId: string, language: string): string {
  return `${contentId} ${language}`;
}

const ENDED_WELL: readonly (AiringReason | null)[] = ['completed', null];

/** In order of start. */
export function presentAirings(facts: AiringFacts, words: Words): AiringLine[] {
  return [...facts.views]
    .sort((a, b) => startOf(a) - startOf(b) || a.row.position - b.row.position)
    .map((view) => presentLine(view, facts, words));
}

/** Days that have airings, in order. */
export function presentDays(facts: AiringFacts, words: Words): AiringDay[] {
  const byDay = new Map<CivilDate, AiringView[]>();
  for (const view of facts.views) {
    const date = civilDateAt(startOf(view), facts.timeZone);
    byDay.set(date, [...(byDay.get(date) ?? []), view]);
  }
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, views]) => ({
      day: dayText(date, words),
      lines: presentAirings({ ...facts, views }, words),
      missing: missingIssues({ ...facts, views }).length,
    }));
}

/** Contents that are still to air and have no approved recording, each once, soonest first. */
export function missingIssues({ views, readiness }: Pick<AiringFacts, 'views' | 'readiness'>): string[] {
  const lacking = [...views]
    .sort((a, b) => startOf(a) - startOf(b))
    .filter(({ row }) => row.state === 'planned')
    .filter(({ row }) => readiness.get(readinessKey(row.contentId, row.language)) !== 'approved');
  return [...new Set(lacking.map(({ row }) => row.contentId))];
}

export function startOf({ row }: AiringView): EpochMs {
  return row.plannedStart ?? row.provisionalStart;
}

function presentLine(view: AiringView, facts: AiringFacts, words: Words): AiringLine {
  const { row } = view;
  const { timeZone } = facts;
  const readiness = facts.readiness.get(readinessKey(row.contentId, row.language));
  const { measuredStart, airtimeSeconds } = row;
  const hasEnded = row.state === 'aired' || row.state === 'partial' || row.state === 'missed';
  return {
    id: row.id,
    time: timeText(startOf(view), timeZone),
    title: row.title,
    role: row.role,
    state: row.state,
    readiness: row.state === 'planned' ? (readiness ?? 'none') : null,
    measured:
      measuredStart === null
        ? null
        : {
            start: timeToTheSecond(measuredStart, timeZone),
            // While it plays nobody knows yet how long it will have been.
            airtime: airtimeSeconds > 0 ? durationText(airtimeSeconds, words) : '',
          },
    clusters: hasEnded && row.clustersTotal > 0 ? `${row.clustersReached}/${row.clustersTotal}` : null,
    addressed: addressedBy(row.clusterCodes, facts.clusterNames, words),
    notes: notesOf(view, timeZone, words),
    approver: row.approver === null ? null : nameText(row.approver, words),
  };
}

function addressedBy(codes: readonly string[] | null, names: AiringFacts['clusterNames'], words: Words): string | null {
  // A cluster that left the settings has its code left.
  return codes === null ? null : words.today.onlyFor(codes.map((code) => names.get(code) ?? code).join(', '));
}

function notesOf({ row, makeUp }: AiringView, timeZone: string, words: Words): string[] {
  const reason = ENDED_WELL.includes(row.reason) || row.reason === null ? [] : [words.reason[row.reason]];
  const note = row.note === null || row.note === '' ? [] : [row.note];
  const document = row.document === null ? [] : [`${words.today.document} ${row.document}`];
  return [...reason, ...note, ...document, ...makeUpNote(makeUp, timeZone, words)].map(asSentence);
}

function makeUpNote(makeUp: MakeUpCandidate | null, timeZone: string, words: Words): string[] {
  if (makeUp === null) return [];
  const when = whenText(makeUp.start, timeZone, words);
  return [makeUp.late ? words.today.makeUpLate(when) : words.today.makeUp(when)];
}

function asSentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
}
