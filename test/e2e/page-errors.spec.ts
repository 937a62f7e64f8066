import { Logger } from '@nestjs/common';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { AccountsService } from '../../src/auth/accounts.service';
import { SessionsService } from '../../src/auth/sessions.service';
import { ReviewBoard } from '../../src/console/review.board';
import { TasksBoard } from '../../src/console/tasks.board';
import { ConsoleBrowser, ConsoleStation, PASSWORD } from '../support/console-station';

jest.setTimeout(60_000);

const FAULT = new Error('SELECT secret FROM account');

let station: ConsoleStation;
let session: string;
let personId: string;
let browser: ConsoleBrowser;
let scriptless: ConsoleBrowser;
const logged: string[] = [];

beforeAll(async () => {
  station = await ConsoleStation.open();
  const { id, cookie } = await station.person('an', 'Nguyễn Văn An', 'admin');
  personId = id;
  session = `${cookie.name}=${cookie.value}`;
  browser = await ConsoleBrowser.open(station);
  scriptless = await ConsoleBrowser.open(station, { javaScriptEnabled: false });
  await browser.context.addCookies([cookie]);
  await scriptless.context.addCookies([cookie]);
});

// The test's application has no logger: what it would write down is read here.
beforeEach(() => {
  for (const level of ['error', 'log'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation((...said: unknown[]) => {
      logged.push(said.join('\n'));
    });
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await browser.close();
  await scriptless.close();
  await station.close();
});

/** As a browser goes there. */
const visit = (path: string, cookies = session) =>
  request(station.app.getHttpServer()).get(path).set({ Accept: 'text/html,*/*;q=0.8', Cookie: cookies });

const REFERENCE = /^[2-9B-DF-HJ-NP-TV-XZ]{4}-[2-9B-DF-HJ-NP-TV-XZ]{4}$/;

/** The page's code is the request's and stands in the log; nothing of the error does, but there. */
function expectReference({ text, headers }: { readonly text: string; readonly headers: unknown }): string {
  const reference = (headers as Record<string, string>)['x-request-id'] ?? '';
  expect(reference).toMatch(REFERENCE);
  expect(text).toContain(reference);
  expect(text).not.toMatch(/SELECT|Error:|\.[jt]s:\d/);
  expect(text).toBe(text.normalize('NFC'));
  return logged.find((line) => line.includes(reference)) ?? '';
}

describe('a page in the place of another', () => {
  it('says that the page failed, what to do and what to tell support, in the reader’s language', async () => {
    jest.spyOn(station.app.get(ReviewBoard), 'queue').mockRejectedValue(FAULT);
    const answer = await visit('/duyet');
    expect([answer.status, answer.type]).toEqual([500, 'text/html']);
    expect(answer.text).toContain('Trang này gặp lỗi');
    expect(answer.text).toContain('đọc mã tra cứu dưới đây');
    expect(answer.text).toContain('Tài khoản: Nguyễn Văn An');
    expect(expectReference(answer)).toContain(FAULT.message);
    const english = await visit('/duyet', `${session}; lang=en`);
    expect(english.text).toContain('This page failed');
    expect(english.text).not.toContain('Trang này');
  });

  it('says that there is no such page, and keeps the pages and the session of who asked', async () => {
    const answer = await visit('/khong-co-trang-nay');
    expect([answer.status, answer.type]).toEqual([404, 'text/html']);
    expect(answer.text).toContain('Không tìm thấy trang');
    expect(answer.text).toContain('href="/duyet"');
    expect(expectReference(answer)).toContain('notFound');
    expect((await visit('/%E0%A4%A')).text).toContain('Mã tra cứu');
    expect((await visit('/khong-co', '')).text).toContain('Không tìm thấy trang');
    const script = await request(station.app.getHttpServer()).get('/khong-co');
    expect([script.status, script.type]).toEqual([404, 'application/problem+json']);
  });

  it('says who may, when its reader may not', async () => {
    const { cookie } = await station.person('theo', 'Trần Thị Theo', 'viewer');
    const answer = await visit('/nguoi-dung', `${cookie.name}=${cookie.value}`);
    expect([answer.status, answer.type]).toEqual([403, 'text/html']);
    expect(answer.text).toContain('nhờ quản trị của đài giao thêm vai trò');
    expect(expectReference(answer)).toContain('forbidden');
  });

  it('leads whoever’s session has ended to signing in and back', async () => {
    const ended = `${session}x`;
    const { status, headers } = await visit('/nhat-ky-phat?q=tin', ended);
    expect([status, headers.location]).toEqual([303, '/dang-nhap?next=%2Fnhat-ky-phat%3Fq%3Dtin']);
    expect((await visit('/dang-nhap', ended)).text).toContain('Phiên đăng nhập đã hết.');
    expect((await visit('/dang-nhap', '')).text).not.toContain('Phiên đăng nhập đã hết.');
  });
});

it('lets one block fail alone, keeps what it shows, and takes the word back when it works again', async () => {
  const page = await browser.newPage();
  await page.goto(station.url);
  const shown = await page.locator('#tasks-body').innerText();
  const broken = jest.spyOn(station.app.get(TasksBoard), 'tasks').mockRejectedValue(FAULT);
  const failed = page.locator('#tasks-body > .tt-failed');
  await page.evaluate('htmx.trigger(document.body, "wake")');
  await failed.waitFor();
  await page.evaluate('htmx.trigger(document.body, "wake")');
  await page.waitForFunction('document.querySelectorAll(".tt-failed").length === 1');
  expect(await page.locator('#tasks-body').innerText()).toContain(shown);
  const [, reference = ''] = /([\w]{4}-[\w]{4})\./.exec(await failed.innerText()) ?? [];
  expect(logged.find((line) => line.includes(reference))).toContain(FAULT.message);
  expect(await page.locator('#offline').isVisible()).toBe(false);
  broken.mockRestore();
  await page.evaluate('htmx.trigger(document.body, "wake")');
  await failed.waitFor({ state: 'detached' });
  await page.close();
});

async function fillIn(page: Page, name: string, username: string): Promise<void> {
  await page.goto(`${station.url}/nguoi-dung`);
  await page.locator('#name').fill(name);
  await page.locator('#username').fill(username);
  await page.locator('#new-editor').check();
  await page.getByRole('button', { name: 'Thêm' }).click();
}

/** Ends every session of the person, as time does. */
async function endSessions(): Promise<void> {
  await station.app.get(SessionsService).end(personId, {});
}

async function signIn(tab: Page): Promise<void> {
  await tab.goto(`${station.url}/tai-khoan`);
  await tab.locator('#username').fill('an');
  await tab.locator('#password').fill(PASSWORD);
  await tab.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await tab.waitForURL(/tai-khoan/);
  await tab.close();
}

describe('a form without scripts', () => {
  it('stands there again with what was typed when its writing fails', async () => {
    const page = await scriptless.newPage();
    jest.spyOn(station.app.get(AccountsService), 'create').mockRejectedValue(FAULT);
    await fillIn(page, 'Đinh Thị Lan', 'lan');
    await page.getByText('Máy chủ gặp lỗi. Mã tra cứu:').waitFor();
    expect(await page.locator('#name').inputValue()).toBe('Đinh Thị Lan');
    expect(await page.locator('#new-editor').isChecked()).toBe(true);
    await page.close();
  });

  it('keeps a change that is refused, in the form of its person', async () => {
    const page = await scriptless.newPage();
    await page.goto(`${station.url}/nguoi-dung`);
    const form = page.locator(`form[action="/nguoi-dung/${personId}"]`);
    await page.getByText('Sửa Nguyễn Văn An').click();
    await form.locator('[name=name]').fill('Nguyễn Văn Ân');
    await form.locator('[value=engineer]').check();
    await form.locator('[value=approver]').check();
    await form.getByRole('button').click();
    await page.getByText('kỹ thuật và lãnh đạo duyệt không thể là cùng một người').waitFor();
    expect(await form.locator('[name=name]').inputValue()).toBe('Nguyễn Văn Ân');
    expect(await form.locator('[value=engineer]').isChecked()).toBe(true);
    expect(await page.locator('#name').inputValue()).toBe('');
    await page.close();
  });

  it('is held, to be sent again, when its own page fails too', async () => {
    const page = await scriptless.newPage();
    const accounts = station.app.get(AccountsService);
    await page.goto(`${station.url}/nguoi-dung`);
    jest.spyOn(accounts, 'create').mockRejectedValueOnce(FAULT);
    await page.locator('#name').fill('Đinh Thị Lan');
    await page.locator('#username').fill('lan');
    await page.locator('#new-editor').check();
    jest.spyOn(accounts, 'list').mockRejectedValueOnce(FAULT);
    await page.getByRole('button', { name: 'Thêm' }).click();
    await page.getByText('Trang này gặp lỗi').waitFor();
    await page.getByText('Có thể việc này đã được ghi').waitFor();
    await page.getByRole('button', { name: 'Gửi lại' }).click();
    await page.locator('.tt-secret').waitFor();
    expect((await accounts.list()).map(({ name }) => name)).toContain('Đinh Thị Lan');
    await page.close();
  });

  it('is held while its sender signs in again in another tab', async () => {
    const page = await scriptless.newPage();
    await page.goto(`${station.url}/nguoi-dung`);
    await endSessions();
    await page.locator('#name').fill('Bùi Văn Hùng');
    await page.locator('#username').fill('hung');
    await page.locator('#new-approver').check();
    await page.getByRole('button', { name: 'Thêm' }).click();
    await page.getByRole('heading', { name: 'Phiên đăng nhập đã hết' }).waitFor();
    await page.getByText('Bùi Văn Hùng').waitFor();
    await signIn(await scriptless.newPage());
    // This page knows nothing of the new session; the next one does.
    await page.getByRole('button', { name: 'Gửi lại' }).click();
    await page.getByRole('button', { name: 'Gửi lại' }).click();
    await page.locator('.tt-secret').waitFor();
    await page.close();
  });

  it('shows no password again, and offers nothing to send for a form of another site', async () => {
    const server = request(station.app.getHttpServer());
    const send = (origin: string) =>
      server.post('/tai-khoan/mat-khau').type('form').set({ Accept: 'text/html', Origin: origin, Cookie: session });
    const own = await send(station.url).send({ present: 'cũ kỹ lắm rồi', password: 'a', note: 'ghi chú' });
    expect(own.text).not.toContain('cũ kỹ lắm rồi');
    expect(own.text).toContain('ghi chú');
    expect(own.text).not.toContain('Gửi lại');
    const foreign = await send('https://evil.example').send({ note: 'ghi chú' });
    expect(foreign.status).toBe(403);
    expect(foreign.text).not.toContain('ghi chú');
  });
});

it('keeps a form on its page while its sender signs in again, where scripts run', async () => {
  await signIn(await browser.newPage());
  const page = await browser.newPage();
  await page.goto(`${station.url}/nguoi-dung`);
  await endSessions();
  await page.locator('#name').fill('Phạm Minh Trí');
  await page.locator('#username').fill('tri');
  await page.locator('#new-engineer').check();
  await page.getByRole('button', { name: 'Thêm' }).click();
  await page.locator('#signed-out').waitFor();
  expect(await page.locator('#username').inputValue()).toBe('tri');
  await signIn(await browser.newPage());
  await page.getByRole('button', { name: 'Thêm' }).click();
  await page.locator('.tt-secret').waitFor();
  expect(browser.faults).toEqual([]);
});
