import { spawn, type ChildProcess } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openAsBlob,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseDocument } from 'yaml';
import { layDatabase } from './laid-database';

export const projectDir = join(__dirname, '..', '..');

/** A station's folders for a test: the whole day is open, so that it can air at any hour. */
export function stationDirectory(settings: Readonly<Record<string, unknown>> = {}): {
  root: string;
  dataDir: string;
  configDir: string;
} {
  const root = mkdtempSync(join(tmpdir(), 'truyen-thanh-e2e-'));
  const configDir = join(root, 'config');
  cpSync(join(projectDir, 'config'), configDir, { recursive: true });
  const file = join(configDir, 'station.yaml');
  const station = parseDocument(readFileSync(file, 'utf8'));
  const changes = { routineWindow: { start: '00:00', end: '24:00' }, cueLeadSeconds: 5, plans: [], ...settings };
  for (const [key, value] of Object.entries(changes)) station.setIn([key], value);
  writeFileSync(file, station.toString());
  const dataDir = join(root, 'data');
  mkdirSync(dataDir);
  return { root, dataDir, configDir };
}

/** The shipped sessions at hours that are far off, one after the other, and the window of both: none opens while a test runs. */
export function farSessions(): { readonly window: object; readonly sessions: readonly object[] } {
  const now = new Intl.DateTimeFormat('en', { hour: '2-digit', hour12: false, timeZone: 'Asia/Ho_Chi_Minh' }).format();
  const hours = Number(now) >= 10 && Number(now) < 22 ? (['02', '03', '04'] as const) : (['14', '15', '16'] as const);
  const [first, second, end] = hours.map((hour) => `${hour}:00`);
  // Written out for each: a file of settings takes no aliases.
  const weekdays = () => ['MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
  const morning = { code: 'buoi-sang', title: 'Buổi sáng', start: first, weekdays: weekdays() };
  const afternoon = { code: 'buoi-chieu', title: 'Buổi chiều', start: second, weekdays: weekdays() };
  return { window: { start: first, end }, sessions: [morning, afternoon] };
}

export type Role = 'editor' | 'approver' | 'engineer';

/** Names of the tokens; rows carry them as "Lan (mã truy cập)". */
const NAMES = { editor: 'Lan', approver: 'Hùng', engineer: 'Trí' } as const;

function roleFor(method: string, path: string): Role {
  if (/\/(approve|return|review|withdraw)$/.test(path) || (method === 'POST' && path.endsWith('/emergencies')))
    return 'approver';
  return method !== 'GET' && /\/(recordings|uploads)\b/.test(path) ? 'editor' : 'engineer';
}

export interface Answer {
  readonly status: number;
  readonly body: any;
}

/** The built service as a process of its own, on a free port. */
export class Service {
  private readonly tokens = new Map<Role, string>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly exited: Promise<number | null>,
    private readonly printed: () => string,
    readonly url: string,
    readonly pid: number,
    /** What the command line speaks to it with. */
    private readonly key: string,
  ) {}

  /** Standard output and error so far. */
  get output(): string {
    return this.printed();
  }

  /** @param variables of its environment, beside those that every service here gets */
  static async start(
    directory: { dataDir: string; configDir: string; redisUrl?: string },
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Service> {
    await layDatabase(directory.dataDir);
    const env = {
      ...process.env,
      ...variables,
      DATA_DIR: directory.dataDir,
      CONFIG_DIR: directory.configDir,
      PORT: '0',
      REDIS_URL: directory.redisUrl ?? '',
    };
    const child = spawn(process.execPath, [join(projectDir, 'dist', 'main.js')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => {
        output += data.toString();
      });
    const exited = new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    });
    const pid = child.pid ?? 0;
    const address = join(directory.dataDir, 'service.json');
    const { url, key } = await until('the service to listen', async () => {
      if (child.exitCode !== null) throw new Error(`service ended: ${output.slice(-2000)}`);
      const written = existsSync(address)
        ? (JSON.parse(readFileSync(address, 'utf8')) as { url: string; key: string; pid: number })
        : null;
      return Promise.resolve(written?.pid === pid ? written : null);
    });
    const service = new Service(child, exited, () => output, url, pid, key);
    await service.enter();
    return service;
  }

  /** Tokens for the roles that tests act in, made with the key that the service leaves for its command line. */
  private async enter(): Promise<void> {
    for (const role of ['editor', 'approver', 'engineer'] as const) {
      const body = await this.administer('/api/v1/tokens', { name: NAMES[role], role });
      this.tokens.set(role, body.secret as string);
    }
  }

  private async administer(path: string, body: unknown): Promise<Answer['body']> {
    return (await this.api('POST', path, body, { authorization: `Bearer ${this.key}` })).body;
  }

  /** A person who may sign in. @returns the password to hand over */
  async person(username: string, name: string, ...roles: readonly Role[]): Promise<string> {
    return (await this.administer('/api/v1/accounts', { username, name, roles })).password as string;
  }

  /** What the Authorization header says for a role. */
  authorization(role: Role): string {
    return `Bearer ${this.tokens.get(role) ?? ''}`;
  }

  /** As the role that may do it, unless the headers say who asks. */
  async api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const form = body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'accept-language': 'vi',
        authorization: this.authorization(roleFor(method, path)),
        // A test that decodes audio between two requests would find a kept connection closed.
        connection: 'close',
        ...(body !== undefined && !form && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: form ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** @returns the id of an approved recording of a shipped sample */
  async approvedSample(file: string, target?: Readonly<Record<string, string>>): Promise<string> {
    return this.approvedFile(join(projectDir, 'audio', file), target);
  }

  async approvedFile(path: string, target: Readonly<Record<string, string>> = { special: 'true' }): Promise<string> {
    const file = basename(path);
    const form = new FormData();
    for (const [key, value] of Object.entries(target)) form.set(key, value);
    form.set('file', await openAsBlob(path), file);
    const uploaded = await this.api('POST', '/api/v1/recordings', form);
    const id = uploaded.body.id as string;
    await until(`${file} to be ready`, async () => {
      const { body } = await this.api('GET', `/api/v1/recordings/${id}`);
      if (body.status === 'rejected') throw new Error(JSON.stringify(body.error));
      return body.status === 'ready' ? true : null;
    });
    await this.api('POST', `/api/v1/recordings/${id}/submit`, { actor: 'Lan' });
    await this.api('POST', `/api/v1/recordings/${id}/approve`, { actor: 'Hùng' });
    return id;
  }

  async airIn(recordingId: string, milliseconds: number, more: Record<string, unknown> = {}): Promise<Answer['body']> {
    const at = new Date(Date.now() + milliseconds).toISOString();
    const answer = await this.api('POST', '/api/v1/airings', { recordingId, at, ...more });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  async airingInState(id: string, states: readonly string[]): Promise<Answer['body']> {
    return until(`airing ${id} to be ${states.join(' or ')}`, async () => {
      const { body } = await this.api('GET', `/api/v1/airings/${id}`);
      return states.includes(body.state as string) ? body : null;
    });
  }

  /** Pid of the private redis-server, and its socket. */
  redis(): { pid: number; socket: string } {
    for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const read = (file: string) =>
        existsSync(`/proc/${entry}/${file}`) ? readFileSync(`/proc/${entry}/${file}`, 'utf8') : '';
      try {
        const parent = Number(/^PPid:\s+(\d+)/m.exec(read('status'))?.[1]);
        const socket = /unixsocket:([^\s\0]+)/.exec(read('cmdline'))?.[1];
        if (parent === this.pid && socket !== undefined) return { pid: Number(entry), socket };
      } catch {
        // The process ended between listing and reading it.
      }
    }
    throw new Error('the service has no private redis');
  }

  /** The service, its engines, their ffmpegs and its Redis: with what each has started, whatever group it is in. */
  processes(): readonly number[] {
    const parents = new Map<number, number>();
    for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const [, parent] = /\) \S (\d+) /.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? [];
        parents.set(Number(entry), Number(parent));
      } catch {
        // It ended between listing and reading it.
      }
    }
    const below = (pid: number): readonly number[] =>
      [...parents].flatMap(([child, parent]) => (parent === pid ? [child, ...below(child)] : []));
    return [this.pid, ...below(this.pid)];
  }

  /** Power cut: nothing of the service is left. */
  async powerCut(): Promise<void> {
    signalAll(this.processes(), 'SIGKILL');
    await this.exited;
  }

  /** The service alone dies. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** @returns the exit code */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exited;
  }
}

/** Polls until the check gives a value; a test that waits for ever says for what. */
export async function until<T>(what: string, check: () => Promise<T | null>, limitSeconds = 60): Promise<T> {
  for (const end = performance.now() + limitSeconds * 1000; performance.now() < end;) {
    const found = await check();
    if (found !== null) return found;
    await sleep(200);
  }
  throw new Error(`waited ${String(limitSeconds)} s for ${what}`);
}

/** Signals each of these processes that still is. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended since it was listed.
    }
  }
}

export function remove(directory: { root: string }): void {
  rmSync(directory.root, { recursive: true, force: true });
}
