import type { StationConfig } from '../../src/platform/config/station-config';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import type { SentCue } from '../support/fake-playout-engine';
import { ScheduleRig } from '../support/schedule-rig';

const plan = sonMaiPlan(2026, { effective: { from: '2026-11-23', to: '2026-12-31' }, programmes: [aProgramme()] });
const ISSUE = 'cds-hang-tuan/2026-W48/vie/first/0';
const SECONDS = 300;
let rig: ScheduleRig;

afterEach(() => rig.end());

async function startWith(tweaks: Partial<StationConfig> = {}): Promise<void> {
  rig = await ScheduleRig.start('2026-11-20 08:00', tweaks);
  await rig.adopt(plan);
  await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: SECONDS });
}

const airing = () => rig.row(ISSUE);
const cued = async () => {
  await rig.tickAt('2026-11-23 05:29:30');
  return rig.onlyCue((await airing()).id);
};

describe('handing items to the engine', () => {
  beforeEach(() => startWith());

  it('sends again, under the same name, what a crash kept from the engine', async () => {
    rig.engine.beforeCue = () => Promise.reject(new Error('killed'));
    await rig.tickAt('2026-11-23 05:29:30');
    const [delivery] = await rig.deliveries((await airing()).id);
    rig.engine.beforeCue = () => Promise.resolve();
    await rig.restart();
    expect(rig.onlyCue((await airing()).id).cue.deliveryId).toBe(delivery?.id);
    await rig.tickAt('2026-11-23 05:29:32');
    expect(rig.engine.sent).toHaveLength(1);
  });

  it('does not send again what is playing when the service restarts', async () => {
    const sent = await cued();
    await rig.started(sent);
    rig.clock.set(at('2026-11-23 05:31'));
    await rig.restart();
    expect(rig.engine.sent).toHaveLength(1);
    await rig.ended(sent, { frames: 60 * 48_000, endReason: 'engineLost' });
    expect(await airing()).toMatchObject({ state: 'partial', reason: 'engineLost', airtimeSeconds: 60 });
    await rig.tickAt('2026-11-23 05:31:10');
    expect(rig.engine.sent).toHaveLength(1);
  });

  it('waits after hours without power for what the engine’s journal knows of the item it was playing', async () => {
    const sent = await cued();
    await rig.started(sent);
    await rig.down();
    rig.clock.set(at('2026-11-23 08:00'));
    rig.engine.starting.add('ghi-tep');
    await rig.boot();
    await rig.ended(sent, { frames: 60 * 48_000, endReason: 'engineLost' });
    rig.engine.starting.clear();
    await rig.tickAt('2026-11-23 08:00:02');
    expect(await airing()).toMatchObject({ state: 'partial', airtimeSeconds: 60 });
    expect(await rig.log()).toMatchObject([{ frames: 60 * 48_000, endReason: 'engineLost' }]);
  });

  it('books one delivery when a queue’s job and the watchdog meet', async () => {
    rig.clock.set(at('2026-11-23 05:29:30'));
    const { id, revision } = await airing();
    await Promise.all([rig.playout.cueIfCurrent(id, revision), rig.tickAt('2026-11-23 05:29:30')]);
    expect(await rig.deliveries(id)).toHaveLength(1);
    expect(new Set(rig.cuesOf(id).map(({ cue }) => cue.deliveryId)).size).toBe(1);
  });

  it('tries an engine that is down at every round of the grace, then misses the airing', async () => {
    let attempts = 0;
    rig.engine.beforeCue = () => Promise.resolve(void (attempts += 1));
    rig.engine.down.add('ghi-tep');
    for (const time of ['05:29:30', '05:29:32', '05:32:00', '05:32:02']) await rig.tickAt(`2026-11-23 ${time}`);
    expect(attempts).toBe(3);
    expect((await airing()).state).toBe('cued');
    await rig.tickAt('2026-11-23 05:33:00');
    expect(await airing()).toMatchObject({ state: 'missed', reason: 'engineLost', measuredStart: null });
    expect(await rig.log()).toMatchObject([{ commandedAt: null, start: null, frames: 0, endReason: 'engineLost' }]);
  });

  it('starts inside the grace on an engine that came back', async () => {
    rig.engine.down.add('ghi-tep');
    await rig.tickAt('2026-11-23 05:29:30');
    rig.engine.down.clear();
    await rig.tickAt('2026-11-23 05:31:00');
    expect(rig.onlyCue((await airing()).id).cue.plannedStart).toBe(at('2026-11-23 05:30'));
  });

  it('cues for a queue’s job only while its revision holds', async () => {
    rig.clock.set(at('2026-11-23 05:29:30'));
    const { id, revision } = await airing();
    await rig.playout.cueIfCurrent(id, revision - 1);
    expect(rig.engine.sent).toEqual([]);
    await rig.playout.cueIfCurrent(id, revision);
    await rig.playout.cueIfCurrent(id, revision);
    expect(rig.engine.sent).toHaveLength(1);
  });

  it('cues what is laid out even when the plan cannot be laid out', async () => {
    jest.spyOn(rig.expansion, 'refresh').mockRejectedValue(new Error('unreadable plan'));
    await cued();
    expect((await airing()).state).toBe('cued');
  });
});

