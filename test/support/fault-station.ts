import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from 'sqlite3';
import { DATABASE_FILE } from '../../src/platform/database/database.module';
import { tonesIn, type HeardTone } from './heard';
import { pcmOf } from './playout-rig';
import { farSessions, projectDir, stationDirectory, type Answer, type Service } from './service';
import { makeTone } from './tones';

/** One output for each cluster, so that faults of several airings fit into the same seconds. */
const OUTPUTS = ['loa-1', 'loa-2', 'loa-3', 'loa-4'] as const;
type OutputCode = (typeof OUTPUTS)[number];

/** A recording's tone on an output. */
export interface Sound {
  readonly hertz: number;
  readonly output: OutputCode;
}

export interface LogRow {
  readonly airingId: string;
  readonly outputCode: string;
  readonly plannedStart: string;
  readonly start: string | null;
  readonly end: string | null;
  readonly firstFrame: number | null;
  readonly frames: number;
  readonly endReason: string;
}

/** A station where each recording is a tone of its own: what was captured tells what was on the air, and how often. */
export class FaultStation {
  readonly directory;
  private readonly recordings = new Map<number, string>();
  /** What each closed file holds; a later state of it has another size. */
  private readonly decoded = new Map<string, readonly HeardTone[]>();

  constructor() {
    const outputs = OUTPUTS.map((code) => ({ code, kind: 'file', role: 'transmission', label: code }));
    const clusters = OUTPUTS.map((code) => ({ code: clusterOf(code), name: code, village: code, outputs: [code] }));
    this.directory = stationDirectory({ outputs, clusters, sessions: farSessions().sessions });
  }

  /** @param seconds by frequency */
  async record(service: Service, seconds: Readonly<Record<number, number>>): Promise<void> {
    await Promise.all(
      Object.entries(seconds).map(async ([hertz, length]) => {
        const file = join(this.directory.root, `${hertz}.wav`);
        await makeTone(file, length, { frequencyHz: Number(hertz) });
        this.recordings.set(Number(hertz), await service.approvedFile(file));
      }),
    );
  }

  /** @param at epoch milliseconds */
  async air(service: Service, { hertz, output }: Sound, at: number): Promise<string> {
    const body = { recordingId: this.recordings.get(hertz), at: new Date(at).toISOString() };
    const answer: Answer = await service.api('POST', '/api/v1/airings', { ...body, clusterCodes: [clusterOf(output)] });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    const { id } = answer.body as { readonly id: string };
    return id;
  }

  async logOf(service: Service, airingId: string): Promise<readonly LogRow[]> {
    const answer = await service.api('GET', '/api/v1/playout/log');
    const { items } = answer.body as { readonly items: readonly LogRow[] };
    return items.filter((row) => row.airingId === airingId);
  }

  /** What the output's files hold of a tone, a run for each time it was begun. */
  heard(hertz: number, output: OutputCode): readonly HeardTone[] {
    const folder = join(this.directory.dataDir, 'outputs', output);
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
    return files
      .filter((file) => file.endsWith('.mp3'))
      .flatMap((file) => this.tonesOf(join(folder, file)))
      .filter((tone) => tone.hertz === hertz);
  }

  private tonesOf(file: string): readonly HeardTone[] {
    const key = `${file} ${String(statSync(file).size)}`;
    const tones = this.decoded.get(key) ?? tonesIn(pcmOf(file), [...this.recordings.keys()]);
    this.decoded.set(key, tones);
    return tones;
  }

  /** Gives an airing that is not cued yet a grace of its own; programmes have one, one-offs two minutes. */
  setGrace(airingId: string, seconds: number): Promise<void> {
    const database = new Database(this.file);
    database.configure('busyTimeout', 10_000);
    return new Promise((resolve, reject) => {
      database.run('UPDATE airing SET startGraceSeconds = ? WHERE id = ?', [seconds, airingId], (error) => {
        database.close();
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** Another process locks the database for writing. @returns what gives it free */
  async lockDatabase(): Promise<() => Promise<void>> {
    const script = `process.stdin.resume(); const db = new (require('sqlite3').Database)(${JSON.stringify(this.file)});
      db.configure('busyTimeout', 10000);
      db.run('BEGIN IMMEDIATE', (error) => { if (error) throw error; console.log('locked'); });`;
    const child = spawn(process.execPath, ['-e', script], { cwd: projectDir, stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    };
  }

  private get file(): string {
    return join(this.directory.dataDir, DATABASE_FILE);
  }
}

function clusterOf(output: OutputCode): string {
  return output.replace('loa', 'cum');
}
