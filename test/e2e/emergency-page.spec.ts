import { openAsBlob } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Route } from 'playwright-core';
import { Browser } from '../support/browser';
import { violations } from '../support/page-checks';
import { childrenOf } from '../support/processes';
import { remove, Service, stationDirectory, until } from '../support/service';
import { makeTone } from '../support/tones';

jest.setTimeout(90_000);

const directory = stationDirectory();
let service: Service;
let browser: Browser;
let approver: Page;
let engineer: Page;
/** Its recording. */
let storm: string;

beforeAll(async () => {
  service = await Service.start(directory);
  const microphone = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  browser = await Browser.open(service, microphone);
  approver = await browser.enter('hung', 'Lê Văn Hùng', 'approver');
  engineer = await browser.enter('tri', 'Phạm Minh Trí', 'engineer');
});
afterAll(async () => {
  await browser.close();
  await service.stop();
  remove(directory);
});

/** A message of 40 s that nobody has approved. */
async function recorded(title: string): Promise<string> {
  const path = await makeTone(join(directory.root, `${title}.wav`), 40);
  const form = new FormData();
  form.set('special', 'true');
  form.set('urgent', 'true');
  form.set('file', await openAsBlob(path), basename(path));
  return (await service.api('POST', '/api/v1/recordings', form)).body.id as string;
}

async function authorised(recordingId: string): Promise<{ id: string; airingId: string }> {
  const order = { recordingId, reason: 'Bão', documentNumber: '13/CĐ-UBND' };
  return (await service.api('POST', '/api/v1/emergencies', order)).body as { id: string; airingId: string };
}

const onAir = (page: Page, title: string) =>
  page.locator('.tt-stop-bar', { hasText: `Đang phát khẩn cấp: ${title}` }).waitFor();

it('is impossible while no recording is ready, and says so until one is', async () => {
  await approver.goto(`${service.url}/khan-cap`);
  await approver.getByText('Chưa phát khẩn cấp được').waitFor();
  // Nobody else is there: the approver sends the message, and nothing but that.
  await approver.locator('#upload-file').setInputFiles(await makeTone(join(directory.root, 'lu-ong.wav'), 40));
  await approver.getByRole('button', { name: 'Tải lên' }).click();
  // Held: it would be done within a second, perhaps between two looks at the page.
  const workers = () => childrenOf(service.pid, 'normalise-worker');
  const working = await until('its normalisation', () => Promise.resolve(workers()[0] ?? null));
  process.kill(working, 'SIGSTOP');
  await approver.getByText('Đang xử lý: lu-ong').first().waitFor();
  process.kill(working, 'SIGCONT');
  await approver.getByLabel('Nội dung phát').waitFor({ timeout: 50_000 });
  expect(await approver.getByRole('option', { name: /^lu-ong \(40 giây\)/ }).count()).toBe(1);
});

it('is authorised by the approver alone, and keeps what was typed when it is refused', async () => {
  await approver.getByLabel('Nội dung phát').selectOption({ index: 1 });
  await approver.getByLabel('Thôn 1', { exact: false }).first().check();
  await approver.getByLabel('Lý do khẩn cấp').fill('Lũ ống ở thôn 3');
  await approver.getByLabel('Số văn bản').fill('12/CĐ-UBND');
  await approver.getByRole('button', { name: 'Cho phép, xem trước khi phát' }).click();
  await approver.getByRole('alert').getByText('Cụm loa: chọn tất cả, hoặc').waitFor();
  expect(await approver.getByLabel('Lý do khẩn cấp').inputValue()).toBe('Lũ ống ở thôn 3');
  expect(await approver.getByLabel('Nội dung phát').inputValue()).toMatch(/^recording:/);
  await approver.getByLabel('Thôn 1', { exact: false }).first().uncheck();
  await approver.getByRole('button', { name: 'Cho phép, xem trước khi phát' }).click();
  await approver.getByText('Phát ngay “lu-ong”, dài 40 giây.').waitFor();
  expect(await approver.getByText(/^Nghe ở 6 cụm loa: Thôn/).count()).toBe(1);
  expect(await approver.getByText('Bản ghi này chưa được duyệt').count()).toBe(1);
  expect(await approver.getByText('Hiện không có chương trình nào bị ngắt.').count()).toBe(1);
  expect(await violations(approver)).toEqual([]);
  await approver.getByRole('link', { name: 'Chưa phát, quay lại' }).click();
  await approver.getByText('Không có tin khẩn cấp nào đang phát.').waitFor();

  await engineer.goto(`${service.url}/khan-cap`);
  await engineer.getByText('Chỉ lãnh đạo duyệt được cho phép phát khẩn cấp.').waitFor();
  expect(await engineer.getByLabel('Lý do khẩn cấp').count()).toBe(0);
});

