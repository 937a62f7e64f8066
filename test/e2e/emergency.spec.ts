import { openAsBlob, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TEST_TONE } from '../../src/domain/test-tone';
import { tonesIn } from '../support/heard';
import { LiveServer } from '../support/live-server';
import { pcmOf, soundOf } from '../support/playout-rig';
import { farSessions, projectDir, remove, Service, stationDirectory, until } from '../support/service';

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
  const { window: routineWindow, sessions } = farSessions();
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
  const directory = stationDirectory({ outputs, clusters, sessions: farSessions().sessions });
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
    const programme = await service.airIn(recordingId, 3000);
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

  it('takes the place of a test tone, which is in the log and on no airing', async () => {
    const tone = (code: string) =>
      fetch(`${service.url}/he-thong/dau-ra/${code}/am-thu`, {
        ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams({ sure: 'co' }) },
        headers: { authorization: service.authorization('engineer'), 'accept-language': 'vi', connection: 'close' },
      });
    const { id, airingId } = await authorised(service, recordingId, { clusterCodes: ['cum-06'] });
    expect((await tone('thon-6')).status).toBe(303);
    const second = await tone('thon-5');
    expect([second.status, await second.text()]).toEqual([409, expect.stringContaining('Một âm thử đang phát.')]);
    await until('the tone to sound', async () => {
      const { outputs } = (await service.api('GET', '/api/v1/playout/now')).body as { outputs: { current: unknown }[] };
      return outputs.some(({ current }) => current !== null) ? true : null;
    });
    await sleep(700);
    expect((await post(service, id, 'start')).status).toBe(200);
    await service.airingInState(airingId, ['playing']);
    expect((await post(service, id, 'stop')).status).toBe(200);
    await service.airingInState(airingId, ['partial']);

    const { body } = await service.api('GET', '/api/v1/playout/log');
    const tests = (body.items as (LogRow & { kind: string })[]).filter(({ kind }) => kind === 'test');
    expect(tests).toMatchObject([{ outputCode: 'thon-6', title: 'Âm thử 1 kHz', endReason: 'interrupted' }]);
    const frames = tests[0]?.frames ?? 0;
    expect(frames).toBeGreaterThan(24_000);
    expect(frames).toBeLessThan(TEST_TONE.seconds * 48_000);
    const airings = (await service.api('GET', '/api/v1/airings?limit=500')).body.items as { title: string }[];
    expect(airings.map(({ title }) => title)).not.toContain('Âm thử 1 kHz');

    const folder = join(directory.dataDir, 'outputs', 'thon-6');
    const file = await until('its file', () =>
      Promise.resolve(
        readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('-am-thu.mp3')) ?? null,
      ),
    );
    const pcm = pcmOf(join(folder, file));
    const { first } = soundOf(pcm);
    const heard = pcm.subarray(first + 4_800, first + 19_200);
    expect(tonesIn(heard, [770, 960, 1_000, 1_100])).toMatchObject([{ hertz: TEST_TONE.hertz }]);
    expect(20 * Math.log10(Math.max(...heard) / 32_768)).toBeCloseTo(TEST_TONE.dbfs, 0);
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
