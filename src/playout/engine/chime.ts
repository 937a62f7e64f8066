import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { chimeArgs, FFMPEG, PLAYOUT_PCM } from '../../audio/playout-args';

/** Longer, and it would keep people waiting for the message. */
const MAX_SECONDS = 10;
const TIMEOUT_MS = 10_000;

/**
 * The attention chime as PCM. It is decoded once when the engine starts, so that an emergency sounds from memory at once
 * while its message is still being verified and decoded behind it. Rejects when the file cannot be decoded.
 */
export async function loadChime(file: string): Promise<Buffer> {
  const maxBuffer = (MAX_SECONDS + 1) * PLAYOUT_PCM.sampleRate * PLAYOUT_PCM.bytesPerFrame;
  const options = { encoding: 'buffer', maxBuffer, timeout: TIMEOUT_MS } as const;
  const { stdout } = await promisify(execFile)(FFMPEG, [...chimeArgs(file, MAX_SECONDS)], options);
  return stdout;
}
