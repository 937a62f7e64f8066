import { airingsPerIssue, issuesOf, periodKindOf, ruleDates } from './cadence';
import { aMonthlyProgramme, anUnscheduledProgramme, aProgramme } from '../../test/support/builders';

const year = (from: string, to: string) => ({ from, to });

describe('issues of a programme', () => {
  it('are numbered from the first period of the plan', () => {
    const issues = issuesOf(aProgramme(), year('2025-07-23', '2025-12-31'));
    expect(issues.at(0)).toMatchObject({ number: 1, period: { key: '2025-W30' }, required: true });
    expect(issues.at(-1)).toMatchObject({ number: 23, period: { key: '2025-W52' }, required: true });
  });

  it('are owed by the plan that holds the Thursday of their week', () => {
    // Thursday of 2025-W30 is 24 July.
    expect(issuesOf(aProgramme(), year('2025-07-24', '2025-12-31'))).toHaveLength(23);
    expect(issuesOf(aProgramme(), year('2025-07-25', '2025-12-31'))).toHaveLength(22);
    expect(issuesOf(aProgramme(), year('2025-01-01', '2025-07-23')).at(-1)?.period.key).toBe('2025-W29');
  });

  it('are owed by the plan that holds the 15th of their month', () => {
    const months = (from: string, to: string) =>
      issuesOf(aMonthlyProgramme(), year(from, to)).map((issue) => issue.period.key);
    expect(months('2026-03-15', '2026-05-14')).toEqual(['2026-03', '2026-04']);
    expect(months('2026-03-16', '2026-05-15')).toEqual(['2026-04', '2026-05']);
    expect(months('2025-07-23', '2025-12-31')).toHaveLength(5);
  });

  it('are a surplus beyond the number of the plan', () => {
    const issues = issuesOf(aProgramme(), year('2026-01-01', '2026-12-31'));
    expect(issues.filter((issue) => issue.required)).toHaveLength(52);
    expect(issues.at(-1)).toMatchObject({ number: 53, period: { key: '2026-W53' }, required: false });
    const noTarget = aProgramme({ target: { issuesPerYear: null, repeatsPerYear: null } });
    expect(issuesOf(noTarget, year('2026-01-01', '2026-12-31')).every((issue) => issue.required)).toBe(true);
  });

  it('do not exist without a cadence', () => {
    const programme = anUnscheduledProgramme();
    expect(issuesOf(programme, year('2026-01-01', '2026-12-31'))).toEqual([]);
    expect([periodKindOf(programme.cadence), airingsPerIssue(programme.cadence)]).toEqual([null, 0]);
  });

  it('owe one first airing and their repeats', () => {
    expect(airingsPerIssue({ kind: 'monthly', repeats: 3 })).toBe(4);
    expect(airingsPerIssue({ kind: 'weekly', repeats: 0 })).toBe(1);
  });
});

describe('the days of a rule', () => {
  it.each([
    [
      'FREQ=WEEKLY;BYDAY=TU',
      '2026-06-01',
      '2026-06-30',
      ['2026-06-02', '2026-06-09', '2026-06-16', '2026-06-23', '2026-06-30'],
    ],
    ['FREQ=MONTHLY;BYDAY=-1FR', '2026-01-01', '2026-02-28', ['2026-01-30', '2026-02-27']],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-01', '2026-04-30', ['2026-01-31', '2026-03-31']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', '2025-12-29', '2026-01-31', ['2025-12-29', '2026-01-12', '2026-01-26']],
    ['FREQ=DAILY', '2026-02-27', '2026-03-01', ['2026-02-27', '2026-02-28', '2026-03-01']],
    ['FREQ=DAILY', '2026-03-02', '2026-03-01', []],
  ])('%s from %s to %s', (rrule, from, to, dates) => {
    expect(ruleDates(rrule, from, to)).toEqual(dates);
    expect(ruleDates(rrule, from, to)).toEqual(dates);
  });
});
