import { addDays, civilDateAt, datesBetween, localTimeAt, weekdayOf, type CivilDate } from './calendar';
import { expandPlan, type ExpandInput, type Expansion } from './expand-plan';
import type { Plan, Programme } from './plan';
import {
  aMonthlyProgramme,
  aOneOff,
  aProgramme,
  at,
  calendarOf,
  expansionOf,
  sonMai2025,
  sonMaiGrid,
  sonMaiPlan,
  storedRow,
} from '../../test/support/builders';

const weekly = 'cds-hang-tuan';
const monthly = 'cds-hang-thang';

/** Station-local starts of a programme's airings in a period, first airing first. */
function startsOf(expansion: Expansion, programmeKey: string, periodKey: string): string[] {
  return expansion.airings
    .filter((airing) => airing.programmeKey === programmeKey && airing.periodKey === periodKey)
    .sort((a, b) => a.ordinal - b.ordinal)
    .map((airing) => local(airing.provisionalStart));
}

function local(instant: number): string {
  return `${civilDateAt(instant, sonMaiGrid.timeZone)} ${localTimeAt(instant, sonMaiGrid.timeZone).slice(0, 5)}`;
}

function expand(overrides: Partial<ExpandInput> = {}): Expansion {
  return expandPlan(expansionOf(overrides));
}

function planOf(programmes: readonly Programme[], overrides: Partial<Plan> = {}): Plan {
  return sonMaiPlan(2026, { programmes, ...overrides });
}

/** The sessions' days of a week or month. */
function sessionDays(from: CivilDate, to: CivilDate): CivilDate[] {
  return datesBetween(from, to).filter((date) => weekdayOf(date) !== 'SU');
}

describe('the Sơn Mai plan', () => {
  it('gives 2025 fifty-two weekly issues of one airing and twelve monthly ones of four', () => {
    const { issues, airings, shortfalls } = expand({ plans: [sonMaiPlan(2025)] });
    expect(issues.filter((issue) => issue.programmeKey === weekly)).toHaveLength(52);
    expect(issues.every((issue) => issue.required)).toBe(true);
    expect(airings.filter((airing) => airing.programmeKey === weekly)).toHaveLength(52);
    expect(airings.filter((airing) => airing.programmeKey === monthly)).toHaveLength(48);
    expect(airings.filter((airing) => airing.programmeKey === monthly && airing.role === 'repeat')).toHaveLength(36);
    expect(shortfalls).toEqual([]);
  });

  it('plans the 53rd week of 2026 as a surplus', () => {
    const { issues, airings } = expand();
    const weeks = issues.filter((issue) => issue.programmeKey === weekly);
    expect(weeks).toHaveLength(53);
    expect(weeks.filter((issue) => !issue.required).map((issue) => issue.period.key)).toEqual(['2026-W53']);
    expect(airings.some((airing) => airing.periodKey === '2026-W53')).toBe(true);
  });

  it('owes 23 weekly and 5 monthly issues from its decision of 23 July 2025 on', () => {
    const { issues, shortfalls } = expand({ plans: [sonMai2025()] });
    const weeks = issues.filter((issue) => issue.programmeKey === weekly);
    expect(weeks.map((issue) => [issue.number, issue.period.key])).toEqual(
      Array.from({ length: 23 }, (_, index) => [index + 1, `2025-W${String(30 + index)}`]),
    );
    const months = issues.filter((issue) => issue.programmeKey === monthly).map((issue) => issue.period.key);
    expect(months).toEqual(['2025-08', '2025-09', '2025-10', '2025-11', '2025-12']);
    expect(shortfalls).toEqual([]);
  });

  it('airs its first issue in the nearest session once it is in force, not on the Monday before', () => {
    const expansion = expand({ plans: [sonMai2025()] });
    expect(startsOf(expansion, weekly, '2025-W30')).toEqual(['2025-07-23 05:30']);
    expect(startsOf(expansion, weekly, '2025-W31')).toEqual(['2025-07-28 05:30']);
  });

  it('leaves 29 to 31 December 2025 to the plan of 2026', () => {
    const { issues, airings } = expand({ plans: [sonMaiPlan(2025)] });
    expect(issues.some((issue) => issue.period.key === '2026-W01')).toBe(false);
    expect(airings.filter((airing) => airing.programmeKey === weekly && airing.date > '2025-12-28')).toEqual([]);
    const next = expand({ plans: [sonMaiPlan(2026)] });
    expect(startsOf(next, weekly, '2026-W01')).toEqual(['2026-01-01 05:30']);
  });

  it('airs nothing by itself for a programme without cadence', () => {
    const { issues, airings, shortfalls } = expand();
    expect([...issues, ...airings, ...shortfalls].filter((item) => item.programmeKey === 'cchc')).toEqual([]);
  });

  it('is expanded beside the plan of the next year without a clash', () => {
    const both = expand({ plans: [sonMaiPlan(2027), sonMaiPlan(2026)] });
    const apart = [...expand({ plans: [sonMaiPlan(2026)] }).airings, ...expand({ plans: [sonMaiPlan(2027)] }).airings];
    expect(both.airings).toEqual(apart);
    expect(new Set(both.airings.map((airing) => airing.occurrenceKey)).size).toBe(53 + 52 + 96);
    // The week across the two years is the 53rd of 2026, whose Thursday is 31 December.
    expect(startsOf(both, weekly, '2026-W53')).toEqual(['2026-12-28 05:30']);
    expect(startsOf(both, weekly, '2027-W01')).toEqual(['2027-01-04 05:30']);
  });

  it('hands over in mid-week to the plan that replaces it', () => {
    const old = sonMaiPlan(2026, { effective: { from: '2026-01-01', to: '2026-06-30' } });
    const replacement = sonMaiPlan(2026, {
      code: 'son-mai-2026b',
      effective: { from: '2026-07-01', to: '2026-12-31' },
    });
    const { issues, airings } = expand({ plans: [replacement, old] });
    // Week 27 runs from Monday 29 June to Sunday 5 July; its Thursday is 2 July.
    expect(issues.filter((issue) => issue.period.key === '2026-W27')).toHaveLength(1);
    expect(airings.filter((airing) => airing.periodKey === '2026-W27').map((airing) => airing.date)).toEqual([
      '2026-07-01',
    ]);
    expect(issues.filter((issue) => issue.period.key === '2026-06' || issue.period.key === '2026-07')).toHaveLength(2);
  });
});

