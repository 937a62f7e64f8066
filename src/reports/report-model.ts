import { addDays, civilDateAt, isoAt, monthOf, parseCivilDate, type CivilDate, type EpochMs } from '../domain/calendar';
import type { Obligation } from '../domain/compliance';
import type { Plan } from '../domain/plan';
import type { AiredItem } from '../schedule/aired-item';
import { listAirings } from './airing-table';
import type { MonthlyReport, PlanBasis, ReportLetterhead, Span } from './monthly-report';
import { countTargets } from './target-table';

export interface MonthlyInput {
  /** "YYYY-MM". */
  readonly month: string;
  readonly plans: readonly Plan[];
  readonly obligations: readonly Obligation[];
  /** At least everything from the earliest plan in effect to the end of the month; more is cut away here. */
  readonly aired: readonly AiredItem[];
  readonly letterhead: ReportLetterhead;
  readonly timeZone: string;
  readonly now: EpochMs;
}

/**
 * The monthly report: obligations counted by their period's anchor, airings by their measured start, cut at
 * station midnight (domain brief §2). Made-up, excused and late ones are as they stand at `now`.
 * @throws DomainError invalidInput unless `month` is "YYYY-MM"
 */
export function buildMonthlyReport(input: MonthlyInput): MonthlyReport {
  const { timeZone, now } = input;
  const { from, to } = monthSpan(input.month);
  const plans = plansIn(input.plans, { from, to });
  // An item on air has no true length yet.
  const settled = input.aired
    .filter(({ state }) => state !== 'playing')
    .map((item) => ({ ...item, date: civilDateAt(item.start, timeZone) }))
    .sort((a, b) => a.start - b.start);
  const airings = listAirings(
    settled.filter(({ date }) => date >= from && date <= to),
    plans,
    timeZone,
  );
  return inNfc({
    kind: 'monthly',
    month: input.month,
    from,
    to,
    asOf: isoAt(now, timeZone),
    monthEnded: civilDateAt(now, timeZone) > to,
    letterhead: input.letterhead,
    plans: plans.map(basisOf),
    targets: countTargets({ plans, obligations: input.obligations, aired: settled, month: { from, to } }),
    airings,
    totals: {
      aired: airings.filter(({ partial }) => !partial).length,
      partial: airings.filter(({ partial }) => partial).length,
      airtimeSeconds: airings.reduce((sum, { airtimeSeconds }) => sum + airtimeSeconds, 0),
    },
  });
}

/** First and last day of "YYYY-MM". @throws DomainError invalidInput */
export function monthSpan(month: string): Span {
  const { start, end } = monthOf(parseCivilDate(`${month}-01`));
  return { from: start, to: end };
}

/** Plans in effect on any day of the span. */
export function plansIn(plans: readonly Plan[], span: Span): Plan[] {
  return plans.filter(({ effective }) => effective.from <= span.to && effective.to >= span.from);
}

/** Day after the span: the exclusive end that a query by instant needs. */
export function dayAfter(span: Span): CivilDate {
  return addDays(span.to, 1);
}

function basisOf({ code, title, organisation, status, document }: Plan): PlanBasis {
  return { code, title, organisation, status, number: document.number, date: document.date, basis: document.basis };
}

/** Titles typed on some systems arrive decomposed; the decree asks for NFC, which never touches JSON's own signs. */
function inNfc(report: MonthlyReport): MonthlyReport {
  return JSON.parse(JSON.stringify(report).normalize('NFC')) as MonthlyReport;
}
