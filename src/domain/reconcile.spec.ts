import { expandPlan } from './expand-plan';
import { reconcile } from './reconcile';
import {
  aMonthlyProgramme,
  aOneOff,
  aProgramme,
  at,
  expansionOf,
  sonMaiGrid,
  sonMaiPlan,
  storedRow,
} from '../../test/support/builders';

const notBefore = at('2026-03-04 00:00');
const wanted = expandPlan(expansionOf()).airings;
const rows = wanted.map((airing) => storedRow(airing, sonMaiGrid));

function wantedAfter(edit: Parameters<typeof sonMaiPlan>[1]) {
  return expandPlan(expansionOf({ plans: [sonMaiPlan(2026, edit)], existing: rows, notBefore })).airings;
}

describe('bringing rows in line with the plan', () => {
  it('creates what is missing and only that', () => {
    expect(reconcile(wanted, rows.slice(2), notBefore)).toEqual({ create: wanted.slice(0, 2), move: [], withdraw: [] });
  });

  it('moves what the plan moved, from now on', () => {
    const onWednesday = aProgramme({
      placement: { kind: 'session', rrule: 'FREQ=WEEKLY;BYDAY=WE', sessionCode: 'buoi-sang' },
    });
    const { create, move, withdraw } = reconcile(
      wantedAfter({ programmes: [onWednesday, aMonthlyProgramme()] }),
      rows,
      notBefore,
    );
    expect([create, withdraw]).toEqual([[], []]);
    // The Monday of week 10, 2 March, is past; 43 weeks follow.
    expect(move).toHaveLength(43);
    expect(move[0]).toMatchObject({
      row: { start: at('2026-03-09 05:30') },
      to: { provisionalStart: at('2026-03-11 05:30') },
    });
  });

  it('moves an airing whose planned duration changed', () => {
    const longer = aProgramme({ plannedDurationSeconds: 700 });
    const { move } = reconcile(wantedAfter({ programmes: [longer, aMonthlyProgramme()] }), rows, notBefore);
    expect(move).toHaveLength(43);
    expect(move.every(({ to }) => to.plannedDurationSeconds === 700)).toBe(true);
  });

  it('moves an airing whose turn in the session changed', () => {
    const to = { ...wanted[60]!, position: 1 };
    expect(reconcile([to], [rows[60]!], notBefore).move).toEqual([{ row: rows[60], to }]);
  });

  it('withdraws what the plan no longer wants, from now on', () => {
    const { create, move, withdraw } = reconcile(wantedAfter({ programmes: [aProgramme()] }), rows, notBefore);
    expect([create, move]).toEqual([[], []]);
    // Of 48, eight of January and February and the first of March are past.
    expect(withdraw).toHaveLength(39);
    expect(withdraw.every((row) => row.occurrenceKey.startsWith('cds-hang-thang/') && row.slotStart >= notBefore)).toBe(
      true,
    );
  });

  it('leaves alone what staff placed and what is at cue or past it', () => {
    const kept = [
      aOneOff(at('2026-03-05 10:00'), 300),
      { ...rows[60]!, placedBy: 'makeUp' as const },
      { ...rows[61]!, placedBy: 'staff' as const },
      { ...rows[62]!, state: 'cued' as const },
      { ...rows[63]!, state: 'cancelled' as const },
      { ...rows[64]!, slotStart: notBefore - 1 },
    ];
    expect(reconcile([], kept, notBefore)).toEqual({ create: [], move: [], withdraw: [] });
    const elsewhere = wanted
      .slice(60, 65)
      .map((airing) => ({ ...airing, provisionalStart: airing.provisionalStart + 60_000 }));
    expect(reconcile(elsewhere, kept, notBefore)).toEqual({ create: [], move: [], withdraw: [] });
    expect(reconcile([], [{ ...rows[64]!, slotStart: notBefore }], notBefore).withdraw).toHaveLength(1);
  });
});
