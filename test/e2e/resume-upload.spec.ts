import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, openAsBlob, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Route } from 'playwright-core';
import { CHROMIUM } from '../support/chromium';
import { remove, Service, stationDirectory, until } from '../support/service';
import { choosePassword, signIn } from '../support/sign-in';
import { makeSpeech } from '../support/tones';
import { sha256Of, TusClient } from '../support/tus';

jest.setTimeout(120_000);

const MIB = 1024 * 1024;
const directory = stationDirectory({ limits: { keepFreeBytes: 0 } });
const files = mkdtempSync(join(tmpdir(), 'resume-'));
let service: Service;

beforeAll(async () => {
  service = await Service.start(directory);
});
afterAll(() => {
  remove(directory);
  rmSync(files, { recursive: true });
});

/** Processes below one, as the kernel runs them. */
function descendants(root: number): { args: string; nice: number; io: string }[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,ni=,args='], { encoding: 'utf8' }).trim().split('\n');
  const all = rows.map((row) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(row)?.slice(1) ?? []);
  const below = (parent: string): string[][] =>
    all.filter(([, ppid]) => ppid === parent).flatMap((one) => [one, ...below(one[0]!)]);
  return below(String(root)).flatMap(([pid, , nice, args]) => {
    const { stdout } = spawnSync('ionice', ['-p', pid!], { encoding: 'utf8' });
    // One that ended meanwhile has no class any more.
    return existsSync(`/proc/${pid!}`) ? [{ args: args!, nice: Number(nice), io: stdout.trim() }] : [];
  });
}

const recordingsOf = async (sha256: string) => {
  const { body } = await service.api('GET', '/api/v1/recordings?limit=200');
  return (body.items as { originalSha256: string }[]).filter(({ originalSha256 }) => originalSha256 === sha256);
};

it('goes on after the service was killed or stopped in the middle of a piece', async () => {
  const bytes = randomBytes(3 * MIB);
  // The token outlives every restart, and the upload is its own.
  const authorization = service.authorization('editor');
  const before = new TusClient(service.url, authorization);
  const path = await before.begin(bytes.length, { special: 'true', filename: 'dài.wav', sha256: sha256Of(bytes) });
  await before.patch(path, 0, bytes.subarray(0, MIB));
  const stored = () => statSync(join(directory.dataDir, 'uploads', path.split('/').at(-1)!)).size;
  const sendPart = (offset: number, end: number) => {
    const tus = new TusClient(service.url, authorization);
    const failed = tus.stall(path, offset, bytes.length - offset, bytes.subarray(offset, end));
    const storedSome = until('some of the piece to be stored', () => Promise.resolve(stored() > offset ? true : null));
    return { failed, storedSome };
  };
  const killed = sendPart(MIB, 2 * MIB);
  await killed.storedSome;
  await service.kill();
  await killed.failed;

  service = await Service.start(directory);
  const kept = await new TusClient(service.url, authorization).offset(path);
  expect(kept).toBeGreaterThan(MIB);
  expect(kept).toBeLessThanOrEqual(2 * MIB);
  // A service that is asked to stop does not wait for the clerk's hour-long file.
  const cut = sendPart(kept, kept + 12_345);
  await cut.storedSome;
  expect(await service.stop()).toBe(0);
  await cut.failed;

  service = await Service.start(directory);
  const after = new TusClient(service.url, authorization);
  const offset = await after.offset(path);
  expect(offset).toBeGreaterThan(kept);
  const last = await after.patch(path, offset, bytes.subarray(offset));
  expect(last.status).toBe(204);
  expect(await recordingsOf(sha256Of(bytes))).toHaveLength(1);
});

it('normalises niced to the last and with the disk left to others, the process and all it starts', async () => {
  const speech = await makeSpeech(join(files, 'dài.wav'), 90);
  const form = new FormData();
  form.set('special', 'true');
  form.set('file', await openAsBlob(speech), 'dài.wav');
  await service.api('POST', '/api/v1/recordings', form);
  // ffmpeg alone may be gone between two looks.
  const tool = /^(?:ffmpeg|lame|mpg123) /;
  const seen = await until('a tool at work under the service', () => {
    const workers = descendants(service.pid).filter(({ args }) => args.includes('normalise-worker') || tool.test(args));
    return Promise.resolve(workers.some(({ args }) => tool.test(args)) ? workers : null);
  });
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.map(({ nice }) => nice)).toEqual(seen.map(() => 19));
  expect(seen.map(({ io }) => io)).toEqual(seen.map(() => 'idle'));
});

it('goes on in the browser after its page was closed, from where it stopped', async () => {
  const bytes = randomBytes(17 * MIB);
  const file = join(files, 'Tin tức 📻.wav');
  writeFileSync(file, bytes);
  const context = await chromium.launchPersistentContext(mkdtempSync(join(files, 'profile-')), CHROMIUM);
  const faults: string[] = [];
  const offsets: number[] = [];
  const open = async () => {
    const page = await context.newPage();
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(service.url);
    await page.setInputFiles('#upload-file', file);
    await page.locator('#upload-target').selectOption('special:');
    await page.getByRole('button', { name: 'Tải lên', exact: true }).click();
    return page;
  };
  const entrance = await context.newPage();
  const given = await service.person('lan', 'Đinh Thị Lan', 'editor');
  await signIn(entrance, service.url, 'lan', given);
  await choosePassword(entrance, given, 'gió bấc cuối năm');
  let isHolding = true;
  await context.route('**/api/v1/uploads/*', async (route: Route) => {
    if (route.request().method() === 'PATCH') offsets.push(Number(route.request().headers()['upload-offset']));
    if (!isHolding || offsets.length < 2) await route.continue();
  });
  const first = await open();
  await until('the second piece to begin', () => Promise.resolve(offsets.length >= 2 ? true : null));
  await first.close();
  isHolding = false;
  const second = await open();
  await second.locator('#upload-form [data-result]', { hasText: 'Đã nhận bản ghi.' }).waitFor();
  // What of the second piece had left the closed page was kept as well.
  expect(offsets.slice(0, 2)).toEqual([0, 8 * MIB]);
  expect(Math.min(...offsets.slice(2))).toBeGreaterThanOrEqual(8 * MIB);
  expect(await recordingsOf(sha256Of(bytes))).toMatchObject([
    { originalName: 'Tin tức 📻.wav', uploadedBy: 'Đinh Thị Lan', originalBytes: 17 * MIB },
  ]);
  expect(faults).toEqual([]);
  // A page that listens and polls does not hold the service up.
  expect(await service.stop()).toBe(0);
  await context.close();
});
