import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Upload } from 'tus-js-client';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { ResumableUploads } from '../../src/recordings/resumable/resumable.service';
import { UnfinishedUploads } from '../../src/recordings/resumable/unfinished.service';
import { NormaliseProcessor } from '../../src/recordings/normalise.processor';
import { filesUnder, RecordingStation, TestRedis } from '../support/recording-station';
import { until } from '../support/service';
import { makeSpeech } from '../support/tones';
import { CuttingProxy, sha256Of, TusClient, uploadMetadata, UPLOADS, type Cut } from '../support/tus';

const HOUR_MS = 3_600_000;
const limits = { uploadMaxBytes: 1_000_000, unfinishedUploadsMaxBytes: 1_500_000, keepFreeBytes: 0 };

let dataDir: string;
let redis: TestRedis;
let station: RecordingStation;
let tus: TusClient;
let url: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'resumable-'));
  redis = await TestRedis.start();
  station = await RecordingStation.start(dataDir, redis.url, limits);
  url = await station.app.getUrl();
  tus = new TusClient(url);
});
afterAll(async () => {
  await station.stop();
  await redis.end();
  rmSync(dataDir, { recursive: true });
});

const parts = () => filesUnder(join(dataDir, 'uploads'));
const recordings = async () => station.recordings.list({}, null, 200);
const special = { special: 'true', filename: 'tin.wav' };
const audited = async (recordingId: string) =>
  station.app
    .get(DataSource)
    .query<unknown[]>(`SELECT actor FROM audit WHERE action = 'recording.upload' AND subjectId = ?`, [recordingId]);
const TUS_BYTES = { 'Content-Type': 'application/offset+octet-stream' };
const announced = (size: number) => ({ 'Upload-Length': String(size), 'Upload-Metadata': uploadMetadata(special) });
const recordingAt = (response: Response) => response.headers.get('Content-Location')!.split('/').at(-1)!;

