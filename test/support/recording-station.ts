import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Global, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Redis } from 'ioredis';
import request from 'supertest';
import { AUDIO_ERRORS } from '../../src/audio/audio-errors';
import { Clock } from '../../src/domain/clock';
import { PlansService } from '../../src/plans/plans.service';
import { Environment } from '../../src/platform/config/environment';
import { loadStationConfig, type StationConfig } from '../../src/platform/config/station-config';
import { Station } from '../../src/platform/config/station';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { configureHttp } from '../../src/platform/http/configure-http';
import { ERROR_CATALOGUE } from '../../src/platform/http/error-catalogue';
import { PlatformModule } from '../../src/platform/platform.module';
import type { RecordingView } from '../../src/recordings/recording.view';
import { RecordingsModule } from '../../src/recordings/recordings.module';
import { RecordingsService } from '../../src/recordings/recordings.service';
import { FakeClock } from './fake-clock';
import { layDatabase } from './laid-database';

const CONFIG_DIR = join(__dirname, '..', '..', 'config');

/** A redis-server that a test may stop, wipe and start again. */
export class TestRedis {
  private child: ChildProcess | undefined;
  private constructor(
    readonly directory: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<TestRedis> {
    const redis = new TestRedis(mkdtempSync(join(tmpdir(), 'test-redis-')), await freePort());
    await redis.resume();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async resume(): Promise<void> {
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.directory];
    this.child = spawn('redis-server', options, { stdio: 'ignore' });
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  }

  /** Nothing is kept on disk: stopping wipes it. */
  async stop(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async end(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Names of all plain files in a folder, which need not exist. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** The recordings feature as the service runs it: HTTP, SQLite, Redis, ffmpeg; Sơn Mai's plan in force. */
export class RecordingStation {
  private constructor(
    readonly app: NestExpressApplication,
    readonly clock: FakeClock,
    readonly dataDir: string,
  ) {}

  static async start(
    dataDir: string,
    redisUrl: string,
    limits: Partial<StationConfig['limits']> = {},
  ): Promise<RecordingStation> {
    const shipped = loadStationConfig(join(CONFIG_DIR, 'station.yaml'));
    const station = new Station({ ...shipped, limits: { ...shipped.limits, ...limits } });
    const clock = new FakeClock(Date.now());

    @Global()
    @Module({ providers: [{ provide: Station, useValue: station }], exports: [Station] })
    class StationModule {}

    await layDatabase(dataDir);
    const environment = new Environment(0, '127.0.0.1', dataDir, CONFIG_DIR, redisUrl);
    const testing = await Test.createTestingModule({ imports: [PlatformModule, StationModule, RecordingsModule] })
      .overrideProvider(Environment)
      .useValue(environment)
      .overrideProvider(Clock)
      .useValue(clock)
      .compile();
    const app = testing.createNestApplication<NestExpressApplication>();
    app.useLogger(false);
    configureHttp(app, { ...ERROR_CATALOGUE, ...AUDIO_ERRORS });
    await app.listen(0, '127.0.0.1');
    const plan = join(CONFIG_DIR, 'plans', 'son-mai-2025.yaml');
    await app.get(PlansService).import(readFileSync(plan, 'utf8'), plan, 'file', 'kiểm thử');
    return new RecordingStation(app, clock, dataDir);
  }

  async stop(): Promise<void> {
    await this.app.close();
  }

  get http() {
    return request(this.app.getHttpServer());
  }

  get recordings(): RecordingsService {
    return this.app.get(RecordingsService);
  }

  async anIssue(periodKey: string, number = 1): Promise<string> {
    const issue = { programmeKey: 'cds-hang-tuan', periodKey, number, required: true, title: `Số ${number}` };
    return this.app.get(UnitOfWork).run(async (manager) => {
      const [id] = await this.recordings.ensureIssues(manager, [issue]);
      return id!;
    });
  }

  /** Uploads and expects it to be taken in. */
  async upload(file: string, fields: Readonly<Record<string, string>>): Promise<RecordingView> {
    const call = this.http.post('/api/v1/recordings');
    for (const [name, value] of Object.entries(fields)) void call.field(name, value);
    const response = await call.attach('file', file);
    if (response.status !== 201) throw new Error(`${response.status} ${response.text}`);
    return response.body as RecordingView;
  }

  /** Waits until the recording is ready or rejected. */
  async settled(id: string): Promise<RecordingView & { error?: { code: string; detail: string } }> {
    for (let waits = 0; waits < 400; waits += 1) {
      const response = await this.http.get(`/api/v1/recordings/${id}`);
      const view = response.body as RecordingView;
      if (view.status !== 'processing') return view;
      await delay(50);
    }
    throw new Error(`${id} is still processing`);
  }

  async decide(id: string, decision: string, body: object = {}) {
    return this.http.post(`/api/v1/recordings/${id}/${decision}`).send(body);
  }

  async approve(id: string, actor = 'Bùi Văn Trí'): Promise<void> {
    for (const decision of ['submit', 'approve']) {
      const response = await this.decide(id, decision, { actor });
      if (response.status !== 200) throw new Error(`${decision}: ${response.status} ${response.text}`);
    }
  }
}
