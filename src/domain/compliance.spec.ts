import type { AiringState } from './airing';
import { weekOf, monthOf, datesBetween } from './calendar';
import { computeLedger, type AiringFact, type LedgerInput, type Obligation } from './compliance';
import { tally } from './tally';
import { expandPlan, occurrenceKeyOf, type Shortfall } from './expand-plan';
import { at, calendarOf, expansionOf, sonMai2025, sonMaiGrid, sonMaiPlan } from '../../test/support/builders';

const weekly = 'cds-hang-tuan';
const monthly = 'cds-hang-thang';
const yearEnd = at('2027-02-01 00:00');

/** A fact of one airing; `start` as a station-local text, null when nothing went out. */
function fact(
  key: [programme: string, period: string, ordinal: number],
  state: AiringState,
  start: string | null,
  more: Partial<AiringFact> = {},
): AiringFact {
  const [programmeKey, periodKey, ordinal] = key;
  const occurrenceKey = occurrenceKeyOf(programmeKey, periodKey, 'vie', ordinal);
  return {
    airingId: occurrenceKey,
    occurrenceKey,
    programmeKey,
    periodKey,
    language: 'vie',
    role: ordinal === 0 ? 'first' : 'repeat',
    makeUpForId: null,
    state,
    reason: null,
    document: null,
    plannedStart: at(start ?? '2026-01-01 05:30'),
    start: start === null ? null : at(start),
    airtimeSeconds: start === null ? 0 : 600,
    ...more,
  };
}

function makeUpOf(original: AiringFact, n: number, state: AiringState, start: string | null): AiringFact {
  const occurrenceKey = `makeup/${original.airingId}/${String(n)}`;
  const instant = start === null ? null : at(start);
  return {
    ...original,
    airingId: occurrenceKey,
    occurrenceKey,
    role: 'makeUp',
    makeUpForId: original.airingId,
    state,
    start: instant,
  };
}

function ledger(facts: readonly AiringFact[], overrides: Partial<LedgerInput> = {}): Obligation[] {
  return computeLedger({
    plans: [sonMaiPlan(2026)],
    facts,
    attestations: [],
    shortfalls: [],
    trackedFrom: null,
    timeZone: sonMaiGrid.timeZone,
    now: yearEnd,
    ...overrides,
  });
}

function find(
  books: readonly Obligation[],
  [programmeKey, periodKey]: [string, string],
  unit: Obligation['unit'],
  ordinal = 0,
): Obligation {
  return books.find(
    (item) =>
      item.programmeKey === programmeKey &&
      item.period.key === periodKey &&
      item.unit === unit &&
      item.ordinal === ordinal,
  )!;
}

/** Issue and first airing of one week. */
function week(facts: readonly AiringFact[], overrides: Partial<LedgerInput> = {}) {
  const books = ledger(facts, overrides);
  const show = ({ state, late, reason }: Obligation) => ({ state, late, reason });
  return {
    issue: show(find(books, [weekly, '2026-W10'], 'issue')),
    airing: show(find(books, [weekly, '2026-W10'], 'airing')),
  };
}

const shortfall = (kind: Shortfall['kind']): Shortfall => ({
  occurrenceKey: occurrenceKeyOf(weekly, '2026-W10', 'vie', 0),
  programmeKey: weekly,
  periodKey: '2026-W10',
  ordinal: 0,
  kind,
  obstacles: [],
});

