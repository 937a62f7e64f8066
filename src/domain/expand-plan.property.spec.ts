import fc from 'fast-check';
import type { AiringState } from './airing';
import { civilDateAt, instantOf, localTimeAt, weekdayOf } from './calendar';
import { airingsPerIssue, issuesOf } from './cadence';
import { expandPlan, isHeldDown, occurrenceKeyOf } from './expand-plan';
import { overlaps } from './rundown';
import { reconcile, type Reconciliation, type StoredAiring } from './reconcile';
import { edits, situations, type Situation } from '../../test/support/arbitraries';
import { aOneOff, intervalOf, storedRow } from '../../test/support/builders';

const HOUR_MS = 3_600_000;
const NOTHING = { create: [], move: [], withdraw: [] };
const runs = { numRuns: 100 };

function change({ existing, ...situation }: Situation): Reconciliation<StoredAiring> {
  return reconcile(expandPlan({ ...situation, existing }).airings, existing, situation.notBefore);
}

/** The rows after what the reconciliation asks for was done. */
function stored(situation: Situation): StoredAiring[] {
  const { create, move, withdraw } = change(situation);
  const moved = new Map(move.map(({ row, to }) => [row.occurrenceKey, storedRow(to, situation.grid)]));
  const gone = new Set(withdraw.map((row) => row.occurrenceKey));
  return [
    ...situation.existing
      .filter((row) => !gone.has(row.occurrenceKey))
      .map((row) => moved.get(row.occurrenceKey) ?? row),
    ...create.map((airing) => storedRow(airing, situation.grid)),
  ];
}

/** Rows as they are some hours later: what is due has been cued, and has mostly come to an end. */
function later(rows: readonly StoredAiring[], notBefore: number, outcomes: readonly AiringState[]): StoredAiring[] {
  return rows.map((row, index) =>
    row.slotStart < notBefore && row.state === 'planned' ? { ...row, state: outcomes[index % outcomes.length]! } : row,
  );
}

const outcomes = fc.array(
  fc.constantFrom<AiringState>('planned', 'cued', 'playing', 'aired', 'partial', 'missed', 'cancelled', 'excused'),
  { minLength: 1, maxLength: 7 },
);
const steps = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 6 });

/** A situation some time after the schedule was laid out. */
const running = fc.tuple(situations, fc.integer({ min: 0, max: 1200 }), outcomes).map(([situation, hours, ends]) => {
  const notBefore = situation.notBefore + hours * HOUR_MS;
  return { ...situation, notBefore, existing: later(stored(situation), notBefore, ends) };
});

