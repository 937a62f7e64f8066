import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'bullmq';
import type { StationConfig } from '../../src/platform/config/station-config';
import { RedisConnection } from '../../src/platform/queue/redis-connection';
import { NORMALISE_QUEUES } from '../../src/recordings/normalise.queue';
import { NormaliseProcessor } from '../../src/recordings/normalise.processor';
import { NormaliseService } from '../../src/recordings/normalise.service';
import { NormaliseWatchdog } from '../../src/recordings/normalise.watchdog';
import { filesUnder, RecordingStation, TestRedis } from '../support/recording-station';
import { makeSpeech } from '../support/tones';
import { sha256Of, TusClient } from '../support/tus';

const isRoot = process.getuid?.() === 0;

let redis: TestRedis;
let dataDir: string;
let files: string;
let speech: string;
let station: RecordingStation | undefined;

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'uploads-'));
  speech = await makeSpeech(join(files, 'tin.wav'), 3);
});
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'recordings-'));
  redis = await TestRedis.start();
});
afterEach(async () => {
  await station?.stop();
  station = undefined;
  await redis.end();
  rmSync(dataDir, { recursive: true });
});
afterAll(() => {
  rmSync(files, { recursive: true });
});

async function start(limits: Partial<StationConfig['limits']> = {}): Promise<RecordingStation> {
  station = await RecordingStation.start(dataDir, redis.url, limits);
  return station;
}

async function stop(): Promise<void> {
  await station?.stop();
  station = undefined;
}

const processing = async (running: RecordingStation, id: string) => (await running.recordings.get(id)).status;

it('takes uploads in while Redis is down, and normalises them when it is back', async () => {
  const running = await start();
  await redis.stop();
  const { id, status } = await running.upload(speech, { special: 'true' });
  expect(status).toBe('processing');
  running.clock.advance(60_000);
  const watchdog = running.app.get(NormaliseWatchdog);
  await expect(watchdog.requeueLost(running.clock.now())).rejects.toThrow('not answered');
  await redis.resume();
  expect(await running.settled(id)).toMatchObject({ status: 'ready' });
});

it('finds what a wiped Redis has forgotten, once', async () => {
  const first = await start();
  await redis.stop();
  const { id, createdAt: now } = await first.upload(speech, { special: 'true' });
  // The service stops too, so that nothing but the database knows of the recording.
  await stop();
  await redis.resume();
  const second = await start();
  const watchdog = second.app.get(NormaliseWatchdog);
  expect(await watchdog.requeueLost(now)).toEqual([]);
  expect(await watchdog.requeueLost(now + 60_000)).toEqual([id]);
  expect(await watchdog.requeueLost(now + 61_000)).toEqual([]);
  expect(await second.settled(id)).toMatchObject({ status: 'ready' });
  expect(await watchdog.requeueLost(now + 62_000)).toEqual([]);
});

it('goes on after a restart in the middle of a long recording', async () => {
  const first = await start();
  const long = await makeSpeech(join(files, 'dai.mp3'), 40, { outputOptions: ['-b:a', '64k'] });
  const { id } = await first.upload(long, { special: 'true' });
  while (!readdirSync(join(dataDir, 'tmp')).some((name) => name.startsWith('.normalise-'))) await delay(20);
  await stop();
  expect(filesUnder(join(dataDir, 'tmp'))).toEqual([]);
  const second = await start();
  expect(await processing(second, id)).toBe('processing');
  expect(await second.settled(id)).toMatchObject({ status: 'ready' });
});

it('takes up again what a killed service was working on', async () => {
  const first = await start();
  // A worker that takes the job and dies: it neither ends it nor keeps its lock.
  const { prefix } = first.app.get(RedisConnection);
  await first.app.get(NormaliseProcessor).worker.close();
  const { id } = await first.upload(speech, { special: 'true' });
  const connection = { url: redis.url, maxRetriesPerRequest: null };
  const dying = new Worker(NORMALISE_QUEUES.usual, null, { connection, prefix, lockDuration: 500 });
  const job = await dying.getNextJob('a token');
  expect(job.data).toEqual({ recordingId: id });
  await dying.close(true);
  await stop();
  const second = await start();
  expect(await processing(second, id)).toBe('processing');
  expect(await second.settled(id)).toMatchObject({ status: 'ready' });
});

it('makes one rendition of a recording whose job comes twice at once', async () => {
  const running = await start();
  await running.app.get(NormaliseProcessor).worker.close();
  const { id } = await running.upload(speech, { special: 'true' });
  const service = running.app.get(NormaliseService);
  const signal = new AbortController().signal;
  await Promise.all([service.process(id, signal), service.process(id, signal)]);
  expect(await running.settled(id)).toMatchObject({ status: 'ready', revision: 2 });
  expect(filesUnder(join(dataDir, 'media', 'renditions'))).toHaveLength(1);
  expect(filesUnder(join(dataDir, 'tmp'))).toEqual([]);
});

(isRoot ? it : it.skip)(
  'refuses what a full disk cannot hold, keeps no half file of it, and takes what fits',
  async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dataDir]);
    try {
      const running = await start();
      const large = join(files, 'lon.wav');
      writeFileSync(large, Buffer.alloc(9_000_000));
      const refused = await running.http.post('/api/v1/recordings').attach('file', large).field('special', 'true');
      expect(refused.status).toBe(507);
      expect(refused.body).toMatchObject({ code: 'diskFull' });
      expect((refused.body as { detail: string }).detail).toContain('Ổ đĩa đã đầy');
      expect([...filesUnder(join(dataDir, 'tmp')), ...filesUnder(join(dataDir, 'media'))]).toEqual([]);
      expect(await running.recordings.list({}, null, 10)).toEqual([]);
      const { id } = await running.upload(speech, { special: 'true' });
      expect(await running.settled(id)).toMatchObject({ status: 'ready' });
    } finally {
      await stop();
      execFileSync('umount', [dataDir]);
    }
  },
);

(isRoot ? it : it.skip)(
  'keeps of an upload in pieces what came before the disk was full, and goes on there',
  async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dataDir]);
    try {
      const running = await start({ keepFreeBytes: 0 });
      const { port } = running.app.getHttpServer().address() as AddressInfo;
      const tus = new TusClient(`http://127.0.0.1:${port}`);
      const bytes = readFileSync(await makeSpeech(join(files, 'dai.wav'), 20));
      const upload = await tus.begin(bytes.length, { filename: 'dai.wav', special: 'true', sha256: sha256Of(bytes) });
      // Something else takes the room that there was when it began.
      const { bavail, bsize } = statfsSync(dataDir);
      writeFileSync(join(dataDir, 'ballast'), Buffer.alloc(bavail * bsize - 500_000));
      const refused = await tus.patch(upload, 0, bytes);
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([507, 'diskFull']);
      const kept = await tus.offset(upload);
      expect(kept).toBeGreaterThan(0);
      expect(kept).toBeLessThan(bytes.length);
      rmSync(join(dataDir, 'ballast'));
      const done = await tus.patch(upload, kept, bytes.subarray(kept));
      expect(done.status).toBe(204);
      const id = done.headers.get('Content-Location')!.split('/').at(-1)!;
      expect(await running.settled(id)).toMatchObject({ status: 'ready' });
    } finally {
      await stop();
      execFileSync('umount', [dataDir]);
    }
  },
);
