import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { DataSource } from 'typeorm';
import { addDays, civilDateAt, localTimeAt, weekOf } from '../../src/domain/calendar';
import { loadPlan, planSource } from '../../src/platform/config/plan-file';
import { PlansService } from '../../src/plans/plans.service';
import { ExpansionService } from '../../src/schedule/expansion.service';
import { AiringRow } from '../../src/schedule/schedule.entity';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { expectUsable } from '../support/page-checks';
import { projectDir } from '../support/service';

jest.setTimeout(60_000);

const WEEKLY = 'cds-hang-tuan';
const ZONE = 'Asia/Ho_Chi_Minh';
const today = civilDateAt(Date.now(), ZONE);
const shipped = loadPlan(join(projectDir, 'config', 'plans', 'son-mai-2025.yaml'));
const year = Number(today.slice(0, 4));
/** Whatever the day of the year, the weeks to come are owed. */
const plan = { ...shipped, code: 'thu', year, effective: { from: addDays(today, -7), to: addDays(today, 100) } };
let station: ConsoleStation;
let browser: ConsoleBrowser;
let page: Page;

beforeAll(async () => {
  station = await ConsoleStation.open();
  await station.app.get(PlansService).import(planSource(plan), 'thu.yaml', 'file', 'kiểm thử');
  await station.app.get(ExpansionService).refresh();
  browser = await ConsoleBrowser.open(station);
  const { cookie } = await station.person('tri', 'Phạm Minh Trí', 'engineer');
  await browser.context.addCookies([cookie]);
  page = await browser.newPage();
});

afterAll(async () => {
  await browser.close();
  await station.close();
});

const inUse = async () => station.app.get(PlansService).byCode('thu');
const source = () => page.getByRole('textbox', { name: 'Toàn văn (YAML)' });
const look = async () => page.getByRole('button', { name: 'Xem trước thay đổi' }).click();

/** Times of the weekly programme's airings from next week on; this week's takes what is left of the week. */
async function times(): Promise<readonly string[]> {
  const rows = await station.app.get(DataSource).manager.findBy(AiringRow, { state: 'planned', role: 'first' });
  const sunday = weekOf(today).end;
  const own = rows
    .filter(({ occurrenceKey }) => occurrenceKey.startsWith(WEEKLY))
    .filter(({ provisionalStart }) => civilDateAt(provisionalStart, ZONE) > sunday);
  return [...new Set(own.map(({ provisionalStart }) => localTimeAt(provisionalStart, ZONE).slice(0, 5)))];
}