it('is started by the engineer’s keyboard, seen by everybody without a reload, stopped, and reviewed', async () => {
  await engineer.getByRole('link', { name: 'Xem và phát: lu-ong' }).focus();
  await engineer.keyboard.press('Enter');
  await engineer.getByRole('button', { name: 'Phát ngay ra loa' }).focus();
  await engineer.keyboard.press('Enter');
  await engineer.getByText('Đã ra lệnh phát.').waitFor();
  await onAir(approver, 'lu-ong');
  await onAir(engineer, 'lu-ong');
  await engineer.setViewportSize({ width: 390, height: 700 });
  expect(await violations(engineer)).toEqual([]);
  for (const place of [0, 100_000]) {
    await engineer.evaluate(`scrollTo(0, ${String(place)})`);
    const box = await engineer.getByRole('button', { name: 'Dừng phát ngay: lu-ong' }).boundingBox();
    expect(box && box.y > 0 && box.y + box.height <= 700).toBe(true);
  }
  await engineer.getByRole('button', { name: 'Dừng phát ngay: lu-ong' }).click();
  await engineer.getByText('Đã ra lệnh dừng.').waitFor();
  await approver.getByText('Không có tin khẩn cấp nào đang phát.').waitFor();

  await approver.getByText('Ghi kết quả xem xét lại').click();
  await approver.getByLabel('Kết quả xem xét lại').fill('   ');
  await approver.getByRole('button', { name: 'Ghi kết quả: lu-ong' }).click();
  await approver.getByRole('alert').waitFor();
  await approver.getByLabel('Kết quả xem xét lại').fill('Đúng thẩm quyền; lần sau phát hai lượt');
  await approver.getByRole('button', { name: 'Ghi kết quả: lu-ong' }).click();
  await approver.getByText('Đã ghi kết quả xem xét lại.').waitFor();
  const { body } = await service.api('GET', '/api/v1/emergencies');
  expect(body.items).toMatchObject([
    {
      ...{ state: 'reviewed', authorisedBy: 'Lê Văn Hùng', startedBy: 'Phạm Minh Trí', stoppedBy: 'Phạm Minh Trí' },
      reviewNote: 'Đúng thẩm quyền; lần sau phát hai lượt',
    },
  ]);
});

it('is taken back by who authorised it and no other approver, with a reason, and cannot be started then', async () => {
  const waiting = await browser.enter('lan', 'Đinh Thị Lan', 'approver');
  await approver.getByLabel('Nội dung phát').selectOption({ index: 1 });
  await approver.getByLabel('Lý do khẩn cấp').fill('Lũ rút');
  await approver.getByLabel('Số văn bản').fill('14/CĐ-UBND');
  await approver.getByRole('button', { name: 'Cho phép, xem trước khi phát' }).click();
  await approver.getByText('Rút lệnh cho phép', { exact: true }).click();
  const id = approver.url().split('/').at(-1) ?? '';
  await waiting.goto(approver.url());
  await waiting.getByRole('button', { name: 'Phát ngay ra loa' }).waitFor();
  expect(await waiting.getByText('Rút lệnh cho phép', { exact: true }).count()).toBe(0);
  // A token that a machine made is nobody's account.
  const refused = await service.api('POST', `/api/v1/emergencies/${id}/withdraw`, { reason: 'x' });
  expect(refused).toMatchObject({ status: 403, body: { code: 'notOwnAuthorisation' } });
  await approver.getByLabel('Lý do rút').fill('   ');
  await approver.getByRole('button', { name: 'Rút lệnh cho phép này' }).click();
  await approver.getByRole('alert').getByText('Lý do rút').waitFor();
  await approver.getByLabel('Lý do rút').fill('Nước đã rút');
  expect(await violations(approver)).toEqual([]);
  await approver.getByRole('button', { name: 'Rút lệnh cho phép này' }).click();
  await approver.getByText('Đã rút lệnh cho phép.').waitFor();
  expect(await approver.getByRole('link', { name: 'Xem và phát: lu-ong' }).count()).toBe(0);
  // Somebody still has the button before them.
  await waiting.getByRole('button', { name: 'Phát ngay ra loa' }).click();
  await waiting.getByRole('alert').getByText('Trạng thái hiện tại không cho phép').waitFor();
  await waiting.getByText('Nước đã rút').waitFor();
  await waiting.context().close();
  const { body } = await service.api('GET', `/api/v1/emergencies/${id}`);
  expect(body).toMatchObject({ state: 'withdrawn', withdrawnBy: 'Lê Văn Hùng', withdrawnNote: 'Nước đã rút' });
});

