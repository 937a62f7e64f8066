import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { occurrenceKeyOf } from '../../src/domain/expand-plan';
import { Clock } from '../../src/domain/clock';
import { PlansService } from '../../src/plans/plans.service';
import { Environment } from '../../src/platform/config/environment';
import { loadStationConfig } from '../../src/platform/config/station-config';
import { Station } from '../../src/platform/config/station';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { configureHttp } from '../../src/platform/http/configure-http';
import { ERROR_CATALOGUE } from '../../src/platform/http/error-catalogue';
import { PlatformModule } from '../../src/platform/platform.module';
import { RecordingsService } from '../../src/recordings/recordings.service';
import type { MonthlyReport } from '../../src/reports/monthly-report';
import { ReportService } from '../../src/reports/report.service';
import { ReportsModule } from '../../src/reports/reports.module';
import { notYetAired } from '../../src/schedule/rows';
import { AiringRow } from '../../src/schedule/schedule.entity';
import { at } from '../support/builders';
import { FakeClock } from '../support/fake-clock';
import { TestRedis } from '../support/recording-station';

const CONFIG_DIR = join(__dirname, '..', '..', 'config');

interface StoredReport {
  readonly id: string;
  readonly version: number;
  readonly month: string;
  readonly files: readonly {
    readonly name: string;
    readonly href: string;
    readonly sha256: string;
    readonly bytes: number;
  }[];
}

let redis: TestRedis;
let app: NestExpressApplication;
let dataDir: string;
const clock = new FakeClock(at('2025-09-05 09:00'));

const http = () => request(app.getHttpServer());
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function post(month: string): Promise<StoredReport> {
  const response = await http().post('/api/v1/reports').send({ month, actor: 'Lê Thị Hoa' });
  expect(response.status).toBe(201);
  return response.body as StoredReport;
}

async function monthly(month: string): Promise<MonthlyReport> {
  const response = await http().get(`/api/v1/reports/monthly?month=${month}`);
  expect(response.status).toBe(200);
  return response.body as MonthlyReport;
}

/** A settled airing of an issue, as playout leaves it in the books. */
async function airing(
  issue: { readonly programmeKey: string; readonly periodKey: string; readonly number: number },
  ordinal: number,
  went: Partial<AiringRow>,
): Promise<string> {
  const { programmeKey, periodKey } = issue;
  const id = randomUUID();
  const role = went.role ?? (ordinal === 0 ? 'first' : 'repeat');
  await app.get(UnitOfWork).run(async (manager) => {
    const [contentId] = await app
      .get(RecordingsService)
      .ensureIssues(manager, [{ ...issue, required: true, title: 'Số thử' }]);
    await manager.insert(AiringRow, {
      ...notYetAired(clock.now()),
      id,
      stationId: app.get(Station).id,
      contentId: contentId!,
      occurrenceKey: role === 'makeUp' ? `makeup/${id}/1` : occurrenceKeyOf(programmeKey, periodKey, 'vie', ordinal),
      language: 'vie',
      role,
      ordinal,
      makeUpForId: null,
      planVersionId: null,
      placedBy: 'plan',
      sessionId: null,
      position: 0,
      provisionalStart: went.measuredStart ?? at('2025-08-04 05:30'),
      plannedDurationSeconds: 600,
      priority: 'NORMAL',
      startGraceSeconds: 120,
      requiredClusterShare: 0.5,
      title: 'Số thử',
      clustersReached: 6,
      clustersTotal: 6,
      revision: 0,
      ...went,
    });
  });
  return id;
}

const weekly = (periodKey: string, number: number) => ({ programmeKey: 'cds-hang-tuan', periodKey, number });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'reports-'));
  redis = await TestRedis.start();
  const station = new Station(loadStationConfig(join(CONFIG_DIR, 'station.yaml')));
  @Global()
  @Module({ providers: [{ provide: Station, useValue: station }], exports: [Station] })
  class StationModule {}
  const testing = await Test.createTestingModule({ imports: [PlatformModule, StationModule, ReportsModule] })
    .overrideProvider(Environment)
    .useValue(new Environment(0, '127.0.0.1', dataDir, CONFIG_DIR, redis.url))
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  app = testing.createNestApplication<NestExpressApplication>();
  app.useLogger(false);
  configureHttp(app, ERROR_CATALOGUE);
  await app.listen(0, '127.0.0.1');
  const source = readFileSync(join(CONFIG_DIR, 'plans', 'son-mai-2025.yaml'), 'utf8');
  await app.get(PlansService).import(source, 'son-mai-2025.yaml', 'file', 'kiểm thử');
});

afterAll(async () => {
  await app.close();
  await redis.end();
  rmSync(dataDir, { recursive: true });
});

