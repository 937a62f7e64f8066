import fc from 'fast-check';
import { addDays, datesBetween } from './calendar';
import { reportPeriodOf, reportPeriodsOfYear, type ReportKind, type ReportPeriod } from './report-period';
import { compareTopicCodes, fieldOfTopic } from './topic-order';

const years = fc.integer({ min: 2001, max: 2099 });
const followEachOther = (periods: readonly ReportPeriod[]) => {
  periods.slice(1).forEach(({ from }, index) => {
    expect(from).toBe(addDays(periods[index]!.to, 1));
  });
};
const spanOf = (periods: readonly ReportPeriod[]) => [periods[0]?.from, periods.at(-1)?.to];

describe('report periods', () => {
  it('of every kind cover the year without gap or overlap', () => {
    fc.assert(
      fc.property(years, (year) => {
        const whole = [`${year}-01-01`, `${year}-12-31`];
        for (const kind of ['monthly', 'quarterly', 'halfYearly'] as const) {
          const periods = reportPeriodsOfYear(kind, year);
          followEachOther(periods);
          expect(spanOf(periods)).toEqual(whole);
        }
        const yearly = [...reportPeriodsOfYear('yearly', year), ...reportPeriodsOfYear('yearEnd', year)];
        followEachOther(yearly);
        expect(spanOf(yearly)).toEqual(whole);
        expect(yearly[0]?.to).toBe(`${year}-11-30`);
        // From 15 to 14 they cover the year that begins in mid-December, and go on with the next one.
        const mid = [...reportPeriodsOfYear('midMonthly', year), ...reportPeriodsOfYear('midMonthly', year + 1)];
        followEachOther(mid);
        expect(spanOf(mid)).toEqual([`${year - 1}-12-15`, `${year + 1}-12-14`]);
      }),
      { numRuns: 30 },
    );
  });

  it('are told apart by keys that lead back to them, and months nest in quarters, quarters in halves', () => {
    const kinds: readonly ReportKind[] = ['monthly', 'midMonthly', 'quarterly', 'halfYearly', 'yearly', 'yearEnd'];
    fc.assert(
      fc.property(years, fc.nat(366), fc.nat(60), (year, offset, length) => {
        const all = kinds.flatMap((kind) => reportPeriodsOfYear(kind, year));
        expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
        for (const period of all) expect(reportPeriodOf(period.key)).toEqual(period);
        const from = addDays(`${year}-01-01`, offset);
        const adHoc = reportPeriodOf(`${from}_${addDays(from, length)}`);
        expect(datesBetween(adHoc.from, adHoc.to)).toHaveLength(length + 1);
        for (const [inner, outer, each] of [
          ['monthly', 'quarterly', 3],
          ['quarterly', 'halfYearly', 2],
        ] as const)
          reportPeriodsOfYear(outer, year).forEach((period, index) => {
            const parts = reportPeriodsOfYear(inner, year).slice(index * each, (index + 1) * each);
            expect(spanOf(parts)).toEqual([period.from, period.to]);
          });
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    '2026-13',
    '2026-Q5',
    '2026-H3',
    '26',
    '2026-02-30_2026-03-01',
    '2026-03-02_2026-03-01',
    '',
    '2026-10-giua',
    '9999-12',
    '0001-01-01_9999-12-31',
  ])('are not %j', (key) => {
    expect(() => reportPeriodOf(key)).toThrow('invalidInput');
  });

  it('know February, and where a month from 15 to 14 begins', () => {
    expect(reportPeriodOf('2028-02')).toMatchObject({ kind: 'monthly', from: '2028-02-01', to: '2028-02-29' });
    expect(reportPeriodOf('2026-01-mid')).toMatchObject({ from: '2025-12-15', to: '2026-01-14' });
  });
});

describe('topic codes', () => {
  const sorted = ['B.I.1', 'B.I.4.a', 'B.I.4.c', 'B.I.4.d', 'B.I.4.đ', 'B.I.4.e', 'B.I.4.g', 'B.I.4.k', 'B.I.5'].concat(
    ['B.I.10', 'B.II.1', 'B.II.4.a', 'B.II.4.đ', 'B.II.4.e', 'X.9'],
  );

  it('go in Vietnamese letter order however they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: 2 }), (some) => {
        const order = [...some].sort(compareTopicCodes);
        expect(order).toEqual(sorted.filter((code) => some.includes(code)));
      }),
    );
    expect(compareTopicCodes('B.I.4.đ'.normalize('NFD'), 'B.I.4.đ')).toBe(0);
  });

  it('say which field they belong to', () => {
    expect(['B.I.4.đ', 'B.II.1', 'B.III', 'X.9'].map(fieldOfTopic)).toEqual(['cds', 'cchc', null, null]);
  });
});
