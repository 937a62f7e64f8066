import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { PrivateRedis } from '../../src/platform/queue/private-redis';

const isRunning = (pid: number | undefined) => pid !== undefined && existsSync(`/proc/${pid}/cmdline`);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

describe('private redis', () => {
  let dataDir: string;
  const started: PrivateRedis[] = [];
  const clients: Redis[] = [];

  const start = async () => {
    const redis = await PrivateRedis.start(dataDir);
    started.push(redis);
    return redis;
  };
  const connect = (redis: PrivateRedis) => {
    const client = new Redis(redis.socketPath, { maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };

  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'private-redis-'));
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect();
    for (const redis of started.splice(0)) {
      await redis.stop();
      rmSync(dirname(redis.socketPath), { recursive: true, force: true });
    }
    rmSync(dataDir, { recursive: true });
  });

  it('answers at once, to this user alone, and on no TCP port', async () => {
    const redis = await start();
    const client = connect(redis);
    expect(await client.ping()).toBe('PONG');
    expect(statSync(dirname(redis.socketPath)).mode & 0o777).toBe(0o700);
    expect(Buffer.byteLength(redis.socketPath)).toBeLessThanOrEqual(107);
    for (const [name, value] of [
      ['port', '0'],
      ['hz', '100'],
      ['maxmemory-policy', 'noeviction'],
      ['appendfsync', 'everysec'],
    ]) {
      expect(await client.config('GET', name!)).toEqual([name, value]);
    }
  });

  it('comes back with its keys after being killed, and clients find it again', async () => {
    const redis = await start();
    const client = connect(redis);
    await client.set('job', 'kept');
    // The append-only file is flushed once a second.
    await delay(1_200);
    const killed = redis.pid!;
    process.kill(killed, 'SIGKILL');
    await until(() => redis.pid !== undefined && redis.pid !== killed);
    expect(await client.get('job')).toBe('kept');
  });

  it('leaves no process after stop, keeps its keys, and is not restarted', async () => {
    const first = await start();
    await connect(first).set('job', 'kept');
    const pid = first.pid;
    await first.stop();
    await delay(300);
    expect(isRunning(pid)).toBe(false);
    expect(first.pid).toBeUndefined();
    expect(await connect(await start()).get('job')).toBe('kept');
  });

  it('stops while it waits to be restarted', async () => {
    const redis = await start();
    process.kill(redis.pid!, 'SIGKILL');
    await until(() => redis.pid === undefined);
    await redis.stop();
    await delay(300);
    expect(redis.pid).toBeUndefined();
  });

  it('shuts down what an earlier run on the same DATA_DIR left behind', async () => {
    const orphan = await start();
    await connect(orphan).set('job', 'kept');
    const orphanPid = orphan.pid;
    // As after a crash: the earlier run no longer watches its server.
    (orphan as unknown as { stopping: boolean }).stopping = true;
    const redis = await start();
    expect(isRunning(orphanPid)).toBe(false);
    expect(await connect(redis).get('job')).toBe('kept');
  });

  it('gives two DATA_DIRs a server each', async () => {
    const one = await start();
    const otherDir = mkdtempSync(join(tmpdir(), 'private-redis-'));
    const other = await PrivateRedis.start(otherDir);
    started.push(other);
    await connect(one).set('job', 'one');
    expect(await connect(other).get('job')).toBeNull();
    rmSync(otherDir, { recursive: true });
  });

  it('refuses a socket folder that others may enter', async () => {
    const redis = await start();
    await redis.stop();
    mkdirSync(dirname(redis.socketPath));
    chmodSync(dirname(redis.socketPath), 0o755);
    await expect(PrivateRedis.start(dataDir)).rejects.toThrow(/0700/);
  });

  it('dies with a service that is killed with -9', async () => {
    // A process of its own, as the service is: this test's own process must not be killed.
    const service = spawn(process.execPath, ['-e', serviceProgram(), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(service.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isRunning(pid)).toBe(true);
    service.kill('SIGKILL');
    await until(() => !isRunning(pid));
  });
});

/** Compiles and runs PrivateRedis in a plain Node process, which prints the server's pid and stays. */
function serviceProgram(): string {
  const source = join(__dirname, '../../src/platform/queue/private-redis.ts');
  return `
    const { code } = require('@swc/core').transformFileSync(${JSON.stringify(source)}, {
      module: { type: 'commonjs' }, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    });
    const loaded = { exports: {} };
    new Function('exports', 'require', code)(loaded.exports, require);
    loaded.exports.PrivateRedis.start(process.argv[1]).then((redis) => process.stdout.write(String(redis.pid)));
    setInterval(() => undefined, 1000);
  `;
}
