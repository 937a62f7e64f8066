import { spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { DomainError, assertNever } from '../domain/errors';
import type { JobRequest, JobResult } from './normalise-job';
import type { FromWorker, ToWorker } from './normalise-protocol';
import { WORKER_ENTRY } from './worker-entry';

/** The kernel runs it when nobody else wants the processor or the disk, and ends it when this process goes. */
const LAUNCHER = ['-n', '19', 'ionice', '-t', '-c', '3', 'setpriv', '--pdeathsig', 'KILL', process.execPath] as const;
/** Samples pass through in small pieces; only block statistics and the waveform stay, a few MB for three hours. */
const HEAP = ['--max-old-space-size=96', '--max-semi-space-size=2'] as const;
/**
 * A third of a short first job's own time went into compiling: in the one thread there is, and without unfolding calls, it
 * is half of that, and later jobs lose nothing.
 */
const COMPILER = ['--single-threaded', '--no-turbo-inlining'] as const;
/**
 * What finds programs. Nothing else of the service's, secrets least of all, is for a process that opens foreign files; and
 * Node 20 takes longer over NODE_EXTRA_CA_CERTS than over all the rest of its start.
 */
const ENVIRONMENT = { PATH: process.env['PATH'] };
/** A stopped worker ends its ffmpeg and goes; one that hangs is killed with all it started. */
const STOP_TIMEOUT_MS = 3_000;
const KEPT_COMPLAINT = 2_000;
/** Its start and first job cost some 0.15 s of CPU more: shared by so many, that is nothing. */
const MOST_JOBS = 50;
/** A clerk fills in a form between two recordings; it holds some 70 MB meanwhile. */
const MOST_IDLE_MS = 5 * 60_000;

export interface JobOptions {
  /** The job's own. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly onProgress?: ((share: number) => void) | undefined;
}

type Outcome = Exclude<FromWorker, { kind: 'progress' }>;

/**
 * A process that does one job after the other. It goes after a fault, an abort, its last job, or a time without one, and
 * with this process in any case; waiting for a job, it keeps nobody from ending.
 */
export class NormaliseProcess {
  /** A process group of its own: killing the group reaches ffmpeg too. */
  private readonly child = spawn('nice', [...LAUNCHER, ...HEAP, ...COMPILER, WORKER_ENTRY], {
    cwd: '/',
    env: ENVIRONMENT,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  private complaint = '';
  /** Its last words, once it is gone. */
  private readonly gone: Promise<Outcome>;
  private jobsLeft = MOST_JOBS;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor() {
    const { child } = this;
    child.stderr?.on('data', (text: Buffer) => {
      this.complaint = (this.complaint + text.toString()).slice(-KEPT_COMPLAINT);
    });
    this.gone = new Promise((resolve) => {
      const go = (message: string): void => {
        this.jobsLeft = 0;
        clearTimeout(this.idleTimer);
        resolve({ kind: 'failed', message, stack: '' });
      };
      child.once('error', (error) => {
        go(error.message);
      });
      // Gone, but its last words may still be under way.
      child.once('exit', () => (this.jobsLeft = 0));
      child.once('close', (code, killer) => {
        go(`The normalisation ended with ${killer ?? String(code)}: ${this.complaint.trim()}`);
      });
    });
  }

  /** It may be given a job. */
  get isFit(): boolean {
    return this.jobsLeft > 0;
  }

  /**
   * One at a time. Settles only when all that the job started is gone, and after a fault or an abort the process too.
   * Errors: those of NormaliseJob; `signal.reason` when aborted.
   */
  async do(request: JobRequest, { directory, signal, onProgress }: JobOptions): Promise<JobResult> {
    clearTimeout(this.idleTimer);
    this.jobsLeft -= 1;
    this.hold('ref');
    const end = (): void => void this.end();
    signal.addEventListener('abort', end, { once: true });
    try {
      const outcome = await this.outcomeOf({ kind: 'start', request, directory }, onProgress);
      if (signal.aborted || outcome.kind === 'failed' || !this.isFit) await this.end();
      signal.throwIfAborted();
      return resultOf(outcome);
    } finally {
      signal.removeEventListener('abort', end);
      this.hold('unref');
      if (this.isFit) this.idleTimer = setTimeout(end, MOST_IDLE_MS).unref();
    }
  }

  /** Resolves when it is gone with all that it started. */
  async end(): Promise<void> {
    this.jobsLeft = 0;
    this.tell({ kind: 'stop' });
    const timer = setTimeout(() => {
      this.killGroup();
    }, STOP_TIMEOUT_MS);
    await this.gone;
    clearTimeout(timer);
    this.killGroup();
  }

  private async outcomeOf(start: ToWorker, onProgress: JobOptions['onProgress']): Promise<Outcome> {
    let hear: (message: FromWorker) => void = () => undefined;
    const said = new Promise<Outcome>((resolve) => {
      hear = (message) => {
        if (message.kind === 'progress') onProgress?.(message.share);
        else resolve(message);
      };
    });
    this.child.on('message', hear);
    this.tell(start);
    return Promise.race([said, this.gone]).finally(() => this.child.off('message', hear));
  }

  /** Whether it keeps this process from ending. */
  private hold(change: 'ref' | 'unref'): void {
    const { child } = this;
    // A pipe is a socket.
    for (const handle of [child, child.channel, child.stderr as unknown as Socket]) handle?.[change]();
  }

  private killGroup(): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // It is gone already, and so is all that it started.
    }
  }

  private tell(message: ToWorker): void {
    // It may be gone before the message is: its end is heard elsewhere.
    if (this.child.connected) this.child.send(message, () => undefined);
  }
}

function resultOf(outcome: Outcome): JobResult {
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
