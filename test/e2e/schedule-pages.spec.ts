import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { addDays, civilDateAt, localTimeAt, weekOf, type CivilDate } from '../../src/domain/calendar';
import { loadPlan, planSource } from '../../src/platform/config/plan-file';
import { PlansService } from '../../src/plans/plans.service';
import { AiringsService } from '../../src/schedule/airings.service';
import { ExpansionService } from '../../src/schedule/expansion.service';
import { AiringRow } from '../../src/schedule/schedule.entity';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { expectUsable } from '../support/page-checks';
import { projectDir, until } from '../support/service';
import { makeSpeech } from '../support/tones';

jest.setTimeout(60_000);

const ZONE = 'Asia/Ho_Chi_Minh';
let station: ConsoleStation;
let browser: ConsoleBrowser;
let page: Page;
/** The weekly programme's airing of the week after next, on its Monday at 05:30. */
let airing: AiringRow;
let monday: CivilDate;

beforeAll(async () => {
  station = await ConsoleStation.open({ routineWindow: { start: '05:30', end: '20:00' } });
  const today = civilDateAt(Date.now(), ZONE);
  const shipped = loadPlan(join(projectDir, 'config', 'plans', 'son-mai-2025.yaml'));
  // Whatever the day of the year, the weeks to come are owed.
  const plan = { ...shipped, code: 'thu', effective: { from: addDays(today, -7), to: addDays(today, 200) } };
  await station.app.get(PlansService).import(planSource(plan), 'thu.yaml', 'file', 'kiểm thử');
  await station.app.get(ExpansionService).refresh();
  monday = addDays(weekOf(today).start, 14);
  const rows = await station.app.get(DataSource).manager.findBy(AiringRow, { role: 'first' });
  airing = rows.find(({ provisionalStart }) => civilDateAt(provisionalStart, ZONE) === monday)!;
  browser = await ConsoleBrowser.open(station);
  const { cookie } = await station.person('tri', 'Phạm Minh Trí', 'engineer', 'admin');
  await browser.context.addCookies([cookie]);
  page = await browser.newPage();
  await page.setViewportSize({ width: 1366, height: 900 });
});

afterAll(async () => {
  await browser.close();
  await station.close();
});

const text = (date: CivilDate) => date.split('-').reverse().join('/');
const week = () => `${station.url}/lich-phat?xem=tuan&ngay=${monday}`;
const itsPage = () => `${station.url}/lich-phat/luot/${airing.id}`;

/** "2026-12-08 17:15". */
async function where(): Promise<string> {
  const { provisionalStart: at } = await row();
  return `${civilDateAt(at, ZONE)} ${localTimeAt(at, ZONE).slice(0, 5)}`;
}

const row = async () => station.app.get(DataSource).manager.findOneByOrFail(AiringRow, { id: airing.id });

/** Takes the airing to a place, and holds it there. */
async function hold(place: Locator): Promise<void> {
  await page.locator(`#luot-${airing.id}`).hover();
  await page.mouse.down();
  await place.hover();
  await place.hover({ position: { x: 8, y: 8 } });
}

const verdict = () => page.locator('#verdict');
const dayOf = (date: CivilDate) => page.locator(`[data-date="${date}"]`);

it('moves an airing by dragging it, says before where it would go, and takes the move back', async () => {
  await page.goto(week());
  await hold(dayOf(addDays(monday, 3)).locator('[data-session="buoi-chieu"]'));
  await verdict()
    .getByText(`Thả để chuyển đến 17:00, ${text(addDays(monday, 3))}.`)
    .waitFor();
  expect(await where()).toBe(`${monday} 05:30`);
  await page.mouse.up();
  await page.getByText(/^Đã chuyển Chuyên mục .* đến 17:00, Thứ năm/).waitFor();
  expect(await where()).toBe(`${addDays(monday, 3)} 17:00`);
  await page.getByRole('button', { name: /^Chuyển về chỗ cũ/ }).click();
  await page.getByText(/^Đã chuyển Chuyên mục .* đến 05:30, Thứ hai/).waitFor();
  expect(await where()).toBe(`${monday} 05:30`);
});

