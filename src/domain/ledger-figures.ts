import type { AiringRole } from './airing';
import { civilDateAt, periodsAnchoredIn, type CivilDate } from './calendar';
import { periodKindOf } from './cadence';
import type { AiringFact, Attestation, Obligation } from './compliance';
import { isOnTime } from './lateness';
import type { Plan, Programme } from './plan';

/** How far an issue's recording has come. */
export type IssueReadiness = 'none' | 'recorded' | 'approved';

/** Obligations behind a number, by `obligationKey`: the number is their count. */
export type Figure = readonly string[];
/** Airings behind a number. */
export interface AiredFigure {
  readonly airingIds: readonly string[];
  readonly airtimeSeconds: number;
}

/** Required obligations of a span by what became of them. owed = aired + madeUp + excused + missed + open. */
export interface ObligationFigures {
  readonly owed: Figure;
  readonly recorded: Figure;
  readonly approved: Figure;
  /** On the schedule: some row stands for them. */
  readonly scheduled: Figure;
  readonly aired: Figure;
  readonly madeUp: Figure;
  /** Of `madeUp`, after their period. */
  readonly late: Figure;
  readonly excused: Figure;
  readonly missed: Figure;
  readonly open: Figure;
  /** Of aired and madeUp, attested and never measured. */
  readonly attested: Figure;
  /** Of `open`, from before the station was tracked. */
  readonly untracked: Figure;
  /** Aired though not required. */
  readonly surplus: Figure;
}

export interface Forecast {
  /** What the year comes to when the rest goes as the past did: "at this pace 49/52". */
  readonly done: number;
  /** Owed in the plan's whole span. */
  readonly of: number;
  /** done / (done + missed) of what is decided and tracked, 0..1; null while nothing is, and then nothing is foretold. */
  readonly rate: number | null;
}

export interface Nominal {
  /** The plan's own yearly number; null where it sets none. */
  readonly perYear: number | null;
  /** Periods anchored in the span, as if the plan had been in force all the time; at most the yearly number. */
  readonly inSpan: number | null;
}

export interface ProgrammeFigures {
  readonly nominalIssues: Nominal;
  /** Obligations by the anchor of their period. An issue counts once, however often it is repeated. */
  readonly issues: ObligationFigures;
  readonly firstAirings: ObligationFigures;
  readonly repeats: ObligationFigures;
  /** From the plan's first day to the end of the span. */
  readonly toDate: { readonly issues: ObligationFigures; readonly repeats: ObligationFigures };
  readonly forecast: { readonly issues: Forecast; readonly repeats: Forecast };
  /** What was measured on air in the span, in full, by role; `partial` apart. */
  readonly measured: Readonly<Record<AiringRole | 'partial', AiredFigure>>;
  readonly airtimeSeconds: number;
  /** Of the airings measured in full. */
  readonly onTime: { readonly airingIds: readonly string[]; readonly of: number; readonly share: number | null };
  /** By the day they are said to have aired; in no measured number. */
  readonly attested: { readonly attestationIds: readonly string[]; readonly airtimeSeconds: number };
}

export interface FiguresInput {
  readonly plan: Plan;
  readonly programme: Programme;
  /** Inclusive; cut to the plan's effective span for what is owed. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly obligations: readonly Obligation[];
  readonly facts: readonly AiringFact[];
  readonly attestations: readonly Attestation[];
  /** By `issueKey`. */
  readonly readiness: ReadonlyMap<string, IssueReadiness>;
  readonly trackedFrom: CivilDate | null;
  readonly timeZone: string;
}

export function issueKey(programmeKey: string, periodKey: string): string {
  return `${programmeKey}/${periodKey}`;
}

/** "cds-hang-thang/2026-03/airing/2": names an obligation wherever a number opens to it. */
export function obligationKey({ programmeKey, period, unit, ordinal }: Obligation): string {
  return `${issueKey(programmeKey, period.key)}/${unit}/${String(ordinal)}`;
}

/** One programme's numbers of a span, each with the rows that it counts. */
export function figuresOf(input: FiguresInput): ProgrammeFigures {
  const { plan, programme, from, to } = input;
  const { effective } = plan;
  const own = input.obligations.filter(
    ({ programmeKey, period: { anchor } }) =>
      programmeKey === programme.key && anchor >= effective.from && anchor <= effective.to,
  );
  const issues = own.filter(({ unit }) => unit === 'issue');
  const firsts = own.filter(({ unit, ordinal }) => unit === 'airing' && ordinal === 0);
  const repeats = own.filter(({ unit, ordinal }) => unit === 'airing' && ordinal > 0);
  const inSpan = (items: readonly Obligation[], first = from) =>
    obligationFigures(
      items.filter(({ period: { anchor } }) => anchor >= first && anchor <= to),
      input.readiness,
    );
  return {
    nominalIssues: nominalOf(input),
    issues: inSpan(issues),
    firstAirings: inSpan(firsts),
    repeats: inSpan(repeats),
    toDate: { issues: inSpan(issues, effective.from), repeats: inSpan(repeats, effective.from) },
    forecast: { issues: forecastOf(issues, input.trackedFrom), repeats: forecastOf(repeats, input.trackedFrom) },
    ...measuredIn(input),
    attested: attestedIn(input),
  };
}

