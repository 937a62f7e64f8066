import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { AuditLog } from '../../src/audit/audit.log';
import { DATABASE_FILE } from '../../src/platform/database/database.module';
import { BackupService } from '../../src/upkeep/backup.service';
import { carryOutRestore, readOutcome } from '../../src/upkeep/pending-restore';
import { reading } from '../../src/upkeep/snapshot';
import { ConsoleBrowser, ConsoleStation } from '../support/console-station';
import { expectUsable } from '../support/page-checks';
import { FakePlayoutEngine } from '../support/fake-playout-engine';
import { farSession, until } from '../support/service';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'sao-luu-'));
const engine = new FakePlayoutEngine();
let station: ConsoleStation;
let browser: ConsoleBrowser;
let page: Page;

beforeAll(async () => {
  const { sessions } = farSession();
  station = await ConsoleStation.open({ backup: { folder, keepCount: 2 }, sessions }, engine);
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
    const deeds = await station.app.get(AuditLog).search({ text: 'TestTone', from: null, to: null, after: null }, 9);
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

it('restores at the next start what was asked for with its consequence accepted, and keeps what was there', async () => {
  await station.person('sau', 'Người đến sau', 'viewer');
  await page.goto(`${station.url}/he-thong`);
  const restore = async () => {
    await page.getByText('Khôi phục từ bản này').first().click();
    await page.getByLabel('Tôi hiểu dữ liệu sau lúc sao lưu').first().check();
    await page.getByRole('button', { name: 'Khôi phục ở lần khởi động tới' }).first().click();
    await page.getByText('Đã ghi yêu cầu khôi phục').waitFor();
  };
  await restore();
  await page.getByRole('button', { name: 'Hủy khôi phục' }).click();
  await page.getByText('Đã hủy yêu cầu khôi phục.').waitFor();
  await restore();
  expect(browser.faults).toEqual([]);
  await browser.close();
  await station.app.close();

  const { dataDir } = station;
  const environment = { dataDir, configDir: join(dirname(dataDir), 'config') };
  const outcome = await carryOutRestore(environment, Date.now());
  expect(outcome).toMatchObject({ problem: null, requestedBy: 'Quản' });
  const names = (database: string) =>
    reading(database, (connection) => connection.query<{ username: string }[]>('SELECT username FROM account'));
  expect(await names(join(dataDir, DATABASE_FILE))).toEqual([{ username: 'quan' }]);
  expect(await names(join(outcome?.before ?? '', DATABASE_FILE))).toContainEqual({ username: 'sau' });
  // Once.
  expect(await carryOutRestore(environment, Date.now())).toBeNull();
});

it('changes nothing when the back-up was damaged meanwhile, and says so', async () => {
  const { dataDir } = station;
  const archive = join(
    folder,
    readdirSync(folder).find((name) => name.startsWith('sao-luu-') && name.endsWith('.tar'))!,
  );
  const bytes = readFileSync(archive);
  writeFileSync(archive, bytes.subarray(0, bytes.length / 2));
  const request = { archive, requestedBy: 'Quản', requestedAt: Date.now() };
  writeFileSync(join(dataDir, 'restore-request.json'), JSON.stringify(request));
  const before = readFileSync(join(dataDir, DATABASE_FILE));
  await carryOutRestore({ dataDir, configDir: join(dirname(dataDir), 'config') }, Date.now());
  expect(await readOutcome(dataDir)).toMatchObject({ before: null, problem: expect.stringMatching(/./) as string });
  expect(readFileSync(join(dataDir, DATABASE_FILE)).equals(before)).toBe(true);
});
