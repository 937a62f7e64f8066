import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { addDays, civilDateAt, instantOf, monthOf, weekOf } from '../../src/domain/calendar';
import { STATION_TIME_ZONE } from '../../src/domain/station';
import { RemindersService } from '../../src/reminders/reminders.service';
import { ReportService } from '../../src/reports/report.service';
import { AttestationsService } from '../../src/schedule/compliance/attestations.service';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { expectUsable } from '../support/page-checks';

jest.setTimeout(60_000);

/** Last month, which a report is most often about. */
const MONTH = monthOf(addDays(monthOf(civilDateAt(Date.now(), STATION_TIME_ZONE)).start, -1));

let station: ConsoleStation;
let browser: ConsoleBrowser;
let page: Page;

beforeAll(async () => {
  station = await ConsoleStation.open({ plans: ['thu'] });
  browser = await ConsoleBrowser.open(station);
  page = await browser.newPage();
});

afterAll(async () => {
  await browser.close();
  await station.close();
});

async function enter(username: string, role: 'editor' | 'approver' | 'viewer'): Promise<void> {
  await browser.context.addCookies([(await station.person(username, username, role)).cookie]);
}

it('lets an editor make a report and write its words, and keeps what was typed when it refuses', async () => {
  await enter('lan', 'editor');
  await page.goto(`${station.url}/bao-cao`);
  expect(await page.getByText('Chưa lập báo cáo nào.').count()).toBe(1);
  await page.getByText('Báo cáo đột xuất', { exact: true }).click();
  await page.getByLabel('Từ ngày').fill('10/10/2026');
  await page.getByLabel('Đến hết ngày').fill('09/10/2026');
  await page.locator('#range').getByRole('button').click();
  await page.getByRole('alert').getByText('Đến hết ngày: không trước ngày đầu').waitFor();
  expect(await page.getByLabel('Từ ngày').inputValue()).toBe('10/10/2026');

  await page.locator('form[action="/bao-cao"]').getByRole('button').click();
  await page.getByText('Đã lập báo cáo.').waitFor();
  expect(await page.getByRole('table', { name: /^Bảng 1\. / }).count()).toBe(1);
  expect(await page.getByRole('img', { name: /^Biểu đồ 1\. / }).count()).toBe(1);
  expect(await page.getByRole('button', { name: 'Khóa báo cáo' }).count()).toBe(0);
  // The long tables come when they are opened.
  const topics = page.locator('details', { hasText: /^Bảng 4\. / });
  expect(await topics.getByRole('row').count()).toBe(0);
  await topics.locator('summary').click();
  await topics.getByRole('row').first().waitFor();

  const other = await browser.newPage();
  await other.goto(page.url());
  await page.getByLabel('VI. Tồn tại').fill('Mất điện hai ngày.');
  await page.getByLabel('Ngày văn bản').fill('31/02/2026');
  await page.getByRole('button', { name: 'Lưu nội dung' }).click();
  await page.getByRole('alert').getByText('Ngày văn bản').waitFor();
  expect(await page.getByLabel('VI. Tồn tại').inputValue()).toBe('Mất điện hai ngày.');
  await page.getByLabel('Ngày văn bản').fill('02/11/2026');
  await page.getByRole('button', { name: 'Lưu nội dung' }).click();
  await page.getByText('Đã lưu nội dung').waitFor();

  // The second of two is told, sees what the first wrote, and loses nothing.
  await other.getByLabel('VI. Tồn tại').fill('Đường truyền yếu.');
  await other.getByRole('button', { name: 'Lưu nội dung' }).click();
  await other.getByRole('alert').waitFor();
  expect(await other.getByLabel('VI. Tồn tại').inputValue()).toBe('Đường truyền yếu.');
  await other.getByText('Đang lưu: Mất điện hai ngày.').waitFor();
  await other.close();
  await page.getByRole('button', { name: 'Đã kiểm tra' }).click();
  await page.getByText('Đã ghi nhận kiểm tra.').waitFor();
  expect(await page.getByText('Chỉ lãnh đạo duyệt được khóa báo cáo.').count()).toBe(1);
});

it('names what is not settled instead of offering the lock', async () => {
  await enter('hung', 'approver');
  const start = instantOf(`${MONTH.key}-12`, '05:30', STATION_TIME_ZONE);
  const open = { airingId: 'a', start, state: 'cued', title: 'Bản tin sáng' };
  const unsettled = jest.spyOn(station.app.get(ReportService), 'unsettled').mockResolvedValueOnce([open] as never);
  await page.reload();
  unsettled.mockRestore();
  expect(await page.getByText('Còn 1 lượt phát chưa có kết quả').count()).toBe(1);
  expect(await page.getByText('Khóa báo cáo này').count()).toBe(0);
  await page.getByRole('link', { name: /^12\/.* 05:30$/ }).click();
  await page.waitForURL(/nhat-ky-phat\?from=12/);
  await page.goBack();
});

