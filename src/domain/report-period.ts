import { addDays, isShownDate, monthOf, parseCivilDate, type CivilDate } from './calendar';
import { DomainError } from './errors';

/**
 * Windows of the plan's reporting duties (Sơn Mai E.6.c, Sơn Tây): `midMonthly` runs from the 15th of the month before
 * to the 14th; `yearly` ends on 30 November, the day it is due, and `yearEnd` is December, its supplement.
 */
export type ReportKind = 'monthly' | 'midMonthly' | 'quarterly' | 'halfYearly' | 'yearly' | 'yearEnd' | 'adHoc';

/** Which field of the plan a report is about. */
export type ReportScope = 'all' | 'cds' | 'cchc';

/** Inclusive civil dates. */
export interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export interface ReportPeriod extends Span {
  readonly kind: ReportKind;
  /**
   * "2026-10", "2026-10-mid", "2026-Q4", "2026-H2", "2026", "2026-supplement" or "2026-10-03_2026-10-09"; safe for a
   * file name.
   */
  readonly key: string;
}

const FORMS: readonly (readonly [RegExp, (groups: readonly string[]) => ReportPeriod | null])[] = [
  [/^(\d{4})-(0[1-9]|1[0-2])$/, ([year = '', month = '']) => monthly(year, month)],
  [/^(\d{4})-(0[1-9]|1[0-2])-mid$/, ([year = '', month = '']) => midMonthly(year, month)],
  [/^(\d{4})-Q([1-4])$/, ([year = '', n = '']) => monthsOf('quarterly', `${year}-Q${n}`, year, Number(n) * 3 - 2, 3)],
  [/^(\d{4})-H([12])$/, ([year = '', n = '']) => monthsOf('halfYearly', `${year}-H${n}`, year, Number(n) * 6 - 5, 6)],
  [/^(\d{4})$/, ([year = '']) => monthsOf('yearly', year, year, 1, 11)],
  [/^(\d{4})-supplement$/, ([year = '']) => monthsOf('yearEnd', `${year}-supplement`, year, 12, 1)],
  [/^(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})$/, ([from = '', to = '']) => adHoc(from, to)],
];

/** @throws DomainError invalidInput for what is no period of 2000 to 2100, or one that ends before it begins */
export function reportPeriodOf(key: string): ReportPeriod {
  for (const [form, make] of FORMS) {
    const groups = form.exec(key);
    const period = groups === null ? null : make(groups.slice(1));
    if (period && isShownDate(period.from) && isShownDate(period.to)) return period;
  }
  const allowed = 'YYYY-MM, YYYY-MM-mid, YYYY-Qn, YYYY-Hn, YYYY, YYYY-supplement, YYYY-MM-DD_YYYY-MM-DD';
  throw new DomainError('invalidInput', { found: key, allowed });
}

/** The periods of one kind that make a year, in order; none for ad-hoc ones. */
export function reportPeriodsOfYear(kind: ReportKind, year: number): ReportPeriod[] {
  const text = String(year).padStart(4, '0');
  const months = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
  const keys: Readonly<Record<ReportKind, readonly string[]>> = {
    monthly: months.map((month) => `${text}-${month}`),
    midMonthly: months.map((month) => `${text}-${month}-mid`),
    quarterly: [1, 2, 3, 4].map((n) => `${text}-Q${String(n)}`),
    halfYearly: [1, 2].map((n) => `${text}-H${String(n)}`),
    yearly: [text],
    yearEnd: [`${text}-supplement`],
    adHoc: [],
  };
  return keys[kind].map(reportPeriodOf);
}

function monthly(year: string, month: string): ReportPeriod {
  const { key, start, end } = monthOf(parseCivilDate(`${year}-${month}-01`));
  return { kind: 'monthly', key, from: start, to: end };
}

function midMonthly(year: string, month: string): ReportPeriod {
  const before = addDays(parseCivilDate(`${year}-${month}-01`), -1);
  const [from, to] = [`${before.slice(0, 7)}-15`, `${year}-${month}-14`];
  return { kind: 'midMonthly', key: `${year}-${month}-mid`, from, to };
}

function monthsOf(kind: ReportKind, key: string, year: string, first: number, count: number): ReportPeriod {
  const date = (month: number) => parseCivilDate(`${year}-${String(month).padStart(2, '0')}-01`);
  return { kind, key, from: date(first), to: monthOf(date(first + count - 1)).end };
}

function adHoc(from: string, to: string): ReportPeriod | null {
  if (parseCivilDate(from) > parseCivilDate(to)) return null;
  return { kind: 'adHoc', key: `${from}_${to}`, from, to };
}
