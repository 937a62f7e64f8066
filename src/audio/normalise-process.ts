import { spawn, type ChildProcess } from 'node:child_process';
import { DomainError, assertNever } from '../domain/errors';
import type { JobRequest } from './normalise-job';
import type { FromWorker, ToWorker } from './normalise-protocol';
import type { NormaliseResult } from './normaliser';
import { WORKER_ENTRY } from './worker-entry';

/** The kernel runs it when nobody else wants the processor or the disk, and ends it when this process goes. */
const LAUNCHER = ['-n', '19', 'ionice', '-t', '-c', '3', 'setpriv', '--pdeathsig', 'KILL', process.execPath] as const;
/** Samples pass through in small pieces; only block statistics and the waveform stay, a few MB for three hours. */
const HEAP = ['--max-old-space-size=96', '--max-semi-space-size=2'] as const;
/** A stopped worker ends its ffmpeg and goes; one that hangs is killed with all it started. */
const STOP_TIMEOUT_MS = 3_000;
const KEPT_COMPLAINT = 2_000;

export interface WorkerOptions {
  /** The job's own, and empty. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Does a job in a process of its own. Settles only when that process and all that it started are gone.
 * Errors: those of NormaliseJob; `signal.reason` when aborted.
 */
export async function runWorker(request: JobRequest, options: WorkerOptions): Promise<NormaliseResult> {
  const { directory, signal } = options;
  signal.throwIfAborted();
  // A process group of its own: killing the group reaches ffmpeg too.
  const child = spawn('nice', [...LAUNCHER, ...HEAP, WORKER_ENTRY], {
    cwd: directory,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const end = endOf(child, options);
  const stop = stopper(child);
  signal.addEventListener('abort', stop.begin, { once: true });
  tell(child, { kind: 'start', request });
  try {
    const outcome = await end;
    signal.throwIfAborted();
    return resultOf(outcome);
  } finally {
    signal.removeEventListener('abort', stop.begin);
    stop.finish();
  }
}

type Outcome = Exclude<FromWorker, { kind: 'progress' }>;

/** The worker's last word, once it is gone. */
function endOf(child: ChildProcess, { onProgress }: WorkerOptions): Promise<Outcome> {
  let outcome: Outcome | null = null;
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-KEPT_COMPLAINT)));
  child.on('message', (message: FromWorker) => {
    if (message.kind === 'progress') onProgress?.(message.share);
    else outcome = message;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killer) => {
      const words = `The normalisation ended with ${killer ?? String(code)}: ${complaint.trim()}`;
      resolve(outcome ?? { kind: 'failed', message: words, stack: '' });
    });
  });
}

function resultOf(outcome: Outcome): NormaliseResult {
  switch (outcome.kind) {
    case 'done':
      return outcome.result;
    case 'refused':
      throw new DomainError(outcome.code, outcome.facts);
    case 'failed':
      throw Object.assign(new Error(outcome.message), outcome.stack === '' ? {} : { stack: outcome.stack });
    default:
      return assertNever(outcome);
  }
}

function stopper(child: ChildProcess): { readonly begin: () => void; readonly finish: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const killGroup = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone already, and so is all that it started.
    }
  };
  return {
    begin: () => {
      tell(child, { kind: 'stop' });
      timer = setTimeout(killGroup, STOP_TIMEOUT_MS);
    },
    finish: () => {
      clearTimeout(timer);
      killGroup();
    },
  };
}

function tell(child: ChildProcess, message: ToWorker): void {
  // It may be gone before the message is: its end is heard elsewhere.
  if (child.connected) child.send(message, () => undefined);
}