describe('reports of the engine', () => {
  beforeEach(() => startWith());

  it('are booked once when they come twice', async () => {
    const sent = await cued();
    for (let times = 0; times < 2; times += 1) {
      await rig.started(sent);
      await rig.ended(sent);
    }
    expect(await rig.log()).toHaveLength(1);
    expect(await airing()).toMatchObject({ state: 'aired', airtimeSeconds: SECONDS });
  });

  it('of a late start reach staff, since the village did not hear it on time', async () => {
    await rig.started(await cued(), { lateMs: 15_500 });
    expect(await rig.incidents('startedLate')).toMatchObject([{ facts: { lateMs: 15_500 } }]);
  });

  it('of a start on time raise nothing', async () => {
    await rig.started(await cued(), { lateMs: 40 });
    expect(await rig.incidents('startedLate')).toEqual([]);
  });

  it('are booked right when the end comes before the start', async () => {
    const sent = await cued();
    await rig.ended(sent, { lateMs: 40 });
    await rig.started(sent, { lateMs: 40 });
    expect(await rig.log()).toHaveLength(1);
    expect(await airing()).toMatchObject({ state: 'aired', measuredStart: sent.cue.plannedStart + 40 });
  });

  it('of a delivery that the database does not know change nothing', async () => {
    const sent = await cued();
    await rig.ended({ ...sent, cue: { ...sent.cue, deliveryId: 'unknown' } });
    expect(await rig.log()).toEqual([]);
    expect((await airing()).state).toBe('cued');
  });

  it('that never come end the airing all the same, long after it should have ended', async () => {
    const sent = await cued();
    await rig.started(sent);
    const expectedEnd = sent.cue.plannedStart + 120_000 + SECONDS * 1000;
    await rig.tickAt(expectedEnd + 59_999);
    expect((await airing()).state).toBe('playing');
    await rig.tickAt(expectedEnd + 60_000);
    expect(await airing()).toMatchObject({ state: 'missed', reason: 'engineLost', measuredStart: null });
    expect(await rig.log()).toMatchObject([{ start: sent.cue.plannedStart, end: null, frames: 0 }]);
  });
});

describe('cancelling', () => {
  beforeEach(() => startWith());

  const cancel = async (document: string | null) =>
    rig.playout.cancel((await airing()).id, { reason: 'mất điện', document, actor: 'kiểm thử' }, null);

  it.each([
    ['15/UBND', 'excused'],
    [null, 'missed'],
  ])('takes a cued item back from its engine and counts by its document (%s)', async (document, state) => {
    const sent = await cued();
    await cancel(document);
    expect(rig.engine.withdrawn).toEqual([{ outputCode: 'ghi-tep', deliveryId: sent.cue.deliveryId }]);
    await rig.ended(sent, { frames: 0, endReason: 'withdrawn' });
    expect(await airing()).toMatchObject({ state: 'cancelled', reason: 'cancelledByStaff', document });
    expect(await rig.log()).toMatchObject([{ endReason: 'withdrawn', frames: 0, start: null }]);
    expect(await rig.ledger('cds-hang-tuan', '2026-W48')).toContainEqual({
      unit: 'airing',
      state,
      reason: 'cancelledByStaff',
    });
    const view = await rig.schedule.airingView((await airing()).id);
    expect(view?.makeUp === null).toBe(document !== null);
  });

  it('stands although the engine is down, and asks for the item until it has ended', async () => {
    await cued();
    rig.engine.down.add('ghi-tep');
    expect((await cancel(null)).state).toBe('cancelled');
    rig.engine.down.clear();
    await rig.tickAt('2026-11-23 05:29:40');
    expect(rig.engine.withdrawn).toHaveLength(1);
  });

  it('takes back an item that was being handed over at that moment', async () => {
    rig.engine.beforeCue = async () => {
      rig.engine.beforeCue = () => Promise.resolve();
      await cancel(null);
    };
    const sent = await cued();
    rig.engine.withdrawn.length = 0;
    await rig.tickAt('2026-11-23 05:29:32');
    expect(rig.engine.withdrawn).toEqual([{ outputCode: 'ghi-tep', deliveryId: sent.cue.deliveryId }]);
  });

  it('closes in time a delivery that nobody reports on, as withdrawn', async () => {
    rig.engine.down.add('ghi-tep');
    await rig.tickAt('2026-11-23 05:29:30');
    await cancel(null);
    await rig.tickAt('2026-11-23 05:33:00');
    expect(await rig.log()).toMatchObject([{ endReason: 'withdrawn', commandedAt: null, frames: 0 }]);
    expect((await airing()).state).toBe('cancelled');
  });

  it('is refused once the item plays', async () => {
    await rig.started(await cued());
    await expect(cancel(null)).rejects.toMatchObject({ code: 'illegalTransition' });
  });
});

