import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { AuditLog } from '../../src/audit/audit.log';
import { DATABASE_FILE } from '../../src/platform/database/database.module';
import { IncidentsService } from '../../src/incidents/incidents.service';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { Disk, type DiskSpace } from '../../src/platform/disk-space';
import { RemindersRepository } from '../../src/reminders/reminders.repository';
import { BackupService } from '../../src/upkeep/backup.service';
import { carryOutRestore, readOutcome } from '../../src/upkeep/pending-restore';
import { reading } from '../../src/upkeep/snapshot';
import { UpkeepWatch } from '../../src/upkeep/upkeep.watch';
import { ConsoleBrowser, ConsoleStation, PASSWORD } from '../support/console-station';
import { expectUsable } from '../support/page-checks';
import { FakePlayoutEngine } from '../support/fake-playout-engine';
import { farSessions, Service, until } from '../support/service';
import { signIn } from '../support/sign-in';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'sao-luu-'));
const engine = new FakePlayoutEngine();

/** A disk of which a test says how full it is. */
class FullDisk extends Disk {
  freeShare = 0.5;

  override space(): Promise<DiskSpace> {
    return Promise.resolve({ freeBytes: this.freeShare * 1e12, totalBytes: 1e12, freeShare: this.freeShare });
  }
}

const disk = new FullDisk();
let station: ConsoleStation;
let browser: ConsoleBrowser;
let page: Page;

beforeAll(async () => {
  const { sessions } = farSessions();
  const webhook = { url: 'http://127.0.0.1:9/', secretEnv: 'WEBHOOK_SECRET', allowPrivate: ['127.0.0.1'] };
  // The hour of the nightly back-up has come, whatever time it is.
  const backup = { folder, keepCount: 2, at: '00:00' };
  station = await ConsoleStation.open({ backup, sessions, reminders: { digestAt: null, webhook } }, engine, disk);
  browser = await ConsoleBrowser.open(station);
  page = await browser.newPage();
  await browser.context.addCookies([(await station.person('quan', 'Quản', 'admin')).cookie]);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(dirname(station.dataDir), { recursive: true });
});

it('backs up from the page, reads the archive back, and shows how it went', async () => {
  writeFileSync(join(folder, 'cua-nhan-vien.tar'), 'không phải của hệ thống');
  await page.goto(`${station.url}/he-thong`);
  expect(await page.getByText('Chưa có bản sao lưu nào.').count()).toBe(1);
  await page.getByRole('button', { name: 'Sao lưu ngay' }).click();
  await page.getByText('Đã bắt đầu sao lưu.').waitFor();
  const backups = station.app.get(BackupService);
  await until('the back-up', async () => ((await backups.state()).backups.length > 0 ? true : null));
  await page.goto(`${station.url}/he-thong`);
  expect(await page.getByText('Đã đọc lại, nguyên vẹn').count()).toBe(1);
  await expectUsable(page, `${station.url}/he-thong`);
});

describe('a test tone', () => {
  const OUTPUT = 'ghi-tep';
  const form = async (): Promise<void> => {
    await page.goto(`${station.url}/he-thong`);
    await page.getByText('Phát âm thử', { exact: true }).first().click();
    expect(await page.getByText('Bà con sẽ nghe tiếng tút 1 kHz dài 8 giây').isVisible()).toBe(true);
    await page.getByLabel('Tôi muốn phát âm thử').check();
    await page.getByRole('button', { name: 'Phát âm thử' }).click();
  };

  it('goes out once its consequence is accepted, is stopped at the button, and both are on record', async () => {
    await form();
    await page.getByText('Đang phát âm thử.').waitFor();
    const { cue } = engine.sent[0]!;
    expect(engine.sent).toMatchObject([{ outputCode: OUTPUT, cue: { priority: 'FILLER', interruption: 'abandon' } }]);
    engine.onAir.set(OUTPUT, cue);
    await page.goto(`${station.url}/he-thong`);
    await page.getByRole('button', { name: 'Dừng âm thử' }).click();
    await page.getByText('Đã dừng âm thử.').waitFor();
    expect(engine.withdrawn).toEqual([{ outputCode: OUTPUT, deliveryId: cue.deliveryId }]);
    const deeds = await station.app
      .get(AuditLog)
      .search({ text: 'TestTone', actions: [], from: null, to: null, after: null }, 9);
    expect(deeds.map(({ actor, action, subjectId }) => [actor, action, subjectId])).toEqual(
      ['output.stopTestTone', 'output.testTone'].map((action) => ['Quản', action, OUTPUT]),
    );
  });

  it('is refused with the reason while something is on the air', async () => {
    engine.onAir.set(OUTPUT, { ...engine.sent[0]!.cue, deliveryId: 'x', title: 'Bản tin xã' });
    await form();
    await page.getByText('Chưa phát âm thử được: đang phát “Bản tin xã”').waitFor();
    expect(engine.sent).toHaveLength(1);
    engine.onAir.clear();
  });
});

