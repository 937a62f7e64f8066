import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Browser } from '../support/browser';
import { remove, Service, stationDirectory } from '../support/service';
import { addPerson, choosePassword, signIn } from '../support/sign-in';
import { makeSpeech } from '../support/tones';

jest.setTimeout(240_000);

const directory = stationDirectory();
const files = mkdtempSync(join(tmpdir(), 'people-'));
let service: Service;
let chrome: Browser;

beforeAll(async () => {
  service = await Service.start(directory);
  chrome = await Browser.open(service);
});

afterAll(async () => {
  await chrome.close();
  await service.stop();
  remove(directory);
  rmSync(files, { recursive: true });
});

/** With nobody else's cookies. */
const browser = (javaScriptEnabled = true) =>
  chrome.computer({ javaScriptEnabled, viewport: { width: 390, height: 844 } }, 90_000);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** For one page and no sideways scrolling: keeps what a person would see when PICTURES names a folder. */
async function look(page: Page, name: string): Promise<void> {
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 844 });
    expect([name, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([name, width]);
    const { PICTURES } = process.env;
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`), fullPage: true });
  }
}

it('goes from the set-up link to a recording that somebody else than its uploader approves', async () => {
  const [, path = ''] = /one-time set-up link: \S+?(\/thiet-lap\?ma=[\w-]+)/.exec(service.output) ?? [];
  // The administrator's old computer runs no scripts.
  const admin = await browser(false);
  await admin.goto(`${service.url}/`);
  await admin.getByText('Đài chưa có quản trị.').waitFor();
  await admin.goto(`${service.url}/thiet-lap?ma=guess`);
  await admin.getByText('Đường dẫn thiết lập không đúng.').waitFor();
  await admin.goto(service.url + path);
  await look(admin, 'set-up');
  await admin.locator('#name').fill('Nguyễn Văn An');
  await admin.locator('#username').fill('an');
  await admin.locator('#password').fill('mưa rào tháng bảy');
  await admin.locator('#again').fill('mưa rào tháng tám');
  await button(admin, 'Tạo quản trị và đăng nhập').click();
  await admin.getByText('Hai lần nhập mật khẩu không giống nhau.').waitFor();
  expect(await admin.locator('#name').inputValue()).toBe('Nguyễn Văn An');
  await admin.locator('#password').fill('mưa rào tháng bảy');
  await admin.locator('#again').fill('mưa rào tháng bảy');
  await button(admin, 'Tạo quản trị và đăng nhập').click();

  const lans = await addPerson(admin, 'Đinh Thị Lan', 'lan', 'editor');
  await look(admin, 'people');
  const hungs = await addPerson(admin, 'Bùi Văn Hùng', 'hung', 'approver');
  await admin.goto(service.url + path);
  await admin.getByText('Đài đã được thiết lập').waitFor();

  const lan = await browser();
  await signIn(lan, service.url, 'lan', 'sai mật khẩu');
  await lan.getByText('Tên đăng nhập hoặc mật khẩu không đúng.').waitFor();
  await look(lan, 'sign-in');
  await signIn(lan, service.url, 'lan', lans);
  await lan.getByText('Mật khẩu này do quản trị cấp.').waitFor();
  await choosePassword(lan, lans, 'gió bấc cuối năm');
  await look(lan, 'account');
  await lan.goto(`${service.url}/nguoi-dung`);
  await lan.getByText('Tài khoản này không có quyền').waitFor();
  await look(lan, 'forbidden');
  await lan.goto(`${service.url}/`);
  await lan.setInputFiles('#upload-file', await makeSpeech(join(files, 'tin.wav'), 3));
  await button(lan, 'Tải lên').click();
  await lan.locator('#upload-form [data-result]', { hasText: 'Đã nhận bản ghi.' }).waitFor();
  await lan.getByRole('button', { name: 'Trình duyệt: tin' }).click();
  await lan.locator('#toast', { hasText: 'Đã trình duyệt.' }).waitFor();
  await lan.locator('#recordings', { hasText: 'Chờ phê duyệt' }).waitFor();
  expect(await lan.getByRole('button', { name: 'Phê duyệt: tin' }).count()).toBe(0);
  await look(lan, 'console-editor');

  const hung = await browser();
  await signIn(hung, service.url, 'hung', hungs);
  await choosePassword(hung, hungs, 'nắng sớm đồng làng');
  await hung.goto(`${service.url}/`);
  expect(await hung.locator('#upload').count()).toBe(0);
  await hung.getByRole('button', { name: 'Phê duyệt: tin' }).click();
  await hung.locator('#toast', { hasText: 'Đã phê duyệt.' }).waitFor();
  const { body } = await service.api('GET', '/api/v1/recordings');
  const { id } = body.items[0] as { id: string };
  expect(body.items).toMatchObject([{ uploadedBy: 'Đinh Thị Lan', reviewStatus: 'approved' }]);
  const { reviews } = (await service.api('GET', `/api/v1/recordings/${id}`)).body;
  expect(reviews).toMatchObject([{ actor: 'Đinh Thị Lan' }, { actor: 'Bùi Văn Hùng', decision: 'approve' }]);

  // A form whose page lacks the proof of being ours, and an uploader who becomes an approver as well.
  const forged = await lan.request.post(`${service.url}/api/v1/recordings/${id}/submit`);
  expect([forged.status(), (await forged.json()).code]).toEqual([403, 'csrfFailed']);
  await admin.goto(`${service.url}/nguoi-dung`);
  const card = admin.locator('.tt-card', { hasText: 'Đinh Thị Lan' });
  await card.getByText('Sửa Đinh Thị Lan').click();
  await card.getByLabel('Lãnh đạo duyệt').check();
  await card.getByRole('button', { name: 'Lưu: Đinh Thị Lan' }).click();
  await admin.getByText('Đã lưu.').waitFor();
  const { csrf } = (await (await lan.request.get(`${service.url}/console/csrf`)).json()) as { csrf: string };
  const headers = { 'X-CSRF-Token': csrf };
  const back = { headers, data: { comment: 'Thu lại' } };
  expect((await lan.request.post(`${service.url}/api/v1/recordings/${id}/return`, back)).status()).toBe(200);
  expect((await lan.request.post(`${service.url}/api/v1/recordings/${id}/submit`, { headers })).status()).toBe(200);
  const own = await lan.request.post(`${service.url}/api/v1/recordings/${id}/approve`, { headers });
  expect([own.status(), (await own.json()).code]).toEqual([403, 'ownUpload']);

  await admin.goto(`${service.url}/nhat-ky-he-thong?q=recording.approve`);
  await admin.getByText('Bùi Văn Hùng').waitFor();
  await admin.getByText('127.0.0.1').first().waitFor();
  await look(admin, 'audit');
  await admin.goto(`${service.url}/ma-truy-cap`);
  await look(admin, 'tokens');
  await admin.goto(`${service.url}/ma-truy-cap?lang=en`);
  await look(admin, 'tokens-en');

  // What is typed outlives the session: signed in again elsewhere, it is sent from the same page.
  await lan.getByText('Thêm tiêu đề, ngôn ngữ, chủ đề').click();
  await lan.locator('#upload-title').fill('Tin thứ hai');
  await lan.setInputFiles('#upload-file', join(files, 'tin.wav'));
  const tab = await chrome.newPage(lan.context());
  await tab.goto(`${service.url}/tai-khoan`);
  await button(tab, 'Đăng xuất').click();
  await tab.locator('#username').waitFor();
  await button(lan, 'Tải lên').click();
  await lan.locator('#signed-out').waitFor();
  await signIn(tab, service.url, 'lan', 'gió bấc cuối năm');
  await tab.locator('#upload-form').waitFor();
  expect(await lan.locator('#upload-title').inputValue()).toBe('Tin thứ hai');
  await button(lan, 'Tải lên').click();
  await lan.locator('#upload-form [data-result]', { hasText: 'Đã nhận bản ghi.' }).waitFor();
  expect(chrome.faults).toEqual([]);
});
