import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { encodedFrames, FFMPEG, mp3EncoderArgs } from '../../audio/playout-args';
import type { OutputBlock } from './output-block';

const FINISH_TIMEOUT_MS = 2_000;
const UNFINISHED = '-dang-do';

export interface RecordingOptions {
  /** Recordings go to `<directory>/<date>/<block>.mp3`. */
  readonly directory: string;
  readonly bitrateKbps: number;
}

/**
 * One MP3 file encoded as it is fed, `.part` until it is whole. A file that a fault cut short is kept as
 * "…-dang-do.mp3": up to where it goes it is evidence.
 */
export class Mp3Recording {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly exited: Promise<number | null>;
  private complaint = '';
  private encoded = 0;
  private fault: string | null = null;
  private isEnding = false;

  private constructor(
    options: RecordingOptions,
    private readonly path: string,
    title: string,
  ) {
    const args = mp3EncoderArgs({ file: `${path}.part`, bitrateKbps: options.bitrateKbps, title });
    this.child = spawn(FFMPEG, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdin.on('error', () => undefined); // The exit tells what happened.
    this.child.stdout.on(
      'data',
      (text: Buffer) => (this.encoded = encodedFrames(text.toString('latin1')) ?? this.encoded),
    );
    this.child.stderr.on('data', (text: Buffer) => (this.complaint = (this.complaint + text.toString()).slice(-500)));
    this.exited = new Promise((resolve) => {
      this.child.once('close', (code) => {
        if (!this.isEnding || code !== 0)
          this.fault ??= `encoder exited with ${String(code)}: ${this.complaint.trim()}`;
        resolve(code);
      });
      this.child.once('error', (error) => {
        this.fault ??= error.message;
        resolve(null);
      });
    });
  }

  /** Resolves when the encoder runs. Rejects when it cannot be started or its folder cannot be made. */
  static async start(options: RecordingOptions, block: OutputBlock): Promise<Mp3Recording> {
    const recording = new Mp3Recording(options, await newRecordingPath(options.directory, block), block.title);
    await new Promise((resolve, reject) => {
      recording.child.once('spawn', resolve);
      recording.child.once('error', reject);
    });
    return recording;
  }

  get failure(): string | null {
    return this.fault;
  }

  /** Below the options' directory and without extension: "2026-11-22/2026-11-22-0530-buoi-sang". */
  get name(): string {
    return recordingName(this.path);
  }

  get encodedFrames(): number {
    return this.encoded;
  }

  /** Bytes written that the encoder's pipe has not taken yet. */
  get backlogBytes(): number {
    return this.child.stdin.writableLength;
  }

  write(pcm: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child.stdin.write(pcm, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  async finish(): Promise<void> {
    this.isEnding = true;
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), FINISH_TIMEOUT_MS);
    const code = await this.exited;
    clearTimeout(timer);
    if (code === 0) await rename(`${this.path}.part`, `${this.path}.mp3`);
    else await keepUnfinished(`${this.path}.part`);
  }

  async abort(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
    await keepUnfinished(`${this.path}.part`);
  }
}

/** Makes its folder. @returns the path of a block's recording, without extension */
export async function newRecordingPath(directory: string, block: OutputBlock): Promise<string> {
  const folder = join(directory, block.date);
  await mkdir(folder, { recursive: true });
  return join(folder, await freeName(folder, block.name));
}

export function recordingName(path: string): string {
  return join(basename(dirname(path)), basename(path));
}

/** The file of a recording that is over, whole or cut short; null while there is none. @param path without extension */
export function recordingFile(path: string): string | null {
  return [`${path}.mp3`, `${path}${UNFINISHED}.mp3`].find((candidate) => existsSync(candidate)) ?? null;
}

/** Settles the `.part` files that a crash left anywhere under `directory`. */
export async function keepAllUnfinished(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isFile() && entry.name.endsWith('.part')) await keepUnfinished(join(entry.parentPath, entry.name));
  }
}

export async function keepUnfinished(part: string): Promise<void> {
  const size = await stat(part).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) return;
  if (size === 0) {
    await unlink(part);
    return;
  }
  const folder = dirname(part);
  const name = await freeName(folder, `${basename(part, '.part')}${UNFINISHED}`);
  await rename(part, join(folder, `${name}.mp3`));
}

/** `name`, or `name-2`, `name-3`… when the folder already holds a recording of that name, whole or not. */
async function freeName(folder: string, name: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  const isTaken = (candidate: string): boolean =>
    [`${candidate}.mp3`, `${candidate}.part`, `${candidate}${UNFINISHED}.mp3`].some((file) => taken.has(file));
  let candidate = name;
  for (let n = 2; isTaken(candidate); n += 1) candidate = `${name}-${String(n)}`;
  return candidate;
}