it('keeps as many as it was told to, and touches no file of anybody else', async () => {
  const backups = station.app.get(BackupService);
  await until('the first to end', async () => ((await backups.state()).isRunning ? null : true));
  const [oldest] = (await backups.state()).backups;
  await backups.make('quan');
  await backups.make('quan');
  const left = (await backups.state()).backups.map(({ name }) => name);
  expect(left).toHaveLength(2);
  expect(left).not.toContain(oldest?.name);
  expect(readdirSync(folder).sort()).toEqual(
    ['cua-nhan-vien.tar', ...left, ...left.map((name) => `${name}.json`)].sort(),
  );
});

const incidents = async (kind: string) =>
  (await station.app.get(IncidentsService).since(0))
    .filter((incident) => incident.kind === kind)
    .map(({ severity, facts }) => ({ severity, facts }));
const overview = async (): Promise<string> => {
  await page.goto(station.url);
  return page.locator('#tasks').innerText();
};

it('tells of a disk of which less than a tenth is free, once a day and until it is seen to', async () => {
  const watch = station.app.get(UpkeepWatch);
  disk.freeShare = 0.1;
  await watch.tick();
  expect(await incidents('diskLow')).toEqual([]);
  expect(await overview()).not.toContain('Ổ đĩa');
  disk.freeShare = 0.0999;
  await watch.tick();
  await watch.tick();
  expect(await incidents('diskLow')).toEqual([{ severity: 'warning', facts: { freePercent: 9 } }]);
  expect(await overview()).toContain('Ổ đĩa sắp đầy: còn trống 9 %');
  await page.goto(`${station.url}/he-thong`);
  expect(await page.locator('#disk').innerText()).toMatch(/Còn trống 99,9 GB trong 1,0 TB \(9 %\)[^]*Sắp đầy\./);
  disk.freeShare = 0.5;
  expect(await overview()).not.toContain('Ổ đĩa');
});

it('tells of a back-up that cannot be made, and leaves the disk alone for an hour', async () => {
  renameSync(folder, `${folder}-rut-ra`);
  const watch = station.app.get(UpkeepWatch);
  await watch.tick();
  const [told] = await incidents('backupFailed');
  expect(told).toMatchObject({ severity: 'error', facts: { problem: expect.stringContaining(folder) as string } });
  expect(await overview()).toContain('Hai ngày qua không có bản sao lưu nào đạt');
  await page.goto(`${station.url}/he-thong`);
  expect(await page.locator('#backups').innerText()).toContain('Không đọc được thư mục sao lưu');
  renameSync(`${folder}-rut-ra`, folder);
  await watch.tick();
  expect((await station.app.get(BackupService).state()).backups).toHaveLength(2);
  expect(await overview()).not.toContain('sao lưu');
});

it('shows which ways reminders can take, and what could not be sent', async () => {
  const rows = async () => {
    await page.goto(`${station.url}/he-thong`);
    return page.locator('section:has(#reminder-channels-heading) tbody tr').allInnerTexts();
  };
  expect((await rows()).map((row) => row.split(/\s*\n\s*|\t/))).toEqual([
    ['Thư điện tử', 'Chưa đặt', 'chưa gửi lần nào', '0'],
    ['Webhook', 'Đã đặt', 'chưa gửi lần nào', '0'],
  ]);
  const [repository, unitOfWork] = [station.app.get(RemindersRepository), station.app.get(UnitOfWork)];
  const message = { channel: 'webhook' as const, digestOf: null, items: [], createdAt: 0 };
  const sent = { ...message, attempts: 1, nextAttemptAt: 0, lastError: null };
  const at = Date.parse('2026-11-22T05:30:00+07:00');
  await unitOfWork.run(async (manager) => {
    await repository.insertMessage(manager, { ...sent, settledAt: at, outcome: 'sent' });
    const waiting = { settledAt: null, outcome: null, nextAttemptAt: Number.MAX_SAFE_INTEGER };
    await repository.insertMessage(manager, { ...sent, ...waiting, lastError: 'ECONNREFUSED' });
  });
  expect((await rows())[1]).toMatch(/Đã đặt\s+22\/11\/2026 05:30\s+1\s+ECONNREFUSED/);
});