describe('the report of August 2025, read from the station’s own books', () => {
  beforeAll(async () => {
    // The plan is in effect from 23/7/2025: W30 (24/7) is số 1, W31 số 2, W32 (7/8) 3, W33 4, W34 5, W35 (28/8) 6.
    await airing(weekly('2025-W32', 3), 0, {
      state: 'aired',
      reason: 'completed',
      measuredStart: at('2025-08-04 05:30') + 250,
      airtimeSeconds: 600.2,
    });
    await airing(weekly('2025-W33', 4), 0, { state: 'missed', reason: 'noRecording' });
    const partial = await airing(weekly('2025-W34', 5), 0, {
      state: 'partial',
      reason: 'cutShort',
      measuredStart: at('2025-08-18 05:30'),
      airtimeSeconds: 120,
    });
    await airing(weekly('2025-W34', 5), 0, {
      role: 'makeUp',
      makeUpForId: partial,
      state: 'aired',
      reason: 'completed',
      measuredStart: at('2025-08-20 17:00'),
      airtimeSeconds: 600,
    });
  });

  it('counts what was owed, missed, broken off and made up', async () => {
    const report = await monthly('2025-08');
    // Owed W32–W35 = 4. Done: W32, and W34 by its make-up = 2. Missed: W33, and W35 which nothing was laid out for.
    // To date: W30 and W31 too, neither aired: 2 of 6. The year: 52, of which 23 in effect.
    expect(report.targets[0]?.lines[0]).toMatchObject({
      target: 4,
      done: 2,
      ratePercent: 50,
      cumulativeTarget: 6,
      cumulativeDone: 2,
      yearTarget: { nominal: 52, proRata: 23 },
      verdict: 'notMet',
    });
    expect(report.airings.map(({ date, time, role, partial }) => [date, time, role, partial])).toEqual([
      ['2025-08-04', '05:30:00', 'first', false],
      ['2025-08-18', '05:30:00', 'first', true],
      ['2025-08-20', '17:00:00', 'makeUp', false],
    ]);
    // 600 + 120 + 600.
    expect(report.totals).toEqual({ aired: 2, partial: 1, airtimeSeconds: 1320 });
    expect(report.airings[0]?.label).toBe('Chuyên mục Chuyển đổi số và Nghị quyết số 57-NQ/TW, số 3');
  });

  it('owes two weekly issues and no monthly one in July', async () => {
    const { targets } = await monthly('2025-07');
    expect(targets[0]?.lines[0]).toMatchObject({ target: 2, done: 0 });
    expect(targets[1]?.lines.map(({ target }) => target)).toEqual([0, 0]);
  });
});

describe('kept reports', () => {
  it('keeps JSON and DOCX whole, with the hashes it states, and says who asked', async () => {
    const report = await post('2025-08');
    expect(report).toMatchObject({ version: 1, month: '2025-08', kind: 'monthly' });
    expect(report.files.map(({ name }) => name)).toEqual(['bao-cao-2025-08-v1.json', 'bao-cao-2025-08-v1.docx']);
    for (const file of report.files) {
      const response = await http()
        .get(file.href)
        .buffer(true)
        .parse((stream, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            done(null, Buffer.concat(chunks));
          });
        });
      const body = response.body as Buffer;
      expect(response.status).toBe(200);
      expect(response.headers['content-disposition']).toBe(`attachment; filename="${file.name}"`);
      expect(sha256(body)).toBe(file.sha256);
      expect(body.length).toBe(file.bytes);
      expect(sha256(readFileSync(join(dataDir, 'reports', '2025-08', file.name)))).toBe(file.sha256);
    }
    const json = JSON.parse(
      readFileSync(join(dataDir, 'reports', '2025-08', 'bao-cao-2025-08-v1.json'), 'utf8'),
    ) as MonthlyReport;
    expect(json).toEqual(await monthly('2025-08'));
    const audit: unknown = await app
      .get(DataSource)
      .query('SELECT action, actor FROM audit WHERE subjectId = ?', [report.id]);
    expect(audit).toEqual([{ action: 'report.create', actor: 'Lê Thị Hoa (chưa xác thực)' }]);
  });

  it('makes a new version only when the data differ, and leaves the old one as it was', async () => {
    const first = await post('2025-08');
    clock.advance(3_600_000);
    expect(await post('2025-08')).toEqual(first);

    await airing(weekly('2025-W35', 6), 0, {
      state: 'aired',
      reason: 'completed',
      measuredStart: at('2025-08-25 05:30'),
      airtimeSeconds: 600,
    });
    const both = await Promise.all([post('2025-08'), post('2025-08')]);
    expect(both.map(({ version }) => version)).toEqual([2, 2]);
    expect(both[0].id).toBe(both[1].id);
    expect(sha256(readFileSync(join(dataDir, 'reports', '2025-08', first.files[1]!.name)))).toBe(
      first.files[1]!.sha256,
    );

    const { items } = (await http().get('/api/v1/reports')).body as { items: StoredReport[] };
    expect(items.map(({ month, version }) => [month, version])).toEqual([
      ['2025-08', 2],
      ['2025-08', 1],
    ]);
    expect(items[1]).toEqual(first);
    expect(readdirSync(join(dataDir, 'tmp')).filter((name) => name.endsWith('.report'))).toEqual([]);
  });

  it('renders for the command line without keeping anything', async () => {
    const { files } = await app.get(ReportService).render('2025-07');
    expect(files.map(({ name }) => name)).toEqual(['bao-cao-2025-07.json', 'bao-cao-2025-07.docx']);
    expect(files[1]?.content.subarray(0, 2).toString()).toBe('PK');
    expect(existsSync(join(dataDir, 'reports', '2025-07'))).toBe(false);
  });

  it('refuses what is no month, and files it never made', async () => {
    for (const month of ['2025-13', '2025-W01', '2025', ''])
      expect((await http().get(`/api/v1/reports/monthly?month=${month}`)).status).toBe(400);
    expect((await http().post('/api/v1/reports').send({ month: '../../etc' })).body).toMatchObject({
      code: 'invalidInput',
    });
    const { id } = await post('2025-08');
    for (const name of ['bao-cao-2025-08-v9.docx', '..%2F..%2Ftruyen-thanh.sqlite', 'x'])
      expect((await http().get(`/api/v1/reports/${id}/files/${name}`)).status).toBe(404);
    expect((await http().get(`/api/v1/reports/${randomUUID()}/files/x`)).body).toMatchObject({ code: 'notFound' });
  });
});
