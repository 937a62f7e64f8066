import { isSettled, type AiringReason, type AiringRole, type AiringState } from './airing';
import { civilDateAt, type CivilDate, type EpochMs, type Period } from './calendar';
import { airingsPerIssue, issuesOf, type PlannedIssue } from './cadence';
import { occurrenceKeyOf, type Shortfall } from './expand-plan';
import { groupBy } from './group-by';
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
  /** Frozen start, or the expected one before the cue. */
  readonly plannedStart: EpochMs;
  /** Measured start; null when nothing went out. */
  readonly start: EpochMs | null;
  /** Longest delivery on a transmission output. */
  readonly airtimeSeconds: number;
}

/** An airing that somebody vouches for and nothing measured: before the station was tracked, or played by hand. */
export interface Attestation {
  readonly attestationId: string;
  readonly programmeKey: string;
  readonly periodKey: string;
  /** 0 for the first airing, n for the nth repeat. */
  readonly ordinal: number;
  readonly airedAt: EpochMs;
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
  /** notTracked: its period ended before the station was tracked; there is no data, and somebody may attest it. */
  readonly reason: AiringReason | 'notScheduled' | 'notTracked' | null;
  /** Discharged by this attestation alone: done, yet never measured. */
  readonly attestationId: string | null;
  /** Rows behind the verdict. */
  readonly airingIds: readonly string[];
}

export interface LedgerInput {
  readonly plans: readonly Plan[];
  readonly facts: readonly AiringFact[];
  readonly attestations: readonly Attestation[];
  readonly shortfalls: readonly Shortfall[];
  /** First day that the service answers for; null: everything. */
  readonly trackedFrom: CivilDate | null;
  readonly timeZone: string;
  readonly now: EpochMs;
}