describe('a month of the monthly programme', () => {
  it('takes the first four of five Tuesdays', () => {
    expect(startsOf(expand(), monthly, '2026-06')).toEqual(
      ['2026-06-02', '2026-06-09', '2026-06-16', '2026-06-23'].map((date) => `${date} 17:00`),
    );
  });

  it('takes the fifth Tuesday for a blocked one', () => {
    expect(startsOf(expand({ calendar: calendarOf(['2026-06-09']) }), monthly, '2026-06')).toEqual(
      ['2026-06-02', '2026-06-16', '2026-06-23', '2026-06-30'].map((date) => `${date} 17:00`),
    );
  });

  it('moves a blocked Tuesday of four to the nearest admissible session', () => {
    // Wednesday morning is 12.5 hours from Tuesday 17:00, Monday afternoon 24.
    expect(startsOf(expand({ calendar: calendarOf(['2026-05-12']) }), monthly, '2026-05')).toEqual([
      '2026-05-05 17:00',
      '2026-05-13 05:30',
      '2026-05-19 17:00',
      '2026-05-26 17:00',
    ]);
  });

  it('moves the first airing too, and still airs it first', () => {
    expect(startsOf(expand({ calendar: calendarOf(['2026-05-05']) }), monthly, '2026-05')[0]).toBe('2026-05-06 05:30');
  });

  it('moves a Tuesday before the plan is in force to its first session after', () => {
    const plans = [sonMaiPlan(2026, { effective: { from: '2026-05-14', to: '2026-12-31' } })];
    expect(startsOf(expand({ plans }), monthly, '2026-05').slice(0, 2)).toEqual([
      '2026-05-14 05:30',
      '2026-05-14 17:00',
    ]);
  });

  it('keeps to public holidays unless staff decide otherwise', () => {
    const calendar = calendarOf(['2026-05-12'], 'air');
    expect(startsOf(expand({ calendar }), monthly, '2026-05')).toContain('2026-05-12 17:00');
  });

  it('asks staff when its rule yields too few days and says so', () => {
    const programme = aMonthlyProgramme({
      placement: { kind: 'session', rrule: 'FREQ=MONTHLY;BYDAY=1TU', sessionCode: 'buoi-chieu' },
    });
    const { airings, shortfalls } = expand({ plans: [planOf([programme])] });
    expect(airings).toHaveLength(12);
    expect(shortfalls).toHaveLength(36);
    expect(shortfalls.every(({ kind, obstacles }) => kind === 'conflict' && obstacles.includes('noOccurrence'))).toBe(
      true,
    );
  });
});

