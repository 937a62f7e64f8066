import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Page } from 'playwright-core';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { AuditRow } from '../../src/audit/audit.entity';
import type { Role } from '../../src/domain/permissions';
import { EmergencyService } from '../../src/emergency/emergency.service';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { EmergencyPlayoutService } from '../../src/playout/emergency-playout.service';
import { PlayoutRepository } from '../../src/playout/playout.repository';
import { RecordingRow } from '../../src/recordings/recording.entity';
import { RecordingsService } from '../../src/recordings/recordings.service';
import { ATTACHMENT_MAX_BYTES, AttestationsService } from '../../src/schedule/compliance/attestations.service';
import { AiringRow } from '../../src/schedule/schedule.entity';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { unzip } from '../support/sample-report';
import { projectDir, until } from '../support/service';
import { makeSpeech } from '../support/tones';

jest.setTimeout(60_000);

const files = mkdtempSync(join(tmpdir(), 'console-pages-'));
let station: ConsoleStation;
let app: NestExpressApplication;
let url: string;
let editor: string;
let browser: ConsoleBrowser;
let page: Page;

beforeAll(async () => {
  station = await ConsoleStation.open({ plans: ['thu'] });
  ({ app, url } = station);
  editor = await station.token('editor');
  browser = await ConsoleBrowser.open(station);
  page = await browser.newPage();
  await signIn('hung', 'Lê Văn Hùng', 'approver');
});

afterAll(async () => {
  await browser.close();
  await station.close();
  rmSync(files, { recursive: true });
});

async function signIn(username: string, name: string, role: Role): Promise<void> {
  const { cookie } = await station.person(username, name, role);
  await browser.context.addCookies([cookie]);
}

/** A special that awaits the approver. @param filters of ffmpeg, on the speech */
async function submitted(title: string, seconds = 2, filters = 'anull'): Promise<string> {
  const server = request(app.getHttpServer());
  const uploaded = await server
    .post('/api/v1/recordings')
    .set('Authorization', editor)
    .field('special', 'true')
    .attach('file', await makeSpeech(join(files, `${title}.wav`), seconds, { filters }));
  const { id } = uploaded.body as { id: string };
  await until('the recording to be ready', async () => {
    const { body } = await server.get(`/api/v1/recordings/${id}`).set('Authorization', editor);
    return (body as { status: string }).status === 'ready' ? true : null;
  });
  await server.post(`/api/v1/recordings/${id}/submit`).set('Authorization', editor).send({});
  return id;
}

