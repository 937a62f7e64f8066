import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { Environment } from '../platform/config/environment';
import { Station } from '../platform/config/station';
import { loadStationConfig } from '../platform/config/station-config';
import { AirCheckKeeper } from './air-check-keeper';

const NOW = Date.UTC(2026, 10, 22);

class FixedClock extends Clock {
  now(): number {
    return NOW;
  }
}

describe('AirCheckKeeper', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'air-checks-'));
  afterAll(() => {
    rmSync(dataDir, { recursive: true });
  });

  function put(file: string, daysOld: number): void {
    const path = join(dataDir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'x');
    utimesSync(path, NOW / 1000, NOW / 1000 - daysOld * 86_400);
  }

  it('deletes old air-checks with their empty folder, and nothing else whatever its age', async () => {
    Logger.overrideLogger(false);
    put('air-checks/loa/2026-01-05/buoi-sang.mp3', 300);
    put('air-checks/loa/2026-11-01/buoi-sang.mp3', 2);
    put('air-checks/loa/2026-11-01/buoi-chieu.part', 300);
    put('outputs/loa/2026-01-05/buoi-sang.mp3', 300);
    put('media/ab/abc.mp3', 300);
    const station = new Station(loadStationConfig('config/station.yaml'));
    const environment = new Environment(0, '127.0.0.1', dataDir, '', undefined);
    await new AirCheckKeeper(environment, station, new FixedClock()).onApplicationBootstrap();
    const left = readdirSync(dataDir, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile()).map(({ name }) => name)).toHaveLength(4);
    expect(readdirSync(join(dataDir, 'air-checks/loa'))).toEqual(['2026-11-01']);
    expect(readdirSync(join(dataDir, 'outputs/loa/2026-01-05'))).toEqual(['buoi-sang.mp3']);
  });
});