const askForRestore = async (on: Page): Promise<void> => {
  await on.getByText('Khôi phục từ bản này').first().click();
  await on.getByLabel('Tôi hiểu dữ liệu sau lúc sao lưu').first().check();
  await on.getByRole('button', { name: 'Khôi phục ở lần khởi động tới' }).first().click();
  await on.getByText('Đã ghi yêu cầu khôi phục').waitFor();
};

it('takes back a restore that is not done yet', async () => {
  await page.goto(`${station.url}/he-thong`);
  await askForRestore(page);
  await page.getByRole('button', { name: 'Hủy khôi phục' }).click();
  await page.getByText('Đã hủy yêu cầu khôi phục.').waitFor();
  expect(browser.faults).toEqual([]);
  await page.close();
  await station.app.close();
});

it('restores from the page when the service starts again, once, and keeps what was there', async () => {
  const { dataDir, configDir } = station;
  const present = await browser.context.newPage();
  const started = async (): Promise<Service> => {
    const service = await Service.start({ dataDir, configDir }, { WEBHOOK_SECRET: 'bí mật' });
    await signIn(present, service.url, 'quan', PASSWORD);
    await present.getByText('Quản', { exact: false }).first().waitFor();
    await present.goto(`${service.url}/he-thong`);
    return service;
  };
  const names = async (service: Service): Promise<string> => {
    await present.goto(`${service.url}/nguoi-dung`);
    return present.locator('main').innerText();
  };

  const before = await started();
  await before.person('sau', 'Người đến sau', 'editor');
  expect(await names(before)).toContain('Người đến sau');
  await present.goto(`${before.url}/he-thong`);
  await askForRestore(present);
  expect(await before.stop()).toBe(0);

  const after = await started();
  expect(await present.locator('#backups').innerText()).toMatch(
    /Đã khôi phục từ sao-luu-\S+\.tar lúc .+ Dữ liệu trước đó ở/,
  );
  expect(await present.getByText('Lần khởi động tới sẽ khôi phục').count()).toBe(0);
  expect(await names(after)).not.toContain('Người đến sau');
  await present.goto(`${after.url}/nhat-ky-he-thong`);
  expect(await present.locator('main').innerText()).toMatch(/Quản[^]*Khôi phục từ bản sao lưu/);
  await browser.close();
  expect(await after.stop()).toBe(0);

  const outcome = await readOutcome(dataDir);
  expect(outcome).toMatchObject({ problem: null, requestedBy: 'Quản', booked: true });
  const kept = await reading(join(outcome?.before ?? '', DATABASE_FILE), (connection) =>
    connection.query<{ username: string }[]>('SELECT username FROM account'),
  );
  expect(kept).toContainEqual({ username: 'sau' });
  expect(await carryOutRestore({ dataDir, configDir }, Date.now())).toBeNull();
});

it('changes nothing when the back-up was damaged meanwhile, and says so', async () => {
  const { dataDir, configDir } = station;
  const archive = join(
    folder,
    readdirSync(folder).find((name) => name.startsWith('sao-luu-') && name.endsWith('.tar'))!,
  );
  const bytes = readFileSync(archive);
  writeFileSync(archive, bytes.subarray(0, bytes.length / 2));
  const request = { archive, requestedBy: 'Quản', requestedAt: Date.now() };
  writeFileSync(join(dataDir, 'restore-request.json'), JSON.stringify(request));
  const before = readFileSync(join(dataDir, DATABASE_FILE));
  await carryOutRestore({ dataDir, configDir }, Date.now());
  expect(await readOutcome(dataDir)).toMatchObject({ before: null, problem: expect.stringMatching(/./) as string });
  expect(readFileSync(join(dataDir, DATABASE_FILE)).equals(before)).toBe(true);
});