describe('blocked periods', () => {
  it('excuse the week of Tết when the calendar skips all of it', () => {
    const { airings, shortfalls } = expand({ calendar: calendarOf(sessionDays('2026-02-16', '2026-02-22')) });
    expect(airings.some((airing) => airing.periodKey === '2026-W08')).toBe(false);
    expect(shortfalls).toEqual([
      {
        occurrenceKey: `${weekly}/2026-W08/vie/first/0`,
        programmeKey: weekly,
        periodKey: '2026-W08',
        ordinal: 0,
        kind: 'excused',
        obstacles: ['calendarBlocked'],
      },
    ]);
  });

  it('excuse the week also once it is past', () => {
    const calendar = calendarOf(sessionDays('2026-02-16', '2026-02-22'));
    const { shortfalls } = expand({ calendar, notBefore: at('2026-03-01 00:00') });
    expect(shortfalls.find(({ periodKey }) => periodKey === '2026-W08')?.kind).toBe('excused');
    expect(shortfalls.find(({ periodKey }) => periodKey === '2026-W07')?.kind).toBe('past');
  });

  it('do not excuse a week that still has a session', () => {
    const calendar = calendarOf(sessionDays('2026-02-16', '2026-02-20'));
    expect(startsOf(expand({ calendar }), weekly, '2026-W08')).toEqual(['2026-02-21 05:30']);
    const late = expand({ calendar, notBefore: at('2026-02-23 00:00') });
    expect(late.shortfalls.find(({ periodKey }) => periodKey === '2026-W08')?.kind).toBe('past');
  });

  it('do not excuse what was merely not in force', () => {
    const calendar = calendarOf(['2025-07-23', '2025-07-24', '2025-07-25']);
    expect(startsOf(expand({ plans: [sonMai2025()], calendar }), weekly, '2025-W30')).toEqual(['2025-07-26 05:30']);
  });

  it('excuse a fixed-time programme of a station without sessions', () => {
    const programme = aProgramme({ placement: { kind: 'fixedTime', rrule: 'FREQ=WEEKLY;BYDAY=MO', at: '10:00' } });
    const { shortfalls } = expand({
      plans: [planOf([programme])],
      grid: { ...sonMaiGrid, sessions: [] },
      calendar: calendarOf(datesBetween('2026-02-16', '2026-02-22')),
    });
    expect(shortfalls.map(({ periodKey, kind }) => [periodKey, kind])).toEqual([['2026-W08', 'excused']]);
  });

  it('do not move the airing of a day that is un-blocked when the day is past', () => {
    const calendar = calendarOf(['2026-05-12']);
    const before = expand({ calendar });
    const existing = before.airings.map((airing) =>
      storedRow(airing, sonMaiGrid, airing.date <= '2026-05-13' ? { state: 'aired' } : {}),
    );
    const after = expand({ existing, notBefore: at('2026-05-14 00:00') });
    expect(startsOf(after, monthly, '2026-05')).toEqual(['2026-05-19 17:00', '2026-05-26 17:00']);
  });
});

