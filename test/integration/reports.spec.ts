import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
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
import type { Report } from '../../src/reports/report';
import { RenderThread } from '../../src/reports/render/render-thread';
import { ReportService } from '../../src/reports/report.service';
import { PlayoutRepository } from '../../src/playout/playout.repository';
import { dataText } from '../../src/reports/report-differences';
import { ReportDrafter } from '../../src/reports/report.drafter';
import { ReportRow } from '../../src/reports/report.entity';
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

async function monthly(month: string): Promise<Report> {
  const response = await http().get(`/api/v1/reports/monthly?month=${month}`);
  expect(response.status).toBe(200);
  return response.body as Report;
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
  it('keeps every format whole, with the hashes it states, and says who asked', async () => {
    const report = await post('2025-08');
    expect(report).toMatchObject({ version: 1, month: '2025-08', kind: 'monthly' });
    const formats = ['json', 'docx', 'pdf', 'xlsx', 'csv'];
    expect(report.files.map(({ name }) => name)).toEqual(formats.map((format) => `bao-cao-2025-08-v1.${format}`));
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
    ) as Report;
    expect(json).toEqual(await monthly('2025-08'));
    const audit: unknown = await app
      .get(DataSource)
      .query('SELECT action, actor FROM audit WHERE subjectId = ?', [report.id]);
    expect(audit).toEqual([{ action: 'report.create', actor: 'Lê Thị Hoa (chưa xác thực)' }]);
  });

  it('makes an open draft anew when the data differ, and it keeps its number', async () => {
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
    expect(both.map(({ id, version }) => [id, version])).toEqual([
      [first.id, 1],
      [first.id, 1],
    ]);
    const folder = join(dataDir, 'reports', '2025-08');
    expect(readdirSync(folder).sort()).toEqual(both[0].files.map(({ name }) => name).sort());
    expect(sha256(readFileSync(join(folder, both[0].files[1]!.name)))).toBe(both[0].files[1]!.sha256);
    expect(both[0].files[1]!.sha256).not.toBe(first.files[1]!.sha256);

    const { items } = (await http().get('/api/v1/reports')).body as { items: StoredReport[] };
    expect(items).toEqual([both[0]]);
    expect(readdirSync(join(dataDir, 'tmp')).filter((name) => name.endsWith('.report'))).toEqual([]);
  });

  it('renders any period and field without keeping anything', async () => {
    const report = await app.get(ReportService).of('2025-Q3', 'cds');
    await expect(app.get(RenderThread).render({} as Report)).rejects.toThrow('of undefined');
    const began = performance.eventLoopUtilization();
    const files = await app.get(RenderThread).render(report);
    expect(files.map(({ extension, content }) => [extension, Buffer.from(content).toString('latin1', 0, 4)])).toEqual([
      ['json', '{\n  '],
      ['docx', 'PK\x03\x04'],
      ['pdf', '%PDF'],
      ['xlsx', 'PK\x03\x04'],
      ['csv', '\xef\xbb\xbfB'],
    ]);
    // Laid out elsewhere: this thread, on which an emergency may come in, had next to nothing to do.
    expect(performance.eventLoopUtilization(began).utilization).toBeLessThan(0.5);
    expect(existsSync(join(dataDir, 'reports', '2025-Q3'))).toBe(false);
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

describe('from draft to locked', () => {
  const call = (method: 'post' | 'patch' | 'get', path: string, body?: object) =>
    http()[method](`/api/v1/reports/${path}`).send(body);
  const code = async (pending: ReturnType<typeof call>) => {
    const response = await pending;
    return [response.status, (response.body as { code?: string }).code];
  };
  const stored = async (id: string) =>
    (await call('get', id)).body as StoredReport & { status: string; report: Report };
  let id: string;

  it('keeps the words of staff in every format, and takes a checked report back to draft when they change', async () => {
    const response = await http().post('/api/v1/reports').send({ period: '2025-09', actor: 'Lê Thị Hoa' });
    ({ id } = response.body as { id: string });
    expect(response.body).toMatchObject({ status: 'draft', period: '2025-09', version: 1, revision: 0 });
    expect(await code(call('post', `${id}/lock`, {}))).toEqual([409, 'reportNotChecked']);
    expect((await call('post', `${id}/check`, { actor: 'A' })).body).toMatchObject({ status: 'checked', revision: 1 });
    expect(await code(call('patch', `${id}/texts`, { number: '12' }).set('If-Match', '"0"'))).toEqual([
      409,
      'revisionConflict',
    ]);
    const texts = {
      number: '12',
      date: '2025-10-02',
      shortcomings: 'Mất điện hai ngày.',
      proposals: 'Thêm máy phát điện.',
    };
    // As it was kept before the settings named the loudspeakers.
    const { systemName: _, distribution: _lines, ...letterhead } = (await stored(id)).report.letterhead;
    const model = { ...(await stored(id)).report, letterhead };
    await app.get(UnitOfWork).run((manager) => manager.update(ReportRow, id, { model }));
    expect((await call('patch', `${id}/texts`, texts)).body).toMatchObject({ status: 'draft', revision: 2 });
    const { files, report } = await stored(id);
    expect(report.letterhead).toEqual(loadStationConfig(join(CONFIG_DIR, 'station.yaml')).letterhead);
    expect(report.texts).toEqual({ ...texts, directions: '', signerName: '' });
    expect(files.map(({ name }) => name)).toContain('bao-cao-2025-09-v1-2.docx');
    // The files of the first draft are gone, and those of this one are what the row says.
    const folder = join(dataDir, 'reports', '2025-09');
    expect(readdirSync(folder).sort()).toEqual(files.map(({ name }) => name).sort());
    for (const { name, sha256: hash } of files) expect(sha256(readFileSync(join(folder, name)))).toBe(hash);
    expect(await code(call('patch', `${id}/texts`, { date: '2025-02-30' }))).toEqual([400, 'invalidInput']);
  });

  it('is locked only over a period that has ended and whose every airing is settled', async () => {
    await call('post', `${id}/check`, {});
    expect(await code(call('post', `${id}/lock`, {}))).toEqual([409, 'reportRunning']);
    clock.set(at('2025-10-02 09:00'));
    const open = await airing(weekly('2025-W37', 8), 0, { state: 'cued', provisionalStart: at('2025-09-08 05:30') });
    const refused = await call('post', `${id}/lock`, {});
    expect(refused.body).toMatchObject({
      code: 'reportNotReconciled',
      detail: expect.stringContaining('Còn 1 lượt phát chưa có kết quả (ngày 08/09/2025)') as string,
    });
    expect((await http().get(`/api/v1/reports/${id}/unsettled`)).body).toMatchObject({
      items: [{ airingId: open, state: 'cued', href: `/api/v1/airings/${open}` }],
    });
    await app
      .get(UnitOfWork)
      .run((manager) => manager.update(AiringRow, open, { state: 'missed', reason: 'serviceDown' }));
    // September had not ended when it was made.
    expect(await code(call('post', `${id}/lock`, {}))).toEqual([409, 'reportOutdated']);
  });

  it('once locked states its own hash and the log’s head, and never changes', async () => {
    const logged = { airingId: 'a', deliveryId: 'd', outputCode: 'loa', title: 'Số 7', sha256: '' };
    await app.get(UnitOfWork).run((manager) =>
      app.get(PlayoutRepository).appendLog(manager, {
        ...{
          ...logged,
          kind: 'played',
          segment: 0,
          plannedStart: at('2025-09-01 05:30'),
          commandedAt: null,
          start: null,
        },
        ...{ end: null, firstFrame: null, frames: 0, endReason: 'outputFailed', airCheck: null, proof: null },
      }),
    );
    const made = await http().post('/api/v1/reports').send({ period: '2025-09' });
    // Nothing was locked yet: the words come along, and so does the number. Somebody has to check the new data.
    expect(made.body).toMatchObject({ id, version: 1, status: 'draft' });
    await call('post', `${id}/check`, { actor: 'Trần Văn B' });
    const locked = await call('post', `${id}/lock`, { actor: 'Nguyễn Văn A' });
    expect(locked.body).toMatchObject({ status: 'locked', lockedBy: 'Nguyễn Văn A (chưa xác thực)' });
    const { files, report } = await stored(id);
    expect(report.texts.shortcomings).toBe('Mất điện hai ngày.');
    expect(report.log).toHaveLength(1);
    const [{ hash }] = await app.get(DataSource).query<[{ hash: string }]>('SELECT hash FROM playout_log');
    expect(report.seal?.logHead).toEqual({ id: 1, hash });
    expect(report.seal?.dataSha256).toBe(sha256(Buffer.from(dataText(report))));
    expect(report.seal?.differences).toEqual([]);
    const folder = join(dataDir, 'reports', '2025-09');
    const before = files.map(({ name }) => sha256(readFileSync(join(folder, name))));
    expect(before).toEqual(files.map((file) => file.sha256));

    expect(await code(call('patch', `${id}/texts`, { number: '13' }))).toEqual([409, 'reportLocked']);
    expect(await code(call('post', `${id}/check`, {}))).toEqual([409, 'reportLocked']);
    expect(await code(call('post', `${id}/lock`, {}))).toEqual([409, 'reportLocked']);
    // The same data again are the same version; other data are the second, and the locked one stays as it is.
    expect((await http().post('/api/v1/reports').send({ period: '2025-09' })).body).toMatchObject({ id, version: 1 });
    await airing(weekly('2025-W38', 9), 0, {
      ...{ state: 'aired', reason: 'completed', measuredStart: at('2025-09-15 05:30'), airtimeSeconds: 600 },
    });
    const second = await http().post('/api/v1/reports').send({ period: '2025-09' });
    expect(second.body).toMatchObject({ version: 2, status: 'draft' });
    await call('post', `${(second.body as StoredReport).id}/check`, {});
    const correction = await call('post', `${(second.body as StoredReport).id}/lock`, {});
    const { differences } = (correction.body as { report: Report }).report.seal!;
    expect(differences.map(({ place, before: old, after }) => [place, old, after])).toContainEqual([
      'Bảng 1, Chuyên mục Chuyển đổi số và Nghị quyết số 57-NQ/TW, C.I.1.a, số: Thực hiện',
      '0',
      '1',
    ]);
    expect(files.map(({ name }) => sha256(readFileSync(join(folder, name))))).toEqual(before);
  });

  it('drafts last month by itself, once', async () => {
    clock.set(at('2025-11-01 06:00'));
    const drafter = app.get(ReportDrafter);
    await Promise.all([drafter.tick(), drafter.tick()]);
    await drafter.tick();
    const { items } = (await http().get('/api/v1/reports')).body as { items: (StoredReport & { period: string })[] };
    expect(items.filter(({ period }) => period === '2025-10')).toMatchObject([{ version: 1, status: 'draft' }]);
  });
});
