import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LiveServer } from '../support/live-server';
import { projectDir, remove, Service, stationDirectory, until } from '../support/service';

jest.setTimeout(120_000);

const SHORT = 'thong-bao-phat-thu.mp3';
const ORDER = { reason: 'Lũ ống ở thôn 3', documentNumber: '12/CĐ-UBND', actor: 'Hùng' };

interface LogRow {
  readonly airingId: string;
  readonly outputCode: string;
  readonly segment: number;
  readonly endReason: string;
  readonly frames: number;
  readonly start: string;
}

async function logOf(service: Service, airingId: string): Promise<LogRow[]> {
  const { body } = await service.api('GET', '/api/v1/playout/log');
  return (body.items as LogRow[]).filter((row) => row.airingId === airingId);
}

/** A recording that nobody has submitted or approved. */
async function justRecorded(service: Service): Promise<string> {
  const form = new FormData();
  form.set('special', 'true');
  form.set('file', await openAsBlob(join(projectDir, 'audio', SHORT)), SHORT);
  const { id } = (await service.api('POST', '/api/v1/recordings', form)).body as { id: string };
  await until('the recording to be ready', async () =>
    (await service.api('GET', `/api/v1/recordings/${id}`)).body.status === 'ready' ? true : null,
  );
  return id;
}

async function authorised(
  service: Service,
  sound: string | { liveSource: string; maxDurationSeconds: number },
  more: Record<string, unknown> = {},
): Promise<{ id: string; airingId: string }> {
  const source = typeof sound === 'string' ? { recordingId: sound } : sound;
  const answer = await service.api('POST', '/api/v1/emergencies', { ...source, ...ORDER, ...more });
  expect(answer).toMatchObject({ status: 201, body: { state: 'authorised', airing: null } });
  return answer.body;
}

const post = (service: Service, id: string, verb: string, body: unknown = {}) =>
  service.api('POST', `/api/v1/emergencies/${id}/${verb}`, body);

