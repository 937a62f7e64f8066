import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { PlayoutEngine, type EngineStatus, type EngineWatcher } from '../../src/playout/playout-engine';
import { NormaliseProcessor } from '../../src/recordings/normalise.processor';
import { NormaliseProgress } from '../../src/recordings/normalise.progress';
import { UnfinishedUploads } from '../../src/recordings/resumable/unfinished.service';
import { MAX_UNFINISHED_UPLOADS } from '../../src/recordings/resumable/upload-quota';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { violations } from '../support/page-checks';
import { until } from '../support/service';
import { makeSpeech } from '../support/tones';
import { TusClient } from '../support/tus';

const FIRST_LOAD_LIMIT_BYTES = 160_000;

/** The engines' processes are tested elsewhere: here it only matters what they say. */
class SilentEngine extends PlayoutEngine {
  statuses: EngineStatus[] = [];
  override cue(): Promise<void> {
    return Promise.resolve();
  }
  override withdraw(): Promise<void> {
    return Promise.resolve();
  }
  override holds(): boolean {
    return false;
  }
  override status(): readonly EngineStatus[] {
    return this.statuses;
  }
  watcher: EngineWatcher | null = null;
  override watch(watcher: EngineWatcher, { levels }: { levels: boolean }): () => void {
    if (levels) this.watcher = watcher;
    return () => {
      if (this.watcher === watcher) this.watcher = null;
    };
  }
}

const engine = new SilentEngine();
let files: string;
let station: ConsoleStation;
let app: NestExpressApplication;
const tokens = { viewer: '', editor: '' };

beforeAll(async () => {
  files = mkdtempSync(join(tmpdir(), 'console-'));
  // One person does everything here: who may do what is tested in access.spec and people.spec.
  station = await ConsoleStation.open({ plans: ['thu'], approval: { ownUploads: true } }, engine);
  ({ app } = station);
  for (const role of ['viewer', 'editor'] as const) tokens[role] = await station.token(role);
}, 60_000);

afterAll(async () => {
  await station.close();
  rmSync(files, { recursive: true });
});

const get = (path: string) => request(app.getHttpServer()).get(path).set('Authorization', tokens.viewer);
const assetsOf = (html: string) => [...new Set(html.match(/\/assets\/[\w.-]+/g))];

describe('the page as it is served', () => {
  it('is Vietnamese whatever the browser prefers, in NFC, and English once that was chosen', async () => {
    const { text } = await get('/').set('Accept-Language', 'en-US');
    expect(text).toContain('<html lang="vi">');
    expect(text).toContain('Đài truyền thanh xã Sơn Mai');
    expect(text).toBe(text.normalize('NFC'));
    const english = await get('/?lang=en');
    expect(english.text).toContain('<html lang="en">');
    const cookie = String(english.headers['set-cookie']).split(';')[0] ?? '';
    expect((await get('/console/fragments/today').set('Cookie', cookie)).text).not.toContain('Hôm nay');
    expect((await get('/').set('Cookie', 'lang=xx')).text).toContain('<html lang="vi">');
  });

  it('shows what an output plays, with everything that people typed escaped', async () => {
    const title = '<script>alert(1)</script>';
    const item = { deliveryId: 'd', airingId: 'a', title, priority: 'NORMAL' } as const;
    const current = { ...item, positionSeconds: 30, durationSeconds: 120 };
    engine.statuses = [{ outputCode: 'ghi-tep', state: 'onAir', current }];
    const { text } = await get('/console/fragments/onAir');
    expect(text).toContain('&lt;script>alert(1)');
    expect(text).not.toContain('<script');
    expect(text).toContain('30 giây / 2 phút');
    engine.statuses = [];
    expect((await get('/console/fragments/onAir')).text).toContain('Ngừng');
  });

  it('weighs at most 160 kB gzipped in all, from this machine alone, to be kept for ever', async () => {
    const { text } = await get('/');
    const css = await get(assetsOf(text).find((path) => path.endsWith('.css')) ?? '');
    let bytes = gzipSync(text).length;
    for (const path of [...new Set([...assetsOf(text), ...assetsOf(css.text)])]) {
      const { status, headers, body } = await get(path).set('Accept-Encoding', 'gzip').buffer(true).parse(rawBody);
      expect([path, status, headers['cache-control']]).toEqual([path, 200, 'public, max-age=31536000, immutable']);
      const sent = body as Buffer;
      bytes += path.endsWith('.woff2') ? sent.length : gzipSync(sent, { level: 9 }).length;
    }
    expect(bytes).toBeLessThanOrEqual(FIRST_LOAD_LIMIT_BYTES);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|\son[a-z]+=/);
    expect(text + css.text).not.toMatch(/(src|href)="?https?:|url\(["']?(https?:)?\/\//);
  });

  it('answers a browser without gzip in plain, and says not found to a wrong name', async () => {
    const css = assetsOf((await get('/')).text).find((path) => path.endsWith('.css')) ?? '';
    const plain = await get(css).set('Accept-Encoding', 'gzip;q=0');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.text).toContain('.tt-header');
    expect((await get('/assets/..%2Fwords.js')).status).toBe(404);
    expect((await get('/console/fragments/secrets')).status).toBe(400);
  });
});

