import { spawn } from 'node:child_process';
import { FFMPEG } from './playout-args';

/** ffmpeg could not decode what it was given. */
export class PcmFailure extends Error {
  override readonly name = 'PcmFailure';
}

/** The kernel runs it when nobody else wants the processor, and ends it when this process goes. */
const LAUNCHER = ['-n', '19', 'setpriv', '--pdeathsig', 'KILL', FFMPEG] as const;
const KEPT_COMPLAINT = 500;

/**
 * Runs ffmpeg in the background and gives the s16le samples that it writes to stdout as they come; what is not asked for
 * waits in the pipe. Errors: PcmFailure; `signal.reason` when aborted, which also ends the process.
 */
export async function* readPcm(args: readonly string[], signal: AbortSignal): AsyncGenerator<Int16Array> {
  signal.throwIfAborted();
  const child = spawn('nice', [...LAUNCHER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-KEPT_COMPLAINT)));
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve).once('error', reject);
  });
  exit.catch(() => undefined); // Heard below, unless the reader has gone before.
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  try {
    let odd: Buffer = Buffer.alloc(0);
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const bytes = odd.length === 0 ? chunk : Buffer.concat([odd, chunk]);
      const count = bytes.length >> 1;
      odd = bytes.subarray(2 * count);
      yield samplesOf(bytes, count);
    }
    const code = await exit;
    signal.throwIfAborted();
    if (code !== 0) throw new PcmFailure(`ffmpeg exited with ${String(code)}: ${complaint.trim()}`);
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
  }
}

/** A copy: samples in a pipe's buffer need not be aligned. */
function samplesOf(bytes: Buffer, count: number): Int16Array {
  const samples = new Int16Array(count);
  bytes.copy(Buffer.from(samples.buffer), 0, 0, 2 * count);
  return samples;
}