describe('an airing of a week', () => {
  const first: [string, string, number] = [weekly, '2026-W10', 0];
  const done = { late: false, reason: null };

  it('that aired discharges airing and issue', () => {
    expect(week([fact(first, 'aired', '2026-03-02 05:30')])).toEqual({
      issue: { ...done, state: 'aired' },
      airing: { ...done, state: 'aired' },
    });
  });

  it.each(['planned', 'cued', 'playing'] as const)('that is %s is open', (state) => {
    const now = at('2026-03-08 23:59');
    expect(week([fact(first, state, null)], { now })).toEqual({
      issue: { ...done, state: 'open' },
      airing: { ...done, state: 'open' },
    });
  });

  it('that was missed stays owed, its issue open until the week is over', () => {
    const missed = fact(first, 'missed', null, { reason: 'noRecording' });
    expect(week([missed], { now: at('2026-03-08 23:59') })).toMatchObject({
      issue: { state: 'open' },
      airing: { state: 'missed' },
    });
    expect(week([missed], { now: at('2026-03-09 00:00') })).toEqual({
      issue: { late: false, reason: 'noRecording', state: 'missed' },
      airing: { late: false, reason: 'noRecording', state: 'missed' },
    });
  });

  it('that was made up in its week fulfils the issue in time', () => {
    const missed = fact(first, 'missed', null, { reason: 'serviceDown' });
    expect(week([missed, makeUpOf(missed, 1, 'aired', '2026-03-08 10:00')])).toEqual({
      issue: { ...done, state: 'aired' },
      airing: { late: false, reason: 'serviceDown', state: 'madeUp' },
    });
  });

  it('that was made up after its week is late', () => {
    const missed = fact(first, 'missed', null);
    expect(week([missed, makeUpOf(missed, 1, 'aired', '2026-03-09 00:00')])).toMatchObject({
      issue: { late: true, state: 'madeUp' },
      airing: { late: true, state: 'madeUp' },
    });
  });

  it('that was missed again as a make-up waits for the next one', () => {
    const missed = fact(first, 'missed', null);
    const again = makeUpOf(missed, 1, 'missed', null);
    expect(week([missed, again]).airing.state).toBe('missed');
    expect(week([missed, again, makeUpOf(missed, 2, 'partial', '2026-03-04 05:30')]).airing.state).toBe('missed');
    expect(week([missed, again, makeUpOf(missed, 2, 'aired', '2026-03-04 05:30')]).airing.state).toBe('madeUp');
  });

  it('that went out in part is missed until it is made up', () => {
    const partial = fact(first, 'partial', '2026-03-02 05:30', { reason: 'engineLost' });
    expect(week([partial])).toMatchObject({
      issue: { state: 'missed' },
      airing: { state: 'missed', reason: 'engineLost' },
    });
    expect(week([partial, makeUpOf(partial, 1, 'aired', '2026-03-03 05:30')])).toMatchObject({
      issue: { state: 'aired' },
      airing: { state: 'madeUp' },
    });
  });

  it('that was cancelled is excused by a document and owed without one', () => {
    expect(week([fact(first, 'cancelled', null, { reason: 'cancelledByStaff' })])).toMatchObject({
      issue: { state: 'missed' },
      airing: { state: 'missed' },
    });
    expect(week([fact(first, 'cancelled', null, { document: '12/TB-UBND' })])).toMatchObject({
      issue: { state: 'excused' },
      airing: { state: 'excused' },
    });
  });

  it('that was excused excuses its issue', () => {
    expect(week([fact(first, 'excused', null, { reason: 'calendarBlocked' })])).toMatchObject({
      issue: { state: 'excused', reason: 'calendarBlocked' },
      airing: { state: 'excused', reason: 'calendarBlocked' },
    });
  });

  it('in another language is an extra: it discharges nothing', () => {
    const hre = fact(first, 'aired', '2026-03-02 05:30', {
      language: 'hre',
      occurrenceKey: occurrenceKeyOf(weekly, '2026-W10', 'hre', 0),
    });
    expect(week([hre])).toMatchObject({ issue: { state: 'missed' }, airing: { state: 'missed' } });
  });

  it('that was never scheduled is missed when its week is over', () => {
    expect(week([], { now: at('2026-03-08 12:00') })).toEqual({
      issue: { ...done, state: 'open' },
      airing: { ...done, state: 'open' },
    });
    const gone = { late: false, reason: 'notScheduled', state: 'missed' };
    expect(week([])).toEqual({ issue: gone, airing: gone });
  });

  it('that found no place is excused, missed or still open by the reason on record', () => {
    const now = at('2026-03-04 12:00');
    const blocked = { late: false, reason: 'calendarBlocked', state: 'excused' };
    expect(week([], { now, shortfalls: [shortfall('excused')] })).toEqual({ issue: blocked, airing: blocked });
    expect(week([], { now, shortfalls: [shortfall('past')] })).toMatchObject({
      issue: { state: 'open' },
      airing: { state: 'missed' },
    });
    expect(week([], { now, shortfalls: [shortfall('conflict')] })).toMatchObject({
      issue: { state: 'open' },
      airing: { state: 'open' },
    });
    expect(week([], { shortfalls: [shortfall('conflict')] })).toMatchObject({
      issue: { state: 'missed' },
      airing: { state: 'missed' },
    });
  });
});