describe('a resumable upload', () => {
  it('becomes a recording exactly as a form upload does, however its name is written', async () => {
    const file = await makeSpeech(join(dataDir, 'tin.wav'), 2);
    const bytes = readFileSync(file);
    const contentId = await station.anIssue('2025-W40');
    const filename = `${'Tin tức thôn Đồng 📻 '.normalize('NFD')}${'a'.repeat(190)}.wav`;
    const fields = { contentId, topics: 'B.I.1', language: 'hre', hasMusic: 'true', actor: 'Đinh Thị Lan' };
    const path = await tus.begin(bytes.length, { ...fields, filename, sha256: sha256Of(bytes) });
    expect(path).toMatch(/^\/api\/v1\/uploads\/[\da-f-]{36}$/);
    const half = await tus.patch(path, 0, bytes.subarray(0, 40_000));
    expect([half.status, half.headers.get('Upload-Offset')]).toEqual([204, '40000']);
    expect(half.headers.get('Upload-Expires')).toMatch(/GMT$/);
    expect(await tus.offset(path)).toBe(40_000);
    const last = await tus.patch(path, 40_000, bytes.subarray(40_000));
    expect(last.status).toBe(204);
    const view = await station.settled(recordingAt(last));
    const form = await station.upload(file, { ...fields });
    expect(view).toMatchObject({ status: 'ready', version: 1, originalSha256: sha256Of(bytes) });
    expect(view.originalName).toBe(`${'Tin tức thôn Đồng 📻 '.normalize('NFC')}${'a'.repeat(190)}.wav`.slice(0, 201));
    // Same bytes, same fields, same name: one more version, never a collision.
    expect(await station.settled(form.id)).toMatchObject({ version: 2, warnings: ['duplicateOriginal'] });
    const same = ['contentId', 'topics', 'language', 'hasMusic', 'uploadedBy', 'title', 'originalBytes'] as const;
    for (const key of same) expect(view[key]).toEqual(form[key]);
    const trimmed = await station.http
      .post(`/api/v1/recordings/${view.id}/trim`)
      .send({ fromSeconds: 0, toSeconds: 1.5 });
    expect([trimmed.status, (trimmed.body as { version: number }).version]).toEqual([201, 3]);
    expect(await audited(view.id)).toEqual([{ actor: 'Đinh Thị Lan (chưa xác thực)' }]);
    expect(parts()).toEqual([]);
  });

  it('gives one recording however often it is finished', async () => {
    const bytes = randomBytes(5_000);
    const before = (await recordings()).length;
    const path = await tus.begin(bytes.length, special);
    await tus.patch(path, 0, bytes.subarray(0, 4_000));
    const ends = await Promise.all([1, 2, 3].map(() => tus.patch(path, 4_000, bytes.subarray(4_000))));
    // Who comes second finds the end already there (409), or is asked to give way while it sends (400).
    const refused = ends.map(({ status }) => status).filter((status) => status !== 204);
    expect(refused).toHaveLength(2);
    for (const status of refused) expect([400, 409]).toContain(status);
    const again = await tus.patch(path, 5_000, Buffer.alloc(0));
    const asked = await tus.head(path);
    expect([again.status, asked.status, asked.headers.get('Upload-Offset')]).toEqual([204, 200, '5000']);
    expect(new Set([again, asked, ...ends.filter(({ status }) => status === 204)].map(recordingAt)).size).toBe(1);
    expect(await recordings()).toHaveLength(before + 1);
    const id = path.split('/').at(-1)!;
    const uploads = station.app.get(ResumableUploads);
    expect(await uploads.finish(id)).toEqual(await uploads.finish(id));
    expect(await audited(recordingAt(asked))).toHaveLength(1);
    expect(await recordings()).toHaveLength(before + 1);
  });

  it.each([
    ['an unknown topic', { ...special, topics: 'B.IX.9' }, 422, 'unknownTopic', 'không có chủ đề "B.IX.9"'],
    ['an unknown programme', { ...special, programmeKey: 'khong-co' }, 422, 'unknownProgramme', 'khong-co'],
    ['an unknown issue', { contentId: '00000000-0000-4000-8000-000000000000', filename: 'a' }, 404, 'notFound', ''],
    ['no target', { filename: 'a.wav' }, 400, 'invalidInput', ''],
    ['no name', { special: 'true' }, 400, 'invalidInput', ''],
    ['a hash that is none', { ...special, sha256: 'xyz' }, 400, 'invalidInput', ''],
  ])('refuses %s before a byte is sent', async (_what, fields, status, code, words) => {
    const refused = await tus.create(10, fields);
    expect(refused.status).toBe(status);
    expect(refused.headers.get('Content-Type')).toContain('application/problem+json');
    const problem = (await refused.json()) as { code: string; detail: string };
    expect(problem).toMatchObject({ code, instance: UPLOADS });
    expect(problem.detail).toContain(words);
    expect(parts()).toEqual([]);
  });

  it('says in both languages why it refuses', async () => {
    const details = ['vi', 'en'].map(async (language) => {
      const refused = await tus.create(2_000_000, special, language);
      return [refused.status, ((await refused.json()) as { detail: string }).detail];
    });
    expect(await Promise.all(details)).toEqual([
      [413, 'Tệp quá lớn. Hãy gửi tệp nhỏ hơn; bản ghi thì xuất lại thành MP3 hoặc M4A.'],
      [413, 'The file is too large. Send a smaller one; export a recording as MP3 or M4A.'],
    ]);
    expect((await tus.create(0, special)).status).toBe(422);
    const unversioned = await fetch(`${url}${UPLOADS}`, { method: 'POST' });
    expect([unversioned.status, unversioned.headers.get('Tus-Version')]).toEqual([412, '1.0.0']);
    const foreign = await tus.send('POST', UPLOADS, { Origin: 'http://evil.example', 'Upload-Length': '1' });
    expect(foreign.status).toBe(403);
    const options = await tus.send('OPTIONS', UPLOADS, {});
    expect(options.headers.get('Tus-Extension')).toBe('creation,creation-with-upload,termination,expiration,checksum');
    expect(options.headers.get('Tus-Checksum-Algorithm')).toBe('sha1,sha256');
    expect(options.headers.get('Access-Control-Allow-Origin')).toBeNull();
    for (const path of [`${UPLOADS}/khong-co`, `${UPLOADS}/..%2F..%2Ftruyen-thanh.sqlite`])
      expect((await tus.head(path)).status).toBe(404);
  });

  it.each<[string, method: string, headers: Record<string, string>, number, string]>([
    ['another version', 'POST', { 'Tus-Resumable': '0.2.2', 'Upload-Length': '1' }, 412, 'tusVersionRequired'],
    ['a length to be told later', 'POST', { 'Upload-Defer-Length': '1' }, 400, 'uploadProtocol'],
    ['pieces to be joined', 'POST', { 'Upload-Concat': 'partial', 'Upload-Length': '1' }, 400, 'uploadProtocol'],
    ['another content type', 'PATCH', { 'Upload-Offset': '0', 'Content-Type': 'a/b' }, 415, 'unsupportedMediaType'],
    ['an unknown checksum', 'PATCH', { ...TUS_BYTES, 'Upload-Checksum': 'crc32 AAAA' }, 400, 'uploadChecksumUnknown'],
    ['half a checksum', 'PATCH', { ...TUS_BYTES, 'Upload-Checksum': 'sha1 AAAA' }, 400, 'uploadChecksumUnknown'],
    ['more than was announced', 'PATCH', { ...TUS_BYTES, 'Upload-Offset': '0' }, 400, 'uploadProtocol'],
  ])('refuses %s for good, as the protocol says', async (_what, method, headers, status, code) => {
    const path = method === 'PATCH' ? await tus.begin(10, special) : UPLOADS;
    const refused = await tus.send(method, path, headers, Buffer.alloc(20));
    expect(refused.status).toBe(status);
    expect(await refused.json()).toMatchObject({ code });
    if (method === 'PATCH') await tus.cancel(path);
    expect(parts()).toEqual([]);
  });

  it('keeps nothing of what was begun and refused in one request, since nobody knows where it is', async () => {
    const refused = await tus.send('POST', UPLOADS, { ...TUS_BYTES, ...announced(10) }, Buffer.alloc(20));
    expect([refused.status, refused.headers.get('Location')]).toEqual([413, null]);
    expect(parts()).toEqual([]);
  });

  it.each(['sha1', 'sha256'])(
    'takes no piece whose %s is not the one it came with, and goes on from before it',
    async (algorithm) => {
      const bytes = randomBytes(90_000);
      const path = await tus.begin(bytes.length, special);
      const send = async (offset: number, sent: Buffer, meant: Buffer) =>
        tus.patch(path, offset, sent, {
          'Upload-Checksum': `${algorithm} ${createHash(algorithm).update(meant).digest('base64')}`,
        });
      const [first, second] = [bytes.subarray(0, 70_000), bytes.subarray(70_000)];
      const broken = Buffer.from(first);
      broken[50_000]! ^= 1;
      const refused = await send(0, broken, first);
      expect([refused.status, await refused.json()]).toMatchObject([460, { code: 'uploadPieceMismatch' }]);
      expect(await tus.offset(path)).toBe(0);
      expect((await send(0, first, first)).headers.get('Upload-Offset')).toBe('70000');
      // The last piece too: nothing is recorded of a file that is not whole.
      expect((await send(70_000, first.subarray(0, 20_000), second)).status).toBe(460);
      expect(await tus.offset(path)).toBe(70_000);
      const made = recordingAt(await send(70_000, second, second));
      expect((await recordings()).find(({ id }) => id === made)?.originalSha256).toBe(sha256Of(bytes));
      expect(parts()).toEqual([]);
    },
  );

  it('drops what is not what was announced, and keeps nothing of it', async () => {
    const bytes = randomBytes(3_000);
    const before = (await recordings()).length;
    const path = await tus.begin(bytes.length, { ...special, sha256: sha256Of(randomBytes(1)) });
    const refused = await tus.patch(path, 0, bytes);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: 'uploadChecksumMismatch' });
    expect(await recordings()).toHaveLength(before);
    expect((await tus.head(path)).status).toBe(404);
    expect(parts()).toEqual([]);
    // What was taken before it may still be normalised and kept there.
    const halfWritten = () => readdirSync(join(dataDir, 'tmp')).filter((name) => !name.startsWith('.normalise-'));
    await until('nothing half written', () => Promise.resolve(halfWritten().length === 0 || null));
    expect(filesUnder(join(dataDir, 'media'))).not.toContain(sha256Of(bytes));
  });

  it('counts what was announced against the quota, one upload at a time, and gives it back', async () => {
    const all = await Promise.all([1, 2, 3].map(() => tus.create(600_000, special)));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 201, 507]);
    const refused = all.find(({ status }) => status === 507)!;
    expect(await refused.json()).toMatchObject({ code: 'tooManyUnfinishedUploads', facts: { maxMegabytes: 1 } });
    const paths = all.flatMap((one) => one.headers.get('Location') ?? []);
    for (const path of paths) expect((await tus.cancel(path)).status).toBe(204);
    expect(parts()).toEqual([]);
    const path = await tus.begin(600_000, special);
    await tus.cancel(path);
  });

  it('is kept for its hours after the last byte, and then gone', async () => {
    const [old, whole] = [await tus.begin(5_000, special), await tus.begin(10, special)];
    await tus.patch(old, 0, randomBytes(1_000));
    const uploads = station.app.get(ResumableUploads);
    station.clock.advance(71 * HOUR_MS);
    await uploads.sweep();
    expect(await tus.offset(old)).toBe(1_000);
    station.clock.advance(2 * HOUR_MS);
    const late = await tus.patch(old, 1_000, randomBytes(10));
    expect([late.status, await late.json()]).toMatchObject([410, { code: 'uploadExpired' }]);
    await uploads.sweep();
    expect((await tus.head(whole)).status).toBe(404);
    expect(parts()).toEqual([]);
    station.clock.advance(-73 * HOUR_MS);
  });

  it('finishes by itself what came whole just before the service died', async () => {
    const bytes = randomBytes(2_000);
    const path = await tus.begin(bytes.length, special);
    // The last byte was stored, and nothing else of that request was done.
    writeFileSync(join(dataDir, 'uploads', path.split('/').at(-1)!), bytes);
    await station.app.get(ResumableUploads).sweep();
    const made = (await recordings()).filter(({ originalSha256 }) => originalSha256 === sha256Of(bytes));
    expect(made).toMatchObject([{ id: recordingAt(await tus.head(path)), originalBytes: 2_000 }]);
    expect(parts()).toEqual([]);
  });

  it('cannot be cancelled in the instant in which it becomes a recording', async () => {
    const bytes = randomBytes(3_000);
    const id = (await tus.begin(bytes.length, special)).split('/').at(-1)!;
    writeFileSync(join(dataDir, 'uploads', id), bytes);
    let write = (): void => undefined;
    const held = station.app.get(UnitOfWork).run(() => new Promise<void>((resolve) => (write = resolve)));
    const swept = station.app.get(ResumableUploads).sweep();
    const kept = () => filesUnder(join(dataDir, 'media')).some((name) => name.endsWith(sha256Of(bytes)));
    await until('all but the row', () => Promise.resolve(kept() || null));
    const cancelled = station.app.get(UnfinishedUploads).cancel(id, 'Hùng');
    await sleep(100);
    write();
    await expect(cancelled).rejects.toMatchObject({ code: 'notFound' });
    await Promise.all([held, swept]);
    const made = (await recordings()).filter(({ originalSha256 }) => originalSha256 === sha256Of(bytes));
    expect(made).toHaveLength(1);
  });

  it('goes on wherever its link is cut, byte for byte, and becomes one recording', async () => {
    await station.app.get(NormaliseProcessor).worker.close();
    const proxy = await CuttingProxy.before(url);
    const cut = fc.record({ way: fc.constantFrom('up', 'down'), bytes: fc.integer({ min: 0, max: 110_000 }) });
    const send = async (bytes: Buffer) =>
      new Promise<void>((resolve, reject) => {
        new Upload(bytes, {
          endpoint: `${proxy.url}${UPLOADS}`,
          chunkSize: 25_000,
          retryDelays: Array.from({ length: 40 }, () => 0),
          metadata: { ...special, sha256: sha256Of(bytes) },
          onSuccess: () => {
            resolve();
          },
          onError: reject,
        }).start();
      });
    let met = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { minLength: 2, maxLength: 6 }), async (cuts: readonly Cut[]) => {
        const bytes = randomBytes(100_000);
        proxy.willCut(cuts);
        await send(bytes);
        met += cuts.length - proxy.left;
        const stored = (await recordings()).filter(({ originalSha256 }) => originalSha256 === sha256Of(bytes));
        expect(stored).toHaveLength(1);
        expect(readFileSync(join(dataDir, 'media/originals', sha256Of(bytes).slice(0, 2), sha256Of(bytes)))).toEqual(
          bytes,
        );
      }),
      { numRuns: 12 },
    );
    await proxy.close();
    expect(met).toBeGreaterThan(12);
  });
});
