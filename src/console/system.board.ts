import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { Environment } from '../platform/config/environment';
import { Station } from '../platform/config/station';
import { Disk, isLow, type DiskSpace } from '../platform/disk-space';
import { HealthService, type HealthReport } from '../platform/health/health.service';
import { PlayoutEngine, type EngineStatus } from '../playout/playout-engine';
import { TestToneService } from '../playout/test-tone.service';
import { RemindersService, type ChannelState } from '../reminders/reminders.service';
import { BackupService, type BackupState } from '../upkeep/backup.service';
import type { TaskFacts } from './presenters/tasks';

export interface SystemView {
  readonly outputs: readonly {
    readonly code: string;
    readonly label: string;
    readonly isMonitor: boolean;
    readonly state: EngineStatus['state'];
    /** "Cụm loa 01 (Thôn 1)". */
    readonly clusters: readonly string[];
    /** A test tone sounds. */
    readonly isTesting: boolean;
  }[];
  readonly disk: DiskSpace & { readonly isLow: boolean; readonly dataDir: string };
  readonly backup: BackupState & { readonly at: string; readonly keepCount: number };
  readonly channels: readonly ChannelState[];
  readonly health: HealthReport;
  readonly versions: { readonly service: string; readonly node: string };
  readonly timeZone: string;
}

const TWO_DAYS_MS = 2 * 86_400_000;
const { version } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
  readonly version: string;
};

/** The machine that the station runs on. */
@Injectable()
export class SystemBoard {
  constructor(
    private readonly engine: PlayoutEngine,
    private readonly tones: TestToneService,
    private readonly backups: BackupService,
    private readonly reminders: RemindersService,
    private readonly health: HealthService,
    private readonly disk: Disk,
    private readonly environment: Environment,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async view(): Promise<SystemView> {
    const { dataDir } = this.environment;
    const { timeZone, config } = this.station;
    const { at, keepCount } = config.backup;
    const space = await this.disk.space();
    return {
      outputs: this.outputs(),
      disk: { ...space, isLow: isLow(space), dataDir },
      backup: { ...(await this.backups.state()), at, keepCount },
      channels: await this.reminders.channelStates(),
      health: await this.health.report(),
      versions: { service: version, node: process.versions.node },
      timeZone,
    };
  }

  /** What is to be seen on the overview. */
  async alarms(): Promise<Pick<TaskFacts, 'lowDiskPercent' | 'isBackupOverdue'>> {
    const space = await this.disk.space();
    const { folder, backups } = await this.backups.state();
    const last = backups.find(({ problem }) => problem === null)?.createdAt ?? 0;
    return {
      lowDiskPercent: isLow(space) ? Math.floor(space.freeShare * 100) : null,
      isBackupOverdue: folder !== null && last < this.clock.now() - TWO_DAYS_MS,
    };
  }

  private outputs(): SystemView['outputs'] {
    const { outputs, clusters } = this.station.config;
    const states = new Map(this.engine.status().map(({ outputCode, state }) => [outputCode, state]));
    return outputs.map(({ code, label, role }) => ({
      ...{ code, label, isMonitor: role === 'monitor', state: states.get(code) ?? 'down' },
      isTesting: this.tones.isSounding(code),
      clusters: clusters
        .filter(({ outputs: served }) => served.includes(code))
        .map(({ name, village }) => `${name} (${village})`),
    }));
  }
}