it('lets the approver listen faster, refuses a return without a reason, and keeps it out of the queue once decided', async () => {
  await submitted('mot');
  await page.goto(`${url}/duyet`);
  await page.getByRole('button', { name: '1,5×' }).click();
  expect(await page.evaluate('document.querySelector("audio").playbackRate')).toBe(1.5);
  expect(await page.getByRole('img', { name: /Dạng sóng: mot/ }).count()).toBe(1);
  await page.getByRole('button', { name: 'Trả lại: mot' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Ý kiến').fill('Thu lại đoạn cuối');
  await page.getByRole('button', { name: 'Trả lại: mot' }).click();
  await page.getByText('Đã trả lại kèm lý do.').waitFor();
  expect(await page.getByText('Không có bản ghi nào chờ duyệt.').count()).toBe(1);
});

it('tells the second of two who decide, and loses nothing that was typed', async () => {
  const id = await submitted('hai');
  await page.goto(`${url}/duyet`);
  const other = await browser.newPage();
  await other.goto(`${url}/duyet`);
  await other.getByRole('button', { name: 'Phê duyệt: hai' }).click();
  await other.getByText('Đã phê duyệt.').waitFor();
  await other.close();
  await submitted('ba');
  await page.locator(`#comment-${id}`).fill('Âm lượng nhỏ');
  await page.getByRole('button', { name: 'Trả lại: hai' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByText('Âm lượng nhỏ').count()).toBe(1);
});

it('finds a recording by its status and title, page by page, and shows it with its sound, figures and versions', async () => {
  const id = await submitted('bốn', 15, 'atrim=0:3,adelay=6000,apad');
  const { manager } = app.get(DataSource);
  const row = await manager.findOneByOrFail(RecordingRow, { id });
  const older = Array.from({ length: 26 }, (_, n) => {
    const title = `cũ ${String(n)}`;
    const own = { id: randomUUID(), contentId: randomUUID(), createdAt: n, status: 'rejected' as const, title };
    return Object.assign(new RecordingRow(), row, own);
  });
  await app.get(UnitOfWork).run((own) => own.insert(RecordingRow, older));
  await page.goto(`${url}/ban-ghi`);
  const rows = page.locator('#recordings tbody tr');
  expect(await rows.count()).toBe(25);
  await page.getByRole('link', { name: 'Trang sau' }).click();
  await page.getByRole('link', { name: 'Về trang đầu' }).waitFor();
  expect(await page.getByRole('link', { name: 'cũ 0', exact: true }).count()).toBe(1);
  await page.goto(`${url}/ban-ghi?tiep=rubbish&tinh-trang=rubbish&q=%25`);
  expect(await page.getByText('Không có bản ghi nào như vậy.').count()).toBe(1);
  await page.getByLabel('Tình trạng').selectOption('submitted');
  await page.getByLabel('Tiêu đề có chữ').fill('bốn');
  await page.getByRole('button', { name: 'Lọc' }).click();
  await page.waitForURL(/submitted/);
  expect(await rows.count()).toBe(1);

  await signIn('lan', 'Đinh Thị Lan', 'editor');
  await page.getByRole('link', { name: 'bốn' }).click();
  await page.getByRole('img', { name: /Dạng sóng: bốn/ }).waitFor();
  expect(await page.getByText(/trước −\d+,\d LUFS, sau −\d+,\d LUFS, đỉnh −\d+,\d dBTP/).count()).toBe(1);
  await page.getByRole('button', { name: /^Cắt im lặng hai đầu/ }).click();
  // The next version is listed by itself once it is there.
  await page.getByRole('link', { name: 'Tiếng Việt, bản 2' }).click();
  await page.getByRole('img', { name: /Dạng sóng: bốn/ }).waitFor();
  await page.getByRole('button', { name: '1,5×' }).click();
  expect(await page.evaluate('document.querySelector("audio").playbackRate')).toBe(1.5);
  expect((await request(app.getHttpServer()).get(`/ban-ghi/${randomUUID()}`).set('Authorization', editor)).status).toBe(
    404,
  );
});

/** A stretch that went out a minute ago, 10 s into its air-check. */
async function logged(title: string, airCheck: string | null): Promise<void> {
  const plannedStart = Date.now() - 60_000;
  const times = { plannedStart, commandedAt: plannedStart, start: plannedStart, end: plannedStart + 12_000 };
  await app.get(UnitOfWork).run((manager) =>
    app.get(PlayoutRepository).appendLog(manager, {
      ...{ kind: 'played', airingId: title, deliveryId: title, segment: 0, outputCode: 'ghi-tep', title, ...times },
      ...{ firstFrame: 480_000, frames: 576_000, sha256: 'x', endReason: 'completed', airCheck, proof: null },
    }),
  );
}

it('shows what went out, lets it be heard at its minute, and gives it as a table', async () => {
  const airChecks = join(station.dataDir, 'air-checks', 'ghi-tep', '2026-11-22');
  mkdirSync(airChecks, { recursive: true });
  copyFileSync(join(projectDir, 'audio', 'hoa-don-dien-tu.mp3'), join(airChecks, 'sang-tra-ve.mp3'));
  await logged('=Bản tin sáng', '2026-11-22/sang-tra-ve');
  await logged('Bản tin trưa', null);
  await page.goto(`${url}/nhat-ky-phat`);
  expect(await page.locator('tbody tr').count()).toBe(2);
  await page.getByLabel('Tên chương trình').fill('sáng');
  await page.getByRole('button', { name: 'Lọc' }).click();
  await page.waitForURL(/q=s/);
  expect(await page.locator('tbody tr').count()).toBe(1);
  expect(await page.getByText('Tiếng trả về từ máy chủ phát').count()).toBe(1);
  await page.evaluate('document.querySelector("audio").play()');
  await page.waitForFunction('document.querySelector("audio").currentTime >= 8');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải về CSV' }).click();
  const csv = readFileSync(await (await download).path(), 'utf8');
  expect(csv).toMatch(/^\uFEFFNgày,/);
  expect(csv).toContain(",'=Bản tin sáng,");
  expect(csv).not.toContain('Bản tin trưa');
  const saved = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Tải về Excel' }).click();
  const workbook = unzip(readFileSync(await (await saved).path()));
  const sheet = workbook.get('xl/worksheets/sheet1.xml') ?? '';
  expect(sheet).toContain('state="frozen"');
  // A date and a number are what they are; a formula is text.
  expect(sheet).toMatch(/<c r="A2" s="3"><v>\d{5}<\/v>.*<c r="G2" s="2"><v>12<\/v>/s);
  expect(sheet).toMatch(/<c r="C2" s="0" t="inlineStr"><is><t xml:space="preserve">=Bản tin sáng</);
  expect(sheet).not.toContain('Bản tin trưa');
  const server = request(app.getHttpServer());
  const part = await server.get('/api/v1/playout/log/1/air-check').set({ Authorization: editor, Range: 'bytes=0-99' });
  expect([part.status, part.headers['content-type'], part.headers['content-length']]).toEqual([
    ...[206, 'audio/mpeg', '100'],
  ]);
  expect((await server.get('/api/v1/playout/log/2/air-check').set('Authorization', editor)).status).toBe(404);
  expect((await server.get('/api/v1/playout/log/x/air-check').set('Authorization', editor)).status).toBe(400);
});

it('lets an engineer leave a loss and vouch for an airing, and keeps what was typed when it refuses', async () => {
  const { manager } = app.get(DataSource);
  const soonest = { where: { state: 'planned' as const }, order: { provisionalStart: 'ASC' as const } };
  const [lost] = await until('the plan to be laid out', async () => {
    const rows = await manager.find(AiringRow, soonest);
    return rows.length > 0 ? rows : null;
  });
  await app
    .get(UnitOfWork)
    .run((own) => own.update(AiringRow, { id: lost?.id ?? '' }, { state: 'missed', reason: 'serviceDown' }));
  await page.goto(`${url}/phat-bu`);
  expect(await page.getByText('Chỉ kỹ thuật được xếp phát bù').count()).toBe(1);
  expect(await page.getByText('Quyết định không phát bù', { exact: true }).count()).toBe(0);
  await signIn('tri', 'Phạm Minh Trí', 'engineer');
  await page.goto(`${url}/phat-bu`);
  await page.getByText('Quyết định không phát bù', { exact: true }).click();
  await page.getByLabel('Lý do không phát bù').fill('   ');
  await page.getByRole('button', { name: /^Không phát bù/ }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Lý do không phát bù').fill('Đã phát ở hội nghị thôn');
  await page.getByRole('button', { name: /^Không phát bù/ }).click();
  await page.getByText('Đã ghi quyết định không phát bù').waitFor();

  await page.getByLabel('Ngày phát').fill('31/02/2026');
  await page.getByLabel('Giờ phát').fill('05:30');
  await page.getByLabel('Thời lượng (phút)').fill('12,5');
  await page.getByLabel('Số văn bản').fill('Sổ trực 12');
  await page.getByLabel('Đã phát thế nào').fill('Phát bằng máy dự phòng');
  await page.getByRole('button', { name: 'Xác nhận đã phát' }).click();
  await page.getByRole('alert').getByText('Ngày phát').waitFor();
  expect(await page.getByLabel('Đã phát thế nào').inputValue()).toBe('Phát bằng máy dự phòng');
  await page.getByLabel('Ngày phát').fill('02/01/2026');
  await page.getByRole('button', { name: 'Xác nhận đã phát' }).click();
  await page.getByText('Đã ghi xác nhận.').waitFor();
  expect(await page.getByText('02/01/2026 05:30, 12,5 phút; Sổ trực 12').count()).toBe(1);
});

const PDF = Buffer.from('%PDF-1.7 biên bản');

it('takes a scan with an attestation, refuses what is none, and keeps what was typed and chosen meanwhile', async () => {
  const send = page.getByRole('button', { name: 'Xác nhận đã phát' });
  const choose = async (content: Buffer) =>
    page.getByLabel('Bản chụp').setInputFiles({ name: 'biên bản.pdf', mimeType: 'application/pdf', buffer: content });
  await page.goto(`${url}/phat-bu`);
  for (const [label, value] of [
    ['Ngày phát', '03/01/2026'],
    ['Giờ phát', '05:30'],
    ['Thời lượng (phút)', '10'],
    ['Số văn bản', 'Biên bản 05'],
    ['Đã phát thế nào', 'Loa tay'],
  ] as const)
    await page.getByLabel(label).fill(value);
  for (const [content, why] of [
    [Buffer.alloc(ATTACHMENT_MAX_BYTES + 1, '%PDF-'), 'Tệp quá lớn.'],
    [Buffer.from('<script>alert(1)</script>'), 'Tệp kèm theo phải là PDF, JPEG hoặc PNG.'],
  ] as const) {
    await choose(content);
    await send.click();
    await page.getByRole('alert').getByText(why).waitFor();
    expect(await page.getByLabel('Đã phát thế nào').inputValue()).toBe('Loa tay');
    expect(await page.getByText('hãy chọn lại').count()).toBe(1);
  }
  await choose(PDF);
  const cookies = await browser.context.cookies();
  await browser.context.clearCookies();
  await send.click();
  await page.locator('#signed-out').waitFor();
  await browser.context.addCookies(cookies);
  await send.click();
  await page.getByText('Đã ghi xác nhận.').waitFor();
  const scan = await page.request.get(
    `${url}${(await page.getByRole('link', { name: 'Văn bản kèm theo' }).getAttribute('href')) ?? ''}`,
  );
  expect(scan.headers()).toMatchObject({
    ...{ 'content-type': 'application/octet-stream', 'x-content-type-options': 'nosniff' },
    'content-disposition': expect.stringMatching(/^attachment;.*bi%C3%AAn%20b%E1%BA%A3n.pdf/) as string,
  });
  expect(await scan.body()).toEqual(PDF);
});

it('takes a form with a file from its own page alone, and shows again what was typed when the session is over', async () => {
  const cookie = (await browser.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const attested = async () => (await app.get(AttestationsService).list()).length;
  const before = await attested();
  const post = (headers: Record<string, string>, token: string) =>
    request(app.getHttpServer())
      .post('/phat-bu/xac-nhan')
      .set({ Accept: 'text/html', Origin: url, ...headers })
      .field({ _csrf: token, airing: 'x 2026-W01 0', note: 'Phát ở nhà văn hóa' });
  const stale = await post({ Cookie: cookie }, 'x').attach('attachment', PDF, 'a.pdf');
  expect([stale.status, stale.text.includes('Gửi lại')]).toEqual([403, false]);
  const foreign = await post({ Cookie: cookie, Origin: 'https://evil.example' }, 'x');
  expect([foreign.status, foreign.text.includes('Phát ở nhà văn hóa')]).toEqual([403, false]);
  for (const [sent, isRepeatable] of [
    [await post({}, ''), true],
    [await post({}, '').attach('attachment', PDF, 'a.pdf'), false],
  ] as const) {
    expect([sent.status, sent.text.includes('Gửi lại')]).toEqual([401, isRepeatable]);
    expect(sent.text).toContain('Phát ở nhà văn hóa');
  }
  expect(await attested()).toBe(before);
});

it('either starts an emergency or takes it back, however the two meet, and never takes back what has started', async () => {
  const emergencies = app.get(EmergencyService);
  const order = { reason: 'Lũ', documentNumber: '1/CĐ', onSecond: null, clusterCodes: null, actor: 'Hùng' };
  const sound = { kind: 'recording' as const, recordingId: await submitted('lũ') };
  const admin = await station.token('admin');
  const withdraw = async (id: string) => {
    const address = `/api/v1/emergencies/${id}/withdraw`;
    return (await request(app.getHttpServer()).post(address).set('Authorization', admin).send({ reason: 'Nhầm' }))
      .status;
  };
  const [early, late] = [
    await emergencies.authorise({ ...order, sound }),
    await emergencies.authorise({ ...order, sound }),
  ];

  const recordings = app.get(RecordingsService);
  const read = recordings.readyRendition.bind(recordings);
  // While the start, which has found its authorisation standing, reads the recording's row.
  const meeting = jest.spyOn(recordings, 'readyRendition').mockImplementation(async (id) => {
    expect(await withdraw(early.row.id)).toBe(200);
    return read(id);
  });
  await expect(emergencies.start(early.row.id, null, 'Trí')).rejects.toMatchObject({ code: 'illegalTransition' });
  meeting.mockRestore();
  expect(app.get(EmergencyPlayoutService).knows(early.row.airingId)).toBe(false);
  expect(await withdraw(early.row.id)).toBe(409);

  const books = jest.spyOn(app.get(UnitOfWork), 'run').mockRejectedValueOnce(new Error('disk I/O error'));
  await expect(emergencies.start(late.row.id, null, 'Trí')).rejects.toThrow('disk I/O error');
  books.mockRestore();
  expect(await withdraw(late.row.id)).toBe(409);
  // Asked for every two seconds, by every open page.
  const everything = jest.spyOn(emergencies, 'list');
  const rows = jest.spyOn(emergencies, 'open');
  const now = await request(app.getHttpServer()).get('/khan-cap/luc-nay').set('Authorization', admin);
  expect(now.text).toContain(`/khan-cap/${late.row.id}`);
  expect(now.text).not.toContain(early.row.id);
  expect([everything.mock.calls.length, (await rows.mock.results[0]?.value)?.length]).toEqual([0, 1]);
  const deed = { subjectId: early.row.id, action: 'emergency.withdraw' };
  expect(await app.get(DataSource).manager.findBy(AuditRow, deed)).toMatchObject([{ after: { note: 'Nhầm' } }]);
});

it('has a cell a week and a month in the year at a glance, each with its words', async () => {
  await page.goto(url);
  const cells = page.locator('#year .tt-strip').first().getByRole('listitem');
  // 52 of the weekly one; fewer at a turn of the year, where some of them lie in the other.
  expect(await cells.count()).toBeGreaterThanOrEqual(12);
  expect(await cells.first().textContent()).toMatch(/\(\d\d\/\d\d\/\d{4}–/);
});

it('ran without an error, and asked nobody but this service for anything', () => {
  expect(browser.faults).toEqual([]);
});