describe('expansion', () => {
  it('asks for nothing more once its result is stored', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        expect(change({ ...situation, existing: stored(situation) })).toEqual(NOTHING);
      }),
      runs,
    );
  });

  it('asks for nothing more as time goes on and airings come to their ends', () => {
    fc.assert(
      fc.property(situations, steps, outcomes, (situation, hours, ends) => {
        let { notBefore } = situation;
        let existing = stored(situation);
        for (const step of hours) {
          notBefore += step * HOUR_MS;
          existing = later(existing, notBefore, ends);
          expect(change({ ...situation, notBefore, existing })).toEqual(NOTHING);
        }
      }),
      runs,
    );
  });

  it('does not depend on the order of plans, programmes, calendar and rows', () => {
    fc.assert(
      fc.property(running, ({ plans, calendar, existing, ...rest }) => {
        const shuffled = {
          ...rest,
          plans: [...plans].reverse().map((plan) => ({ ...plan, programmes: [...plan.programmes].reverse() })),
          calendar: new Map([...calendar].reverse()),
          existing: [...existing].reverse(),
        };
        expect(expandPlan(shuffled)).toEqual(expandPlan({ ...rest, plans, calendar, existing }));
      }),
      runs,
    );
  });

  it('never changes nor drops an airing at or past cue or placed by staff, whatever is edited', () => {
    fc.assert(
      fc.property(running, edits, fc.array(fc.nat(40)), (before, edit, byStaff) => {
        const existing = before.existing.map((row, index) =>
          byStaff.includes(index) ? { ...row, placedBy: 'staff' as const } : row,
        );
        const after = { ...before, ...edit, existing };
        const kept = existing.filter(
          (row) => row.state !== 'planned' || row.placedBy !== 'plan' || row.slotStart < after.notBefore,
        );
        expect(stored(after)).toEqual(expect.arrayContaining(kept));
        const created = change(after).create.map((airing) => airing.occurrenceKey);
        expect(created.filter((key) => existing.some((row) => row.occurrenceKey === key))).toEqual([]);
      }),
      runs,
    );
  });

  it('never overlaps two airings, nor an airing with what already lies on the air', () => {
    fc.assert(
      fc.property(fc.oneof(situations, running), edits, fc.boolean(), (before, edit, edited) => {
        const situation = edited ? { ...before, ...edit } : before;
        const held = situation.existing.filter(
          (row) => ['planned', 'cued', 'playing'].includes(row.state) && isHeldDown(row, situation.notBefore),
        );
        const placed = expandPlan(situation).airings;
        for (const [index, airing] of placed.entries()) {
          for (const other of [...placed.slice(index + 1), ...held])
            expect(overlaps(intervalOf(airing), intervalOf(other)) && [airing, other]).toBe(false);
        }
      }),
      runs,
    );
  });

  it('places nothing in quiet hours, on skipped days, in the past, out of force or out of its period', () => {
    fc.assert(
      fc.property(fc.oneof(situations, running), (situation) => {
        const { plans, grid, calendar, notBefore } = situation;
        const { airings, issues } = expandPlan(situation);
        for (const airing of airings) {
          const { start, end } = intervalOf(airing);
          expect(civilDateAt(start, grid.timeZone)).toBe(airing.date);
          expect(localTimeAt(start, grid.timeZone) >= '05:00:00').toBe(true);
          expect(end).toBeLessThanOrEqual(instantOf(airing.date, '20:00', grid.timeZone));
          expect(calendar.get(airing.date)?.policy).not.toBe('skip');
          expect(start).toBeGreaterThanOrEqual(notBefore);
          const { period } = issues.find(
            (issue) => issue.programmeKey === airing.programmeKey && issue.period.key === airing.periodKey,
          )!;
          const owners = plans.filter(
            ({ effective }) => effective.from <= period.anchor && period.anchor <= effective.to,
          );
          expect(owners).toHaveLength(1);
          const { effective } = owners[0]!;
          expect(airing.date >= effective.from && airing.date <= effective.to).toBe(true);
          expect(airing.date >= period.start && airing.date <= period.end).toBe(true);
          const session = grid.sessions.find((template) => template.code === airing.sessionCode);
          if (!session) continue;
          expect(session.weekdays).toContain(weekdayOf(airing.date));
          const opens = instantOf(airing.date, session.start, grid.timeZone);
          expect(start).toBeGreaterThanOrEqual(opens);
          expect(end).toBeLessThanOrEqual(opens + session.maxDurationSeconds * 1000);
        }
      }),
      runs,
    );
  });

  it('gives every issue exactly its first airing and its repeats, or records why not', () => {
    fc.assert(
      fc.property(fc.oneof(situations, running), (situation) => {
        const { airings, shortfalls } = expandPlan(situation);
        const held = situation.existing.filter(
          (row) => isHeldDown(row, situation.notBefore) && !row.occurrenceKey.startsWith('extra'),
        );
        const booked = [...airings, ...shortfalls, ...held].map((item) => item.occurrenceKey).sort();
        const owed = situation.plans.flatMap((plan) =>
          plan.programmes.flatMap((programme) =>
            issuesOf(programme, plan.effective).flatMap((issue) =>
              [...Array(airingsPerIssue(programme.cadence)).keys()].map((n) =>
                occurrenceKeyOf(programme.key, issue.period.key, 'vie', n),
              ),
            ),
          ),
        );
        expect(booked).toEqual(owed.sort());
        for (const shortfall of shortfalls) expect(shortfall.obstacles.length).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  it('airs an issue first before it repeats it, also when staff moved the first airing', () => {
    fc.assert(
      fc.property(running, fc.nat(40), fc.integer({ min: -20, max: 20 }), (before, chosen, days) => {
        const existing = before.existing.map((row, index) => {
          if (index !== chosen || !row.occurrenceKey.includes('/first/')) return row;
          const start = row.start + days * 24 * HOUR_MS;
          return { ...row, placedBy: 'staff' as const, start, slotStart: start };
        });
        const situation = { ...before, existing };
        const { airings } = expandPlan(situation);
        for (const repeat of airings.filter((airing) => airing.role === 'repeat')) {
          const firstKey = occurrenceKeyOf(repeat.programmeKey, repeat.periodKey, 'vie', 0);
          const first = airings.find(({ occurrenceKey }) => occurrenceKey === firstKey)?.provisionalStart;
          const heldFirst = existing.find(({ occurrenceKey }) => occurrenceKey === firstKey)?.start;
          expect(repeat.provisionalStart).toBeGreaterThan((first ?? heldFirst)!);
        }
      }),
      runs,
    );
  });

  it('numbers the items of a session from 0 in the order of their starts', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const sessions = new Map<string, number>();
        for (const airing of expandPlan(situation).airings) {
          const name = airing.sessionCode === null ? airing.occurrenceKey : `${airing.date} ${airing.sessionCode}`;
          expect(airing.position).toBe(sessions.get(name) ?? 0);
          sessions.set(name, airing.position + 1);
        }
      }),
      runs,
    );
  });

  it('starts on whole milliseconds after an item of measured length', () => {
    fc.assert(
      fc.property(situations, fc.double({ min: 1, max: 900, noNaN: true }), (situation, seconds) => {
        const airing = expandPlan(situation).airings.find(({ sessionCode }) => sessionCode !== null);
        if (!airing) return;
        const cued = { ...aOneOff(airing.provisionalStart - 500, seconds), state: 'cued' as const };
        const { airings } = expandPlan({ ...situation, existing: [cued] });
        expect(airings.filter(({ provisionalStart }) => !Number.isInteger(provisionalStart))).toEqual([]);
      }),
      runs,
    );
  });
});
