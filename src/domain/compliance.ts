import { isSettled, type AiringReason, type AiringRole, type AiringState } from './airing';
import { civilDateAt, type CivilDate, type EpochMs, type Period } from './calendar';
import { airingsPerIssue, issuesOf, type PlannedIssue } from './cadence';
import { occurrenceKeyOf, type Shortfall } from './expand-plan';
import type { Plan, Programme } from './plan';

/** An airing as the books see it. */
export interface AiringFact {
  readonly airingId: string;
  readonly occurrenceKey: string;
  readonly programmeKey: string | null;
  readonly periodKey: string | null;
  readonly language: string;
  readonly role: AiringRole;
  /** The original that a make-up answers for. */
  readonly makeUpForId: string | null;
  readonly state: AiringState;
  readonly reason: AiringReason | null;
  /** Number of the document that ordered a cancellation. */
  readonly document: string | null;
  /** Measured start; null when nothing went out. */
  readonly start: EpochMs | null;
  /** Longest delivery on a transmission output. */
  readonly airtimeSeconds: number;
}

/** Each obligation is in exactly one of these. */
export type LedgerState = 'aired' | 'madeUp' | 'excused' | 'missed' | 'open';
export const LEDGER_STATES: readonly LedgerState[] = ['aired', 'madeUp', 'excused', 'missed', 'open'];

/** One thing that the plan owes: an issue of a period, or one of its airings. */
export interface Obligation {
  readonly programmeKey: string;
  readonly period: Period;
  /** Edition number of the issue. */
  readonly number: number;
  readonly unit: 'issue' | 'airing';
  /** 0 for an issue and for a first airing, n for the nth repeat. */
  readonly ordinal: number;
  /** false: airing it is a surplus (a 53rd week). */
  readonly required: boolean;
  readonly state: LedgerState;
  /** Made up after its period. */
  readonly late: boolean;
  readonly reason: AiringReason | 'notScheduled' | null;
  /** Rows behind the verdict. */
  readonly airingIds: readonly string[];
}

export interface LedgerInput {
  readonly plans: readonly Plan[];
  readonly facts: readonly AiringFact[];
  readonly shortfalls: readonly Shortfall[];
  readonly timeZone: string;
  readonly now: EpochMs;
}

/** All obligations of the plans, each with its state as of `now`; computed, never stored. */
export function computeLedger(input: LedgerInput): Obligation[] {
  const facts = [...input.facts].sort((a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.airingId < b.airingId ? -1 : 1));
  const books: Books = {
    today: civilDateAt(input.now, input.timeZone),
    timeZone: input.timeZone,
    byOccurrence: new Map(facts.map((fact) => [fact.occurrenceKey, fact])),
    byIssue: groupBy(facts, (fact) => `${fact.programmeKey ?? ''}/${fact.periodKey ?? ''}`),
    makeUps: groupBy(facts, (fact) => fact.makeUpForId ?? ''),
    shortfalls: new Map(input.shortfalls.map((shortfall) => [shortfall.occurrenceKey, shortfall])),
  };
  return input.plans.flatMap((plan) =>
    plan.programmes.flatMap((programme) =>
      issuesOf(programme, plan.effective).flatMap((issue) => obligationsOf(programme, issue, books)),
    ),
  );
}

/** Facts by what is asked of them, each group in order of measured start. */
interface Books {
  readonly today: CivilDate;
  readonly timeZone: string;
  readonly byOccurrence: ReadonlyMap<string, AiringFact>;
  readonly byIssue: ReadonlyMap<string, readonly AiringFact[]>;
  readonly makeUps: ReadonlyMap<string, readonly AiringFact[]>;
  readonly shortfalls: ReadonlyMap<string, Shortfall>;
}

function obligationsOf(programme: Programme, issue: PlannedIssue, books: Books): Obligation[] {
  const airings = [...Array(airingsPerIssue(programme.cadence)).keys()].map((ordinal) =>
    airingObligation(programme, issue, ordinal, books),
  );
  return [issueObligation(programme, issue, airings, books), ...airings];
}

