import fc from 'fast-check';
import { addDays, datesBetween, instantOf, type CalendarDay, type CivilDate } from '../../src/domain/calendar';
import type { ExpandInput } from '../../src/domain/expand-plan';
import type { Weekday } from '../../src/domain/calendar';
import type { Plan, Programme } from '../../src/domain/plan';
import { overlaps } from '../../src/domain/rundown';
import type { SessionTemplate, StationGrid } from '../../src/domain/station';
import type { StoredAiring } from '../../src/domain/reconcile';
import { aOneOff, aProgramme, calendarOf, intervalOf, sonMaiPlan } from './builders';

/** What expansion gets, with rows as the schedule stores them. */
export type Situation = Omit<ExpandInput, 'existing'> & { readonly existing: readonly StoredAiring[] };

const WEEKDAYS: readonly Weekday[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const ZONES = ['Asia/Ho_Chi_Minh', 'Asia/Ho_Chi_Minh', 'UTC', 'America/New_York'];

const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const someWeekdays = fc.subarray([...WEEKDAYS], { minLength: 1 });

/** Up to three sessions inside the window that do not meet, as configuration demands. */
const grids: fc.Arbitrary<StationGrid> = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    sessions: fc.array(fc.tuple(fc.integer({ min: 600, max: 3600 }), someWeekdays, fc.nat(150), fc.nat(30)), {
      maxLength: 3,
    }),
  })
  .map(({ timeZone, sessions }) => ({
    timeZone,
    routineWindow: { start: '05:00', end: '20:00' },
    sessions: sessions.map(([maxDurationSeconds, weekdays, leadInSeconds, leadOutSeconds], index): SessionTemplate => ({
      code: `buoi-${String(index)}`,
      title: `Buổi ${String(index)}`,
      start: clockTime(5 * 60 + index * 6 * 60),
      maxDurationSeconds,
      weekdays,
      leadInSeconds,
      leadOutSeconds,
    })),
  }));

const rules = fc.oneof(
  someWeekdays.map((days) => `FREQ=WEEKLY;BYDAY=${days.join(',')}`),
  fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=MONTHLY;BYDAY=1TU,-1FR',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
    'FREQ=MONTHLY;BYMONTHDAY=5,31',
  ),
);

const placements = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(rules, fc.nat(2))
      .map(([rrule, n]) => ({ kind: 'session' as const, rrule, sessionCode: `buoi-${String(n)}` })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(rules, fc.integer({ min: 4 * 60, max: 21 * 60 }))
      .map(([rrule, n]) => ({ kind: 'fixedTime' as const, rrule, at: clockTime(n) })),
  },
);

const cadences = fc.oneof(
  fc.record({ kind: fc.constantFrom('weekly' as const, 'monthly' as const), repeats: fc.nat(3) }),
  fc.constant({ kind: 'unscheduled' as const }),
);

function programmes(key: string): fc.Arbitrary<Programme> {
  return fc
    .record({
      cadence: cadences,
      placement: placements,
      plannedDurationSeconds: fc.integer({ min: 60, max: 1500 }),
      priority: fc.constantFrom('NORMAL' as const, 'NORMAL' as const, 'PRIORITY' as const),
    })
    .map((fields) => aProgramme({ key, ...fields }));
}

const START = '2025-11-20';
const DAYS = 120;
const someDate = fc.nat(DAYS).map((days) => addDays(START, days));

/** A plan in force for a part of the months around a turn of the year, in which weeks, months and years disagree. */
const plans: fc.Arbitrary<Plan> = fc
  .tuple(someDate, fc.nat(70), programmes('b'), fc.option(programmes('a')), fc.option(programmes('b-2')))
  .map(([from, days, ...wanted]) =>
    sonMaiPlan(2026, {
      effective: { from, to: addDays(from, days) },
      programmes: wanted.filter((programme) => programme !== null),
    }),
  );

/** The plan alone, or with its successor, which the day after its end takes over the same programmes. */
const successions: fc.Arbitrary<Plan[]> = fc.tuple(plans, fc.option(fc.nat(40))).map(([plan, days]) => {
  const from = addDays(plan.effective.to, 1);
  return days === null
    ? [plan]
    : [plan, { ...plan, code: 'son-mai-sau', effective: { from, to: addDays(from, days) } }];
});

const calendars: fc.Arbitrary<Map<CivilDate, CalendarDay>> = fc
  .array(fc.tuple(someDate, fc.nat(9)), { maxLength: 8 })
  .map((blocks) => calendarOf(blocks.flatMap(([from, days]) => datesBetween(from, addDays(from, days)))));

/** One-offs that staff put anywhere, but never onto each other. */
const oneOffs: fc.Arbitrary<StoredAiring[]> = fc
  .array(fc.tuple(someDate, fc.nat(24 * 60 - 1), fc.integer({ min: 30, max: 2400 })), { maxLength: 12 })
  .map((wanted) =>
    wanted.reduce<StoredAiring[]>((rows, [date, minute, seconds], index) => {
      const row = aOneOff(instantOf(date, clockTime(minute), 'Asia/Ho_Chi_Minh'), seconds, `extra-${String(index)}`);
      return rows.some((other) => overlaps(intervalOf(row), intervalOf(other))) ? rows : [...rows, row];
    }, []),
  );

/** A station before anything of its plan is on the schedule. */
export const situations: fc.Arbitrary<Situation> = fc
  .record({ grid: grids, plans: successions, calendar: calendars, existing: oneOffs, today: someDate })
  .map(({ grid, plans: wanted, calendar, existing, today }) => ({
    plans: wanted,
    grid,
    calendar,
    existing,
    notBefore: instantOf(today, '09:00', grid.timeZone),
  }));

/** Another version of a situation's plan, calendar and grid: what an edit may change. */
export const edits: fc.Arbitrary<Pick<Situation, 'plans' | 'calendar' | 'grid'>> = situations.map(
  ({ plans: edited, calendar, grid }) => ({ plans: edited, calendar, grid }),
);
