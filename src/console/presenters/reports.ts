import { addDays, type CivilDate } from '../../domain/calendar';
import { reportPeriodsOfYear, type ReportKind, type ReportPeriod } from '../../domain/report-period';
import type { ReportPageWords } from '../pages/report-words';
import { dateText } from './format';

const ROMAN = ['I', 'II', 'III', 'IV'];

/** "Tháng 10/2026", "Quý IV/2026", "6 tháng đầu năm 2026", "Đột xuất 03/10/2026–09/10/2026". */
export function periodTitle(
  { kind, period, from, to }: Pick<ReportPeriod, 'kind' | 'from' | 'to'> & { readonly period: string },
  { periods, halves }: ReportPageWords,
): string {
  const index = Number(period.slice(-1)) - 1;
  const numbers: Partial<Record<ReportKind, string>> = {
    quarterly: ROMAN[index] ?? '',
    halfYearly: halves[index] ?? '',
  };
  return periods[kind](numbers[kind] ?? to.slice(5, 7), to.slice(0, 4), dateText(from), dateText(to));
}

export interface PeriodGroup {
  readonly title: string;
  /** Newest first. */
  readonly choices: readonly { readonly value: string; readonly text: string }[];
}

/** How far back a period is offered; anything else is an ad-hoc report. */
const YEARS_BACK = 2;

/** The periods that have begun. */
export function periodGroups(today: CivilDate, words: ReportPageWords): PeriodGroup[] {
  const year = Number(today.slice(0, 4));
  const years = Array.from({ length: YEARS_BACK + 2 }, (_, index) => year + 1 - index);
  return (Object.keys(words.groups) as (keyof ReportPageWords['groups'])[]).map((kind) => ({
    title: words.groups[kind],
    choices: years
      .flatMap((one) => reportPeriodsOfYear(kind, one).reverse())
      .filter(({ from }) => from <= today)
      .map((period) => ({ value: period.key, text: periodTitle({ ...period, period: period.key }, words) })),
  }));
}

/** What is most likely wanted: last month. */
export function likelyPeriod(today: CivilDate): string {
  return addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
}