it('asks what becomes of another one that is on', async () => {
  storm = await recorded('bao-so-5');
  await until('the recording to be ready', async () =>
    (await service.api('GET', `/api/v1/recordings/${storm}`)).body.status === 'ready' ? true : null,
  );
  const [first, second] = [await authorised(storm), await authorised(storm)];
  await service.api('POST', `/api/v1/emergencies/${first.id}/start`, {});
  await service.airingInState(first.airingId, ['playing']);
  await engineer.goto(`${service.url}/khan-cap/${second.id}`);
  await engineer.getByText('Đang có tin khẩn cấp khác: “bao-so-5”').waitFor();
  await engineer.getByRole('button', { name: 'Phát ngay ra loa' }).click();
  expect(await engineer.getByRole('button', { name: 'Phát ngay ra loa' }).count()).toBe(1);
  await engineer.getByLabel('thay ngay tin kia').check();
  await engineer.getByRole('button', { name: 'Phát ngay ra loa' }).click();
  await engineer.getByText('Đã ra lệnh phát.').waitFor();
  expect(await service.airingInState(first.airingId, ['partial'])).toMatchObject({ reason: 'replaced' });
  await service.airingInState(second.airingId, ['playing']);
  // For a moment the page may still show the one that was replaced.
  await engineer.locator(`#stop-${second.id}`).click();
  await engineer.getByText('thay bằng thông báo khẩn cấp khác').waitFor();
});

/** On the air. */
async function sounding(): Promise<string> {
  const { id, airingId } = await authorised(storm);
  await service.api('POST', `/api/v1/emergencies/${id}/start`, {});
  await service.airingInState(airingId, ['playing']);
  return id;
}

it('shows what is on however slow the answers are, and is stopped at once by one press of several', async () => {
  // Without the notice of an earlier stop.
  await engineer.goto(`${service.url}/khan-cap`);
  const fragments = ['**/khan-cap/luc-nay', '**/console/fragments/*'];
  const slowly = (route: Route) => sleep(3_000).then(() => route.continue().catch(() => undefined));
  for (const fragment of fragments) await engineer.route(fragment, slowly);
  // What a form asks first would never be answered.
  await engineer.route('**/console/csrf', () => undefined);
  const posts: string[] = [];
  await engineer.route('**/dung', async (route) => {
    posts.push(route.request().method());
    await sleep(1_000);
    await route.continue();
  });
  const stop = `stop-${await sounding()}`;
  await engineer.locator(`#${stop}`).waitFor();
  await engineer.evaluate(
    `for (const ms of [0, 10, 200, 500]) setTimeout(() => document.getElementById('${stop}')?.click(), ms)`,
  );
  await engineer.getByText('Đã ra lệnh dừng.').waitFor();
  expect(posts).toEqual(['POST']);
  await engineer.unrouteAll({ behavior: 'ignoreErrors' });
  // Said once: the page's script takes it out of the address.
  await until('a tidy address', () => Promise.resolve(engineer.url().includes('xong') ? null : true));
  await engineer.reload();
  await engineer.getByText('Không có tin khẩn cấp nào đang phát.').waitFor();
  expect(await engineer.getByText('Đã ra lệnh dừng.').count()).toBe(0);
});