describe('as the month goes on', () => {
  it('keeps two moved airings where they are', () => {
    const calendar = calendarOf(['2026-05-05', '2026-05-12']);
    const before = expand({ calendar });
    expect(startsOf(before, monthly, '2026-05')).toEqual([
      '2026-05-06 05:30',
      '2026-05-13 05:30',
      '2026-05-19 17:00',
      '2026-05-26 17:00',
    ]);
    const existing = before.airings.map((airing) =>
      storedRow(airing, sonMaiGrid, airing.date <= '2026-05-06' ? { state: 'aired' } : {}),
    );
    const after = expand({ calendar, existing, notBefore: at('2026-05-06 12:00') });
    expect(startsOf(after, monthly, '2026-05')).toEqual(['2026-05-13 05:30', '2026-05-19 17:00', '2026-05-26 17:00']);
  });

  it('moves a newly blocked day near itself, not near one that was blocked before', () => {
    const before = expand({ calendar: calendarOf(['2026-05-05']) });
    const existing = before.airings.map((airing) =>
      storedRow(airing, sonMaiGrid, airing.date <= '2026-05-06' ? { state: 'aired' } : {}),
    );
    const after = expand({
      calendar: calendarOf(['2026-05-05', '2026-05-19']),
      existing,
      notBefore: at('2026-05-07 00:00'),
    });
    expect(startsOf(after, monthly, '2026-05')).toEqual(['2026-05-12 17:00', '2026-05-20 05:30', '2026-05-26 17:00']);
  });

  it('airs what is imported in mid-month from the next session on', () => {
    expect(startsOf(expand({ notBefore: at('2026-05-07 12:00') }), monthly, '2026-05')).toEqual([
      '2026-05-07 17:00',
      '2026-05-12 17:00',
      '2026-05-19 17:00',
      '2026-05-26 17:00',
    ]);
  });

  it('records as past what no session is left for', () => {
    const { shortfalls } = expand({ notBefore: at('2026-05-30 12:00') });
    const may = shortfalls.filter(({ programmeKey, periodKey }) => programmeKey === monthly && periodKey === '2026-05');
    expect(may.map(({ ordinal, kind }) => [ordinal, kind])).toEqual([
      [1, 'past'],
      [2, 'past'],
      [3, 'past'],
    ]);
  });

  it('never repeats an issue before the first airing that staff moved back', () => {
    const before = expand();
    const existing = before.airings.map((airing) =>
      airing.occurrenceKey === `${monthly}/2026-05/vie/first/0`
        ? storedRow(airing, sonMaiGrid, {
            placedBy: 'staff',
            start: at('2026-05-13 05:30'),
            slotStart: at('2026-05-13 05:30'),
          })
        : storedRow(airing, sonMaiGrid),
    );
    const starts = startsOf(expand({ existing }), monthly, '2026-05');
    expect(starts).toEqual(['2026-05-13 17:00', '2026-05-19 17:00', '2026-05-26 17:00']);
  });
});

describe('sessions that fill up', () => {
  const short = {
    ...sonMaiGrid,
    sessions: sonMaiGrid.sessions.map((session) => ({ ...session, maxDurationSeconds: 1000 })),
  };
  const second = aProgramme({ key: 'thong-tin' });

  it('move what does not fit to the nearest session of the week', () => {
    const expansion = expand({ plans: [planOf([aProgramme(), second])], grid: short });
    expect(startsOf(expansion, weekly, '2026-W10')).toEqual(['2026-03-02 05:30']);
    expect(startsOf(expansion, 'thong-tin', '2026-W10')).toEqual(['2026-03-02 17:00']);
  });

  it('let a PRIORITY programme choose before a NORMAL one', () => {
    const plans = [planOf([aProgramme(), { ...second, priority: 'PRIORITY' }])];
    expect(startsOf(expand({ plans, grid: short }), 'thong-tin', '2026-W10')).toEqual(['2026-03-02 05:30']);
    const roomy = expand({ plans });
    expect(startsOf(roomy, 'thong-tin', '2026-W10')).toEqual(['2026-03-02 05:30']);
    expect(startsOf(roomy, weekly, '2026-W10')).toEqual(['2026-03-02 05:40']);
  });

  it('report a conflict when the week holds no place', () => {
    const monday = {
      ...short,
      sessions: short.sessions.slice(0, 1).map((session) => ({ ...session, weekdays: ['MO' as const] })),
    };
    const { shortfalls } = expand({ plans: [planOf([aProgramme(), second])], grid: monday });
    // Monday of 2026-W01 lies before the plan is in force.
    expect(shortfalls).toHaveLength(54);
    expect(shortfalls.find(({ periodKey }) => periodKey === '2026-W10')).toMatchObject({
      programmeKey: 'thong-tin',
      kind: 'conflict',
      obstacles: ['sessionFull'],
    });
  });

  it('report a conflict, not a loss, when the only session of the week lies before the plan', () => {
    const monday = {
      ...sonMaiGrid,
      sessions: sonMaiGrid.sessions.map((session) => ({ ...session, weekdays: ['MO' as const] })),
    };
    const { shortfalls } = expand({ plans: [planOf([aProgramme()])], grid: monday });
    expect(shortfalls).toMatchObject([{ periodKey: '2026-W01', kind: 'conflict', obstacles: ['notInForce'] }]);
  });

  it('lay items around one-offs of staff', () => {
    const existing = [aOneOff(at('2026-03-02 05:35'), 600)];
    expect(startsOf(expand({ existing }), weekly, '2026-W10')).toEqual(['2026-03-02 05:45']);
  });

  it('test a place with the order that the session will really have', () => {
    // 20 minutes free, 5 taken, 20 free: 10 + 10 fit before the one-off, 15 after it.
    const long = aProgramme({ key: 'a-dai', plannedDurationSeconds: 900 });
    const programmes = [long, aProgramme({ key: 'b' }), aProgramme({ key: 'c' })];
    const existing = [aOneOff(at('2026-03-02 05:50'), 300)];
    const { airings } = expand({ plans: [planOf(programmes)], existing });
    const week = airings
      .filter(({ periodKey }) => periodKey === '2026-W10')
      .map((airing) => [airing.programmeKey, local(airing.provisionalStart)]);
    expect(week).toEqual([
      ['a-dai', '2026-03-02 05:30'],
      ['b', '2026-03-02 05:55'],
      ['c', '2026-03-02 06:05'],
    ]);
  });
});