describe('an emergency in quiet hours', () => {
  const hour = Number(
    new Intl.DateTimeFormat('en', { hour: '2-digit', hour12: false, timeZone: 'Asia/Ho_Chi_Minh' }).format(),
  );
  const open = hour >= 10 && hour < 22 ? '02' : '14';
  const sessions = [
    { code: 'buoi', title: 'Buổi', start: `${open}:00`, maxDurationSeconds: 600, weekdays: ['MO', 'TU'] },
  ];
  let directory: ReturnType<typeof stationDirectory>;
  let radio: LiveServer;
  let service: Service;

  beforeAll(async () => {
    radio = await LiveServer.start();
    const own = { code: 'phong-thu', name: 'Phòng thu xã', url: radio.url('/tone') };
    const liveSources = [
      { ...own, allowPrivate: ['127.0.0.1'] },
      { ...own, code: 'noi-bo' },
    ];
    const routineWindow = { start: `${open}:00`, end: `${open}:30` };
    directory = stationDirectory({ sessions, routineWindow, liveSources });
    service = await Service.start(directory);
  });
  afterAll(async () => {
    await service.stop();
    await radio.stop();
    remove(directory);
  });

  it('is aired from a recording that nobody approved, and reviewed afterwards, while all else is refused', async () => {
    const recordingId = await justRecorded(service);
    const { id, airingId } = await authorised(service, recordingId);
    expect(await post(service, id, 'stop')).toMatchObject({ status: 409, body: { code: 'illegalTransition' } });
    expect(await post(service, id, 'start', { actor: 'Lan' })).toMatchObject({
      status: 200,
      body: { state: 'started' },
    });
    expect(await post(service, id, 'start')).toMatchObject({ status: 409, body: { code: 'illegalTransition' } });
    expect(await post(service, id, 'review', { note: 'x', actor: 'y' })).toMatchObject({ status: 409 });
    expect(await service.airingInState(airingId, ['aired', 'partial', 'missed'])).toMatchObject({
      ...{ state: 'aired', role: 'extra', priority: 'EMERGENCY', occurrenceKey: `emergency/${id}` },
      ...{ clustersReached: 6, approver: 'Hùng (mã truy cập)', document: ORDER.documentNumber },
    });
    expect(await logOf(service, airingId)).toMatchObject([{ segment: 0, endReason: 'completed' }]);
    const reviewed = await post(service, id, 'review', { note: 'Đúng thẩm quyền', actor: 'Thanh tra' });
    expect(reviewed).toMatchObject({ status: 200, body: { state: 'reviewed', reviewNote: 'Đúng thẩm quyền' } });
    const listed = await service.api('GET', '/api/v1/emergencies');
    expect(listed.body.items).toMatchObject([
      { id, authorisedBy: 'Hùng (mã truy cập)', startedBy: 'Trí (mã truy cập)', reason: ORDER.reason },
    ]);

    await service.api('POST', `/api/v1/recordings/${recordingId}/submit`, { actor: 'Lan' });
    await service.api('POST', `/api/v1/recordings/${recordingId}/approve`, { actor: 'Hùng' });
    const at = new Date(Date.now() + 60_000).toISOString();
    for (const priority of ['NORMAL', 'PRIORITY'])
      expect(await service.api('POST', '/api/v1/airings', { recordingId, at, priority })).toMatchObject({
        body: { code: 'quietHours' },
      });
    expect(await service.api('POST', '/api/v1/airings', { recordingId, at, priority: 'EMERGENCY' })).toMatchObject({
      ...{ status: 403, body: { code: 'emergencyNotAvailable' } },
    });
  });

  it('is refused without reason and document, for a cluster and for a recording that are not there', async () => {
    const recordingId = crypto.randomUUID();
    for (const missing of ['reason', 'documentNumber']) {
      const body = { recordingId, ...ORDER, [missing]: ' ' };
      expect((await service.api('POST', '/api/v1/emergencies', body)).status).toBe(400);
    }
    const nowhere = { recordingId, ...ORDER, clusterCodes: ['cum-06', 'cum-99'] };
    expect(await service.api('POST', '/api/v1/emergencies', nowhere)).toMatchObject({
      ...{ status: 400, body: { code: 'clusterUnknown' } },
    });
    const unknown = await service.api('POST', '/api/v1/emergencies', { recordingId, ...ORDER });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'notFound' } });
  });

  it('goes out live from a source of the settings, for no longer than authorised, and from no other address', async () => {
    const authorise = (sound: object) => service.api('POST', '/api/v1/emergencies', { ...ORDER, ...sound });
    expect(await authorise({ liveSource: 'khong-co', maxDurationSeconds: 3 })).toMatchObject({
      ...{ status: 404, body: { code: 'liveSourceUnknown' } },
    });
    expect((await authorise({ liveSource: radio.url('/tone'), maxDurationSeconds: 3 })).status).toBe(404);
    expect((await authorise({ liveSource: 'phong-thu' })).status).toBe(400);

    const live = await authorised(service, { liveSource: 'phong-thu', maxDurationSeconds: 3 });
    expect((await post(service, live.id, 'start')).status).toBe(200);
    const aired = await service.airingInState(live.airingId, ['aired', 'partial', 'missed']);
    expect(aired).toMatchObject({ state: 'aired', priority: 'EMERGENCY', clustersReached: 6 });
    expect(aired.airtimeSeconds).toBeCloseTo(3, 1);
    expect(radio.requests).toContain('/tone');

    const before = radio.requests.length;
    const refused = await authorised(service, { liveSource: 'noi-bo', maxDurationSeconds: 3 });
    expect((await post(service, refused.id, 'start')).status).toBe(200);
    expect(await service.airingInState(refused.airingId, ['aired', 'partial', 'missed'])).toMatchObject({
      ...{ state: 'missed', reason: 'sourceRefused' },
    });
    expect(radio.requests).toHaveLength(before);
  });
});