it('marks a day of mourning, and explains before the drop why nothing can be moved there', async () => {
  const wednesday = addDays(monday, 2);
  await page.goto(week());
  await dayOf(wednesday).getByRole('link').first().click();
  await page.getByLabel('Tên ngày').fill('Quốc tang');
  await page.getByLabel('Loại ngày').selectOption('mourning');
  await page.getByLabel('Phát trong ngày').selectOption('skip');
  await page.getByRole('button', { name: 'Lưu' }).click();
  await page.getByText('Đã lưu.').waitFor();
  await page.goto(week());
  expect(await dayOf(wednesday).getByText('Quốc tang').count()).toBe(1);
  await hold(dayOf(wednesday).locator('[data-session="buoi-sang"]'));
  await verdict()
    .getByText(`Ngày ${text(wednesday)} không phát sóng.`)
    .waitFor();
  await page.mouse.up();
  await verdict()
    .getByText(/^Chưa chuyển\./)
    .waitFor();
  expect(await where()).toBe(`${monday} 05:30`);
});

it('moves an airing by its form, explains quiet hours and sessions, and keeps what was typed', async () => {
  await page.goto(itsPage());
  await page.getByLabel('Giờ', { exact: true }).fill('19:55');
  await page.getByRole('button', { name: 'Chuyển', exact: true }).click();
  await page.getByRole('alert').getByText('giờ yên tĩnh').waitFor();
  expect(await page.getByLabel('Giờ', { exact: true }).inputValue()).toBe('19:55');
  await page.getByLabel('Giờ', { exact: true }).fill('17:40');
  await page.getByRole('button', { name: 'Kiểm tra trước' }).click();
  await page.getByRole('alert').getByText('Buổi chiều phải kết thúc lúc 17:45').waitFor();
  await page.getByLabel('Giờ', { exact: true }).fill('10:00');
  await page.getByRole('button', { name: 'Kiểm tra trước' }).click();
  await page.getByText(`Chuyển được đến 10:00, Thứ hai, ${text(monday)}.`).waitFor();
  expect(await where()).toBe(`${monday} 05:30`);
  await page.getByRole('button', { name: 'Chuyển', exact: true }).press('Enter');
  await page.getByText(/^Đã chuyển Chuyên mục/).waitFor();
  expect(await where()).toBe(`${monday} 10:00`);
});

it('tells the second of two people, shows what it is now, and loses nothing that was typed', async () => {
  await page.goto(itsPage());
  const at = (await row()).provisionalStart + 3_600_000;
  await station.app.get(AiringsService).move(airing.id, at, null, 'Lan');
  await page.getByLabel('Giờ', { exact: true }).fill('14:00');
  await page.getByRole('button', { name: 'Chuyển', exact: true }).click();
  await page.getByText(`Người khác vừa sửa lượt này. Hiện nay: 11:00, Thứ hai, ${text(monday)}`).waitFor();
  expect([await page.getByLabel('Giờ', { exact: true }).inputValue(), await where()]).toEqual([
    ...['14:00', `${monday} 11:00`],
  ]);
  await page.getByRole('button', { name: 'Chuyển', exact: true }).click();
  await page.getByText(/^Đã chuyển Chuyên mục/).waitFor();
  expect(await where()).toBe(`${monday} 14:00`);
});

it('cancels with a reason and its consequence, and takes the cancellation back', async () => {
  await page.goto(itsPage());
  expect(await page.getByText('vẫn tính là còn nợ kế hoạch').count()).toBe(1);
  await page.getByLabel('Số văn bản').fill('12/TB-UBND');
  await page.getByLabel('Lý do hủy').fill('   ');
  await page.getByRole('button', { name: 'Hủy lượt phát này' }).click();
  await page.getByRole('alert').getByText('Lý do hủy').waitFor();
  expect(await page.getByLabel('Số văn bản').inputValue()).toBe('12/TB-UBND');
  await page.getByLabel('Lý do hủy').fill('Mưa lũ');
  await page.getByRole('button', { name: 'Hủy lượt phát này' }).click();
  await page.getByText('Đã hủy lượt phát.').waitFor();
  expect(await row()).toMatchObject({ state: 'cancelled', note: 'Mưa lũ', document: '12/TB-UBND' });
  await page.getByRole('button', { name: 'Phục hồi lượt phát' }).click();
  await page.getByText('Đã phục hồi lượt phát.').waitFor();
  expect(await row()).toMatchObject({ state: 'planned', note: null, document: null });
});

/** A special that may air. */
async function approvedSpecial(): Promise<void> {
  const server = request(station.app.getHttpServer());
  const [editor, approver] = [await station.token('editor'), await station.token('approver')];
  const uploaded = await server
    .post('/api/v1/recordings')
    .set('Authorization', editor)
    .field({ special: 'true', title: 'Tin lũ' })
    .attach('file', await makeSpeech(join(station.dataDir, 'tin.wav'), 2));
  const address = `/api/v1/recordings/${(uploaded.body as { id: string }).id}`;
  await until('the recording to be ready', async () => {
    const { body } = await server.get(address).set('Authorization', editor);
    return (body as { status: string }).status === 'ready' ? true : null;
  });
  await server.post(`${address}/submit`).set('Authorization', editor).send({});
  await server.post(`${address}/approve`).set('Authorization', approver).send({});
}

