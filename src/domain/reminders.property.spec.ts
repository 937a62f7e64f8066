import fc from 'fast-check';
import { anUnscheduledProgramme, aProgramme, at, sonMaiPlan } from '../../test/support/builders';
import type { Plan } from './plan';
import {
  reminderChanges,
  remindersAt,
  retryAfterMs,
  type KeptReport,
  type Reminder,
  type ReminderInput,
  type ReminderStage,
  type UpcomingAiring,
} from './reminders';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = at('2026-11-20 08:00');
const rules = {
  recordingDaysBefore: 5,
  approvalDaysBefore: 2,
  slotHoursBefore: 24,
  reportDaysAfter: 5,
  yearlyDaysBefore: 14,
};
const nothing = {
  upcoming: [],
  unplaced: [],
  plans: [],
  reports: [],
  trackedFrom: null,
  rules,
  timeZone: 'Asia/Ho_Chi_Minh',
};

const ask = (input: Partial<ReminderInput>) => remindersAt({ ...nothing, now: NOW, ...input });
const airing = (changes: Partial<UpcomingAiring> = {}): UpcomingAiring => ({
  ...{
    airingId: 'a1',
    programmeKey: 'cds',
    periodKey: '2026-W48',
    language: 'vie',
    title: 'Số 48',
    start: NOW + 10 * HOUR,
  },
  readiness: 'none',
  ...changes,
});
const told = (reminders: readonly Reminder[]) => reminders.map(({ key, stage }) => `${key} ${stage}`);

describe('what is to air', () => {
  it.each<[string, Partial<UpcomingAiring>, readonly string[]]>([
    ['no recording, the day before', {}, ['recordingDue/cds/2026-W48/vie due', 'slotAtRisk/a1 noRecording']],
    ['no recording, five days before', { start: NOW + 5 * DAY }, ['recordingDue/cds/2026-W48/vie due']],
    ['no recording, earlier still', { start: NOW + 5 * DAY + 1 }, []],
    ['recorded', { readiness: 'recorded' }, ['approvalDue/cds/2026-W48/vie due', 'slotAtRisk/a1 notApproved']],
    [
      'recorded, two days before',
      { readiness: 'recorded', start: NOW + 2 * DAY },
      ['approvalDue/cds/2026-W48/vie due'],
    ],
    ['approved', { readiness: 'approved' }, []],
    ['past', { start: NOW }, []],
    ['a special', { programmeKey: null, periodKey: null }, ['slotAtRisk/a1 noRecording']],
  ])('%s', (_what, changes, expected) => {
    expect(told(ask({ upcoming: [airing(changes)] }))).toEqual(expected);
  });

  it('asks once for an issue with repeats, by its earliest airing', () => {
    const repeats = [3, 2, 4].map((days) => airing({ airingId: `a${String(days)}`, start: NOW + days * DAY }));
    expect(ask({ upcoming: repeats })).toMatchObject([{ key: 'recordingDue/cds/2026-W48/vie', dueAt: NOW + 2 * DAY }]);
  });

  it('tells of what found no slot, until its period is over', () => {
    const one = { occurrenceKey: 'cds/2026-W47/vie/first/0', programmeKey: 'cds', periodKey: '2026-W47', title: 'x' };
    const unplaced = [
      { ...one, until: '2026-11-22' },
      { ...one, occurrenceKey: 'old', until: '2026-11-19' },
    ];
    expect(told(ask({ unplaced }))).toEqual(['slotAtRisk/cds/2026-W47/vie/first/0 noSlot']);
  });
});

