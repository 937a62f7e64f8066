import { civilDateAt, localTimeAt, weekdayOf, type CivilDate, type EpochMs } from '../../domain/calendar';
import type { Weekday } from '../../domain/calendar';
import type { Words } from '../words';

const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** As `unverifiedActor` stores them. */
const STORED_MARK = '(chưa xác thực)';
const STORED_NOBODY = 'chưa ghi tên';

/** "2026-11-22" → "22/11/2026". */
export function dateText(date: CivilDate): string {
  return date.split('-').reverse().join('/');
}

/** "Chủ nhật, 22/11/2026". */
export function dayText(date: CivilDate, words: Words): string {
  return `${words.weekdays[WEEKDAYS.indexOf(weekdayOf(date))] ?? ''}, ${dateText(date)}`;
}

/** "05:30". */
export function timeText(at: EpochMs, timeZone: string): string {
  return localTimeAt(at, timeZone).slice(0, 5);
}

/** "05:30:02". */
export function timeToTheSecond(at: EpochMs, timeZone: string): string {
  return localTimeAt(at, timeZone).slice(0, 8);
}

/** "05:30, Thứ hai, 23/11/2026". */
export function whenText(at: EpochMs, timeZone: string, words: Words): string {
  return `${timeText(at, timeZone)}, ${dayText(civilDateAt(at, timeZone), words)}`;
}

/** "22/11/2026 05:30". */
export function momentText(at: EpochMs, timeZone: string): string {
  return `${dateText(civilDateAt(at, timeZone))} ${timeText(at, timeZone)}`;
}

/** "12 phút 30 giây"; whole seconds, parts that are zero are left out. */
export function durationText(seconds: number, { units }: Words): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [
    { value: Math.floor(whole / 3600), unit: units.hours },
    { value: Math.floor(whole / 60) % 60, unit: units.minutes },
    { value: whole % 60, unit: units.seconds },
  ].filter(({ value }) => value > 0);
  return parts.length === 0 ? `0 ${units.seconds}` : parts.map(({ value, unit }) => `${value} ${unit}`).join(' ');
}

/** One decimal, with a true minus sign: "−18,3". */
export function decimalText(value: number, { decimalSign }: Words): string {
  return value
    .toFixed(1)
    .replace(/^-0\.0$/, '0.0')
    .replace('-', '−')
    .replace('.', decimalSign);
}

/** A stored name in the page's language: rows carry their mark in Vietnamese. */
export function nameText(stored: string, words: Words): string {
  return stored.replace(STORED_NOBODY, words.noName).replace(STORED_MARK, words.unverified);
}

/** "2026-11" → "Tháng 11/2026". */
export function monthText(month: string, words: Words): string {
  const [year = '', number = ''] = month.split('-');
  return words.monthOf(number, year);
}
