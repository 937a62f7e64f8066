import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BullModule, InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Controller, Get, Injectable, Logger, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { Queue } from 'bullmq';
import { DataSource } from 'typeorm';
import { Environment } from '../../src/platform/config/environment';
import { configureHttp } from '../../src/platform/http/configure-http';
import { ERROR_CATALOGUE } from '../../src/platform/http/error-catalogue';
import { PlatformModule } from '../../src/platform/platform.module';

const QUEUE = 'platform-spec';

/** A job that is still at work, with Redis and the database, when the service is told to stop. */
@Processor(QUEUE)
class SlowProcessor extends WorkerHost {
  started = 0;
  finished = 0;

  constructor(private readonly dataSource: DataSource) {
    super();
  }

  override async process(): Promise<void> {
    this.started += 1;
    await delay(700);
    await this.dataSource.query('SELECT 1');
    this.finished += 1;
  }
}

@Injectable()
class Feature {
  constructor(@InjectQueue(QUEUE) readonly queue: Queue) {}
}

@Controller('api/v1/broken')
class BrokenController {
  @Get()
  read(): never {
    throw new Error('a secret');
  }
}

@Module({
  imports: [BullModule.registerQueue({ name: QUEUE })],
  controllers: [BrokenController],
  providers: [Feature, SlowProcessor],
})
class FeatureModule {}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

describe('platform', () => {
  let dataDir: string;
  let app: NestExpressApplication | undefined;

  const boot = async (features = [FeatureModule], redisUrl?: string) => {
    const environment = new Environment(0, '127.0.0.1', dataDir, join(dataDir, 'config'), redisUrl);
    const testing = await Test.createTestingModule({ imports: [PlatformModule, ...features] })
      .overrideProvider(Environment)
      .useValue(environment)
      .compile();
    app = testing.createNestApplication<NestExpressApplication>();
    app.useLogger(false);
    configureHttp(app, ERROR_CATALOGUE);
    await app.listen(0, '127.0.0.1');
    return app;
  };
  const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { port } = app!.getHttpServer().address() as AddressInfo;
      const call = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => (text += part.toString()));
        response.on('end', () => {
          const body = JSON.parse(text) as Record<string, unknown>;
          resolve({ status: response.statusCode, headers: response.headers, body });
        });
      });
      call.on('error', reject).end();
    });
  /** A redis-server works in the folder that holds its file. */
  const redisServers = () =>
    readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && readlinkSync(`/proc/${pid}/cwd`) === join(dataDir, 'redis');
      } catch {
        return false;
      }
    });

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'platform-'));
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    rmSync(dataDir, { recursive: true });
  });

  it('boots, is healthy, and drains its work before Redis and the database go', async () => {
    const running = await boot();
    const health = await ask('GET', '/api/v1/health');
    expect(health.status).toBe(200);
    expect(health.body).toMatchObject({
      checks: {
        database: { status: 'ok' },
        redis: { status: 'ok' },
        ffmpeg: { status: 'ok' },
        clock: { status: 'ok' },
      },
    });
    expect(redisServers()).toHaveLength(1);

    const processor = running.get(SlowProcessor, { strict: false });
    await running.get(Feature, { strict: false }).queue.add('slow', {});
    while (processor.started === 0) await delay(10);
    await running.close();
    app = undefined;
    expect(processor.finished).toBe(1);
    expect(redisServers()).toEqual([]);
    expect(existsSync(join(dataDir, 'service.lock'))).toBe(false);
  });

  it('refuses a second service on the same DATA_DIR', async () => {
    const first = await boot([]);
    await expect(boot([])).rejects.toMatchObject({ code: 'dataDirInUse' });
    await first.close();
    app = undefined;
    await boot([]);
  });

  it('starts, answers and stops with Redis out of reach', async () => {
    await boot([FeatureModule], 'redis://127.0.0.1:1');
    const health = await ask('GET', '/api/v1/health');
    expect(health.status).toBe(200);
    expect(health.body).toMatchObject({ status: 'degraded', checks: { redis: { status: 'down' } } });
    expect(redisServers()).toEqual([]);
    await app!.close();
    app = undefined;
  });

  it('answers errors as problem+json in the language asked for, with no inside knowledge', async () => {
    await boot();
    const unknown = await ask('GET', '/api/v1/nowhere?x=1', { 'accept-language': 'en' });
    expect(unknown.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(unknown.body).toMatchObject({
      status: 404,
      code: 'notFound',
      detail: 'Not found.',
      instance: '/api/v1/nowhere',
    });
    const broken = await ask('GET', '/api/v1/broken');
    expect(broken.body).toMatchObject({ status: 500, code: 'internal', title: 'Internal Server Error' });
    expect(JSON.stringify(broken.body)).not.toContain('secret');
  });

  it('refuses other hosts and other sites, and allows no inline script', async () => {
    await boot();
    expect(await ask('GET', '/api/v1/health', { host: 'evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'hostNotAllowed' },
    });
    expect(await ask('POST', '/api/v1/health', { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'crossOrigin' },
    });
    const { headers } = await ask('GET', '/api/v1/health');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
  });
});