describe('reports', () => {
  const duty = { basis: 'E.6.c', subject: '', recipients: [], quote: '' };
  const reportingDuties = [
    { ...duty, code: 'cds-quy', cadence: 'quarterly', dueOn: null } as const,
    { ...duty, code: 'cchc-quy', cadence: 'quarterly', dueOn: null } as const,
    { ...duty, code: '6-thang', cadence: 'halfYearly', dueOn: null } as const,
    { ...duty, code: 'nam', cadence: 'yearly', dueOn: '11-30' } as const,
    { ...duty, code: 'dot-xuat', cadence: 'adHoc', dueOn: null } as const,
  ];
  const effective = { from: '2026-07-23', to: '2026-12-31' };
  const plans = [sonMaiPlan(2026, { effective, programmes: [aProgramme()], reportingDuties })];
  const asked = (
    now: string,
    reports: readonly KeptReport[] = [],
    trackedFrom = '2026-10-01',
    of: readonly Plan[] = plans,
  ) => told(ask({ plans: of, reports, now: at(now), trackedFrom }));
  const due = ['reportDue/monthly/2026-10 due'];
  const october = (changes: Partial<KeptReport>): KeptReport => ({
    ...{ from: '2026-10-01', to: '2026-10-31', scope: 'all', status: 'checked', createdAt: at('2026-11-01 00:00') },
    ...changes,
  });

  it('are asked for from the day after their span, once whatever number of duties name it, and go overdue', () => {
    expect(asked('2026-10-31 23:59')).toEqual([]);
    expect(asked('2026-11-01 00:00')).toEqual(['reportDue/monthly/2026-10 due']);
    expect(asked('2026-11-05 23:59')).toEqual(['reportDue/monthly/2026-10 due']);
    expect(asked('2026-11-06 00:00')).toEqual(['reportDue/monthly/2026-10 overdue']);
    expect(asked('2026-10-02 00:00', [], '2026-09-01')).toEqual([
      'reportDue/monthly/2026-09 due',
      'reportDue/quarterly/2026-Q3 due',
    ]);
    expect(asked('2027-01-02 00:00', [], '2026-12-01')).toEqual([
      ...['reportDue/halfYearly/2026-H2 due', 'reportDue/monthly/2026-12 due', 'reportDue/quarterly/2026-Q4 due'],
    ]);
  });

  it('of the year: two weeks before 30/11, due by that day', () => {
    const year = (now: string) => asked(now).filter((line) => line.includes('yearly'));
    expect(year('2026-11-15 23:59')).toEqual([]);
    expect(year('2026-11-16 00:00')).toEqual(['reportDue/yearly/2026 due']);
    expect(year('2026-11-30 23:59')).toEqual(['reportDue/yearly/2026 due']);
    expect(year('2026-12-01 00:00')).toEqual(['reportDue/yearly/2026 overdue']);
  });

  it('are not asked for once they are kept, but one made while its month ran is not it', () => {
    expect(asked('2026-11-02 08:00', [october({})])).toEqual([]);
    expect(asked('2026-11-02 08:00', [october({ createdAt: at('2026-10-31 23:59') })])).toEqual(due);
  });

  it('are asked for until somebody has gone through them: the draft of the 1st makes itself', () => {
    expect(asked('2026-11-02 08:00', [october({ status: 'draft' })])).toEqual(due);
    expect(asked('2026-11-02 08:00', [october({ status: 'locked' })])).toEqual([]);
  });

  it('are asked for until every field of the plan is reported on, in one report or in two', () => {
    const both = [aProgramme(), anUnscheduledProgramme()];
    expect(new Set(both.map(({ field }) => field)).size).toBe(2);
    const plan = sonMaiPlan(2026, { effective, programmes: both, reportingDuties });
    const on = (...scopes: readonly KeptReport['scope'][]) =>
      asked(
        '2026-11-02 08:00',
        scopes.map((scope) => october({ scope })),
        '2026-10-01',
        [plan],
      );
    expect(on('cchc')).toEqual(due);
    expect(on('cds')).toEqual(due);
    expect(on('cds', 'cchc')).toEqual([]);
    expect(on('all')).toEqual([]);
  });

  it('are not asked for from before the station was tracked', () => {
    expect(asked('2026-11-02 08:00', [], '2026-11-01')).toEqual([]);
  });
});

describe('the books', () => {
  const STAGES: readonly ReminderStage[] = ['due', 'overdue', 'noRecording', 'notApproved'];
  const reminder = (key: string, stage: ReminderStage): Reminder => ({
    key,
    kind: 'slotAtRisk',
    stage,
    dueAt: 0,
    facts: {},
  });
  const key = fc.constantFrom('a', 'b', 'c');
  const state = fc
    .uniqueArray(fc.record({ key, stage: fc.constantFrom(...STAGES) }), { selector: (one) => one.key })
    .map((all) => all.map((one) => reminder(one.key, one.stage)));
  const step = fc.oneof(fc.record({ state }), fc.record({ acknowledge: key }), fc.record({ again: fc.nat(2) }));

  it('tell each thing once until it changes, never after somebody said that they know, and hold what is to be done', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const open = new Map<string, { key: string; stage: ReminderStage; acknowledged: boolean }>();
        let current: readonly Reminder[] = [];
        for (const one of steps) {
          const before = new Map(open);
          if ('acknowledge' in one) {
            const row = open.get(one.acknowledge);
            if (row) row.acknowledged = true;
            continue;
          }
          if ('state' in one) current = one.state;
          const { opened, kept, closed, told: toldNow } = reminderChanges([...open.values()], current);
          for (const { key: gone } of closed) open.delete(gone);
          for (const { open: row, now } of kept) open.set(row.key, { ...row, stage: now.stage });
          for (const { key: fresh, stage } of opened) open.set(fresh, { key: fresh, stage, acknowledged: false });
          // Never twice the same: told is exactly what was not open, or open at another stage and not acknowledged.
          const expected = current.filter(({ key: name, stage }) => {
            const known = before.get(name);
            return !known || (known.stage !== stage && !known.acknowledged);
          });
          expect([...toldNow].sort()).toEqual(expected.map((reminderNow) => reminderNow.key).sort());
          expect([...open.values()].map((row) => `${row.key} ${row.stage}`).sort()).toEqual(told(current).sort());
        }
      }),
      { numRuns: 200 },
    );
  });
});

it('waits longer after every failure, an hour at most', () => {
  expect([1, 2, 3, 4].map(retryAfterMs)).toEqual([30_000, 60_000, 120_000, 240_000]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (attempts) => {
      expect(retryAfterMs(attempts + 1)).toBeGreaterThanOrEqual(retryAfterMs(attempts));
      expect(retryAfterMs(attempts)).toBeLessThanOrEqual(HOUR);
    }),
  );
});