function nominalOf({ programme, from, to }: FiguresInput): Nominal {
  const perYear = programme.target.issuesPerYear;
  const kind = periodKindOf(programme.cadence);
  const periods = kind === null ? null : periodsAnchoredIn(kind, from, to).length;
  return { perYear, inSpan: perYear === null || periods === null ? periods : Math.min(periods, perYear) };
}

function obligationFigures(
  items: readonly Obligation[],
  readiness: ReadonlyMap<string, IssueReadiness>,
): ObligationFigures {
  const required = items.filter((item) => item.required);
  const of = (holds: (item: Obligation) => boolean, among: readonly Obligation[] = required) =>
    among.filter(holds).map(obligationKey);
  const readyOf = ({ programmeKey, period }: Obligation) => readiness.get(issueKey(programmeKey, period.key)) ?? 'none';
  return {
    owed: of(() => true),
    recorded: of((item) => readyOf(item) !== 'none'),
    approved: of((item) => readyOf(item) === 'approved'),
    scheduled: of(({ airingIds }) => airingIds.length > 0),
    aired: of(({ state }) => state === 'aired'),
    madeUp: of(({ state }) => state === 'madeUp'),
    late: of(({ late }) => late),
    excused: of(({ state }) => state === 'excused'),
    missed: of(({ state }) => state === 'missed'),
    open: of(({ state }) => state === 'open'),
    attested: of(({ attestationId }) => attestationId !== null),
    untracked: of(({ state, reason }) => state === 'open' && reason === 'notTracked'),
    surplus: of((item) => !item.required && isDone(item), items),
  };
}

function isDone({ state }: Obligation): boolean {
  return state === 'aired' || state === 'madeUp';
}

/** What is open and tracked is expected to go as what is decided and tracked went; what is excused says nothing of the pace. */
function forecastOf(items: readonly Obligation[], trackedFrom: CivilDate | null): Forecast {
  const required = items.filter((item) => item.required);
  const done = required.filter(isDone).length;
  const tracked = required.filter(({ period }) => trackedFrom === null || period.end >= trackedFrom);
  const trackedDone = tracked.filter(isDone).length;
  const missed = tracked.filter(({ state }) => state === 'missed').length;
  const open = tracked.filter(({ state }) => state === 'open').length;
  const rate = trackedDone + missed === 0 ? null : trackedDone / (trackedDone + missed);
  return { done: done + Math.round((rate ?? 0) * open), of: required.length, rate };
}

function measuredIn(input: FiguresInput): Pick<ProgrammeFigures, 'measured' | 'airtimeSeconds' | 'onTime'> {
  const { programme, from, to, timeZone } = input;
  const on = (at: number) => civilDateAt(at, timeZone);
  const wentOut = input.facts.filter(
    ({ programmeKey, start }) =>
      programmeKey === programme.key && start !== null && on(start) >= from && on(start) <= to,
  );
  const full = wentOut.filter(({ state }) => state === 'aired');
  const partial = wentOut.filter(({ state }) => state === 'partial');
  const byRole = (role: AiringRole) => airedFigure(full.filter((fact) => fact.role === role));
  const onTime = full.filter(({ start, plannedStart }) => start !== null && isOnTime(plannedStart, start));
  return {
    measured: {
      first: byRole('first'),
      repeat: byRole('repeat'),
      makeUp: byRole('makeUp'),
      extra: byRole('extra'),
      partial: airedFigure(partial),
    },
    airtimeSeconds: airedFigure([...full, ...partial]).airtimeSeconds,
    onTime: {
      airingIds: onTime.map(({ airingId }) => airingId),
      of: full.length,
      share: full.length === 0 ? null : onTime.length / full.length,
    },
  };
}

function airedFigure(facts: readonly AiringFact[]): AiredFigure {
  return {
    airingIds: facts.map(({ airingId }) => airingId),
    airtimeSeconds: facts.reduce((sum, { airtimeSeconds }) => sum + airtimeSeconds, 0),
  };
}

function attestedIn({ programme, attestations, from, to, timeZone }: FiguresInput): ProgrammeFigures['attested'] {
  const own = attestations.filter(({ programmeKey, airedAt }) => {
    const date = civilDateAt(airedAt, timeZone);
    return programmeKey === programme.key && date >= from && date <= to;
  });
  return {
    attestationIds: own.map(({ attestationId }) => attestationId),
    airtimeSeconds: own.reduce((sum, { airtimeSeconds }) => sum + airtimeSeconds, 0),
  };
}
