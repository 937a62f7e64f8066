import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { limited, type RunLimits } from './run-limits';

/** A program, what it is told, and what it may use. */
export interface ToolRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly limits: RunLimits;
  readonly signal: AbortSignal;
  /** What is written to its standard input. */
  readonly feed?: AsyncIterable<Uint8Array>;
  /** Takes what it writes to its standard output. */
  readonly take?: (chunk: Buffer) => void;
}

const KEPT_COMPLAINT = 2_000;

/**
 * Runs a program on what is ours to its end, as nice as this process is. Settles only when it is gone and `take` has got
 * all that it wrote. Errors: an Error that says how it ended; `signal.reason` when aborted.
 */
export async function runTool({ program, args, cwd, limits, signal, feed, take }: ToolRun): Promise<void> {
  signal.throwIfAborted();
  const child = spawn('setpriv', [...limited(limits, program), ...args], { cwd });
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let [complaint, fault] = ['', undefined as unknown];
  child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-KEPT_COMPLAINT)));
  child.stdout.on('data', take ?? (() => undefined));
  try {
    const closed = once(child, 'close') as Promise<[code: number | null, killer: string | null]>;
    const fed = pipeline(feed ?? [], child.stdin).catch((error: unknown) => {
      fault = error;
      kill();
    });
    const [[code, killer]] = await Promise.all([closed, fed]);
    signal.throwIfAborted();
    if (code !== 0 || fault !== undefined)
      throw new Error(`${program} ended with ${killer ?? String(code)}: ${complaint.trim()}`, { cause: fault });
  } finally {
    signal.removeEventListener('abort', kill);
  }
}