describe('an issue of a month', () => {
  const airing = (ordinal: number): [string, string, number] => [monthly, '2026-03', ordinal];

  it('is fulfilled by a repeat when its first airing was missed, which stays owed', () => {
    const books = ledger([
      fact(airing(0), 'missed', null),
      fact(airing(1), 'aired', '2026-03-10 17:00'),
      fact(airing(2), 'aired', '2026-03-17 17:00'),
      fact(airing(3), 'aired', '2026-03-24 17:00'),
    ]);
    expect(find(books, [monthly, '2026-03'], 'issue').state).toBe('aired');
    expect([0, 1, 2, 3].map((ordinal) => find(books, [monthly, '2026-03'], 'airing', ordinal).state)).toEqual([
      'missed',
      'aired',
      'aired',
      'aired',
    ]);
  });

  it('is excused only when every one of its airings is', () => {
    const excused = [0, 1, 2].map((ordinal) => fact(airing(ordinal), 'excused', null));
    expect(find(ledger([...excused, fact(airing(3), 'missed', null)]), [monthly, '2026-03'], 'issue').state).toBe(
      'missed',
    );
    expect(find(ledger([...excused, fact(airing(3), 'excused', null)]), [monthly, '2026-03'], 'issue').state).toBe(
      'excused',
    );
  });

  it('is cut at station midnight, not at UTC', () => {
    // 31 March 23:59 and 1 April 00:01 at the station are the same UTC day.
    const aired = (start: string) => find(ledger([fact(airing(0), 'aired', start)]), [monthly, '2026-03'], 'issue');
    expect(aired('2026-03-31 23:59')).toMatchObject({ state: 'aired', late: false });
    expect(aired('2026-04-01 00:01')).toMatchObject({ state: 'madeUp', late: true });
  });
});