describe('an emergency over a programme', () => {
  // Two villages have an output of their own.
  const serving = (number: number) => (number < 5 ? 'chung' : `thon-${number}`);
  const outputs = ['chung', 'thon-5', 'thon-6'].map((code) => ({
    ...{ code, kind: 'file', role: 'transmission', label: code },
  }));
  const clusters = [1, 2, 3, 4, 5, 6].map((number) => ({
    ...{ code: `cum-0${number}`, name: `Cụm ${number}`, village: `Thôn ${number}`, outputs: [serving(number)] },
  }));
  const most = { clusterCodes: ['cum-01', 'cum-02', 'cum-03', 'cum-04'] };
  const directory = stationDirectory({ outputs, clusters });
  let service: Service;
  let recordingId: string;

  beforeAll(async () => {
    service = await Service.start(directory);
    recordingId = await service.approvedSample(SHORT);
  });
  afterAll(async () => {
    await service.stop();
    remove(directory);
  });

  it('interrupts it, is stopped at the button, lets a second one wait or take its place, and the programme is aired whole and elsewhere untouched', async () => {
    const programme = await service.airIn(recordingId, 6000);
    await service.airingInState(programme.id as string, ['playing']);
    const first = await authorised(service, recordingId, most);
    const second = await authorised(service, recordingId, most);
    const village = await authorised(service, recordingId, { clusterCodes: ['cum-05'] });
    await sleep(1500);
    expect(await post(service, first.id, 'start')).toMatchObject({
      ...{ status: 200, body: { ...most, clusters: most.clusterCodes } },
    });
    expect(await post(service, second.id, 'start')).toMatchObject({ status: 409, body: { code: 'emergencyOnAir' } });
    // On an output of its own it takes nobody's place.
    expect((await post(service, village.id, 'start')).status).toBe(200);
    await service.airingInState(first.airingId, ['playing']);
    expect((await post(service, second.id, 'start', { onSecond: 'replace' })).status).toBe(200);
    await service.airingInState(second.airingId, ['playing']);
    await sleep(1000);
    expect(await post(service, second.id, 'stop', { actor: 'Lan' })).toMatchObject({
      ...{ status: 200, body: { stoppedBy: 'Trí (mã truy cập)' } },
    });
    expect(await service.airingInState(first.airingId, ['partial'])).toMatchObject({ reason: 'replaced' });
    expect(await service.airingInState(second.airingId, ['partial'])).toMatchObject({ reason: 'cancelledByStaff' });

    const aired = await service.airingInState(programme.id as string, ['aired', 'partial', 'missed']);
    const { frames } = (await service.api('GET', `/api/v1/recordings/${recordingId}`)).body.rendition as {
      frames: number;
    };
    const all = await logOf(service, programme.id as string);
    const rows = all.filter(({ outputCode }) => outputCode === 'chung');
    expect(rows).toMatchObject([
      { segment: 0, endReason: 'interrupted' },
      { segment: 1, endReason: 'completed' },
    ]);
    expect(rows.reduce((sum, row) => sum + row.frames, 0)).toBe(frames);
    expect(aired).toMatchObject({ state: 'aired', clustersReached: 6 });
    expect(aired.airtimeSeconds).toBeCloseTo(frames / 48_000, 6);
    expect(all.map(({ start }) => start)).toContain(aired.measuredStart);

    expect(await service.airingInState(village.airingId, ['aired', 'partial', 'missed'])).toMatchObject({
      ...{ state: 'aired', clusterCodes: ['cum-05'], clustersReached: 1, clustersTotal: 1 },
    });
    expect((await logOf(service, village.airingId)).map(({ outputCode }) => outputCode)).toEqual(['thon-5']);
    // The village that none of them addressed heard its programme in one piece.
    expect(all.filter(({ outputCode }) => outputCode === 'thon-6')).toMatchObject([
      { segment: 0, endReason: 'completed', frames },
    ]);
  });

  it('lets a PRIORITY airing be placed over a NORMAL one, and not the other way round', async () => {
    const at = (ahead: number) => new Date(Date.now() + ahead).toISOString();
    await service.airIn(recordingId, 3_600_000);
    await service.airIn(recordingId, 3_602_000, { priority: 'PRIORITY' });
    for (const priority of ['NORMAL', 'PRIORITY'])
      expect(await service.api('POST', '/api/v1/airings', { recordingId, at: at(3_604_000), priority })).toMatchObject({
        ...{ status: 409, body: { code: 'scheduleConflict' } },
      });
  });
});
