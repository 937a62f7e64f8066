import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser';
import { remove, Service, stationDirectory } from '../support/service';
import { addPerson, choosePassword, signIn } from '../support/sign-in';
import { writeThisYearsPlan } from '../support/this-years-plan';
import { makeSpeech } from '../support/tones';

jest.setTimeout(240_000);

const directory = stationDirectory({ plans: ['thu'] });
const files = mkdtempSync(join(tmpdir(), 'first-day-'));
let service: Service;
let browser: Browser;

beforeAll(async () => {
  writeThisYearsPlan(directory.configDir);
  service = await Service.start(directory);
  browser = await Browser.open(service);
});

afterAll(async () => {
  await browser.close();
  await service.stop();
  remove(directory);
  rmSync(files, { recursive: true });
});

/** A computer of its own for each. */
const computer = () => browser.computer({ viewport: { width: 1366, height: 768 } }, 60_000);

/** Signs in with what the administrator handed over, and chooses a password of their own. */
async function begin(username: string, given: string): Promise<Page> {
  const page = await computer();
  await signIn(page, service.url, username, given);
  await choosePassword(page, given, 'nắng sớm đồng làng');
  await page.goto(service.url);
  return page;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** As the page of a person sends it: soon, or where a session ends just then, after that. */
async function airSoon(page: Page, recordingId: string): Promise<void> {
  const { csrf } = await (await page.request.get(`${service.url}/console/csrf`)).json();
  const headers = { 'x-csrf-token': csrf as string };
  const refusals: string[] = [];
  for (const aheadMs of [8_000, 70_000]) {
    const data = { recordingId, at: new Date(Date.now() + aheadMs).toISOString() };
    const answer = await page.request.post(`${service.url}/api/v1/airings`, { data, headers });
    if (answer.status() === 201) return;
    refusals.push(await answer.text());
  }
  throw new Error(refusals.join('\n'));
}

it('goes from the set-up link to the downloaded report, each role in its turn', async () => {
  const [, path = ''] = /one-time set-up link: \S+?(\/thiet-lap\?ma=[\w-]+)/.exec(service.output) ?? [];
  const admin = await computer();
  await admin.goto(service.url + path);
  await admin.locator('#name').fill('Nguyễn Văn An');
  await admin.locator('#username').fill('an');
  await admin.locator('#password').fill('mưa rào tháng bảy');
  await admin.locator('#again').fill('mưa rào tháng bảy');
  await button(admin, 'Tạo quản trị và đăng nhập').click();
  const lans = await addPerson(admin, 'Đinh Thị Lan', 'lan', 'editor');
  const hungs = await addPerson(admin, 'Bùi Văn Hùng', 'hung', 'approver');
  const tris = await addPerson(admin, 'Phạm Minh Trí', 'tri', 'engineer');
  const theos = await addPerson(admin, 'Trần Thị Theo', 'theo', 'viewer');

  // The issue that is due next is offered first.
  const lan = await begin('lan', lans);
  const issue = (await lan.locator('#upload-target option:checked').textContent()) ?? '';
  expect(issue).toMatch(/số|tháng/);
  await lan.setInputFiles('#upload-file', await makeSpeech(join(files, 'chuyen-muc.wav'), 6));
  await button(lan, 'Tải lên').click();
  await lan.locator('#toast', { hasText: 'Đã chỉnh âm lượng xong' }).waitFor();
  await lan.getByRole('button', { name: /^Trình duyệt: / }).click();
  await lan.locator('#toast', { hasText: 'Đã trình duyệt.' }).waitFor();

  const hung = await begin('hung', hungs);
  await hung.getByRole('link', { name: 'Duyệt', exact: true }).click();
  await hung.locator('audio').first().waitFor();
  await hung.getByRole('button', { name: /^Phê duyệt: / }).click();
  await hung.getByText('Đã phê duyệt.').waitFor();

  const tri = await begin('tri', tris);
  const { body } = await service.api('GET', '/api/v1/recordings');
  const { id, title } = body.items[0] as { id: string; title: string };
  await airSoon(tri, id);
  await tri.locator('#on-air .tt-output', { hasText: title }).waitFor({ timeout: 120_000 });
  await tri.locator('#today', { hasText: 'Đã phát' }).waitFor({ timeout: 120_000 });
  await tri.getByRole('link', { name: 'Nhật ký phát', exact: true }).click();
  expect(await tri.locator('tbody tr', { hasText: title }).count()).toBe(1);

  const theo = await begin('theo', theos);
  expect(await theo.locator('#upload').count()).toBe(0);
  await theo.locator('#reports form').first().getByRole('button').click();
  const link = theo.locator('[data-files] a', { hasText: 'DOCX' }).first();
  const download = theo.waitForEvent('download');
  await link.click();
  const report = unzipSync(readFileSync(await (await download).path()))['word/document.xml'];
  const text = strFromU8(report ?? new Uint8Array()).replace(/<[^>]+>/g, '');
  expect(text).toContain(title);
  expect(text).toContain('Bùi Văn Hùng');
  expect(browser.faults).toEqual([]);
});