it('shows the plan with basis, units, cadence, targets and topics, and gives its text', async () => {
  await page.goto(`${station.url}/ke-hoach`);
  for (const text of [
    'C.I.1.a',
    'Hằng tuần, không phát lại',
    '52 số',
    '12 số, 36 lượt phát lại',
    'Buổi sáng (05:30), Thứ hai',
  ])
    expect([text, await page.getByText(text, { exact: true }).count()]).toEqual([text, 1]);
  expect(await page.getByText(`0/${String(plan.topics.length)} chủ đề đã phát.`).count()).toBe(1);
  const headers = { Cookie: (await browser.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ') };
  const file = await fetch(`${station.url}/ke-hoach/tep?ma=thu`, { headers });
  expect(await file.text()).toBe(planSource(plan));
});

it('lets a clerk change a programme without knowing YAML, shows what moves before, and keeps what was typed', async () => {
  await page.getByRole('link', { name: /^Sửa chuyên mục: Chuyên mục Chuyển đổi số/ }).click();
  await page.getByLabel('Phát trong').selectOption('');
  await page.getByLabel('Giờ cố định', { exact: true }).fill('25:00');
  await page.getByLabel('Thời lượng dự kiến (phút)').fill('12,5');
  await look();
  await page.getByRole('alert').getByText('Giờ cố định').waitFor();
  expect(await page.getByLabel('Thời lượng dự kiến (phút)').inputValue()).toBe('12,5');
  await page.getByLabel('Giờ cố định', { exact: true }).fill('10:00');
  await page.getByLabel('Chỉ tiêu số mới trong năm').fill('60');
  await look();
  await page.getByRole('alert').getByText('Chỉ tiêu số mới: số không quá 53 với tần suất hằng tuần').waitFor();
  expect(await page.getByLabel('Giờ cố định', { exact: true }).inputValue()).toBe('10:00');
  await page.getByLabel('Chỉ tiêu số mới trong năm').fill('50');
  await look();
  const preview = page.getByRole('region', { name: 'Xem trước thay đổi' });
  await preview.getByText(/dời [1-9]\d* lượt/).waitFor();
  expect(await preview.getByText('12 phút 30 giây').count()).toBe(1);
  expect([(await inUse()).n, await times()]).toEqual([1, ['05:30']]);
  await page.getByRole('button', { name: 'Lưu thành phiên bản mới' }).click();
  await page.getByText('Đã lưu phiên bản mới').waitFor();
  expect([(await inUse()).n, await times()]).toEqual([2, ['10:00']]);
});

it('does not let the file of the start, or another one unasked, undo what was edited here', async () => {
  const plans = station.app.get(PlansService);
  const file = planSource(plan);
  expect(await plans.import(file, 'thu.yaml', 'file', 'x', { atStart: true })).toMatchObject({ n: 2, changed: false });
  const other = planSource({ ...plan, title: 'Khác' });
  for (const text of [file, other])
    await expect(plans.import(text, 'thu.yaml', 'file', 'x')).rejects.toMatchObject({ code: 'planChangedInConsole' });
  expect((await inUse()).n).toBe(2);
});

it('names the line of a fault in Vietnamese, keeps the text, and saves once it is right', async () => {
  await page.goto(`${station.url}/ke-hoach/van-ban?ma=thu`);
  const before = await source().inputValue();
  const line = before.split('\n').findIndex((text) => text.includes('kind: weekly')) + 1;
  await source().fill(before.replace('kind: weekly', 'kind: daily'));
  await look();
  await page
    .getByRole('alert')
    .getByText(`Kế hoạch, dòng ${String(line)}`)
    .waitFor();
  expect(await source().inputValue()).toBe(before.replace('kind: weekly', 'kind: daily'));
  await source().fill(before.replace('signer: Đinh Thanh Minh', 'signer: Đinh Văn A'));
  await look();
  await page.locator('ins', { hasText: 'Đinh Văn A' }).waitFor();
});

it('tells the second of two who edit the plan, and loses nothing', async () => {
  const now = await inUse();
  const theirs = planSource({ ...now.plan, organisation: 'UBND xã Sơn Mai (mới)' });
  await station.app.get(PlansService).import(theirs, 'x', 'console', 'Lan');
  await page.getByRole('button', { name: 'Lưu thành phiên bản mới' }).click();
  await page.getByText('Người khác vừa lưu một phiên bản mới').waitFor();
  expect(await source().inputValue()).toContain('Đinh Văn A');
  expect(await page.locator('del', { hasText: 'UBND xã Sơn Mai (mới)' }).count()).toBe(1);
  expect((await inUse()).n).toBe(3);
});

it('uses an earlier version again, and makes next year’s plan as a draft', async () => {
  await page.goto(`${station.url}/ke-hoach?ma=thu`);
  await page.getByRole('link', { name: 'Dùng lại: Phiên bản 1' }).click();
  await page.getByRole('button', { name: 'Lưu thành phiên bản mới' }).click();
  await page.getByText('Đã lưu phiên bản mới').waitFor();
  expect([(await inUse()).n, await times()]).toEqual([4, ['05:30']]);
  const link = page.getByRole('link', { name: `Lập kế hoạch năm ${String(year + 1)}` });
  expect(await link.getAttribute('href')).toBe(`/ke-hoach/van-ban?ma=thu&nam=${String(year + 1)}`);
  await page.goto(`${station.url}/ke-hoach/van-ban?ma=thu&nam=${String(year + 2)}`);
  await page.getByText('Kế hoạch mới:').waitFor();
  expect(await source().isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Lưu thành phiên bản mới' }).click();
  await page.getByText('Đã lưu phiên bản mới').waitFor();
  expect(await page.getByText('Dự thảo, cần xác nhận căn cứ').count()).toBeGreaterThan(0);
  const { plan: made } = await station.app.get(PlansService).byCode(`thu-${String(year + 2)}`);
  expect(made).toMatchObject({ status: 'draft', year: year + 2 });
});

it('takes a plan from a file, and says what stands against it', async () => {
  await page.goto(`${station.url}/ke-hoach/van-ban`);
  const other = { ...plan, code: 'khac', effective: { from: today, to: today } };
  const file = { name: 'khac.yaml', mimeType: 'application/yaml', buffer: Buffer.from(planSource(other)) };
  await page.getByLabel('Hoặc chọn tệp').setInputFiles(file);
  await page.waitForFunction('document.getElementById("source").value.includes("khac")');
  await look();
  await page.getByRole('alert').getByText('Kế hoạch khac và thu cùng có chuyên mục').waitFor();
  await source().fill((await source().inputValue()).replaceAll(today, '2040-01-15'));
  await look();
  await page.getByRole('button', { name: 'Lưu thành phiên bản mới' }).click();
  await page.getByText('Đã lưu phiên bản mới').waitFor();
  expect((await station.app.get(PlansService).byCode('khac')).plan.effective.from).toBe('2040-01-15');
});

it('is usable on a telephone and a desk, light and dark', async () => {
  const form = `chuyen-muc?ma=thu&key=${WEEKLY}`;
  for (const path of ['', `/${form}`, '/van-ban?ma=thu', `/van-ban?ma=thu&nam=${String(year + 3)}`])
    await expectUsable(page, `${station.url}/ke-hoach${path}`);
  expect(browser.faults).toEqual([]);
  const { cookie } = await station.person('xem', 'Người Xem', 'viewer');
  const headers = { Cookie: `${cookie.name}=${cookie.value}` };
  expect(await (await fetch(`${station.url}/ke-hoach`, { headers })).text()).toContain('Chỉ quản trị và kỹ thuật');
  expect((await fetch(`${station.url}/ke-hoach/van-ban`, { headers })).status).toBe(403);
});
