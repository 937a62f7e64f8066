import fc from 'fast-check';
import {
  addDays,
  civilDateAt,
  datesBetween,
  instantOf,
  isoAt,
  localTimeAt,
  monthOf,
  parseCivilDate,
  periodOf,
  periodsAnchoredIn,
  weekdayOf,
  weekOf,
} from './calendar';
import { DomainError } from './errors';

const anyDate = fc.integer({ min: 0, max: 80_000 }).map((days) => addDays('1970-01-01', days));

describe('ISO weeks', () => {
  it.each([
    ['2025-01-01', '2025-W01'],
    ['2024-12-30', '2025-W01'],
    ['2025-07-23', '2025-W30'],
    ['2025-12-28', '2025-W52'],
    ['2025-12-29', '2026-W01'],
    ['2025-12-30', '2026-W01'],
    ['2025-12-31', '2026-W01'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
  ])('%s lies in %s', (date, key) => {
    expect(weekOf(date).key).toBe(key);
  });

  it.each([
    [2025, 52],
    [2026, 53],
    [2027, 52],
  ])('%i has %i weeks by the Thursday rule', (year, count) => {
    const weeks = periodsAnchoredIn('week', `${String(year)}-01-01`, `${String(year)}-12-31`);
    expect(weeks).toHaveLength(count);
    expect(weeks.at(-1)?.key).toBe(`${String(year)}-W${String(count)}`);
  });

  it('runs Monday to Sunday around its Thursday', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const week = weekOf(date);
        expect([weekdayOf(week.start), weekdayOf(week.anchor), weekdayOf(week.end)]).toEqual(['MO', 'TH', 'SU']);
        expect(datesBetween(week.start, week.end)).toContain(date);
        expect(week.key.slice(0, 4)).toBe(week.anchor.slice(0, 4));
      }),
    );
  });
});

describe('periods', () => {
  it('come back from their keys', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(periodOf(weekOf(date).key)).toEqual(weekOf(date));
        expect(periodOf(monthOf(date).key)).toEqual(monthOf(date));
      }),
    );
  });

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-00', '2026-13', '2026', '2026-1', 'W30', ''])(
    'refuse the key "%s"',
    (key) => {
      expect(() => periodOf(key)).toThrow(DomainError);
    },
  );

  it('give every day of a span exactly one week and one month', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 800 }), (from, days) => {
        for (const kind of ['week', 'month'] as const) {
          const periods = periodsAnchoredIn(kind, from, addDays(from, days));
          for (const [index, period] of periods.entries()) {
            expect(period.anchor >= from && period.anchor <= addDays(from, days)).toBe(true);
            if (index > 0) expect(period.start).toBe(addDays(periods[index - 1]!.end, 1));
          }
        }
      }),
    );
  });

  it('anchor a month on its 15th', () => {
    expect(monthOf('2026-02-28')).toEqual({
      kind: 'month',
      key: '2026-02',
      start: '2026-02-01',
      end: '2026-02-28',
      anchor: '2026-02-15',
    });
    expect(monthOf('2024-02-01').end).toBe('2024-02-29');
    expect(monthOf('2025-12-31').end).toBe('2025-12-31');
    expect(monthOf('9999-12-01').end).toBe('9999-12-31');
  });
});

describe('civil dates', () => {
  it.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '2026-11-22T00:00', ''])('refuse "%s"', (text) => {
    expect(() => parseCivilDate(text)).toThrow(DomainError);
  });

  it('accept a leap day', () => {
    expect(parseCivilDate('2028-02-29')).toBe('2028-02-29');
  });
});

describe('station time', () => {
  const zone = 'Asia/Ho_Chi_Minh';

  it('reads times of day in the zone of the station', () => {
    expect(instantOf('2026-11-22', '05:30', zone)).toBe(Date.UTC(2026, 10, 21, 22, 30));
    expect(instantOf('2026-11-22', '05:30:15', zone)).toBe(Date.UTC(2026, 10, 21, 22, 30, 15));
  });

  it('reads 24:00 as the midnight that ends the day', () => {
    expect(instantOf('2026-12-31', '24:00', zone)).toBe(instantOf('2027-01-01', '00:00', zone));
  });

  it('cuts days at station midnight, not at UTC', () => {
    const midnight = Date.UTC(2026, 7, 31, 17);
    expect(civilDateAt(midnight - 1, zone)).toBe('2026-08-31');
    expect(civilDateAt(midnight, zone)).toBe('2026-09-01');
  });

  it('writes the offset of the station', () => {
    expect(isoAt(Date.UTC(2026, 10, 21, 22, 30), zone)).toBe('2026-11-22T05:30:00.000+07:00');
  });

  it('finds the same date and time again from an instant', () => {
    const times = fc
      .tuple(fc.nat(23), fc.nat(59), fc.nat(59))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(anyDate, times, (date, time) => {
        const instant = instantOf(date, time, zone);
        expect(civilDateAt(instant, zone)).toBe(date);
        expect(localTimeAt(instant, zone)).toBe(time);
      }),
    );
  });

  it('follows a zone whose clocks change', () => {
    const hour = 3_600_000;
    const newYork = 'America/New_York';
    expect(instantOf('2026-03-08', '04:00', newYork) - instantOf('2026-03-08', '00:00', newYork)).toBe(3 * hour);
    expect(instantOf('2026-11-01', '04:00', newYork) - instantOf('2026-11-01', '00:00', newYork)).toBe(5 * hour);
    // Skipped by the change: the "compatible" rule moves it on by the gap.
    expect(localTimeAt(instantOf('2026-03-08', '02:30', newYork), newYork)).toBe('03:30:00');
  });
});
