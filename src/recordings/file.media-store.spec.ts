import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Environment } from '../platform/config/environment';
import { InstanceLock } from '../platform/instance-lock';
import { FileMediaStore } from './file.media-store';

let dataDir: string;
let store: FileMediaStore;
let lock: InstanceLock;
const environment = () => new Environment(0, '127.0.0.1', dataDir, dataDir, undefined);

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'media-'));
  lock = InstanceLock.acquire(dataDir);
  store = new FileMediaStore(environment(), lock);
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

const bytes = Buffer.from('tiếng nói');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const temporaryFiles = () => readdirSync(join(dataDir, 'tmp'));
const stage = (content: Buffer = bytes) => store.stage(Readable.from([content]), 100);

it('keeps a file under the hash of its bytes', async () => {
  const staged = await stage();
  expect(staged).toMatchObject({ sha256, bytes: bytes.length });
  await store.keep('originals', staged);
  const path = join(dataDir, 'media', 'originals', sha256.slice(0, 2), sha256);
  expect(store.path('originals', sha256)).toBe(path);
  expect(readFileSync(path)).toEqual(bytes);
  expect(temporaryFiles()).toEqual([]);
});

it('leaves a file that is kept already as it is', async () => {
  await store.keep('originals', await stage());
  const first = statSync(store.path('originals', sha256)).ino;
  await store.keep('originals', await stage());
  expect(statSync(store.path('originals', sha256)).ino).toBe(first);
  expect(temporaryFiles()).toEqual([]);
});

it('heals a file that was damaged when the same bytes come again', async () => {
  await store.keep('originals', await stage());
  writeFileSync(store.path('originals', sha256), 'hỏng');
  expect(await store.isIntact('originals', sha256)).toBe(false);
  await store.keep('originals', await stage());
  expect(await store.isIntact('originals', sha256)).toBe(true);
});

it.each([
  ['too large', Readable.from([Buffer.alloc(60), Buffer.alloc(60)]), 'uploadTooLarge'],
  ['empty', Readable.from([]), 'uploadEmpty'],
])('leaves nothing of a stream that is %s', async (_how, source, code) => {
  await expect(store.stage(source, 100)).rejects.toMatchObject({ code });
  expect(temporaryFiles()).toEqual([]);
});

it('clears away, at boot, what its killed predecessor left half written, and nothing that was begun since', async () => {
  mkdirSync(join(dataDir, 'tmp', '.normalise-abc'), { recursive: true });
  writeFileSync(join(dataDir, 'tmp', '.normalise-abc', 'mix.f32'), 'x');
  writeFileSync(join(dataDir, 'tmp', 'old.part'), 'x');
  const next = new FileMediaStore(environment(), lock);
  writeFileSync(join(dataDir, 'tmp', 'new.part'), 'x');
  await next.onModuleInit();
  expect(temporaryFiles()).toEqual(['new.part']);
});