describe('the page in a browser', () => {
  let browser: ConsoleBrowser;
  let page: Page;

  beforeAll(async () => {
    const { cookie } = await station.person('lan', 'Đinh Thị Lan', 'editor', 'approver');
    browser = await ConsoleBrowser.open(station);
    await browser.context.addCookies([cookie]);
    page = await browser.newPage();
    await page.goto(station.url);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
  });

  it('takes a recording from upload to approval, and keeps what was typed whenever it refuses', async () => {
    await page.getByRole('button', { name: 'Tải lên', exact: true }).click();
    await page.locator('#upload-form [data-result]', { hasText: 'Chưa chọn tệp ghi âm.' }).waitFor();
    await page.setInputFiles('#upload-file', await makeSpeech(join(files, 'tin.wav'), 3));
    await page.getByText('Thêm tiêu đề, ngôn ngữ, chủ đề').click();
    await page.locator('#upload-title').fill('Tin thử nghiệm');
    await page.getByLabel('B.I.1 Định hướng', { exact: false }).check();
    await page.getByRole('button', { name: 'Tải lên', exact: true }).click();
    await page.locator('#upload-form [data-result]', { hasText: 'Đã nhận bản ghi.' }).waitFor();

    await page.locator('#toast', { hasText: 'Đã chỉnh âm lượng xong: Tin thử nghiệm.' }).waitFor();
    await page.getByRole('button', { name: 'Trình duyệt: Tin thử nghiệm' }).click();
    await page.locator('#toast', { hasText: 'Tin thử nghiệm: Đã trình duyệt.' }).waitFor();
    await page.getByRole('button', { name: 'Trả lại: Tin thử nghiệm' }).click();
    await page.locator('#recordings [data-result]', { hasText: 'phải ghi ý kiến' }).waitFor();
    await page.getByRole('button', { name: 'Phê duyệt: Tin thử nghiệm' }).click();
    await page.locator('#recordings', { hasText: 'Mới phê duyệt (1)' }).waitFor();
    const { body } = await get('/api/v1/recordings');
    expect((body as { items: unknown[] }).items).toMatchObject([
      {
        ...{ title: 'Tin thử nghiệm', reviewStatus: 'approved', topics: ['B.I.1'] },
        uploadedBy: 'Đinh Thị Lan',
      },
    ]);
  }, 60_000);

  it('says in a toast that a file turned out to be no sound', async () => {
    await page.goto(station.url);
    const picture = join(files, 'anh.mp3');
    writeFileSync(picture, Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'));
    await page.setInputFiles('#upload-file', picture);
    await page.getByRole('button', { name: 'Tải lên', exact: true }).click();
    await page.locator('#toast', { hasText: 'Không dùng được tệp: Chuyên mục' }).waitFor();
  });

  it('says why there is no room for a file, and does not call that a broken link', async () => {
    const tus = new TusClient(station.url, tokens.editor);
    const begun: string[] = [];
    for (let n = 0; n < MAX_UNFINISHED_UPLOADS; n += 1)
      begun.push(await tus.begin(1, { special: 'true', filename: `${n}.wav` }));
    await page.goto(station.url);
    await page.setInputFiles('#upload-file', await makeSpeech(join(files, 'tin.wav'), 3));
    await page.getByRole('button', { name: 'Tải lên', exact: true }).click();
    await page.locator('#upload-form [data-result]', { hasText: 'Hãy tải xong hoặc hủy bớt' }).waitFor();
    const [first, ...others] = begun;
    for (const path of others) await tus.cancel(path);
    await page.goto(`${station.url}/ban-ghi`);
    await page.getByRole('link', { name: '1 tệp đang tải lên dở' }).click();
    await page.getByText('Đã nhận 0,0 MB trên 0,0 MB (0 %)').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByText('Hủy tệp này').click();
    await page.getByRole('button', { name: 'Hủy và xóa phần đã nhận: 0.wav' }).click();
    await page.getByRole('alert').getByText('Đã hủy tệp tải lên dở.').waitFor();
    await page.getByText('Không có tệp nào đang tải lên dở.').waitFor();
    expect((await tus.head(first!)).status).toBe(404);
  });

  it('takes nothing in that would go with the form while a file is sent, and says when somebody cancelled it', async () => {
    await page.goto(station.url);
    await page.setInputFiles('#upload-file', await makeSpeech(join(files, 'dai.wav'), 100));
    let goOn = (): void => undefined;
    const cancelled = new Promise<void>((resolve) => (goOn = resolve));
    await page.route('**/api/v1/uploads/*', (route) => cancelled.then(() => route.continue()));
    await page.getByRole('button', { name: 'Tải lên', exact: true }).click();
    await page.locator('[data-progress]:focus').waitFor();
    // A key held down too long cancels nothing.
    await page.keyboard.press('Enter');
    for (const part of [
      '[inert] #upload-file',
      '[data-recorder][inert]',
      '[inert] #upload-title',
      '[type=submit][inert]',
    ])
      expect([part, await page.locator(`#upload-form ${part}`).count()]).toEqual([part, 1]);
    const uploads = app.get(UnfinishedUploads);
    const [begun] = await until('the upload to begin', async () => {
      const all = await uploads.list();
      return all.length > 0 ? all : null;
    });
    const cancel = () => request(app.getHttpServer()).delete(`/api/v1/unfinished-uploads/${begun!.id}`);
    const { status } = await cancel().set('Authorization', await station.token('approver'));
    expect(status).toBe(204);
    goOn();
    await page.locator('#upload-form [data-result]', { hasText: 'Tệp đang gửi đã bị hủy' }).waitFor();
    await page.unroute('**/api/v1/uploads/*');
    // The file is still chosen: the same button sends it from its beginning.
    await page.locator('[type=submit]:focus').click();
    await page.locator('#upload-form [data-result]', { hasText: 'Đã nhận bản ghi.' }).waitFor();
  });

  it('says beside the bar what is being done, and for how long still', async () => {
    const { worker } = app.get(NormaliseProcessor);
    await worker.pause();
    const sent = await request(app.getHttpServer())
      .post('/api/v1/recordings')
      .set('Authorization', tokens.editor)
      .field('special', 'true')
      .attach('file', await makeSpeech(join(files, 'ba.wav'), 2));
    const { id } = sent.body as { id: string };
    await page.clock.install();
    await page.goto(station.url);
    const card = page.locator(`#recording-${id}`);
    await card.filter({ hasText: 'Đang chờ đến lượt xử lý' }).waitFor();
    const progress = app.get(NormaliseProgress);
    progress.begin(id);
    await card.filter({ hasText: 'Đang đọc và đo âm lượng' }).waitFor();
    // So that it is the news that changes the words, not the refresh that comes by itself.
    await page.clock.pauseAt(Date.now() + 5_000);
    const reported = async (share: number) => {
      progress.report(id, share);
      await card.locator(`progress[value="${share * 100}"]`).waitFor();
      await page.clock.runFor(1_000);
    };
    await reported(0.5);
    await card.filter({ hasText: /Đang nén, còn khoảng \d/ }).waitFor();
    await reported(0.9);
    await card.filter({ hasText: 'Đang kiểm tra lại' }).waitFor();
    await page.clock.resume();
    progress.end(id);
    await worker.resume();
    await page.getByRole('button', { name: 'Trình duyệt: ba' }).waitFor();
  }, 60_000);

  it('keeps what is being typed while the blocks around it refresh', async () => {
    const special = async (name: string) => {
      const { body } = await request(app.getHttpServer())
        .post('/api/v1/recordings')
        .set('Authorization', tokens.editor)
        .field('special', 'true')
        .attach('file', await makeSpeech(join(files, `${name}.wav`), 2));
      return (body as { id: string }).id;
    };
    const id = await special('một');
    await page.getByRole('button', { name: 'Trình duyệt: một' }).click();
    const comment = page.locator(`#comment-${id}`);
    await comment.pressSequentially('Thu lại đoạn');
    await special('hai');
    await page.getByRole('button', { name: 'Trình duyệt: hai' }).waitFor();
    await comment.pressSequentially(' cuối');
    expect(await comment.inputValue()).toBe('Thu lại đoạn cuối');
    expect(await page.evaluate('document.activeElement.id')).toBe(`comment-${id}`);
  }, 60_000);

  it('moves the level and the position as they come in, and keeps them over a refresh', async () => {
    const item = { deliveryId: 'd', airingId: 'a', title: 'Tin sáng', priority: 'NORMAL' } as const;
    const output = page.locator('#on-air .tt-output');
    const meter = output.getByRole('meter');
    const play = (positionSeconds: number, peakDbfs: number) => {
      engine.statuses = [
        { outputCode: 'ghi-tep', state: 'onAir', current: { ...item, positionSeconds, durationSeconds: 120 } },
      ];
      const level = { at: Date.now(), streamFrame: 4_800, peakDbfs, rmsDbfs: peakDbfs - 3 };
      engine.watcher?.('ghi-tep', { kind: 'level', level });
    };
    play(30, -18.4);
    // The page asks for the block by itself when the state has changed, not only at its next round.
    await output.getByText('Tin sáng').waitFor();
    expect(await meter.getAttribute('aria-valuenow')).toBe('-18');
    expect(await output.locator('[data-dbfs]').textContent()).toBe('−18 dBFS');
    play(60, -6);
    await page.locator('#bar-ghi-tep[style*="50%"]').waitFor();
    await page.locator('[role=meter][aria-valuenow="-6"]').waitFor();
    engine.statuses = [];
    engine.watcher?.('ghi-tep', { kind: 'level', level: null });
    await output.getByText('Ngừng').waitFor();
    expect(await meter.count()).toBe(0);
    await page.evaluate(`Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'))`);
    while (engine.watcher !== null) await page.waitForTimeout(20);
    await page.evaluate(`delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))`);
  }, 60_000);

  it('makes this month’s report and offers it as a document', async () => {
    const form = page.locator('#reports form').first();
    await form.getByRole('button').click();
    await page.locator('#toast', { hasText: /Đã lập báo cáo 01.*, bản 1\./ }).waitFor();
    const link = page.locator('[data-files] a', { hasText: 'DOCX' }).first();
    await link.waitFor();
    const download = page.waitForEvent('download');
    await link.click();
    expect((await download).suggestedFilename()).toMatch(/\.docx$/);
  }, 60_000);

  it.each([390, 1366])('has no sideways scrolling at %i pixels', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('gives every field a label and every button a name', async () => {
    const nameless = `[...document.querySelectorAll('input:not([type=hidden]),select,textarea')]
      .filter((field) => field.labels.length === 0).map((field) => field.outerHTML)`;
    expect(await page.evaluate(nameless)).toEqual([]);
    const silent = `[...document.querySelectorAll('button,a,summary')]
      .filter((one) => !(one.ariaLabel || one.textContent).trim()).length`;
    expect(await page.evaluate(silent)).toBe(0);
  });

  it('ran without an error, and asked nobody but this service for anything', () => {
    expect(browser.faults).toEqual([]);
  });
});

function rawBody(response: request.Response, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    const body = Buffer.concat(chunks);
    done(null, response.headers['content-encoding'] === 'gzip' && body[0] === 0x1f ? gunzipSync(body) : body);
  });
}