describe('the year of Sơn Mai in numbers', () => {
  const whole = (programmeKey: string, unit: Obligation['unit'], from = '2026-01-01', to = '2026-12-31') => ({
    programmeKey,
    unit,
    from,
    to,
  });

  /** Everything airs as expanded, except what `alter` makes of it. */
  function factsOf(plan = sonMaiPlan(2026)): AiringFact[] {
    return expandPlan(expansionOf({ plans: [plan] })).airings.map((airing) =>
      fact([airing.programmeKey, airing.periodKey, airing.ordinal], 'aired', null, { start: airing.provisionalStart }),
    );
  }

  it('books a full year as 52 of 52, the 53rd week beside it as a surplus', () => {
    const books = ledger(factsOf());
    expect(tally(books, whole(weekly, 'issue'))).toMatchObject({
      owed: 52,
      done: 52,
      aired: 52,
      surplus: 1,
      missed: 0,
      open: 0,
    });
    expect(tally(books, whole(monthly, 'issue'))).toMatchObject({ owed: 12, done: 12, surplus: 0 });
    expect(tally(books, whole(monthly, 'airing'))).toMatchObject({ owed: 48, done: 48 });
    expect(tally(books, { ...whole(monthly, 'airing'), minOrdinal: 1 })).toMatchObject({ owed: 36, done: 36 });
  });

  it('does not hold an idle 53rd week against the station', () => {
    const books = ledger(factsOf().filter(({ periodKey }) => periodKey !== '2026-W53'));
    expect(tally(books, whole(weekly, 'issue'))).toMatchObject({ owed: 52, done: 52, surplus: 0, missed: 0 });
  });

  it('owes 23 issues and 5 months of four airings from 23 July 2025', () => {
    const books = ledger([], { plans: [sonMai2025()], now: at('2025-07-01 00:00') });
    const span = ['2025-01-01', '2025-12-31'] as const;
    expect(tally(books, whole(weekly, 'issue', ...span))).toMatchObject({ owed: 23, open: 23, done: 0 });
    expect(tally(books, whole(monthly, 'issue', ...span))).toMatchObject({ owed: 5, open: 5 });
    expect(tally(books, { ...whole(monthly, 'airing', ...span), minOrdinal: 1 }).owed).toBe(15);
  });

  it('counts a week in the month of its Thursday', () => {
    const books = ledger(factsOf());
    // Thursdays of March 2026: 5, 12, 19, 26; of April: 2, 9, 16, 23, 30.
    expect(tally(books, whole(weekly, 'issue', '2026-03-01', '2026-03-31')).owed).toBe(4);
    expect(tally(books, whole(weekly, 'issue', '2026-04-01', '2026-04-30')).owed).toBe(5);
    // The report window from the 15th of one month to the 14th of the next.
    expect(tally(books, whole(weekly, 'issue', '2026-03-15', '2026-04-14')).owed).toBe(4);
    expect(tally(books, whole(monthly, 'issue', '2026-03-15', '2026-04-14')).owed).toBe(1);
  });

  it('books 29 to 31 December 2025 in 2026', () => {
    const books = ledger(factsOf());
    const found = find(books, [weekly, '2026-W01'], 'issue');
    expect(found.period).toMatchObject({ start: '2025-12-29', anchor: '2026-01-01' });
    expect(tally(books, whole(weekly, 'issue', '2026-01-01', '2026-01-01')).owed).toBe(1);
  });

  it('adds up a month with a miss, a partial, a late make-up and a blocked week, worked out by hand', () => {
    const calendar = calendarOf(datesBetween('2026-02-16', '2026-02-22'));
    const { shortfalls } = expandPlan(expansionOf({ calendar }));
    const w06 = fact([weekly, '2026-W06', 0], 'missed', null, { reason: 'noRecording' });
    const w07 = fact([weekly, '2026-W07', 0], 'partial', '2026-02-09 05:30', { reason: 'cutShort' });
    const w09 = fact([weekly, '2026-W09', 0], 'aired', '2026-02-23 05:30');
    const books = ledger([w06, makeUpOf(w06, 1, 'aired', '2026-02-10 17:00'), w07, w09], { shortfalls });
    const february = tally(books, whole(weekly, 'issue', '2026-02-01', '2026-02-28'));
    expect(february).toEqual({
      owed: 4,
      done: 2,
      aired: 1,
      madeUp: 1,
      late: 1,
      missed: 1,
      excused: 1,
      open: 0,
      attested: 0,
      untracked: 0,
      surplus: 0,
    });
    expect(tally(books, whole(weekly, 'airing', '2026-02-01', '2026-02-28'))).toEqual(february);
  });

  it('keeps weekly and monthly issues apart', () => {
    const books = ledger(factsOf().filter(({ programmeKey }) => programmeKey === weekly));
    expect(tally(books, whole(monthly, 'issue'))).toMatchObject({ owed: 12, done: 0, missed: 12 });
  });
});

describe('periods of the ledger', () => {
  it('are those of the calendar', () => {
    const books = ledger([]);
    expect(find(books, [weekly, '2026-W10'], 'issue').period).toEqual(weekOf('2026-03-02'));
    expect(find(books, [monthly, '2026-03'], 'issue').period).toEqual(monthOf('2026-03-31'));
  });
});
