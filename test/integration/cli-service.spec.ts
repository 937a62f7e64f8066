import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { PlansModule } from '../../src/plans/plans.module';
import { PlansService } from '../../src/plans/plans.service';
import { StationModule } from '../../src/platform/config/station.module';
import { configureHttp } from '../../src/platform/http/configure-http';
import { ERROR_CATALOGUE } from '../../src/platform/http/error-catalogue';
import { InstanceLock } from '../../src/platform/instance-lock';
import { PlatformModule } from '../../src/platform/platform.module';
import { publishAddress, withdrawAddress } from '../../src/platform/service-address';
import { ReportsModule } from '../../src/reports/reports.module';
import { CliStation } from '../support/cli-run';

const SON_MAI = 'config/plans/son-mai-2025.yaml';

/** What plans and reports answer to, served as the service does. */
async function startService({ dataDir }: CliStation): Promise<NestExpressApplication> {
  const modules = [PlatformModule, StationModule, PlansModule, ReportsModule];
  const testing = await Test.createTestingModule({ imports: modules }).compile();
  const service = testing.createNestApplication<NestExpressApplication>({ logger: false });
  configureHttp(service, ERROR_CATALOGUE);
  await service.listen(0, '127.0.0.1');
  publishAddress(dataDir, await service.getUrl());
  return service;
}

describe.each(['without the service', 'through the running service'] as const)('%s', (how) => {
  let station: CliStation;
  let service: NestExpressApplication | undefined;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    station = new CliStation();
    if (how === 'through the running service') service = await startService(station);
  });
  afterEach(async () => {
    withdrawAddress(station.dataDir);
    await service?.close();
    service = undefined;
    station.remove();
  });

  const importPlan = async (file: string) => {
    const { code, stdout, stderr } = await station.run(['plan', 'import', file, '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as { code: string; version: number; changed: boolean };
  };

  it('imports a plan, then nothing, then the next version', async () => {
    expect(await importPlan(SON_MAI)).toEqual({ code: 'son-mai-2025', version: 1, changed: true });
    expect(await importPlan(SON_MAI)).toEqual({ code: 'son-mai-2025', version: 1, changed: false });
    const source = readFileSync(station.path(SON_MAI), 'utf8');
    writeFileSync(station.path(SON_MAI), source.replace('plannedDurationSeconds: 600', 'plannedDurationSeconds: 540'));
    expect(await importPlan(SON_MAI)).toEqual({ code: 'son-mai-2025', version: 2, changed: true });
    const stored = await service?.get(PlansService, { strict: false }).inForce();
    if (stored !== undefined) expect(stored.map(({ plan, n }) => [plan.code, n])).toEqual([['son-mai-2025', 2]]);
  }, 60_000);

  it('refuses a plan that owes what another owes already, with the sentence of the catalogue', async () => {
    await importPlan(SON_MAI);
    const source = readFileSync(station.path(SON_MAI), 'utf8').replace('code: son-mai-2025', 'code: son-mai-khac');
    writeFileSync(station.path('other.yaml'), source);
    const { code, stdout, stderr } = await station.run(['plan', 'import', 'other.yaml']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'Kế hoạch son-mai-khac và son-mai-2025 cùng có chuyên mục "cds-hang-tuan" trong một khoảng thời gian.\n' +
        'The plans son-mai-khac and son-mai-2025 both hold the programme "cds-hang-tuan" at the same time.\n',
    );
  }, 60_000);

  it('names the faults of a plan that it refuses', async () => {
    writeFileSync(
      station.path('bad.yaml'),
      readFileSync(station.path(SON_MAI), 'utf8').replace('kind: weekly', 'kind: daily'),
    );
    const { code, stderr } = await station.run(['plan', 'import', 'bad.yaml']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/bad\.yaml, dòng \d+, mục programmes\[0\]\.cadence\.kind: gặp "daily"/);
  });

  it('writes the report of a month in every format, and lets what staff changed alone', async () => {
    await importPlan(SON_MAI);
    const first = await station.run(['report', 'month', '2025-08', '--out', 'out', '--json']);
    expect(first.code).toBe(0);
    const { version, files } = JSON.parse(first.stdout) as { version: number; files: string[] };
    expect({ version, names: readdirSync(station.path('out')).sort() }).toEqual({
      version: 1,
      names: ['csv', 'docx', 'json', 'pdf', 'xlsx'].map((format) => `bao-cao-2025-08-v1.${format}`),
    });
    expect(files.map((file) => file.startsWith(station.path('out')))).toEqual(files.map(() => true));
    const report = JSON.parse(readFileSync(station.path('out/bao-cao-2025-08-v1.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(report).toMatchObject({ kind: 'monthly', period: '2025-08', from: '2025-08-01', to: '2025-08-31' });
    const word = readFileSync(station.path('out/bao-cao-2025-08-v1.docx'));
    expect(word.subarray(0, 2).toString()).toBe('PK');
    expect(readFileSync(join(station.dataDir, 'reports/2025-08/bao-cao-2025-08-v1.docx'))).toEqual(word);

    expect((await station.run(['report', 'month', '2025-08', '--out', 'out'])).code).toBe(0);
    writeFileSync(station.path('out/bao-cao-2025-08-v1.docx'), 'phần nhân viên viết');
    const again = await station.run(['report', 'month', '2025-08', '--out', 'out']);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('Muốn ghi đè, hãy thêm --force.');
    expect(readFileSync(station.path('out/bao-cao-2025-08-v1.docx'), 'utf8')).toBe('phần nhân viên viết');
    expect((await station.run(['report', 'month', '2025-08', '--out', 'out', '--force'])).code).toBe(0);
    expect(readFileSync(station.path('out/bao-cao-2025-08-v1.docx'))).toEqual(word);
  }, 60_000);
});

describe('somebody else holds DATA_DIR', () => {
  it('and answers no request: nothing is done behind its back', async () => {
    const station = new CliStation();
    const lock = InstanceLock.acquire(station.dataDir);
    try {
      publishAddress(station.dataDir, 'http://127.0.0.1:9');
      const { code, stderr } = await station.run(['plan', 'import', SON_MAI]);
      expect(code).toBe(1);
      expect(stderr).toContain('đang được một dịch vụ khác dùng');
      expect(readdirSync(station.dataDir).sort()).toEqual(['service.json', 'service.lock']);
    } finally {
      lock.release();
      station.remove();
    }
  });

  it('long gone, though its address is still there and a stranger answers: the stranger is not asked', async () => {
    const [station, other] = [new CliStation(), new CliStation()];
    const stranger = await startService(other);
    try {
      Object.assign(process.env, { DATA_DIR: station.dataDir, CONFIG_DIR: station.configDir });
      InstanceLock.acquire(station.dataDir).release();
      publishAddress(station.dataDir, await stranger.getUrl());
      const { code, stdout } = await station.run(['plan', 'import', SON_MAI, '--json']);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ code: 'son-mai-2025', version: 1, changed: true });
      expect(await stranger.get(PlansService, { strict: false }).inForce()).toEqual([]);
    } finally {
      await stranger.close();
      station.remove();
      other.remove();
    }
  }, 60_000);
});
