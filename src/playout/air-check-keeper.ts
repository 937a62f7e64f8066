import { readdir, rmdir, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../domain/clock';
import { Environment } from '../platform/config/environment';
import { Station } from '../platform/config/station';
import { airChecksToPurge, type AirCheckFile } from './air-check-retention';

const DAY_MS = 86_400_000;

/** Deletes old air-checks once a day, and at start: a machine that is switched off every night has to do it some time. */
@Injectable()
export class AirCheckKeeper implements OnApplicationBootstrap {
  private readonly logger = new Logger(AirCheckKeeper.name);
  private readonly directory: string;

  constructor(
    { dataDir }: Environment,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {
    this.directory = join(dataDir, 'air-checks');
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.onInterval();
  }

  @Interval(DAY_MS)
  async onInterval(): Promise<void> {
    try {
      await this.purge();
    } catch (error) {
      this.logger.error('air-checks were not tidied up; the next day tries again', (error as Error).stack);
    }
  }

  private async purge(): Promise<void> {
    const files = await this.finished();
    if (files.length === 0) return;
    const { bavail, blocks, bsize } = await statfs(this.directory);
    const disk = { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
    const purged = airChecksToPurge(files, this.station.config.airCheckKeepDays, disk, this.clock.now());
    for (const { path } of purged) {
      await unlink(path);
      await rmdir(dirname(path)).catch(() => undefined); // The day's folder, once it is empty.
    }
    if (purged.length > 0) this.logger.log(`${String(purged.length)} old air-checks deleted`);
  }

  /** Finished recordings only, real files only: `<output>/<date>/<block>.mp3`. */
  private async finished(): Promise<AirCheckFile[]> {
    const entries = await readdir(this.directory, { recursive: true, withFileTypes: true }).catch(() => []);
    const paths = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.mp3'))
      .map((entry) => join(entry.parentPath, entry.name));
    return Promise.all(
      paths.map(async (path) => {
        const { size, mtimeMs } = await stat(path);
        return { path, bytes: size, modifiedAt: mtimeMs };
      }),
    );
  }
}