/** All obligations of the plans, each with its state as of `now`; computed, never stored. */
export function computeLedger(input: LedgerInput): Obligation[] {
  const facts = [...input.facts].sort((a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.airingId < b.airingId ? -1 : 1));
  const books: Books = {
    today: civilDateAt(input.now, input.timeZone),
    trackedFrom: input.trackedFrom,
    timeZone: input.timeZone,
    attestations: groupBy(
      [...input.attestations].sort((a, b) => a.airedAt - b.airedAt || (a.attestationId < b.attestationId ? -1 : 1)),
      ({ programmeKey, periodKey }) => `${programmeKey}/${periodKey}`,
    ),
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
  readonly trackedFrom: CivilDate | null;
  readonly timeZone: string;
  /** By issue, oldest first. */
  readonly attestations: ReadonlyMap<string, readonly Attestation[]>;
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

type Verdict = Pick<Obligation, 'state' | 'late' | 'reason' | 'airingIds' | 'attestationId'>;

function obligation(issue: PlannedIssue, unit: Obligation['unit'], ordinal: number, verdict: Verdict): Obligation {
  const { programmeKey, period, number, required } = issue;
  return { programmeKey, period, number, unit, ordinal, required, ...verdict };
}

function airingObligation(programme: Programme, issue: PlannedIssue, ordinal: number, books: Books): Obligation {
  const { period } = issue;
  const key = occurrenceKeyOf(programme.key, period.key, programme.languages[0], ordinal);
  const fact = books.byOccurrence.get(key);
  const measured = fact ? verdictOf(fact, period, books) : verdictWithoutRow(key, period, books);
  const attested = attestationsOf(issue, books).find((attestation) => attestation.ordinal === ordinal);
  const stands = measured.state === 'aired' || measured.state === 'madeUp' || !attested;
  return obligation(issue, 'airing', ordinal, stands ? measured : attestedVerdict(attested, measured, period, books));
}

function attestationsOf({ programmeKey, period }: PlannedIssue, books: Books): readonly Attestation[] {
  return books.attestations.get(`${programmeKey}/${period.key}`) ?? [];
}

/** What was lost on the air is made up by hand; what never was on the schedule simply aired. */
function attestedVerdict(attested: Attestation, measured: Verdict, period: Period, books: Books): Verdict {
  const late = civilDateAt(attested.airedAt, books.timeZone) > period.end;
  const state = late || measured.airingIds.length > 0 ? 'madeUp' : 'aired';
  return { ...measured, state, late, attestationId: attested.attestationId };
}

function verdictOf(fact: AiringFact, period: Period, books: Books): Verdict {
  const rows = { airingIds: [fact.airingId], reason: fact.reason, late: false, attestationId: null };
  if (!isSettled(fact.state)) return { ...rows, state: 'open' };
  if (fact.state === 'aired') return { ...rows, state: 'aired' };
  const makeUp = (books.makeUps.get(fact.airingId) ?? []).find((candidate) => candidate.state === 'aired');
  if (makeUp) {
    const late = dateOf(makeUp, books) > period.end;
    return { ...rows, state: 'madeUp', late, airingIds: [fact.airingId, makeUp.airingId] };
  }
  // Without a document a cancellation is nobody's order: the airing stays owed.
  const excused = fact.state === 'excused' || (fact.state === 'cancelled' && fact.document !== null);
  return { ...rows, state: excused ? 'excused' : 'missed' };
}

function verdictWithoutRow(key: string, period: Period, books: Books): Verdict {
  const none = { airingIds: [], late: false, attestationId: null };
  if (books.shortfalls.get(key)?.kind === 'excused') return { ...none, state: 'excused', reason: 'calendarBlocked' };
  if (isUntracked(period, books)) return { ...none, state: 'open', reason: 'notTracked' };
  if (period.end >= books.today && books.shortfalls.get(key)?.kind !== 'past')
    return { ...none, state: 'open', reason: null };
  return { ...none, state: 'missed', reason: 'notScheduled' };
}

/** Nothing is known of it: neither a miss nor an airing may be invented. */
function isUntracked(period: Period, { trackedFrom }: Books): boolean {
  return trackedFrom !== null && period.end < trackedFrom;
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
  const rows = { airingIds: facts.map((fact) => fact.airingId), late: false, attestationId: null };
  const verdict = fulfilment(issue, facts, books) ?? unfulfilled(issue, facts, airings, books);
  return obligation(issue, 'issue', 0, { ...rows, ...verdict });
}

/** In time before late, and measured before attested. */
function fulfilment(
  issue: PlannedIssue,
  facts: readonly AiringFact[],
  books: Books,
): Omit<Verdict, 'airingIds'> | null {
  const aired = facts.filter((fact) => fact.state === 'aired' && fact.start !== null);
  const measuredOn = aired.map((fact) => ({ date: dateOf(fact, books), attestationId: null }));
  const attestedOn = attestationsOf(issue, books).map(({ airedAt, attestationId }) => ({
    date: civilDateAt(airedAt, books.timeZone),
    attestationId,
  }));
  const all = [...measuredOn, ...attestedOn];
  const best = all.find(({ date }) => date <= issue.period.end) ?? all[0];
  if (!best) return null;
  const late = best.date > issue.period.end;
  return { state: late ? 'madeUp' : 'aired', late, reason: null, attestationId: best.attestationId };
}

function unfulfilled(
  { period }: PlannedIssue,
  facts: readonly AiringFact[],
  airings: readonly Obligation[],
  books: Books,
): Pick<Verdict, 'state' | 'reason'> {
  const live = facts.some((fact) => !isSettled(fact.state));
  if (!live && airings.every((airing) => airing.state === 'excused'))
    return { state: 'excused', reason: airings[0]?.reason ?? null };
  if (period.end >= books.today) return { state: 'open', reason: null };
  if (facts.length === 0 && isUntracked(period, books)) return { state: 'open', reason: 'notTracked' };
  return { state: 'missed', reason: airings.find((airing) => airing.state === 'missed')?.reason ?? 'notScheduled' };
}

function dateOf(fact: AiringFact, books: Books): CivilDate {
  return civilDateAt(fact.start ?? 0, books.timeZone);
}
