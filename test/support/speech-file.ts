import { execFileSync } from 'node:child_process';
import { RATE, speech } from './sounds';

export interface SpeechFile {
  readonly seconds: number;
  readonly seed?: number;
  /** An ffmpeg filter it passes first. */
  readonly filter?: string;
  readonly kbps?: number;
}

/** An MP3 as the station's renditions are: mono, 48 kHz. The same seed says the same. @returns its path */
export function speechFile(file: string, { seconds, seed = 1, filter = 'anull', kbps = 96 }: SpeechFile): string {
  const samples = Int16Array.from(speech(seconds, seed), (sample) => Math.round(sample * 32_000));
  const input = ['-f', 's16le', '-ac', '1', '-ar', String(RATE), '-i', 'pipe:0', '-af', filter, '-ar', '48000'];
  const args = ['-nostdin', '-loglevel', 'error', '-y', ...input, '-c:a', 'libmp3lame', '-b:a', `${kbps}k`, file];
  execFileSync('ffmpeg', args, { input: Buffer.from(samples.buffer) });
  return file;
}
