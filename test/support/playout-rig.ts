import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Clock } from '../../src/domain/clock';
import { STATION_TIME_ZONE } from '../../src/domain/station';
import type { EngineTiming } from '../../src/playout/engine/engine-timing';
import type { OutputConfig } from '../../src/playout/engine/protocol';
import type { LiveSourceConfig } from '../../src/playout/relay/live-feed';
import { ForkedPlayoutEngine, type PlayoutEngineOptions } from '../../src/playout/forked.playout-engine';
import { PlayoutOutcomes, type PlayoutCue, type PlayoutOutcome } from '../../src/playout/playout-engine';
import { buildEngine } from './engine-build';
import { childrenOf, commandLineOf } from './processes';

export type Ended = Extract<PlayoutOutcome, { kind: 'ended' }>;

export interface Tone {
  readonly file: string;
  readonly sha256: string;
  readonly frames: number;
}

/** The chime that ships with the project. */
export const CHIME = join(__dirname, '..', '..', 'audio', 'chuong-khan-cap.flac');

/** Short leads, so that a scenario takes seconds. */
const QUICK: Partial<EngineTiming> = {
  openLeadMs: 600,
  lingerMs: 700,
  journalLeadMs: 300,
  prebufferMs: 200,
  bufferMs: 400,
  outputStallMs: 1_000,
};

class SystemTestClock extends Clock {
  now(): number {
    return Date.now();
  }
}

/** Keeps every outcome; `refusals` makes it throw that many times first. */
export class OutcomeBook extends PlayoutOutcomes {
  readonly all: PlayoutOutcome[] = [];
  refusals = 0;

  handle(_outputCode: string, outcome: PlayoutOutcome): Promise<void> {
    if (this.refusals > 0) {
      this.refusals -= 1;
      return Promise.reject(new Error('database is locked'));
    }
    this.all.push(outcome);
    return Promise.resolve();
  }

  of(deliveryId: string): readonly PlayoutOutcome[] {
    return this.all.filter((outcome) => outcome.deliveryId === deliveryId);
  }

  started(deliveryId: string): Promise<Extract<PlayoutOutcome, { kind: 'started' }>> {
    return eventually(`start of ${deliveryId}`, () =>
      this.of(deliveryId).find((outcome) => outcome.kind === 'started'),
    );
  }

  ended(deliveryId: string): Promise<Ended> {
    return eventually(`end of ${deliveryId}`, () => this.of(deliveryId).find((outcome) => outcome.kind === 'ended'));
  }
}

/** A folder with real media and a real engine on a file output. */
export class PlayoutRig {
  static readonly output = 'loa';
  readonly folder = mkdtempSync(join(tmpdir(), 'playout-'));
  readonly directories = {
    recordings: join(this.folder, 'recordings'),
    airChecks: join(this.folder, 'air-checks'),
    journal: join(this.folder, 'journal'),
  };
  readonly built = buildEngine();
  private readonly engines: ForkedPlayoutEngine[] = [];

  /** Starts the service's side with engines of its own; the folder and thus the journals are shared. */
  async boot(
    outcomes: PlayoutOutcomes,
    outputs: readonly OutputConfig[] = [{ code: PlayoutRig.output, kind: 'file', calibrationMs: 0 }],
    timing: Partial<EngineTiming> = {},
    liveSources: readonly LiveSourceConfig[] = [],
  ): Promise<ForkedPlayoutEngine> {
    Logger.overrideLogger(false);
    const { directories } = this;
    const options = (): PlayoutEngineOptions => ({
      outputs,
      directories,
      timeZone: STATION_TIME_ZONE,
      chimeFile: CHIME,
      liveSources,
      entryPath: this.built.entryPath,
      timing: { ...QUICK, ...timing },
    });
    const engine = new ForkedPlayoutEngine(options(), outcomes, new SystemTestClock());
    this.engines.push(engine);
    engine.onModuleInit();
    await this.ready(engine);
    return engine;
  }

