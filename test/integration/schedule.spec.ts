import { aProgramme, at, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

/** Two weekly programmes of ten minutes that share Monday's morning session, in this order. */
const plan = sonMaiPlan(2026, {
  effective: { from: '2026-11-23', to: '2026-12-31' },
  programmes: [aProgramme(), aProgramme({ key: 'nong-thon-moi', title: 'Nông thôn mới' })],
});
/** The issues of Monday 23 November 2026. */
const FIRST = 'cds-hang-tuan/2026-W48/vie/first/0';
const SECOND = 'nong-thon-moi/2026-W48/vie/first/0';
let rig: ScheduleRig;

beforeEach(async () => {
  rig = await ScheduleRig.start('2026-11-20 08:00');
  await rig.adopt(plan);
});
afterEach(() => rig.end());

const record = async (programmeKey: string, seconds: number, extraFrames = 0) =>
  rig.record(await rig.issue(programmeKey, '2026-W48'), { seconds, extraFrames });

const unapproved = async (programmeKey: string) =>
  rig.record(await rig.issue(programmeKey, '2026-W48'), { seconds: 300, review: 'submitted' });

describe('a weekly issue, from plan to ledger', () => {
  it('is cued at start − lead with its real duration, airs, and is in the books to the frame', async () => {
    await record('cds-hang-tuan', 431, 17);
    const frames = 431 * 48_000 + 17;
    await rig.tickAt('2026-11-23 05:29:29');
    expect((await rig.row(FIRST)).state).toBe('planned');
    expect(rig.engine.sent).toEqual([]);

    await rig.tickAt('2026-11-23 05:29:30');
    const cued = await rig.row(FIRST);
    expect(cued).toMatchObject({ state: 'cued', plannedStart: at('2026-11-23 05:30'), frames, clustersTotal: 6 });
    expect(cued.approver).toBe('Bùi Văn Trí (chưa xác thực)');
    const { cue, outputCode } = rig.onlyCue(cued.id);
    expect(outputCode).toBe('ghi-tep');
    expect(cue).toMatchObject({ frames, sha256: cued.sha256, startGraceMs: 120_000 });
    expect(cue.blockName).toBe('2026-11-23-0530-buoi-sang');

    await rig.started(rig.onlyCue(cued.id), { lateMs: 12 });
    expect(await rig.row(FIRST)).toMatchObject({ state: 'playing', measuredStart: cue.plannedStart + 12 });
    await rig.ended(rig.onlyCue(cued.id), { lateMs: 12 });
    expect(await rig.row(FIRST)).toMatchObject({
      state: 'aired',
      reason: 'completed',
      measuredStart: cue.plannedStart + 12,
      airtimeSeconds: frames / 48_000,
      clustersReached: 6,
    });
    const [entry, ...more] = await rig.log();
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      plannedStart: cue.plannedStart,
      commandedAt: cue.plannedStart - 19_988,
      start: cue.plannedStart + 12,
      end: cue.plannedStart + 12 + 431_000,
      firstFrame: 96_000,
      frames,
      sha256: cued.sha256,
      endReason: 'completed',
      outputCode: 'ghi-tep',
    });
    expect(await rig.ledger('cds-hang-tuan', '2026-W48')).toEqual([
      { unit: 'issue', state: 'aired', reason: null },
      { unit: 'airing', state: 'aired', reason: 'completed' },
    ]);
  });

  it('reads the real running times of what it aired between two instants', async () => {
    await record('cds-hang-tuan', 60);
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.airs((await rig.row(FIRST)).id);
    const aired = await rig.schedule.airedBetween(at('2026-11-23 05:30'), at('2026-11-23 05:30') + 1);
    expect(aired).toMatchObject([{ programmeKey: 'cds-hang-tuan', periodKey: '2026-W48', airtimeSeconds: 60 }]);
    expect(await rig.schedule.airedBetween(at('2026-11-23 00:00'), at('2026-11-23 05:30'))).toEqual([]);
  });
});

