import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser';
import { remove, Service, stationDirectory, until } from '../support/service';
import { makeSpeech } from '../support/tones';

jest.setTimeout(90_000);

const directory = stationDirectory();
let service: Service;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  service = await Service.start(directory);
  const speech = await makeSpeech(join(directory.root, 'speech.wav'), 4);
  browser = await Browser.open(service, [
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    `--use-file-for-fake-audio-capture=${speech}`,
  ]);
  page = await browser.enter('lan', 'Đinh Thị Lan', 'editor');
  await page.goto(service.url);
});
afterAll(async () => {
  await browser.close();
  await service.stop();
  remove(directory);
});

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const says = (text: string) => page.locator('[data-says]', { hasText: text }).waitFor();
const recorded = async (seconds: number) =>
  page.locator('[data-clock]', { hasText: new RegExp(`^[${String(seconds)}-9] giây$`) }).waitFor();
const newest = async () => {
  const { body } = await service.api('GET', '/api/v1/recordings?limit=1');
  return body.items[0];
};

/** Sends what the form holds; resolves with the recording once it can be aired. */
async function send(title: string) {
  if (!(await page.locator('#upload-title').isVisible())) await page.getByText('Thêm tiêu đề, ngôn ngữ').click();
  await page.locator('#upload-title').fill(title);
  await page.locator('#upload-target').selectOption('special:');
  await press('Tải lên');
  await page.locator('#upload-form > [data-result]', { hasText: 'Đã nhận bản ghi.' }).waitFor();
  return until('the recording to be ready', async () => {
    const recording = await newest();
    if (recording.status === 'rejected') throw new Error(JSON.stringify(recording.error));
    return recording.title === title && recording.status === 'ready' ? recording : null;
  });
}

it('records from the microphone, pauses, goes on, is listened to and becomes a rendition that can be aired', async () => {
  await press('Thu âm bằng micrô');
  await says('Đang thu âm');
  await page.locator('.tt-recorder [role=meter]:not([aria-valuenow="-60"])').waitFor();
  await recorded(1);
  await press('Tạm dừng');
  await says('Đã tạm dừng');
  const paused = await page.locator('[data-clock]').textContent();
  await page.keyboard.press('Enter');
  await says('Đang thu âm');
  await recorded(2);
  expect(paused).toMatch(/^[12] giây$/);
  await press('Tải lên');
  await says('bấm “Dừng thu” rồi mới tải lên được');
  await press('Dừng thu');
  await says('Đã thu ');
  expect(await page.locator('[data-file-name]').textContent()).toMatch(/^thu-am-\d{4}-\d\d-\d\d-\d{6}\.webm$/);
  const duration = await until('the length to be known', async () => {
    const seconds = await page.evaluate<number>('document.querySelector("[data-take]").duration');
    return Number.isFinite(seconds) ? seconds : null;
  });
  expect(Math.abs(duration - 2.5)).toBeLessThan(1.5);

  const recording = await send('Tin thu bằng micrô');
  expect(recording).toMatchObject({ uploadedBy: 'Đinh Thị Lan', reviewStatus: 'draft' });
  expect(Math.abs(recording.durationSeconds - duration)).toBeLessThan(0.2);
  expect(recording.rendition.integratedLufs).toBeGreaterThan(-30);
  expect(await page.locator('[data-take]').isVisible()).toBe(false);
  await page.reload();
  await page.getByRole('button', { name: 'Thu âm bằng micrô' }).waitFor();
  expect(await page.locator('[data-found]').isVisible()).toBe(false);
});

it('warns before the page is left, and throws nothing away unasked', async () => {
  await press('Thu âm bằng micrô');
  await recorded(1);
  const leaving = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const warning = await leaving;
  expect(warning.type()).toBe('beforeunload');
  await warning.dismiss();
  page.once('dialog', (asked) => void asked.dismiss());
  await press('Bỏ bản thu');
  expect(await page.getByRole('button', { name: 'Dừng thu' }).isVisible()).toBe(true);
  page.once('dialog', (asked) => void asked.accept());
  await press('Bỏ bản thu');
  await page.getByRole('button', { name: 'Thu âm bằng micrô' }).waitFor();
  expect(await page.evaluate('document.querySelector("#upload-file").files.length')).toBe(0);
});

it('offers what was recorded before the tab crashed, to nobody else, and airs it', async () => {
  await press('Thu âm bằng micrô');
  // A recording shorter than a second is refused, and the last second may be lost.
  await recorded(3);
  const crashed = page.waitForEvent('crash');
  const devTools = await page.context().newCDPSession(page);
  void devTools.send('Page.crash').catch(() => undefined);
  await crashed;
  page = await browser.newPage(page.context());
  await page.goto(service.url);
  await page.locator('[data-found]', { hasText: /chưa gửi từ \d\d\/\d\d\/\d{4} \d\d:\d\d, dài [1-4] giây/ }).waitFor();
  const other = await browser.newPage(page.context());
  await other.route(`${service.url}/`, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace(/data-owner="[^"]*"/, 'data-owner="x"'),
    });
  });
  await other.goto(service.url);
  await other.getByRole('button', { name: 'Thu âm bằng micrô' }).waitFor();
  expect(await other.locator('[data-found]').isVisible()).toBe(false);
  await other.close();

  await press('Nghe lại và dùng');
  await says('Hãy nghe lại');
  const recording = await send('Tin cứu lại');
  expect(recording.durationSeconds).toBeGreaterThan(0.9);
});

it.each([
  ['NotAllowedError', 'Trình duyệt chưa cho phép dùng micrô'],
  ['NotFoundError', 'Máy này không có micrô'],
  ['NotReadableError', 'Phần mềm khác đang dùng micrô'],
  ['AbortError', 'Chưa mở được micrô'],
])('says what to do about %s', async (name, words) => {
  const refusal = `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '${name}'))`;
  await page.evaluate(refusal);
  await press('Thu âm bằng micrô');
  await says(words);
});

it('says at an address without https that only https gives the microphone', async () => {
  const plain = await page.context().newPage();
  await plain.route('http://dai.xa/**', async (route) => {
    const url = route.request().url().replace('http://dai.xa', service.url);
    if (url.includes('/api/')) return route.abort();
    const cookies = await page.context().cookies(service.url);
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const response = await route.fetch({ url, headers: { cookie } });
    return route.fulfill({ response });
  });
  await plain.goto('http://dai.xa/');
  await plain.locator('[data-says]', { hasText: 'https://' }).waitFor();
  expect(await plain.getByRole('button', { name: 'Thu âm bằng micrô' }).isVisible()).toBe(false);
  await plain.close();
});

it('ran without an error, and asked nobody but this service for anything', () => {
  expect(browser.faults).toEqual([]);
});
