import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../domain/clock';
import { Disk, isLow } from '../disk-space';
import { RedisConnection } from '../queue/redis-connection';
import { HealthCheck, type CheckResult } from './health.service';

@Injectable()
export class DatabaseCheck extends HealthCheck {
  readonly name = 'database';
  readonly isVital = true;

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async check(): Promise<CheckResult> {
    await this.dataSource.query('SELECT 1');
    return { status: 'ok' };
  }
}

const REDIS_TIMEOUT_MS = 1_000;

/** Without Redis the watchdog still airs from the database, only less promptly. */
@Injectable()
export class RedisCheck extends HealthCheck {
  readonly name = 'redis';
  readonly isVital = false;

  constructor(private readonly redis: RedisConnection) {
    super();
  }

  async check(): Promise<CheckResult> {
    await this.redis.ping(REDIS_TIMEOUT_MS);
    return { status: 'ok' };
  }
}

const FFMPEG_TIMEOUT_MS = 5_000;
const FFMPEG_ANSWER_HOLDS_MS = 60_000;

@Injectable()
export class FfmpegCheck extends HealthCheck {
  readonly name = 'ffmpeg';
  readonly isVital = false;
  private known: { readonly at: number; readonly result: CheckResult } | undefined;

  async check(): Promise<CheckResult> {
    const now = performance.now();
    if (this.known !== undefined && now - this.known.at < FFMPEG_ANSWER_HOLDS_MS) return this.known.result;
    const { stdout } = await promisify(execFile)('ffmpeg', ['-version'], { timeout: FFMPEG_TIMEOUT_MS });
    const version = /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? 'unknown version';
    this.known = { at: now, result: { status: 'ok', detail: version } };
    return this.known.result;
  }
}

const BYTES_PER_MIB = 1_048_576;

@Injectable()
export class DiskCheck extends HealthCheck {
  readonly name = 'disk';
  readonly isVital = false;

  constructor(private readonly disk: Disk) {
    super();
  }

  async check(): Promise<CheckResult> {
    const space = await this.disk.space();
    const { freeBytes, freeShare } = space;
    const detail = `${Math.floor(freeBytes / BYTES_PER_MIB)} MiB free (${Math.floor(freeShare * 100)} %)`;
    return { status: freeBytes === 0 ? 'down' : isLow(space) ? 'degraded' : 'ok', detail };
  }
}

/** A machine without a clock battery starts in 1970 or at its image's date. */
const FIRST_SANE_YEAR = 2025;
const LARGEST_STEP_MS = 2_000;

/** Whether the wall clock can be believed: a sane year, and no step against the monotonic clock since the start. */
@Injectable()
export class ClockCheck extends HealthCheck {
  readonly name = 'clock';
  readonly isVital = false;
  private readonly offsetAtStart: number;

  constructor(private readonly clock: Clock) {
    super();
    this.offsetAtStart = this.offset();
  }

  check(): Promise<CheckResult> {
    const year = new Date(this.clock.now()).getUTCFullYear();
    if (year < FIRST_SANE_YEAR) return Promise.resolve({ status: 'down', detail: `the year is ${year}` });
    const stepMs = Math.round(this.offset() - this.offsetAtStart);
    return Promise.resolve(
      Math.abs(stepMs) > LARGEST_STEP_MS
        ? { status: 'degraded', detail: `stepped by ${stepMs} ms since the start` }
        : { status: 'ok' },
    );
  }

  private offset(): number {
    return this.clock.now() - performance.now();
  }
}
