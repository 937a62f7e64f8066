import type { EmergencyView } from '../../emergency/emergency.service';
import type { EngineStatus } from '../../playout/playout-engine';
import { vi } from '../words.vi';
import { presentEffects, presentEmergency } from './emergency';

const clusters = [
  { code: 'cum-1', name: 'Cụm 1', village: 'Thôn 1', outputs: ['chung'] },
  { code: 'cum-2', name: 'Cụm 2', village: 'Thôn 1', outputs: ['rieng'] },
  { code: 'cum-3', name: 'Cụm 3', village: 'Thôn 2', outputs: ['chung'] },
];
const outputs = [
  { code: 'chung', label: 'Máy phát chung' },
  { code: 'rieng', label: 'Máy phát riêng' },
];
const current = { deliveryId: 'd', airingId: 'a', title: 'Bản tin sáng', priority: 'NORMAL' } as const;
const playing: EngineStatus = {
  ...{ outputCode: 'chung', state: 'onAir' },
  current: { ...current, positionSeconds: 1, durationSeconds: 60 },
};
const facts = { clusters, outputs, statuses: [playing], timeZone: 'Asia/Ho_Chi_Minh' };

const order = (more: Partial<EmergencyView['row']> = {}): EmergencyView => ({
  row: {
    ...{ id: 'k', stationId: 's', airingId: 'x', title: 'Lũ ống', reason: 'Lũ', documentNumber: '12' },
    ...{ recordingId: 'r', sha256: 'f', liveSource: null, maxDurationSeconds: null, onSecond: null },
    ...{ authorisedBy: 'Hùng', authorisedAt: 0, clusterCodes: null, clusters: null },
    ...{ authoriserId: null, withdrawnAt: null, withdrawnBy: null, withdrawnNote: null },
    ...{ startedAt: null, startedBy: null, stoppedAt: null, stoppedBy: null },
    ...{ reviewedAt: null, reviewedBy: null, reviewNote: null, ...more },
  },
  airing: null,
});
const recording = { durationSeconds: 45, reviewStatus: 'draft' } as const;

describe('what starting an emergency does', () => {
  it('names who hears it, what it interrupts, and an output that may not carry it', () => {
    const effects = presentEffects(order(), { ...facts, recording, running: [] }, vi);
    expect(effects).toEqual({
      ...{ isLive: false, duration: '45 giây', isUnapproved: true, clusterCount: 3, second: null, others: '' },
      villages: 'Thôn 1 (Cụm 1, Cụm 2); Thôn 2 (Cụm 3)',
      interrupts: [{ title: 'Bản tin sáng', output: 'Máy phát chung' }],
      down: [{ output: 'Máy phát riêng', clusters: 'Thôn 1 (Cụm 2)' }],
    });
  });

  it('owns up to villages that were not chosen and hang on the same output', () => {
    const effects = presentEffects(order({ clusterCodes: ['cum-1'] }), { ...facts, recording, running: [] }, vi);
    expect(effects).toMatchObject({ villages: 'Thôn 1 (Cụm 1)', others: 'Thôn 2 (Cụm 3)', down: [] });
    const alone = presentEffects(order({ clusterCodes: ['cum-2'] }), { ...facts, recording, running: [] }, vi);
    expect(alone).toMatchObject({ villages: 'Thôn 1 (Cụm 2)', others: '', interrupts: [] });
  });

  it('asks about another emergency only where both need one output', () => {
    const other = order({ title: 'Bão', clusterCodes: ['cum-2'] });
    const withOther = (clusterCodes: string[]) =>
      presentEffects(order({ clusterCodes }), { ...facts, recording, running: [other] }, vi).second;
    expect([withOther(['cum-1']), withOther(['cum-1', 'cum-2'])]).toEqual([null, 'Bão']);
  });

  it('says how long a live source may last', () => {
    const live = order({ recordingId: null, liveSource: 'phong-thu', maxDurationSeconds: 600 });
    const effects = presentEffects(live, { ...facts, recording: null, running: [] }, vi);
    expect(effects).toMatchObject({ isLive: true, duration: '10 phút', isUnapproved: false });
  });
});

it('calls an emergency on the air as soon as an output gives it out, before its books say so', () => {
  const sounding = { ...playing, current: { ...playing.current!, airingId: 'x' } };
  expect(presentEmergency(order(), { ...facts, statuses: [sounding] }, vi).isSounding).toBe(true);
  expect(presentEmergency(order(), facts, vi).isSounding).toBe(false);
});
