import { Temporal } from 'temporal-polyfill';
import { DomainError } from './errors';
import { remember } from './remember';

/** RFC 5545 two-letter weekday. */
export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU';
/** ISO 8601 calendar date, "2026-11-22", in the station's zone. */
export type CivilDate = string;
/** Local time of day, "05:30" or "05:30:00"; "24:00" only as the end of a window. */
export type LocalTime = string;
/** Epoch milliseconds UTC. */
export type EpochMs = number;

export type CalendarKind = 'holiday' | 'mourning' | 'event';
/** air: as usual; skip: nothing routine airs; noMusic: recordings marked `hasMusic` are left out. */
export type CalendarPolicy = 'air' | 'skip' | 'noMusic';

/** A day on which the station does not simply follow its week. */
export interface CalendarDay {
  readonly date: CivilDate;
  readonly kind: CalendarKind;
  readonly policy: CalendarPolicy;
  readonly title: string;
  /** Number of the document that ordered it; null while nobody entered one. */
  readonly document: string | null;
}

/** A period in which the plan owes an issue; it belongs to the year, month or report that holds its anchor. */
export interface Period {
  readonly kind: 'week' | 'month';
  /** ISO 8601: "2026-W53" or "2026-08". */
  readonly key: string;
  readonly start: CivilDate;
  /** Inclusive. */
  readonly end: CivilDate;
  /** The week's Thursday (ISO 8601), the month's 15th. */
  readonly anchor: CivilDate;
}

const DAY_MS = 86_400_000;
const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** Days since 1970-01-01; civil arithmetic needs no zone. */
function dayNumber(date: CivilDate): number {
  const ms = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
  if (Number.isNaN(ms)) throw new DomainError('invalidInput', { found: date, allowed: 'YYYY-MM-DD' });
  return ms / DAY_MS;
}

function fromDayNumber(days: number): CivilDate {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

/** @throws DomainError invalidInput when the text is not a date of the calendar ("2026-02-30"). */
export function parseCivilDate(text: string): CivilDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || fromDayNumber(dayNumber(text)) !== text)
    throw new DomainError('invalidInput', { found: text, allowed: 'YYYY-MM-DD' });
  return text;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(dayNumber(date) + days);
}

export function weekdayOf(date: CivilDate): Weekday {
  // 1970-01-01 was a Thursday (index 3 of a week that begins on Monday).
  return WEEKDAYS[(((dayNumber(date) + 3) % 7) + 7) % 7] as Weekday;
}

/** Every date from `from` to `to`, both included; empty when from > to. */
export const datesBetween = remember(500, (from: CivilDate, to: CivilDate): readonly CivilDate[] => {
  const dates: CivilDate[] = [];
  for (let day = dayNumber(from), last = dayNumber(to); day <= last; day++) dates.push(fromDayNumber(day));
  return dates;
});

/** The ISO 8601 week that holds the date; its year is the year of its Thursday. */
export function weekOf(date: CivilDate): Period {
  const start = addDays(date, -WEEKDAYS.indexOf(weekdayOf(date)));
  const anchor = addDays(start, 3);
  const year = anchor.slice(0, 4);
  const week = Math.floor((dayNumber(anchor) - dayNumber(`${year}-01-01`)) / 7) + 1;
  return { kind: 'week', key: `${year}-W${String(week).padStart(2, '0')}`, start, end: addDays(start, 6), anchor };
}

/** The calendar month that holds the date. */
export function monthOf(date: CivilDate): Period {
  const key = date.slice(0, 7);
  const start = `${key}-01`;
  // Day 0 of the month after: never by way of that month's own date, which 9999-12 has not.
  const end = fromDayNumber(Date.UTC(Number(key.slice(0, 4)), Number(key.slice(5)), 0) / DAY_MS);
  return { kind: 'month', key, start, end, anchor: `${key}-15` };
}

/** Periods whose anchor lies from `from` to `to` (both included), in order: the ones owed by a plan effective in that span. */
export const periodsAnchoredIn = remember(
  500,
  (kind: Period['kind'], from: CivilDate, to: CivilDate): readonly Period[] => {
    const periods: Period[] = [];
    let period = kind === 'week' ? weekOf(from) : monthOf(from);
    while (period.anchor <= to) {
      if (period.anchor >= from) periods.push(period);
      const next = addDays(period.end, 1);
      period = kind === 'week' ? weekOf(next) : monthOf(next);
    }
    return periods;
  },
);

/** @throws DomainError invalidInput unless the key is "YYYY-Www" or "YYYY-MM" of the calendar. */
export function periodOf(key: string): Period {
  const week = /^(\d{4})-W(\d{2})$/.exec(key);
  const period = week
    ? weekOf(addDays(weekOf(`${week[1] as string}-01-04`).start, (Number(week[2]) - 1) * 7))
    : /^\d{4}-(0[1-9]|1[0-2])$/.test(key)
      ? monthOf(`${key}-01`)
      : null;
  if (period?.key !== key) throw new DomainError('invalidInput', { found: key, allowed: 'YYYY-Www, YYYY-MM' });
  return period;
}

interface LocalDay {
  readonly start: EpochMs;
  readonly length: number;
}

const localDay = remember(5_000, (date: CivilDate, timeZone: string): LocalDay => {
  const day = Temporal.PlainDate.from(date);
  const start = day.toZonedDateTime(timeZone).epochMilliseconds;
  return { start, length: day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds - start };
});

/** The instant of a local time on a date. A time that a zone's clock change skips or repeats follows Temporal's "compatible" rule. */
export function instantOf(date: CivilDate, time: LocalTime, timeZone: string): EpochMs {
  const { start, length } = localDay(date, timeZone);
  if (time === '24:00') return start + length;
  if (length === DAY_MS) return start + msOfDay(time);
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}

function msOfDay(time: LocalTime): number {
  const seconds = time.length > 5 ? Number(time.slice(6, 8)) : 0;
  return (Number(time.slice(0, 2)) * 3600 + Number(time.slice(3, 5)) * 60 + seconds) * 1000;
}

function zoned(instant: EpochMs, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(timeZone);
}

/** Whether a calendar or a report shows the day: what lies farther off is a slip of the pen, and no date arithmetic is asked of it. */
export function isShownDate(date: CivilDate): boolean {
  return date >= '2000-01-01' && date <= '2100-12-31';
}

const dateAt = remember(5_000, (instant: string, timeZone: string): CivilDate => {
  return zoned(Number(instant), timeZone).toPlainDate().toString();
});

/** The station's date at an instant: reports and days are cut at station midnight, never at UTC. */
export function civilDateAt(instant: EpochMs, timeZone: string): CivilDate {
  return dateAt(String(Math.floor(instant)), timeZone);
}

/** The station's time of day at an instant, "05:30:00". */
export function localTimeAt(instant: EpochMs, timeZone: string): LocalTime {
  return zoned(instant, timeZone).toPlainTime().toString({ smallestUnit: 'second' });
}

/** An ISO 8601 text with the station's offset, "2026-11-22T05:30:00.000+07:00". */
export function isoAt(instant: EpochMs, timeZone: string): string {
  return zoned(instant, timeZone).toString({ timeZoneName: 'never', fractionalSecondDigits: 3 });
}