describe('several outputs', () => {
  const output = (code: string, role: 'transmission' | 'monitor') => ({
    code,
    kind: 'file' as const,
    role,
    label: code,
    calibrationMs: 0,
  });
  const cluster = (code: string, outputs: string[]) => ({ code, name: code, village: code, outputs });
  const outputs = [output('am-1', 'transmission'), output('am-2', 'transmission'), output('nghe-thu', 'monitor')];
  /** Two of three clusters hang on the first output. */
  const clusters = [cluster('c1', ['am-1']), cluster('c2', ['am-1']), cluster('c3', ['am-2'])];

  async function sentTo(code: string): Promise<SentCue> {
    const sent = rig.cuesOf((await airing()).id).find(({ outputCode }) => outputCode === code);
    if (!sent) throw new Error(`nothing sent to ${code}`);
    return sent;
  }

  beforeEach(async () => {
    await startWith({ outputs, clusters });
    await rig.tickAt('2026-11-23 05:29:30');
  });

  it('air the item when enough clusters got it; airtime is the longest delivery', async () => {
    await rig.ended(await sentTo('am-2'), { frames: 0, endReason: 'outputFailed' });
    await rig.ended(await sentTo('nghe-thu'));
    expect((await airing()).state).toBe('cued');
    await rig.ended(await sentTo('am-1'), { frames: 290 * 48_000, endReason: 'outputFailed' });
    expect(await airing()).toMatchObject({ state: 'aired', clustersReached: 2, clustersTotal: 3, airtimeSeconds: 290 });
    expect(await rig.log()).toHaveLength(3);
  });

  it('leave it partial when too few did, and missed when none did, whatever a monitor heard', async () => {
    await rig.ended(await sentTo('am-1'), { frames: 0, endReason: 'outputFailed' });
    await rig.ended(await sentTo('am-2'));
    await rig.ended(await sentTo('nghe-thu'));
    expect(await airing()).toMatchObject({ state: 'partial', reason: 'outputFailed', clustersReached: 1 });
  });

  it('are not on the air because a monitor listens', async () => {
    await rig.started(await sentTo('nghe-thu'));
    expect(await airing()).toMatchObject({ state: 'cued', measuredStart: null });
    await rig.ended(await sentTo('nghe-thu'));
    for (const code of ['am-1', 'am-2']) await rig.ended(await sentTo(code), { frames: 0, endReason: 'outputFailed' });
    expect(await airing()).toMatchObject({ state: 'missed', airtimeSeconds: 0, measuredStart: null });
  });

  it('are judged by what served a cluster at the cue, though the settings changed since', async () => {
    const sent = await sentTo('am-1');
    await rig.started(sent);
    rig.clock.set(at('2026-11-23 05:31'));
    await rig.restart({ outputs: [outputs[1]!, outputs[2]!], clusters: [cluster('c3', ['am-2'])] });
    await rig.ended(sent);
    await rig.ended(await sentTo('am-2'), { frames: 0, endReason: 'outputFailed' });
    await rig.ended(await sentTo('nghe-thu'));
    expect(await airing()).toMatchObject({ state: 'aired', clustersReached: 2, clustersTotal: 3 });
  });

  it('are not asked any more once they left the settings', async () => {
    await rig.restart({ outputs: [outputs[0]!], clusters: [cluster('c1', ['am-1'])] });
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W49'), { seconds: 60 });
    await rig.tickAt('2026-11-30 05:29:30');
    const { id } = await rig.row('cds-hang-tuan/2026-W49/vie/first/0');
    expect(await rig.deliveries(id)).toHaveLength(1);
  });
});