it('is stopped without a question by who is recording the next message, which is kept', async () => {
  const dialogs: string[] = [];
  approver.on('dialog', (asked) => {
    dialogs.push(asked.type());
    void asked.accept();
  });
  const id = await sounding();
  // Leads to the page that refreshes itself.
  await approver.goto(`${service.url}/khan-cap/${id}`);
  await approver.getByRole('button', { name: 'Thu âm bằng micrô' }).click();
  await approver.locator('[data-clock]', { hasText: /^[2-9] giây$/ }).waitFor();
  await approver.locator(`#stop-${id}`).click();
  await approver.getByText('Đã ra lệnh dừng.').waitFor();
  await approver.locator('[data-found]', { hasText: 'chưa gửi' }).waitFor();
  expect(dialogs).toEqual([]);
  await approver.locator('[data-found]').getByRole('button', { name: 'Bỏ' }).click();
  await approver.locator('[data-found]').waitFor({ state: 'hidden' });
  approver.removeAllListeners('dialog');
});

it('keeps a press and what is being typed while the block around it has something new to show', async () => {
  const endOne = async () => service.api('POST', `/api/v1/emergencies/${await sounding()}/stop`, {});
  const drawn = async (action: () => Promise<unknown>) => {
    const answer = approver.waitForResponse('**/khan-cap/da-phat');
    await action();
    await approver.evaluate(`htmx.trigger(document.body, 'wake')`);
    await (await answer).finished();
    await approver.evaluate('new Promise((resolve) => setTimeout(resolve, 100))');
  };
  await approver.goto(`${service.url}/khan-cap`);
  await approver.getByText('Ghi kết quả xem xét lại').first().click();
  await approver.getByLabel('Kết quả xem xét lại').first().focus();
  await approver.keyboard.type('Đúng ');
  await drawn(endOne);
  await approver.keyboard.type('thẩm quyền');
  expect(await approver.locator('textarea:focus, input:focus').inputValue()).toBe('Đúng thẩm quyền');
  const note = (await approver.locator('textarea:focus, input:focus').getAttribute('id')) ?? '';
  let goOn = (): void => undefined;
  const something = new Promise<void>((resolve) => (goOn = resolve));
  await approver.route('**/console/csrf', (route) => something.then(() => route.continue()));
  await approver.locator(`form:has(#${note}) button`).click();
  await drawn(endOne);
  goOn();
  await approver.getByText('Đã ghi kết quả xem xét lại.').waitFor();
  await approver.unroute('**/console/csrf');
});

it('says beside the button that a form did not reach the service, and sends it once when it does', async () => {
  await approver.getByLabel('Nội dung phát').selectOption({ index: 1 });
  await approver.getByLabel('Lý do khẩn cấp').fill('Lũ');
  await approver.getByLabel('Số văn bản').fill('15/CĐ-UBND');
  await approver.route('**/console/csrf', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Wi-Fi</h1>' }),
  );
  const press = approver.getByRole('button', { name: 'Cho phép, xem trước khi phát' });
  await press.click();
  await approver.locator('#order').getByText('Chưa gửi được').waitFor();
  await approver.unroute('**/console/csrf');
  const count = async () => ((await service.api('GET', '/api/v1/emergencies')).body.items as unknown[]).length;
  const before = await count();
  await approver.route('**/khan-cap', (route) => sleep(500).then(() => route.continue()));
  await approver.getByLabel('Số văn bản').focus();
  for (let n = 0; n < 5; n += 1) await approver.keyboard.press('Enter');
  await approver.getByText('Phát ngay “').waitFor();
  expect(await count()).toBe(before + 1);
  await approver.unroute('**/khan-cap');
});

it('says that the session is over, and leaves what is shown', async () => {
  await engineer.getByText('Không có tin khẩn cấp nào đang phát.').waitFor();
  await engineer.context().clearCookies();
  await engineer.locator('#signed-out').waitFor();
  expect(await engineer.locator('#now').textContent()).toContain('Không có tin khẩn cấp nào đang phát.');
  expect(await engineer.locator('#past #password').count()).toBe(0);
});

it('ran without an error, and asked nobody but this service for anything', () => {
  expect(browser.faults).toEqual([]);
});
