import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstatSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';

/** Linux allows 107 bytes and a closing zero. */
const LONGEST_SOCKET_PATH_BYTES = 107;
const START_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 20;
const FIRST_RESTART_DELAY_MS = 100;
const LONGEST_RESTART_DELAY_MS = 10_000;
/** A server that ran this long starts its backoff afresh. */
const STEADY_AFTER_MS = 60_000;
const LOG_TAIL_CHARACTERS = 2_000;

/**
 * A redis-server of the service's own, on a Unix socket that only this user can reach, with its append-only file under
 * DATA_DIR/redis. It is restarted when it dies and dies with the service, even when that is killed with -9.
 */
export class PrivateRedis {
  private readonly logger = new Logger(PrivateRedis.name);
  private readonly directory: string;
  private child: ChildProcess | undefined;
  private stopping = false;
  private restarts = 0;
  private restartTimer: NodeJS.Timeout | undefined;

  private constructor(
    dataDir: string,
    /** Where clients connect; the same for every run on one DATA_DIR. */
    readonly socketPath: string,
  ) {
    this.directory = join(dataDir, 'redis');
    mkdirSync(this.directory, { recursive: true, mode: 0o700 });
  }

  /**
   * Ends what an earlier run may have left, then starts the server. When it does not start (not installed, say) the
   * service goes on without: the failure is logged and tried again, and health reports it.
   * @param dataDir absolute and existing; the caller holds its InstanceLock
   */
  static async start(dataDir: string): Promise<PrivateRedis> {
    const redis = new PrivateRedis(dataDir, join(socketDirectory(dataDir), 'redis.sock'));
    await endOrphan(redis.pidFile, redis.socketPath);
    redis.launch();
    if (!(await redis.answersWithin(START_TIMEOUT_MS))) {
      redis.logger.error('The private redis-server does not answer yet; it is tried again in the background');
    }
    return redis;
  }

  /** Process id of the server as it runs now. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the server has written its file and is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restartTimer);
    const { child } = this;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    const killTimer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await gone;
    clearTimeout(killTimer);
    rmSync(dirname(this.socketPath), { recursive: true, force: true });
  }

  private get pidFile(): string {
    return `${this.socketPath}.pid`;
  }

  private launch(): void {
    const startedAt = performance.now();
    // setpriv: the kernel ends the server when the service dies in a way that runs no code of ours.
    // detached: Ctrl-C in a terminal reaches only the service, which drains before it stops the server.
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'redis-server', ...this.options()], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    let tail = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (tail = (tail + text.toString()).slice(-LOG_TAIL_CHARACTERS)));
    }
    let ended = false;
    const onEnd = (reason: string): void => {
      if (ended) return;
      ended = true;
      this.child = undefined;
      if (!this.stopping) this.relaunchLater(`${reason} ${tail}`.trim(), performance.now() - startedAt);
    };
    child.once('error', (error) => {
      onEnd(error.message);
    });
    child.once('exit', (code, signal) => {
      onEnd(`exit ${String(signal ?? code)}`);
    });
  }

  private relaunchLater(reason: string, ranMs: number): void {
    if (ranMs > STEADY_AFTER_MS) this.restarts = 0;
    const waitMs = Math.min(LONGEST_RESTART_DELAY_MS, FIRST_RESTART_DELAY_MS * 2 ** this.restarts);
    this.restarts += 1;
    this.logger.error(`The private redis-server ended (${reason}); starting it again in ${waitMs} ms`);
    this.restartTimer = setTimeout(() => {
      this.launch();
    }, waitMs);
  }

  private options(): string[] {
    const settings = {
      port: '0',
      unixsocket: this.socketPath,
      unixsocketperm: '700',
      pidfile: this.pidFile,
      dir: this.directory,
      appendonly: 'yes',
      appendfsync: 'everysec',
      // The append-only file is the one copy; snapshots would only add work.
      save: '',
      // BullMQ's delayed jobs: 8 ms late in the median at 100 Hz, 50–100 ms at the default of 10.
      hz: '100',
      'maxmemory-policy': 'noeviction',
      loglevel: 'warning',
      daemonize: 'no',
    };
    return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  }

  /** Asks rather than reads the log: a line there says nothing about whether it answers. */
  private async answersWithin(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    while (performance.now() < deadline) {
      if (this.child !== undefined && (await answersPing(this.socketPath))) return true;
      await delay(POLL_MS);
    }
    return false;
  }
}

/**
 * Under the temporary folder, because DATA_DIR may be too long for a socket. Found again by every run on the same
 * DATA_DIR; refused when somebody else made it or can enter it.
 */
function socketDirectory(dataDir: string): string {
  const uid = process.getuid?.() ?? 0;
  const digest = createHash('sha256')
    .update(`${uid} ${realpathSync(dataDir)}`)
    .digest('hex')
    .slice(0, 16);
  const name = `truyen-thanh-${digest}`;
  const preferred = join(tmpdir(), name);
  const fits = Buffer.byteLength(join(preferred, 'redis.sock')) <= LONGEST_SOCKET_PATH_BYTES;
  const directory = fits ? preferred : join('/tmp', name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new Error(`${directory} must be a folder of this user alone (mode 0700)`);
  }
  return directory;
}

async function answersPing(socketPath: string): Promise<boolean> {
  const socket = createConnection(socketPath);
  try {
    socket.setTimeout(1_000, () => socket.destroy(new Error('timeout')));
    socket.write('PING\r\n');
    const [reply] = (await once(socket, 'data')) as [Buffer];
    return reply.toString().startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Two servers must never write one append-only file. */
async function endOrphan(pidFile: string, socketPath: string): Promise<void> {
  const pid = orphanPid(pidFile, socketPath);
  if (pid === undefined) return;
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  process.kill(pid, 'SIGTERM');
  while (performance.now() < deadline) {
    if (orphanPid(pidFile, socketPath) === undefined) return;
    await delay(POLL_MS);
  }
  process.kill(pid, 'SIGKILL');
  await delay(POLL_MS);
}

/** A pid is believed only when that process is a redis-server that names our socket in its title. */
function orphanPid(pidFile: string, socketPath: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').trim());
    const title = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return title.includes('redis-server') && title.includes(socketPath) ? pid : undefined;
  } catch {
    return undefined;
  }
}