  ready(engine: ForkedPlayoutEngine): Promise<boolean> {
    return eventually('a ready engine', () => engine.status().every(({ state }) => state === 'idle'));
  }

  /** Encodes a sine as the station's renditions are encoded. */
  tone(seconds: number, hertz = 1_000): Tone {
    const file = join(this.folder, `tone-${hertz}-${seconds}.mp3`);
    const sine = `sine=frequency=${hertz}:sample_rate=48000:duration=${seconds},volume=12dB`;
    ffmpeg(['-y', '-f', 'lavfi', '-i', sine, '-ac', '1', '-c:a', 'libmp3lame', '-b:a', '96k', file]);
    return mediaOf(file);
  }

  cue(deliveryId: string, media: Tone, plannedStart: number, overrides: Partial<PlayoutCue> = {}): PlayoutCue {
    return {
      deliveryId,
      airingId: `airing-${deliveryId}`,
      blockId: 'block',
      blockName: 'buoi-thu',
      plannedStart,
      startGraceMs: 5_000,
      priority: 'NORMAL',
      interruption: 'resume',
      onSecond: 'queue',
      latestEnd: null,
      chime: true,
      liveSource: null,
      ...media,
      title: 'Chuyển đổi số',
      ...overrides,
    };
  }

  /** Files under a folder of the output, by name. */
  files(kind: 'recordings' | 'airChecks', outputCode: string = PlayoutRig.output): ReadonlyMap<string, string> {
    const root = join(this.directories[kind], outputCode);
    if (!existsSync(root)) return new Map();
    const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return new Map(entries.map((entry) => [entry.name, join(entry.parentPath, entry.name)]));
  }

  /** The finished recording of that name, once it is there. */
  recording(name: string, kind: 'recordings' | 'airChecks' = 'recordings'): Promise<Int16Array> {
    return eventually(`recording ${name}`, () => this.files(kind).get(name)).then(pcmOf);
  }

  /** Process ids of the running engine and of its ffmpegs whose command line holds `words`. */
  enginePid(outputCode = ''): number {
    return this.enginePids().find((pid) => commandLineOf(pid).includes(`"code":"${outputCode}`)) ?? -1;
  }
  enginePids(): readonly number[] {
    return childrenOf(process.pid, this.built.entryPath);
  }
  ffmpegPids(words: string): readonly number[] {
    return childrenOf(this.enginePid(), words);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.engines.map((engine) => engine.drain()));
    this.built.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function pcmOf(file: string): Int16Array {
  const bytes = ffmpeg(['-i', file, '-f', 's16le', '-ac', '1', '-ar', '48000', 'pipe:1']);
  return new Int16Array(new Uint8Array(bytes).buffer);
}

function ffmpeg(args: readonly string[]): Buffer {
  return execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', ...args], { maxBuffer: 64 << 20 });
}

/** A file as a cue names it. */
export function mediaOf(file: string): Tone {
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  return { file, sha256, frames: pcmOf(file).length };
}

/** Position of the first and after the last sample that sounds. */
export function soundOf(pcm: Int16Array, threshold = 500): { first: number; end: number } {
  const sounds = (sample: number): boolean => Math.abs(sample) > threshold;
  return { first: pcm.findIndex(sounds), end: pcm.findLastIndex(sounds) + 1 };
}

/** Longest silence between the first and the last sound, in samples. */
export function longestGap(pcm: Int16Array, threshold = 500): number {
  const { first, end } = soundOf(pcm, threshold);
  let longest = 0;
  let last = first;
  for (let i = first; i < end; i += 1) {
    if (Math.abs(pcm[i] ?? 0) <= threshold) continue;
    longest = Math.max(longest, i - last - 1);
    last = i;
  }
  return longest;
}

export async function eventually<T>(what: string, probe: () => T | undefined | false): Promise<T> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const found = probe();
    if (found !== undefined && found !== false) return found;
    await pause(20);
  }
  throw new Error(`Waited in vain for ${what}`);
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