it('adds a one-off airing for chosen clusters, once however often its form is sent', async () => {
  await page.goto(`${station.url}/lich-phat/them`);
  await page.getByText('Chưa có bản ghi nào được duyệt.').waitFor();
  await approvedSpecial();
  await page.goto(week());
  await page.getByRole('link', { name: 'Thêm lượt phát' }).click();
  await page.getByLabel('Ngày', { exact: true }).fill(text(addDays(monday, 4)));
  await page.getByLabel('Giờ', { exact: true }).fill('21:00');
  const cluster = page.getByRole('checkbox').first();
  await cluster.check();
  await page.getByRole('button', { name: 'Thêm vào lịch' }).click();
  await page.getByRole('alert').getByText('giờ yên tĩnh').waitFor();
  expect([await page.getByLabel('Giờ', { exact: true }).inputValue(), await cluster.isChecked()]).toEqual([
    ...['21:00', true],
  ]);
  await page.getByLabel('Giờ', { exact: true }).fill('09:00');
  const sending = page.waitForRequest((one) => one.method() === 'POST');
  await page.getByRole('button', { name: 'Thêm vào lịch' }).click();
  const sent = await sending;
  await page.getByText('Đã thêm lượt phát vào lịch.').waitFor();
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const again = await page.request.post(sent.url(), { headers, data: sent.postData() ?? '' });
  expect(again.url()).toBe(`${page.url()}?xong=add`);
  const extras = await station.app.get(DataSource).manager.findBy(AiringRow, { role: 'extra' });
  expect(extras.map(({ clusterCodes }) => clusterCodes?.length)).toEqual([1]);
});

it('gives a calendar program an address once, and withdraws it', async () => {
  await page.goto(`${station.url}/lich-phat/dia-chi`);
  await page.getByLabel('Địa chỉ dùng cho ai').fill('Trưởng thôn');
  await page.getByRole('button', { name: 'Tạo địa chỉ' }).click();
  const address = (await page.locator('.tt-secret').textContent()) ?? '';
  expect(await (await fetch(address)).text()).toContain('BEGIN:VCALENDAR');
  await page.getByText('Thu hồi địa chỉ này…').click();
  await page.getByRole('button', { name: 'Thu hồi: Trưởng thôn' }).click();
  await page.getByText('Đã thu hồi địa chỉ.').waitFor();
  expect((await fetch(address)).status).toBe(404);
});

it('goes through weeks and months by links, prints days and no controls, and refuses no one who only looks', async () => {
  await page.goto(week());
  await page.getByRole('link', { name: /Tuần sau/ }).click();
  expect(await dayOf(addDays(monday, 7)).count()).toBe(1);
  await page.getByRole('link', { name: 'Tháng', exact: true }).click();
  await page.getByRole('link', { name: /Tháng trước/ }).click();
  expect(await page.locator('.tt-cal-month [data-date]').count()).toBeGreaterThanOrEqual(28);
  await page.emulateMedia({ media: 'print' });
  expect([await page.locator('.tt-cal-ways').isVisible(), await page.locator('.tt-cal').isVisible()]).toEqual([
    false,
    true,
  ]);
  await page.emulateMedia({ media: 'screen' });
  const { cookie } = await station.person('xem', 'Người Xem', 'viewer');
  const headers = { Cookie: `${cookie.name}=${cookie.value}` };
  const seen = await (await fetch(week(), { headers })).text();
  expect(seen).toContain('Chỉ kỹ thuật được sửa lịch phát.');
  expect(seen).not.toContain('id="move"');
  const rubbish = [
    '?ngay=31/02/2026',
    '?ngay=9999-12-31',
    '?xem=nam',
    '?luot=x',
    '/ngay/9999-12-31',
    '/ngay/x',
    '/luot/x',
  ];
  const statuses = rubbish.map(async (one) => (await fetch(`${station.url}/lich-phat${one}`, { headers })).status);
  expect(await Promise.all(statuses)).toEqual([400, 400, 400, 400, 404, 400, 404]);
});

it('is usable on a telephone and a desk, light and dark', async () => {
  const month = week().replace('tuan', 'thang');
  const others = [`lich-phat/ngay/${monday}`, 'lich-phat/them', 'lich-phat/dia-chi'].map(
    (one) => `${station.url}/${one}`,
  );
  for (const url of [week(), month, itsPage(), ...others]) await expectUsable(page, url);
  expect(browser.faults).toEqual([]);
});
