import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'bullmq';
import { RedisConnection } from '../../src/platform/queue/redis-connection';
import { NormaliseProcessor, UrgentNormaliseProcessor } from '../../src/recordings/normalise.processor';
import { NORMALISE_QUEUES } from '../../src/recordings/normalise.queue';
import { NormaliseWatchdog } from '../../src/recordings/normalise.watchdog';
import { NormalisingService, type NormaliseState } from '../../src/recordings/normalising.service';
import { RecordingStation, TestRedis } from '../support/recording-station';
import { makeSpeech } from '../support/tones';

let files: string;
let dataDir: string;
let redis: TestRedis;
let station: RecordingStation;
let speech: string;

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'uploads-'));
  speech = await makeSpeech(join(files, 'tin.wav'), 3);
});
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'normalising-'));
  redis = await TestRedis.start();
  station = await RecordingStation.start(dataDir, redis.url);
});
afterEach(async () => {
  await station.stop();
  await redis.end();
  rmSync(dataDir, { recursive: true });
});
afterAll(() => {
  rmSync(files, { recursive: true });
});

const usual = () => station.app.get(NormaliseProcessor).worker;
const upload = async (more: Record<string, string> = {}) =>
  (await station.upload(speech, { special: 'true', ...more })).id;
const states = async () => {
  const items = await station.app.get(NormalisingService).items();
  return items.map(({ recordingId, progress }) => [recordingId, progress.state]);
};

it('tells a listener every stage, in order, and of the end', async () => {
  const response = await fetch(`${await station.app.getUrl()}/api/v1/recordings/events`);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const id = await upload();
  let text = '';
  const stopped = new TextDecoder();
  for await (const chunk of response.body!) {
    text += stopped.decode(chunk, { stream: true });
    if (text.includes('event: ended')) break;
  }
  const events = [...text.matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(
    ([, event, data]) => [event, JSON.parse(data!)] as [string, { recordingId?: string; share: number; stage: string }],
  );
  expect(events[0]).toEqual(['snapshot', { items: [] }]);
  const steps = events.filter(([event]) => event === 'progress').map(([, data]) => data);
  expect([...new Set(steps.map(({ stage }) => stage))]).toEqual(['decoding', 'levelling', 'encoding', 'verifying']);
  const shares = steps.map(({ share }) => share);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(events.at(-1)).toEqual(['ended', { recordingId: id }]);
  expect(await station.settled(id)).toMatchObject({ status: 'ready' });
  expect(await states()).toEqual([]);
});

it('lets an emergency’s clip pass the backlog and a job that is running', async () => {
  // Whatever the usual workers are busy with, the urgent one is free.
  await usual().close();
  const waiting = [await upload(), await upload()];
  const urgent = await upload({ urgent: 'true' });
  expect(await station.settled(urgent)).toMatchObject({ status: 'ready', lane: 'urgent' });
  expect(await states()).toEqual(waiting.map((id) => [id, 'queued']));
});

it('lists a job that failed every attempt, and takes it up again when asked', async () => {
  await usual().close();
  const id = await upload();
  const { prefix } = station.app.get(RedisConnection);
  const connection = { url: redis.url, maxRetriesPerRequest: null };
  const failing = new Worker(NORMALISE_QUEUES.usual, null, { connection, prefix });
  const job = await failing.getNextJob('token');
  job.opts.attempts = 1;
  await job.moveToFailed(new Error('ffmpeg is gone'), 'token', false);
  const listed = await station.http.get('/api/v1/recordings/normalising');
  const { items } = listed.body as { items: { progress: NormaliseState }[] };
  expect(items).toMatchObject([{ recordingId: id, progress: { state: 'failed', reason: 'ffmpeg is gone' } }]);
  const refusal = (path: string) => station.http.post(`/api/v1/recordings/${path}/normalise`);
  expect((await refusal('khong-co')).status).toBe(404);
  expect((await refusal(id).send({ actor: 'Lan' })).status).toBe(202);
  expect(await states()).toEqual([[id, 'queued']]);
  const again = await failing.getNextJob('token');
  expect(again.data).toEqual({ recordingId: id });
  await failing.close(true);
});

it('says that the queue is away, and does without it when it stays away', async () => {
  await usual().close();
  await station.app.get(UrgentNormaliseProcessor).worker.close();
  await redis.stop();
  const [late, urgent] = [await upload(), await upload({ urgent: 'true' })];
  expect(await states()).toEqual([
    [late, 'waitingForQueue'],
    [urgent, 'waitingForQueue'],
  ]);
  expect((await station.http.post(`/api/v1/recordings/${late}/normalise`)).status).toBe(503);
  const watchdog = station.app.get(NormaliseWatchdog);
  station.clock.advance(20_000);
  await watchdog.tick();
  expect(await states()).toHaveLength(2);
  station.clock.advance(121_000);
  await watchdog.tick();
  expect(await states()).toEqual([[late, 'waitingForQueue']]);
  await watchdog.tick();
  expect(await station.settled(late)).toMatchObject({ status: 'ready' });
});