describe('a session’s running order', () => {
  it('sets items back to back by their real durations, less than a millisecond apart', async () => {
    await record('cds-hang-tuan', 431, 17);
    await record('nong-thon-moi', 300);
    expect((await rig.row(SECOND)).provisionalStart).toBe(at('2026-11-23 05:40'));
    await rig.tickAt('2026-11-23 05:29:30');
    const [first, second] = [await rig.row(FIRST), await rig.row(SECOND)];
    const gapMs = (second.plannedStart ?? 0) - ((first.plannedStart ?? 0) + (first.frames ?? 0) / 48);
    expect(gapMs).toBeGreaterThanOrEqual(0);
    expect(gapMs).toBeLessThan(1);
    const [a, b] = rig.engine.sent;
    expect(a?.cue.blockId).toBe(b?.cue.blockId);
  });

  it('leaves out an item without a recording and moves the next one up', async () => {
    await record('nong-thon-moi', 300);
    await rig.tickAt('2026-11-23 05:29:30');
    expect((await rig.row(SECOND)).plannedStart).toBe(at('2026-11-23 05:30'));
    await rig.tickAt('2026-11-23 05:32:00');
    expect((await rig.row(FIRST)).state).toBe('planned');

    await rig.tickAt('2026-11-23 05:32:02');
    const lost = await rig.row(FIRST);
    expect(lost).toMatchObject({ state: 'missed', reason: 'noRecording', settledAt: at('2026-11-23 05:32:02') });
    expect((await rig.incidents('airingLost')).map(({ airingId }) => airingId)).toEqual([lost.id]);
    const view = await rig.schedule.airingView(lost.id);
    expect(view?.makeUp).toMatchObject({ late: false, start: at('2026-11-23 17:00') });
  });

  it('misses an item that nobody approved, and says so', async () => {
    await unapproved('cds-hang-tuan');
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.tickAt('2026-11-23 05:32:02');
    expect(await rig.row(FIRST)).toMatchObject({ state: 'missed', reason: 'notApproved' });
    expect(await rig.ledger('cds-hang-tuan', '2026-W48')).toContainEqual({
      unit: 'airing',
      state: 'missed',
      reason: 'notApproved',
    });
  });

  it('airs from its start an item that is approved inside its grace', async () => {
    const recording = await unapproved('cds-hang-tuan');
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.approve(recording);
    await rig.tickAt('2026-11-23 05:31:30');
    expect(await rig.row(FIRST)).toMatchObject({ state: 'cued', plannedStart: at('2026-11-23 05:30') });
    expect(rig.engine.sent).toHaveLength(1);
  });

  it('airs an item that is approved late in the session’s next gap when others have moved up into its place', async () => {
    const recording = await unapproved('cds-hang-tuan');
    await record('nong-thon-moi', 300, 17);
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.approve(recording);
    await rig.tickAt('2026-11-23 05:31:00');
    // The second item runs 300 s and 17 frames from 05:30: the late one starts on the next whole millisecond.
    expect(await rig.row(FIRST)).toMatchObject({ state: 'cued', plannedStart: at('2026-11-23 05:35') + 1 });
  });

  it('keeps the place of a later item when the one before it was lost and the start is past', async () => {
    const recording = await unapproved('nong-thon-moi');
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.tickAt('2026-11-23 05:32:02');
    await rig.approve(recording);
    await rig.tickAt('2026-11-23 05:33:00');
    expect(await rig.row(SECOND)).toMatchObject({ state: 'cued', plannedStart: at('2026-11-23 05:40') });
    expect(rig.engine.sent).toHaveLength(1);
  });

  it('ends with that reason what the session does not hold', async () => {
    await record('cds-hang-tuan', 2000);
    await record('nong-thon-moi', 701);
    await rig.tickAt('2026-11-23 05:29:30');
    expect((await rig.row(FIRST)).state).toBe('cued');
    expect(await rig.row(SECOND)).toMatchObject({ state: 'missed', reason: 'sessionFull' });
    expect((await rig.incidents('airingLost')).map(({ facts }) => facts['reason'])).toEqual(['sessionFull']);
  });

  it('says the same of an item that alone is longer than the session', async () => {
    await record('cds-hang-tuan', 2701);
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.tickAt('2026-11-23 05:33');
    expect(await rig.row(FIRST)).toMatchObject({ state: 'missed', reason: 'sessionFull' });
  });

  it('runs round a one-off inside the session instead of over it', async () => {
    await record('cds-hang-tuan', 900);
    await record('nong-thon-moi', 900);
    const special = await rig.record(null, { seconds: 300 });
    const oneOff = await rig.oneOff({ recordingId: special, at: '2026-11-23 05:50' });
    await rig.tickAt('2026-11-23 05:29:30');
    expect((await rig.row(FIRST)).plannedStart).toBe(at('2026-11-23 05:30'));
    // 05:45 to 06:00 would meet the one-off of 05:50.
    expect((await rig.row(SECOND)).plannedStart).toBe(at('2026-11-23 05:55'));
    await rig.tickAt('2026-11-23 05:49:30');
    expect((await rig.row(oneOff.occurrenceKey)).plannedStart).toBe(at('2026-11-23 05:50'));
  });
});

describe('versions of a recording', () => {
  it('airs the newest version that was approved before the cue, whatever is approved after it', async () => {
    await record('cds-hang-tuan', 100);
    await record('cds-hang-tuan', 200);
    await unapproved('cds-hang-tuan');
    await rig.tickAt('2026-11-23 05:29:30');
    await record('cds-hang-tuan', 400);
    await rig.tickAt('2026-11-23 05:29:40');
    expect((await rig.row(FIRST)).frames).toBe(200 * 48_000);
    expect(rig.onlyCue((await rig.row(FIRST)).id).cue.frames).toBe(200 * 48_000);
  });
});

describe('warnings of a missing recording', () => {
  const warned = async () => (await rig.incidents('recordingNotReady')).filter(isOfFirst).length;
  const isOfFirst = ({ facts }: { facts: Readonly<Record<string, unknown>> }) =>
    String(facts['title']).startsWith('Chuyên mục Chuyển đổi số');

  it('are given 24 h and 2 h ahead, once each whatever restarts, and again after a move', async () => {
    await rig.tickAt('2026-11-22 05:29:59');
    expect(await warned()).toBe(0);
    await rig.tickAt('2026-11-22 05:30:00');
    await rig.tickAt('2026-11-22 05:30:02');
    await rig.restart();
    await rig.tickAt('2026-11-22 20:00');
    expect(await warned()).toBe(1);
    await rig.tickAt('2026-11-23 03:29:59');
    expect(await warned()).toBe(1);
    await rig.tickAt('2026-11-23 03:30:00');
    await rig.restart();
    await rig.tickAt('2026-11-23 05:00:00');
    expect(await warned()).toBe(2);

    const { id } = await rig.row(FIRST);
    await rig.airings.move(id, at('2026-11-24 17:00'), null, 'kiểm thử');
    await rig.tickAt('2026-11-23 17:00');
    expect(await warned()).toBe(3);
  });

  it('fall silent once the recording is approved', async () => {
    await record('cds-hang-tuan', 100);
    await rig.tickAt('2026-11-23 05:00');
    expect(await warned()).toBe(0);
  });
});
