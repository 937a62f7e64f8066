import { RRuleTemporal } from 'rrule-temporal';
import { addDays, periodsAnchoredIn, type CivilDate, type Period } from './calendar';
import { assertNever } from './errors';
import type { Cadence, Plan, Programme } from './plan';
import { remember } from './remember';

/** An issue (số) that a plan owes or may hold: its period and its edition number inside the plan. */
export interface PlannedIssue {
  readonly programmeKey: string;
  readonly period: Period;
  /** 1 for the first period of the plan's effective span. */
  readonly number: number;
  /** false beyond the plan's yearly number: a 53rd week is a surplus, not a duty. */
  readonly required: boolean;
}

export function periodKindOf(cadence: Cadence): Period['kind'] | null {
  switch (cadence.kind) {
    case 'weekly':
      return 'week';
    case 'monthly':
      return 'month';
    case 'unscheduled':
      return null;
    default:
      return assertNever(cadence);
  }
}

/** Airings owed by one issue: its first airing and its repeats. */
export function airingsPerIssue(cadence: Cadence): number {
  return cadence.kind === 'unscheduled' ? 0 : 1 + cadence.repeats;
}

/** Every issue of a programme in the plan's effective span; a period is owed when its anchor falls in it. */
export function issuesOf(programme: Programme, effective: Plan['effective']): PlannedIssue[] {
  const kind = periodKindOf(programme.cadence);
  if (kind === null) return [];
  const nominal = programme.target.issuesPerYear ?? Number.POSITIVE_INFINITY;
  return periodsAnchoredIn(kind, effective.from, effective.to).map((period, index) => ({
    programmeKey: programme.key,
    period,
    number: index + 1,
    required: index < nominal,
  }));
}

/**
 * The days of an RFC 5545 RRULE from `from` to `to`, both included. DTSTART is `from`, so an INTERVAL counts
 * from the first day of the span.
 */
export const ruleDates = remember(500, (rrule: string, from: CivilDate, to: CivilDate): readonly CivilDate[] => {
  const dtstart = `DTSTART;TZID=UTC:${from.replaceAll('-', '')}T000000`;
  const rule = new RRuleTemporal({ rruleString: `${dtstart}\nRRULE:${rrule}` });
  return (
    rule
      .between(new Date(`${from}T00:00:00Z`), new Date(`${addDays(to, 1)}T00:00:00Z`), true)
      .map((at) => at.toPlainDate().toString())
      // between() includes its upper end, which is the midnight after the last day.
      .filter((date) => date >= from && date <= to)
  );
});
