import { randomUUID } from 'node:crypto';
import { DataSource, type EntitySubscriberInterface } from 'typeorm';
import { toneId } from '../../src/domain/test-tone';
import { ChainCheck } from '../../src/playout/log-chain';
import { OutcomeRecorder } from '../../src/playout/outcome.recorder';
import { PlayoutLogService } from '../../src/playout/playout-log.service';
import { PlayoutLogRow } from '../../src/playout/playout.entity';
import { notYetAired } from '../../src/schedule/rows';
import { AiringRow } from '../../src/schedule/schedule.entity';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

const plan = sonMaiPlan(2026, { effective: { from: '2026-11-23', to: '2026-12-31' }, programmes: [aProgramme()] });
let rig: ScheduleRig;

beforeEach(async () => {
  rig = await ScheduleRig.start('2026-11-20 08:00');
  await rig.adopt(plan);
});
afterEach(() => rig.end());

/** Position of the first entry that does not follow from the one before it; -1 when all do. */
function brokenAt(rows: readonly PlayoutLogRow[]): number {
  const chain = new ChainCheck();
  return rows.findIndex((row) => chain.next(row) !== null);
}

describe('the as-played log', () => {
  it('is a chain: it verifies as written and shows where a row was changed or taken out', async () => {
    for (const week of [48, 49, 50]) {
      await rig.record(await rig.issue('cds-hang-tuan', `2026-W${String(week)}`), { seconds: 60, extraFrames: 5 });
      const { id, provisionalStart } = await rig.row(`cds-hang-tuan/2026-W${String(week)}/vie/first/0`);
      await rig.tickAt(provisionalStart - 30_000);
      await rig.airs(id);
    }
    const rows = await rig.log();
    expect(rows).toHaveLength(3);
    expect(brokenAt(rows)).toBe(-1);
    expect(brokenAt([rows[0]!, rows[2]!])).toBe(1);
    await rig.write((manager) => manager.update(PlayoutLogRow, { id: rows[1]!.id }, { frames: 1 }));
    expect(brokenAt(await rig.log())).toBe(1);
  });
});

it('has a test tone in the log once, after a restart as well, and in nothing that counts airtime', async () => {
  const [deliveryId, commandedAt] = [toneId(randomUUID()), at('2026-11-20 08:00')];
  const measured = { firstFrame: 9_600, frames: 96_000, wholeFrames: 96_000, airCheck: null, sha256: 'aa' };
  const start = commandedAt + 400;
  const ended = { kind: 'ended', deliveryId, segment: 0, commandedAt, start, end: start + 2_000 } as const;
  await rig.get(OutcomeRecorder).handle('loa', { ...ended, ...measured, endReason: 'withdrawn' });
  await rig.restart();
  await rig.get(OutcomeRecorder).handle('loa', { ...ended, ...measured, endReason: 'withdrawn' });
  const log = await rig.get(PlayoutLogService).withTests(0, Number.MAX_SAFE_INTEGER);
  expect(log.map(({ played }) => played)).toMatchObject([{ kind: 'test', deliveryId, frames: 96_000 }]);
  expect(brokenAt(log.map(({ played }) => played))).toBe(-1);
  expect(await rig.log()).toEqual([]);
});

describe('an airing that was interrupted', () => {
  it('has a log entry a segment, however often they are told, and counts them together', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 60 });
    const { id, provisionalStart } = await rig.row('cds-hang-tuan/2026-W48/vie/first/0');
    await rig.tickAt(provisionalStart - 30_000);
    const sent = rig.onlyCue(id);
    expect(sent.cue).toMatchObject({ interruption: 'resume', onSecond: 'queue' });
    // The routine window ends at 20:00; a start within the grace may finish.
    expect(sent.cue.latestEnd).toBe(at('2026-11-23 20:00') + sent.cue.startGraceMs);
    await rig.started(sent);
    await rig.interrupted(sent, 480_000);
    await rig.interrupted(sent, 480_000);
    await rig.ended(sent, { before: 480_000, frames: sent.cue.frames - 480_000, lateMs: 90_000 });
    expect(await rig.log()).toMatchObject([
      { segment: 0, frames: 480_000, endReason: 'interrupted' },
      { segment: 1, frames: sent.cue.frames - 480_000, endReason: 'completed' },
    ]);
    expect(brokenAt(await rig.log())).toBe(-1);
    expect(await rig.row('cds-hang-tuan/2026-W48/vie/first/0')).toMatchObject({
      ...{ state: 'aired', airtimeSeconds: 60, measuredStart: sent.cue.plannedStart },
    });
  });
});

describe('a round of the watchdog after five years', () => {
  it('reads what is due, not the history', async () => {
    const contentId = await rig.issue('cds-hang-tuan', '2026-W48');
    const history = Array.from({ length: 1000 }, (_, index) => ({
      ...notYetAired(0),
      ...{ id: randomUUID(), stationId: 'son-mai', revision: 3, occurrenceKey: `cu/${String(index)}`, contentId },
      ...{ language: 'vie', role: 'first' as const, ordinal: 0, makeUpForId: null, planVersionId: null },
      ...{
        placedBy: 'plan' as const,
        sessionId: null,
        position: 0,
        plannedDurationSeconds: 600,
        priority: 'NORMAL' as const,
      },
      ...{ provisionalStart: at('2022-01-01 05:30') + index * 43_200_000, startGraceSeconds: 120 },
      ...{ requiredClusterShare: 0.5, state: 'aired' as const, title: 'Cũ' },
    }));
    await rig.write(async (manager) => {
      for (let from = 0; from < history.length; from += 20)
        await manager.insert(AiringRow, history.slice(from, from + 20));
    });
    await rig.tickAt('2026-11-20 08:00:02');
    const read = airingsRead(rig.manager.connection);
    await rig.tickAt('2026-11-20 08:00:04');
    // The six planned issues, asked for by each step of the round.
    expect(read()).toBeLessThan(30);
  });
});

/** Counts the airing rows that queries bring back from now on. */
function airingsRead(dataSource: DataSource): () => number {
  let count = 0;
  const subscriber: EntitySubscriberInterface<AiringRow> = {
    listenTo: () => AiringRow,
    afterLoad: () => void (count += 1),
  };
  dataSource.subscribers.push(subscriber as EntitySubscriberInterface);
  return () => count;
}
