import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const AUDIO_DIR = join(__dirname, '..', '..', 'audio');

/** An entry of audio/samples.json. */
export interface Sample {
  readonly file: string;
  readonly title: string;
  readonly topics: readonly string[];
  readonly programmeKey: string;
  readonly language: string;
  readonly synthetic: boolean;
  readonly hasMusic: boolean;
}

export function readSamples(): readonly Sample[] {
  return JSON.parse(readFileSync(join(AUDIO_DIR, 'samples.json'), 'utf8')) as readonly Sample[];
}

/** Runs ffmpeg with these arguments; its stderr. Rejects when it fails. */
export async function ffmpeg(...args: readonly string[]): Promise<string> {
  const { stderr } = await run('ffmpeg', ['-nostdin', '-hide_banner', '-nostats', '-y', ...args], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stderr;
}

/** A sine tone; `outputOptions` go before the file name. */
export async function makeTone(
  file: string,
  seconds: number,
  { frequencyHz = 1000, levelDbfs = -20, outputOptions = [] as readonly string[] } = {},
): Promise<string> {
  const source = `sine=frequency=${frequencyHz}:sample_rate=48000:duration=${seconds},volume=${levelDbfs + 18.06}dB`;
  await ffmpeg('-f', 'lavfi', '-i', source, ...outputOptions, file);
  return file;
}

/** Vietnamese speech: a shipped sample (−35 LUFS, peaks at −16 dBTP) repeated to this length, then filtered. */
export async function makeSpeech(
  file: string,
  seconds: number,
  { filters = 'anull', outputOptions = [] as readonly string[] } = {},
): Promise<string> {
  const sample = join(AUDIO_DIR, 'dich-vu-cong-truc-tuyen.wav');
  const input = ['-stream_loop', '-1', '-i', sample, '-t', String(seconds)];
  await ffmpeg(...input, '-af', filters, ...outputOptions, file);
  return file;
}

/**
 * Integrated loudness and true peak by another meter than the project's own: the analysis of ffmpeg's loudnorm
 * filter (a libebur128 of its own at 192 kHz, two decimals).
 */
export async function measureByLoudnorm(file: string): Promise<{ integratedLufs: number; truePeakDbtp: number }> {
  const log = await ffmpeg('-i', file, '-af', 'loudnorm=print_format=json', '-f', 'null', '-');
  const report = JSON.parse(log.slice(log.lastIndexOf('{'), log.lastIndexOf('}') + 1)) as Record<string, string>;
  return { integratedLufs: Number(report['input_i']), truePeakDbtp: Number(report['input_tp']) };
}

/** Samples that `ffmpeg -f s16le` gives for a mono file. */
export async function countFrames(file: string): Promise<number> {
  const { stdout } = await run('ffmpeg', ['-nostdin', '-v', 'error', '-i', file, '-f', 's16le', 'pipe:1'], {
    encoding: 'buffer',
    maxBuffer: 256 * 1024 * 1024,
  });
  return stdout.length / 2;
}
