import { createHash, randomUUID } from 'node:crypto';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's recorded human speech (asterisk-core-sounds-en-wav): a woman's voice, 8 kHz, 73 s. */
const HUMAN_SPEECH = '/usr/share/asterisk/sounds/en_US_f_Allison/demo-instruct.wav';

/** Files are made once per version of this script and kept between runs. */
const CORPUS_DIR = join(tmpdir(), `truyen-thanh-corpus-${versionOf(__filename)}`);

const WORK = { maxBuffer: 64 * 1024 * 1024, encoding: 'buffer' } as const;
const FFMPEG = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'];

/**
 * A file of the corpus, made when it is not there yet.
 * @param make writes it under the path it is given; the extension of `name` is kept
 */
export function corpusFile(name: string, make: (file: string) => Promise<void>): Promise<string> {
  const making = underWay.get(name) ?? made(name, make);
  underWay.set(name, making);
  return making;
}

/** By name: what many ask for at the same moment is made once. */
const underWay = new Map<string, Promise<string>>();

async function made(name: string, make: (file: string) => Promise<void>): Promise<string> {
  const file = join(CORPUS_DIR, name);
  if (existsSync(file)) return file;
  mkdirSync(CORPUS_DIR, { recursive: true });
  const unfinished = join(CORPUS_DIR, `${randomUUID()}-${name}`);
  try {
    await make(unfinished);
    renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return file;
}

/** Human speech of this length at 48 kHz, its loudest peak at −6 dB, as WAV. */
export async function humanSpeech(seconds: number): Promise<string> {
  return corpusFile(`human-${seconds}s.wav`, async (file) => {
    await sox(HUMAN_SPEECH, '-r', '48000', '-b', '16', file, 'trim', '1', String(seconds), 'norm', '-6');
  });
}

/** espeak-ng reading Vietnamese, some 5 s at 22.05 kHz, as WAV. */
export async function spokenVietnamese(): Promise<string> {
  const text = 'Kính thưa bà con, sau đây là bản tin truyền thanh của xã về chuyển đổi số và cải cách hành chính.';
  return corpusFile('espeak-vi.wav', async (file) => {
    await run('espeak-ng', ['-v', 'vi', '-w', file, text]);
  });
}

/** Runs ffmpeg over human speech; `options` come before the file, `{}` in them is the speech. */
export async function encoded(name: string, seconds: number, ...options: readonly string[]): Promise<string> {
  const speech = await humanSpeech(seconds);
  return corpusFile(`${seconds}s-${name}`, async (file) => {
    await ffmpegTo(file, '-i', speech, ...options);
  });
}

export async function ffmpegTo(file: string, ...args: readonly string[]): Promise<void> {
  await run('ffmpeg', [...FFMPEG, ...args, file], WORK);
}

/** What ffmpeg writes when it cannot go back: no duration, no index. As a browser's recorder does. */
export async function streamed(name: string, seconds: number, ...options: readonly string[]): Promise<string> {
  const speech = await humanSpeech(seconds);
  return corpusFile(name, async (file) => {
    const { stdout } = await run('ffmpeg', [...FFMPEG, '-i', speech, ...options, 'pipe:1'], WORK);
    writeFileSync(file, stdout);
  });
}

export async function sox(...args: readonly string[]): Promise<void> {
  await run('sox', ['-V1', ...args]);
}

/** A copy of a file of the corpus with its bytes changed. */
export async function altered(name: string, original: string, change: (bytes: Buffer) => Buffer): Promise<string> {
  return corpusFile(name, (file) => {
    writeFileSync(file, change(readFileSync(original)));
    return Promise.resolve();
  });
}

/** Zeroes a share of the bytes from the middle on. */
export function holed(share: number): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const middle = Math.floor(bytes.length / 2);
    return Buffer.from(bytes).fill(0, middle, middle + Math.ceil(bytes.length * share));
  };
}

/** The first share of the bytes. */
export function cut(share: number): (bytes: Buffer) => Buffer {
  return (bytes) => bytes.subarray(0, Math.floor(bytes.length * share));
}

/** Replaces one stretch of bytes by another of the same length. */
export function replaced(from: string, to: string): (bytes: Buffer) => Buffer {
  return (bytes) => {
    const copy = Buffer.from(bytes);
    const at = copy.indexOf(from, 0, 'latin1');
    if (at < 0) throw new Error(`no ${from}`);
    copy.write(to, at, 'latin1');
    return copy;
  };
}

/** Whether sox writes AMR here: it needs libopencore-amrnb, which ffmpeg's decoders do not bring. */
export const HAS_AMR_ENCODER = spawnSync('sox', ['-h'], { encoding: 'utf8' }).stdout.includes('amr-nb');

function versionOf(script: string): string {
  return createHash('sha256').update(readFileSync(script)).digest('hex').slice(0, 12);
}