/** Map.groupBy, which Node 20 lacks. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

type Verdict = Pick<Obligation, 'state' | 'late' | 'reason' | 'airingIds'>;

function obligation(issue: PlannedIssue, unit: Obligation['unit'], ordinal: number, verdict: Verdict): Obligation {
  const { programmeKey, period, number, required } = issue;
  return { programmeKey, period, number, unit, ordinal, required, ...verdict };
}

function airingObligation(programme: Programme, issue: PlannedIssue, ordinal: number, books: Books): Obligation {
  const key = occurrenceKeyOf(programme.key, issue.period.key, programme.languages[0], ordinal);
  const fact = books.byOccurrence.get(key);
  const verdict = fact ? verdictOf(fact, issue.period, books) : verdictWithoutRow(key, issue.period, books);
  return obligation(issue, 'airing', ordinal, verdict);
}

function verdictOf(fact: AiringFact, period: Period, books: Books): Verdict {
  const rows = { airingIds: [fact.airingId], reason: fact.reason, late: false };
  if (!isSettled(fact.state)) return { ...rows, state: 'open' };
  if (fact.state === 'aired') return { ...rows, state: 'aired' };
  const makeUp = (books.makeUps.get(fact.airingId) ?? []).find((candidate) => candidate.state === 'aired');
  if (makeUp) {
    const late = dateOf(makeUp, books) > period.end;
    return { state: 'madeUp', late, reason: fact.reason, airingIds: [fact.airingId, makeUp.airingId] };
  }
  // Without a document a cancellation is nobody's order: the airing stays owed.
  const excused = fact.state === 'excused' || (fact.state === 'cancelled' && fact.document !== null);
  return { ...rows, state: excused ? 'excused' : 'missed' };
}

function verdictWithoutRow(key: string, period: Period, books: Books): Verdict {
  const none = { airingIds: [], late: false };
  if (books.shortfalls.get(key)?.kind === 'excused') return { ...none, state: 'excused', reason: 'calendarBlocked' };
  if (period.end >= books.today && books.shortfalls.get(key)?.kind !== 'past')
    return { ...none, state: 'open', reason: null };
  return { ...none, state: 'missed', reason: 'notScheduled' };
}

/** Fulfilled by the first aired airing of any role inside the period, in the required language; after it, made up late. */
function issueObligation(
  programme: Programme,
  issue: PlannedIssue,
  airings: readonly Obligation[],
  books: Books,
): Obligation {
  const facts = (books.byIssue.get(`${programme.key}/${issue.period.key}`) ?? []).filter(
    (fact) => fact.language === programme.languages[0],
  );
  const airingIds = facts.map((fact) => fact.airingId);
  const aired = facts.filter((fact) => fact.state === 'aired' && fact.start !== null);
  if (aired.some((fact) => dateOf(fact, books) <= issue.period.end))
    return obligation(issue, 'issue', 0, { state: 'aired', late: false, reason: null, airingIds });
  if (aired.length > 0) return obligation(issue, 'issue', 0, { state: 'madeUp', late: true, reason: null, airingIds });
  const running = issue.period.end >= books.today;
  const live = facts.some((fact) => !isSettled(fact.state));
  if (!live && airings.every((airing) => airing.state === 'excused'))
    return obligation(issue, 'issue', 0, {
      state: 'excused',
      late: false,
      reason: airings[0]?.reason ?? null,
      airingIds,
    });
  const reason = running ? null : (airings.find((airing) => airing.state === 'missed')?.reason ?? 'notScheduled');
  return obligation(issue, 'issue', 0, { state: running ? 'open' : 'missed', late: false, reason, airingIds });
}

function dateOf(fact: AiringFact, books: Books): CivilDate {
  return civilDateAt(fact.start ?? 0, books.timeZone);
}

/** Sums over obligations of one programme and unit. owed = aired + madeUp + excused + missed + open. */
export interface Tally extends Readonly<Record<LedgerState, number>> {
  readonly owed: number;
  /** aired + madeUp. */
  readonly done: number;
  /** Of `done`, made up after its period. */
  readonly late: number;
  /** Aired but not required. */
  readonly surplus: number;
}

export interface TallyFilter {
  readonly programmeKey: string;
  readonly unit: Obligation['unit'];
  /** Inclusive span of period anchors. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Only these ordinals, e.g. repeats alone; all when absent. */
  readonly minOrdinal?: number;
}

/** Counts a programme's obligations whose anchor day lies in the span. */
export function tally(ledger: readonly Obligation[], filter: TallyFilter): Tally {
  const counts = { aired: 0, madeUp: 0, excused: 0, missed: 0, open: 0, late: 0, surplus: 0 };
  for (const item of ledger) {
    if (item.programmeKey !== filter.programmeKey || item.unit !== filter.unit) continue;
    if (item.period.anchor < filter.from || item.period.anchor > filter.to) continue;
    if (item.ordinal < (filter.minOrdinal ?? 0)) continue;
    const done = item.state === 'aired' || item.state === 'madeUp';
    if (!item.required) counts.surplus += done ? 1 : 0;
    else {
      counts[item.state] += 1;
      counts.late += item.late ? 1 : 0;
    }
  }
  const { aired, madeUp, excused, missed, open, late, surplus } = counts;
  return {
    owed: aired + madeUp + excused + missed + open,
    done: aired + madeUp,
    aired,
    madeUp,
    excused,
    missed,
    open,
    late,
    surplus,
  };
}