describe('fixed-time programmes', () => {
  const noon = (time: string) =>
    aProgramme({ placement: { kind: 'fixedTime', rrule: 'FREQ=WEEKLY;BYDAY=SU', at: time } });

  it('air on days without a session', () => {
    expect(startsOf(expand({ plans: [planOf([noon('10:00')])] }), weekly, '2026-W10')).toEqual(['2026-03-08 10:00']);
  });

  it.each([
    ['19:55', 'quietHours'],
    ['05:00', 'quietHours'],
  ])('at %s are refused: %s', (time, obstacle) => {
    const { airings, shortfalls } = expand({ plans: [planOf([noon(time)])] });
    expect(airings).toEqual([]);
    expect(shortfalls[10]).toMatchObject({ kind: 'conflict', obstacles: [obstacle] });
  });

  it('end exactly with the routine window', () => {
    expect(startsOf(expand({ plans: [planOf([noon('19:50')])] }), weekly, '2026-W10')).toEqual(['2026-03-08 19:50']);
  });

  it('move to another day rather than into a session or onto each other', () => {
    const inSession = aProgramme({ placement: { kind: 'fixedTime', rrule: 'FREQ=WEEKLY;BYDAY=MO', at: '16:55' } });
    expect(startsOf(expand({ plans: [planOf([inSession])] }), weekly, '2026-W10')).toEqual(['2026-03-08 16:55']);
    const twin = { ...noon('10:05'), key: 'sinh-doi' };
    const both = expand({ plans: [planOf([noon('10:00'), twin])] });
    expect(startsOf(both, 'sinh-doi', '2026-W10')).toEqual(['2026-03-07 10:05']);
  });

  it('keep clear of an item that runs over midnight', () => {
    const grid = { ...sonMaiGrid, sessions: [], routineWindow: { start: '00:00', end: '24:00' } };
    const midnight = aProgramme({ placement: { kind: 'fixedTime', rrule: 'FREQ=WEEKLY;BYDAY=SU', at: '00:00' } });
    const existing = [aOneOff(at('2026-03-07 23:55'), 600)];
    const expansion = expand({ plans: [planOf([midnight])], grid, existing });
    expect(startsOf(expansion, weekly, '2026-W10')).toEqual(['2026-03-07 00:00']);
  });
});

describe('what a plan edit leaves alone', () => {
  it('is the air that an airing at cue already holds', () => {
    const [first] = expand().airings;
    const existing = [storedRow(first!, sonMaiGrid, { state: 'cued' })];
    const edited = planOf([
      aProgramme({ key: 'moi', placement: { kind: 'session', rrule: 'FREQ=DAILY', sessionCode: 'buoi-sang' } }),
    ]);
    const { airings } = expand({ plans: [edited], existing });
    expect(airings.find((airing) => airing.date === first!.date)?.provisionalStart).toBe(existing[0]!.start + 600_000);
  });

  it('is an interval rule of every second week, counted from the first week of the plan', () => {
    const programme = aMonthlyProgramme({
      cadence: { kind: 'monthly', repeats: 1 },
      placement: { kind: 'session', rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', sessionCode: 'buoi-chieu' },
    });
    const { airings } = expand({ plans: [planOf([programme])] });
    const days = airings.map((airing) => airing.date);
    expect(days.slice(0, 4)).toEqual(['2026-01-13', '2026-01-27', '2026-02-10', '2026-02-24']);
    expect(days.every((day) => addDays('2026-01-13', 0) <= day)).toBe(true);
  });
});
