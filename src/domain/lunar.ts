import type { CivilDate } from './calendar';

/**
 * Vietnamese lunar calendar, reckoned at UTC+7 (not China's UTC+8: Tết 2007 and 1985 differ). Mean elements of the
 * new moon and the Sun's longitude after Jean Meeus, "Astronomical Algorithms" (1991), chapters 25 and 49, in the
 * arrangement that Hồ Ngọc Đức published for Vietnam; good to minutes from 1900 to 2100.
 */
const UTC_OFFSET_DAYS = 7 / 24;
const RADIANS = Math.PI / 180;
/** Julian day number of 1970-01-01. */
const UNIX_EPOCH_JULIAN_DAY = 2_440_588;
const DAY_MS = 86_400_000;

function julianDayOf(date: CivilDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS + UNIX_EPOCH_JULIAN_DAY;
}

function civilDateOf(julianDay: number): CivilDate {
  return new Date((julianDay - UNIX_EPOCH_JULIAN_DAY) * DAY_MS).toISOString().slice(0, 10);
}

/** Julian day (UTC+7) of the k-th new moon since that of 1900-01-01. */
function newMoonDay(k: number): number {
  const t = k / 1236.85;
  const t2 = t * t;
  const t3 = t2 * t;
  const mean =
    2_415_020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * RADIANS);
  const m = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * RADIANS;
  const mpr = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * RADIANS;
  const f = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * RADIANS;
  const correction =
    (0.1734 - 0.000393 * t) * Math.sin(m) +
    0.0021 * Math.sin(2 * m) -
    0.4068 * Math.sin(mpr) +
    0.0161 * Math.sin(2 * mpr) -
    0.0004 * Math.sin(3 * mpr) +
    0.0104 * Math.sin(2 * f) -
    0.0051 * Math.sin(m + mpr) -
    0.0074 * Math.sin(m - mpr) +
    0.0004 * Math.sin(2 * f + m) -
    0.0004 * Math.sin(2 * f - m) -
    0.0006 * Math.sin(2 * f + mpr) +
    0.001 * Math.sin(2 * f - mpr) +
    0.0005 * Math.sin(2 * mpr + m);
  const deltaT = -0.000278 + 0.000265 * t + 0.000262 * t2;
  return Math.floor(mean + correction - deltaT + 0.5 + UTC_OFFSET_DAYS);
}

/** Which twelfth (0..11) of the ecliptic the Sun stands in at the start of a day (UTC+7); 9 begins at the winter solstice. */
function sunSector(julianDay: number): number {
  const t = (julianDay - 0.5 - UTC_OFFSET_DAYS - 2_451_545) / 36_525;
  const t2 = t * t;
  const m = (357.5291 + 35_999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * RADIANS;
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t2) * Math.sin(m) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * m) +
    0.00029 * Math.sin(3 * m);
  const longitude = 280.46645 + 36_000.76983 * t + 0.0003032 * t2 + centre;
  return Math.floor((((longitude % 360) + 360) % 360) / 30);
}

/** First day of the eleventh lunar month of a year: the month that holds the winter solstice. */
function eleventhMonth(year: number): { k: number; start: number } {
  const k = Math.floor((julianDayOf(`${String(year)}-12-31`) - 2_415_021) / 29.530588853);
  const start = newMoonDay(k);
  return sunSector(start) >= 9 ? { k: k - 1, start: newMoonDay(k - 1) } : { k, start };
}

/** Index after the eleventh month of the year's leap month: the first without a principal term. */
function leapMonthIndex(k: number): number {
  let index = 1;
  let last = sunSector(newMoonDay(k + index));
  for (;;) {
    index += 1;
    const sector = sunSector(newMoonDay(k + index));
    if (sector === last || index >= 14) return index - 1;
    last = sector;
  }
}

/** The solar date of a day of a (non-leap) lunar month; `year` is the lunar year that begins at Tết of that year. */
export function solarDateOf(year: number, month: number, day: number): CivilDate {
  const from = eleventhMonth(month >= 11 ? year : year - 1);
  const to = eleventhMonth(month >= 11 ? year + 1 : year);
  let offset = (month + 1) % 12;
  // Thirteen new moons between two eleventh months: one of the months is a leap one.
  if (to.k - from.k === 13 && offset >= leapMonthIndex(from.k)) offset += 1;
  return civilDateOf(newMoonDay(from.k + offset) + day - 1);
}
