import { DomainError } from '../../src/domain/errors';
import type { StationConfig } from '../../src/platform/config/station-config';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

const output = (code: string): StationConfig['outputs'][number] => ({
  ...{ code, kind: 'file', role: 'transmission', label: code, calibrationMs: 0 },
});
const cluster = (code: string, outputs: string[]) => ({ code, name: code, village: code, outputs });
const outputs = [output('thon-1'), output('thon-2')];
const clusters = [cluster('c1', ['thon-1']), cluster('c2', ['thon-2']), cluster('c3', ['thon-2'])];
const AT = '2026-11-23 10:00';

let rig: ScheduleRig;
let recordingId: string;

beforeEach(async () => {
  rig = await ScheduleRig.start('2026-11-20 08:00', { outputs, clusters });
  recordingId = await rig.record(null, { seconds: 300 });
});
afterEach(() => rig.end());

const sentTo = (airingId: string) => rig.cuesOf(airingId).map(({ outputCode }) => outputCode);

describe('an airing for chosen clusters', () => {
  it('reaches only the outputs that serve them, and is judged by those clusters alone', async () => {
    const { id, occurrenceKey } = await rig.oneOff({ recordingId, at: AT, clusterCodes: ['c3', 'c2'] });
    await rig.tickAt('2026-11-23 09:59:30');
    expect(sentTo(id)).toEqual(['thon-2']);
    await rig.airs(id);
    expect(await rig.row(occurrenceKey)).toMatchObject({
      ...{ state: 'aired', clusterCodes: ['c2', 'c3'], clustersReached: 2, clustersTotal: 2 },
    });
  });

  it('goes out at the same time as one for other outputs, and waits for none of them', async () => {
    const one = await rig.oneOff({ recordingId, at: AT, clusterCodes: ['c1'] });
    const two = await rig.oneOff({ recordingId, at: '2026-11-23 10:02', clusterCodes: ['c2'] });
    await rig.tickAt('2026-11-23 10:01:30');
    expect([sentTo(one.id), sentTo(two.id)]).toEqual([['thon-1'], ['thon-2']]);
    expect(rig.onlyCue(two.id).cue.plannedStart).toBe(at('2026-11-23 10:02'));
  });

  it('is refused where its outputs are taken, by the same village or by an airing for all', async () => {
    await rig.oneOff({ recordingId, at: AT, clusterCodes: ['c2'] });
    const again = rig.oneOff({ recordingId, at: AT, clusterCodes: ['c3'] });
    await expect(again).rejects.toMatchObject({ code: 'scheduleConflict' });
    const forAll = rig.oneOff({ recordingId, at: '2026-11-23 10:04' });
    await expect(forAll).rejects.toMatchObject({ code: 'scheduleConflict' });
  });

  it('may be moved beside an airing for other outputs and not beside one for its own', async () => {
    await rig.oneOff({ recordingId, at: AT, clusterCodes: ['c1'] });
    const { id } = await rig.oneOff({ recordingId, at: '2026-11-23 11:00', clusterCodes: ['c2'] });
    const other = await rig.oneOff({ recordingId, at: '2026-11-23 11:00', clusterCodes: ['c1'] });
    expect(await rig.airings.move(id, at(AT), null, 'kiểm thử')).toMatchObject({ provisionalStart: at(AT) });
    await expect(rig.airings.move(other.id, at(AT), null, 'kiểm thử')).rejects.toMatchObject({
      code: 'scheduleConflict',
    });
  });

  it('is for everybody when it names every cluster, and refused when it names an unknown one', async () => {
    const all = await rig.oneOff({ recordingId, at: AT, clusterCodes: ['c1', 'c2', 'c3'] });
    expect(all.clusterCodes).toBeNull();
    await expect(rig.oneOff({ recordingId, at: '2026-11-23 11:00', clusterCodes: ['c9'] })).rejects.toEqual(
      new DomainError('clusterUnknown', { cluster: 'c9' }),
    );
  });

  it('is missed with a reason when its clusters left the settings', async () => {
    const { occurrenceKey } = await rig.oneOff({ recordingId, at: AT, clusterCodes: ['c1'] });
    await rig.restart({ outputs: [output('thon-2')], clusters: [clusters[1]!] });
    await rig.tickAt('2026-11-23 09:59:30');
    expect(await rig.row(occurrenceKey)).toMatchObject({ state: 'missed', reason: 'noOutput' });
  });

  it('discharges no duty towards the commune', async () => {
    await rig.adopt(
      sonMaiPlan(2026, { effective: { from: '2026-11-23', to: '2026-12-31' }, programmes: [aProgramme()] }),
    );
    const issue = await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 60 });
    const { id } = await rig.oneOff({ recordingId: issue, at: '2026-11-26 10:00', clusterCodes: ['c1'] });
    await rig.tickAt('2026-11-26 09:59:30');
    await rig.airs(id);
    rig.clock.set(at('2026-11-30 08:00'));
    const [obligation] = await rig.ledger('cds-hang-tuan', '2026-W48');
    expect(obligation).toMatchObject({ unit: 'issue', state: 'missed' });
  });
});