it('lets the approver lock it once the consequence is accepted, and gives what the seal says', async () => {
  await page.reload();
  await page.getByText('Khóa báo cáo này').click();
  await page.getByRole('button', { name: 'Khóa báo cáo' }).click();
  expect(await page.getByText('Đã khóa báo cáo.').count()).toBe(0);
  await page.getByLabel('Tôi hiểu báo cáo khóa rồi').check();
  await page.getByRole('button', { name: 'Khóa báo cáo' }).click();
  await page.getByText('Đã khóa báo cáo.').waitFor();
  expect(await page.getByText('SHA-256 của số liệu').count()).toBe(1);
  expect(await page.getByText('nhật ký phát chưa có mục nào').count()).toBe(1);
  expect(await page.getByRole('textbox').count()).toBe(0);
  const rows = page.locator('#files-heading + div tbody tr');
  const formats: string[] = [];
  for (const row of await rows.all()) {
    const coming = page.waitForEvent('download');
    await row.getByRole('link').click();
    const download = await coming;
    formats.push(download.suggestedFilename().split('.').at(-1) ?? '');
    const hash = createHash('sha256')
      .update(readFileSync(await download.path()))
      .digest('hex');
    expect(await row.locator('code').textContent()).toBe(hash);
  }
  expect(formats).toEqual(['docx', 'pdf', 'xlsx', 'csv', 'json']);
  await expectUsable(page, page.url());
});

it('makes version 2 of a locked report whose data changed, with the differences', async () => {
  const middle = `${MONTH.key}-15`;
  await station.app.get(AttestationsService).attest({
    ...{ programmeKey: 'cds-hang-tuan', periodKey: weekOf(middle).key, ordinal: 0, airtimeSeconds: 600 },
    ...{ note: 'Phát bằng máy dự phòng', document: 'Sổ trực 12', attachment: null, actor: 'Hùng' },
    airedAt: instantOf(middle, '05:30', STATION_TIME_ZONE),
  });
  await page.goto(`${station.url}/bao-cao`);
  await page.locator('form[action="/bao-cao"]').getByRole('button').click();
  await page.getByRole('heading', { name: /^Khác với phiên bản trước \(\d+\)$/ }).waitFor();
  expect(await page.getByRole('textbox', { name: 'VI. Tồn tại' }).inputValue()).toBe('Mất điện hai ngày.');
  await page.getByRole('link', { name: 'Tất cả báo cáo' }).click();
  const versions = await page.locator('#kept-heading + div tbody tr td:nth-child(4)').allTextContents();
  expect(versions).toEqual(['2', '1']);
  await page.locator('#kept-heading + div').getByRole('link').last().click();
  expect(await page.getByText('Đã có phiên bản mới hơn của kỳ này.').count()).toBe(1);
});

it('reminds on the overview until somebody says to know of it', async () => {
  await station.app.get(RemindersService).refresh();
  await page.goto(station.url);
  if ((await page.locator('#reminders[open]').count()) === 0) await page.locator('#reminders summary').click();
  await page
    .getByRole('button', { name: /^Đã biết: Cần bản ghi âm/ })
    .first()
    .click();
  await page.getByText('Đã biết, chưa xong (1)').click();
  expect(await page.locator('#known-reminders li').textContent()).toMatch(/^Cần bản ghi âm: .*\(hung\)$/);
});

it('lets a viewer read and download, and says who does the rest', async () => {
  await enter('mai', 'viewer');
  await page.goto(`${station.url}/bao-cao`);
  await expectUsable(page, page.url());
  await page.locator('#kept-heading + div').getByRole('link').first().click();
  expect(await page.getByText('Biên tập và lãnh đạo duyệt được viết nội dung').count()).toBe(1);
  expect(await page.getByRole('textbox').count()).toBe(0);
  await page.goto(`${page.url()}?lang=en`);
  await expectUsable(page, page.url());
  await page.goto(`${station.url}/bao-cao/khong-co?lang=vi`);
  await page.getByText('Không tìm thấy').first().waitFor();
  expect(browser.faults).toEqual([]);
});

it('opens a number of the ledger to its rows, and says where they are when they do not come', async () => {
  const year = MONTH.key.slice(0, 4);
  const path = `/chi-tieu?${new URLSearchParams({ from: `01/01/${year}`, to: `31/12/${year}` }).toString()}`;
  await page.goto(station.url + path);
  const owed = page.locator('details', { hasText: 'Phải phát: ' }).first();
  const count = Number(await owed.locator('strong').textContent());
  await browser.context.setOffline(true);
  await owed.locator('summary').click();
  await owed.getByRole('link', { name: 'Xem các dòng' }).waitFor();
  await owed.locator('summary').click();
  await browser.context.setOffline(false);
  await owed.locator('summary').click();
  await owed.getByText('số 1: ').waitFor();
  expect(await owed.getByRole('listitem').count()).toBe(count);

  await page.goto(station.url + path);
  const other = page.locator('details', { hasText: 'Phải phát: ' }).first();
  await page.goto(
    new URL((await other.getByRole('link', { includeHidden: true }).getAttribute('href'))!, station.url).href,
  );
  expect(await other.getByRole('listitem').count()).toBe(count);
});
