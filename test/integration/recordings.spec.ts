import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'supertest';
import { DataSource } from 'typeorm';
import type { Waveform } from '../../src/audio/waveform';
import { filesUnder, RecordingStation, TestRedis } from '../support/recording-station';
import { makeSpeech } from '../support/tones';

/** The smallest PNG there is. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const MAX_BYTES = 2_000_000;

let redis: TestRedis;
let station: RecordingStation;
let dataDir: string;
let files: string;
let speech: string;
let otherSpeech: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'recordings-'));
  files = mkdtempSync(join(tmpdir(), 'uploads-'));
  redis = await TestRedis.start();
  station = await RecordingStation.start(dataDir, redis.url, { uploadMaxBytes: MAX_BYTES });
  speech = await makeSpeech(join(files, 'tin.wav'), 4);
  otherSpeech = await makeSpeech(join(files, 'tin-moi.wav'), 5);
});

afterAll(async () => {
  await station.stop();
  await redis.end();
  rmSync(dataDir, { recursive: true });
  rmSync(files, { recursive: true });
});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const temporaryFiles = () => readdirSync(join(dataDir, 'tmp'));
const originals = () => filesUnder(join(dataDir, 'media'));

async function readyIssue(periodKey: string, file = speech): Promise<{ contentId: string; id: string }> {
  const contentId = await station.anIssue(periodKey);
  const { id } = await station.upload(file, { contentId });
  await station.settled(id);
  return { contentId, id };
}

describe('from upload to approval', () => {
  it('normalises a recording and lets it air once it is approved, with every name printed as unverified', async () => {
    const contentId = await station.anIssue('2026-W02', 2);
    const uploaded = await station.upload(speech, {
      contentId,
      topics: '["B.I.1"]',
      hasMusic: 'true',
      actor: 'Nguyễn Thị Lan',
    });
    expect(uploaded).toMatchObject({ status: 'processing', reviewStatus: 'draft', version: 1, title: 'Số 2' });

    const ready = await station.settled(uploaded.id);
    expect(ready).toMatchObject({ status: 'ready', language: 'vie', topics: ['B.I.1'], hasMusic: true, warnings: [] });
    expect(ready.uploadedBy).toBe('Nguyễn Thị Lan (chưa xác thực)');
    expect(ready.durationSeconds).toBeCloseTo(4, 1);
    expect(ready.source?.integratedLufs).toBeLessThan(-30);
    expect(ready.rendition).toMatchObject({ targetReached: true });
    expect(Math.abs((ready.rendition?.integratedLufs ?? 0) + 18)).toBeLessThanOrEqual(0.5);
    expect(await station.recordings.readinessFor([contentId], 'vie')).toEqual(new Map([[contentId, 'notApproved']]));

    const drawn = await station.http.get(`/api/v1/recordings/${uploaded.id}/waveform`);
    expect(drawn.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    expect(drawn.body).toMatchObject({ version: 1, sampleRateHz: 48_000, frames: ready.rendition?.frames });
    // 4 s at 20 pairs a second, and 4 whole seconds of loudness.
    expect(Buffer.from((drawn.body as Waveform).peaks, 'base64')).toHaveLength(2 * 80);
    expect(Buffer.from((drawn.body as Waveform).loudness.momentary, 'base64')).toHaveLength(2 * 4);
    const again = station.http.get(`/api/v1/recordings/${uploaded.id}/waveform`);
    expect((await again.set('If-None-Match', drawn.headers['etag'] ?? '')).status).toBe(304);

    await station.approve(uploaded.id, 'Bùi Văn Trí');
    const approved = (await station.recordings.approvedFor([contentId], 'vie')).get(contentId);
    expect(approved).toMatchObject({ approver: 'Bùi Văn Trí (chưa xác thực)', version: 1, title: 'Số 2' });
    expect(sha256(readFileSync(approved?.file ?? ''))).toBe(approved?.sha256);

    const shown = await station.http.get(`/api/v1/recordings/${uploaded.id}`);
    expect(shown.body).toMatchObject({
      reviewStatus: 'approved',
      reviews: [{ decision: 'submit' }, { decision: 'approve', actor: 'Bùi Văn Trí (chưa xác thực)' }],
    });
    const audit: unknown[] = await station.app
      .get(DataSource)
      .query('SELECT action, actor FROM audit WHERE subjectId = ? ORDER BY at, rowid', [uploaded.id]);
    expect(audit).toEqual([
      { action: 'recording.upload', actor: 'Nguyễn Thị Lan (chưa xác thực)' },
      { action: 'recording.submit', actor: 'Bùi Văn Trí (chưa xác thực)' },
      { action: 'recording.approve', actor: 'Bùi Văn Trí (chưa xác thực)' },
    ]);
  });

  it('takes the file before or after the fields, and a name in Vietnamese', async () => {
    const response = await station.http
      .post('/api/v1/recordings')
      .set('X-Actor', encodeURIComponent('Đinh Thị Hrê'))
      .attach('file', speech, { filename: 'Cải cách hành chính.wav'.normalize('NFD') })
      .field('special', 'true')
      .field('programmeKey', 'cchc')
      .field('topics', 'B.I.1, B.II.1');
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      title: 'Cải cách hành chính',
      originalName: 'Cải cách hành chính.wav',
      topics: ['B.I.1', 'B.II.1'],
      uploadedBy: 'Đinh Thị Hrê (chưa xác thực)',
      warnings: ['duplicateOriginal'],
    });
    await station.settled((response.body as { id: string }).id);
  });

  it('rejects a picture in words a clerk understands', async () => {
    const { id } = await station.upload(named('anh.mp3', PNG), { special: 'true' });
    const rejected = await station.settled(id);
    expect(rejected).toMatchObject({ status: 'rejected', rendition: null, uploadedBy: 'chưa ghi tên (chưa xác thực)' });
    expect(rejected.error?.code).toBe('audioIsImage');
    expect(rejected.error?.detail).toContain('Đây là tệp hình ảnh');
    const english = await station.http.get(`/api/v1/recordings/${id}`).set('Accept-Language', 'en');
    expect((english.body as { error: { detail: string } }).error.detail).toContain('This is a picture');
    expect((await station.decide(id, 'submit')).body).toMatchObject({ code: 'recordingNotReady' });
  });

  it('lets a new version take over only when it is approved', async () => {
    const { contentId, id } = await readyIssue('2026-W03');
    await station.approve(id);
    const second = await station.upload(otherSpeech, { contentId });
    expect(second.version).toBe(2);
    await station.settled(second.id);
    const version = async () => (await station.recordings.approvedFor([contentId], 'vie')).get(contentId)?.version;
    expect(await version()).toBe(1);
    await station.approve(second.id);
    expect(await version()).toBe(2);
    await station.decide(second.id, 'return', { comment: 'Đọc sai số liệu' });
    expect(await version()).toBe(1);
    expect((await station.recordings.approvedFor([contentId], 'hre')).size).toBe(0);
  });

  it('shows an issue with the latest version of its recording', async () => {
    const { contentId, id } = await readyIssue('2031-W04');
    await station.anIssue('2032-W04');
    const issues = await station.http.get('/api/v1/issues?programme=cds-hang-tuan&year=2031');
    expect(issues.body).toEqual({
      items: [
        {
          contentId,
          ...{ programmeKey: 'cds-hang-tuan', periodKey: '2031-W04', number: 1, required: true, title: 'Số 1' },
          recordings: [expect.objectContaining({ id, version: 1, status: 'ready', reviewStatus: 'draft' })],
        },
      ],
    });
  });
});

describe('a review', () => {
  it('follows its order, needs a reason to return, and heeds the revision that was seen', async () => {
    const { id } = await readyIssue('2026-W05');
    expect((await station.decide(id, 'approve')).body).toMatchObject({ code: 'illegalTransition', status: 409 });
    const seen = (await station.http.get(`/api/v1/recordings/${id}`)).headers['etag'] as string;
    const submitted = await station.http.post(`/api/v1/recordings/${id}/submit`).set('If-Match', seen);
    expect(submitted.status).toBe(200);
    expect(submitted.headers['etag']).not.toBe(seen);
    const late = await station.http.post(`/api/v1/recordings/${id}/approve`).set('If-Match', seen);
    expect(late.body).toMatchObject({ code: 'revisionConflict' });
    expect((await station.decide(id, 'return')).body).toMatchObject({ code: 'commentRequired' });
    const returned = await station.decide(id, 'return', { actor: 'Trí', comment: 'Thu lại' });
    expect(returned.body).toMatchObject({ reviewStatus: 'returned' });
  });

  it('approves no file that has changed on the disk', async () => {
    const { id } = await readyIssue('2026-W06', await makeSpeech(join(files, 'rieng.wav'), 3));
    await station.decide(id, 'submit');
    const shown = await station.http.get(`/api/v1/recordings/${id}`);
    const { sha256: hash } = (shown.body as { rendition: { sha256: string } }).rendition;
    truncateSync(station.recordings.renditionPath(hash), 1000);
    expect((await station.decide(id, 'approve')).body).toMatchObject({ code: 'mediaMissing' });
  });
});

describe('what is not taken in', () => {
  it.each([
    ['no file', { special: 'true' }, undefined, 400, 'fileRequired'],
    ['neither issue nor special', {}, 'x', 400, 'invalidInput'],
    ['an unknown issue', { contentId: randomUUID() }, 'x', 404, 'notFound'],
    ['an unknown topic', { special: 'true', topics: 'B.I.1,Z.9' }, 'x', 422, 'unknownTopic'],
    ['an unknown programme', { special: 'true', programmeKey: 'bong-da' }, 'x', 422, 'unknownProgramme'],
    ['an empty file', { special: 'true' }, '', 422, 'uploadEmpty'],
    ['a file too large', { special: 'true' }, 'x'.repeat(MAX_BYTES + 1), 413, 'uploadTooLarge'],
  ])('%s leaves no file behind', async (_name, fields, content, status, code) => {
    const before = originals();
    const call = station.http.post('/api/v1/recordings');
    if (content !== undefined) void call.attach('file', Buffer.from(content), 'a.wav');
    const response = await call.field({ actor: 'Lan', ...fields });
    expect([response.status, (response.body as { code: string }).code]).toEqual([status, code]);
    await untilTrue(() => temporaryFiles().length === 0);
    expect(originals()).toEqual(before);
  });

  it.each<[string, (call: Test) => Test, string]>([
    ['two files', (call) => call.attach('file', Buffer.from('x'), 'b.wav'), 'formOneFile'],
    ['another field', (call) => call.attach('tep', Buffer.from('x'), 'b.wav'), 'formOneFile'],
    ['a field without end', (call) => call.field('title', 'x'.repeat(20_000)), 'formTooMuch'],
  ])('says what is wrong with a form: %s', async (_name, spoil, code) => {
    const call = station.http
      .post('/api/v1/recordings')
      .field('special', 'true')
      .attach('file', Buffer.from('x'), 'a.wav');
    const response = await spoil(call);
    expect([response.status, (response.body as { code: string }).code]).toEqual([400, code]);
    await untilTrue(() => temporaryFiles().length === 0);
  });

  it('names the field that holds no identifier, and what one is', async () => {
    const response = await station.http.post('/api/v1/recordings').field('contentId', 'số 12');
    const allowed = 'mã định danh (UUID)';
    expect(response.body).toMatchObject({ errors: [{ path: 'contentId', found: '"số 12"', allowed }] });
  });

  it('an upload broken off half-way', async () => {
    const { port } = station.app.getHttpServer().address() as { port: number };
    const headers = { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '100000' };
    const call = httpRequest({ port, path: '/api/v1/recordings', method: 'POST', headers });
    call.on('error', () => undefined);
    call.write('--b\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n' + 'x'.repeat(50_000));
    await untilTrue(() => temporaryFiles().length === 1);
    call.destroy();
    await untilTrue(() => temporaryFiles().length === 0);
  });
});

describe('listening', () => {
  it('sends ranges, and nothing a browser would run', async () => {
    const { id } = await readyIssue('2026-W07');
    const rendition = `/api/v1/recordings/${id}/rendition`;
    const whole = await station.http.get(rendition).buffer(true).parse(binary);
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
    });
    const bytes = whole.body as Buffer;
    const part = await station.http.get(rendition).set('Range', 'bytes=100-199').buffer(true).parse(binary);
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 100-199/${bytes.length}`);
    expect((part.body as Buffer).equals(bytes.subarray(100, 200))).toBe(true);

    const beyond = await station.http.get(rendition).set('Range', `bytes=${bytes.length}-`);
    expect(beyond.status).toBe(416);
    expect(beyond.headers['content-range']).toBe(`bytes */${bytes.length}`);
    expect(beyond.headers['content-type']).toContain('application/problem+json');
    expect(beyond.body).toMatchObject({ code: 'rangeNotSatisfiable' });

    const original = await station.http.get(`/api/v1/recordings/${id}/original`).buffer(true).parse(binary);
    expect(original.headers['content-type']).toBe('application/octet-stream');
    expect(original.headers['content-disposition']).toContain('attachment');
    expect((original.body as Buffer).equals(readFileSync(speech))).toBe(true);
  });

  it('says so when there is nothing to hear', async () => {
    expect((await station.http.get(`/api/v1/recordings/${randomUUID()}/rendition`)).status).toBe(404);
    const { id } = await station.upload(named('b.wav', PNG), { special: 'true' });
    await station.settled(id);
    expect((await station.http.get(`/api/v1/recordings/${id}/rendition`)).body).toMatchObject({
      code: 'recordingNotReady',
    });
  });
});

it('lists recordings newest first, page by page', async () => {
  const contentId = await station.anIssue('2026-W08');
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.unshift((await station.upload(named('c.wav', PNG), { contentId })).id);
  for (const id of ids) await station.settled(id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const next = cursor === undefined ? '' : `&cursor=${cursor}`;
    const response = await station.http.get(`/api/v1/recordings?contentId=${contentId}&status=rejected&limit=2${next}`);
    const page = response.body as { items: { id: string }[]; nextCursor?: string };
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect([...seen].sort()).toEqual([...ids].sort());
  expect((await station.http.get('/api/v1/recordings?cursor=abc')).body).toMatchObject({ code: 'invalidInput' });
});

function named(name: string, bytes: Buffer): string {
  const file = join(files, name);
  writeFileSync(file, bytes);
  return file;
}

async function untilTrue(condition: () => boolean): Promise<void> {
  for (let waits = 0; waits < 500 && !condition(); waits += 1) await delay(10);
  expect(condition()).toBe(true);
}

function binary(response: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    done(null, Buffer.concat(chunks));
  });
}
