import ffmpeg from 'fluent-ffmpeg';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { FfmpegJob } from './normalise-args';
import { limited, type RunLimits } from './run-limits';

export interface RunOptions {
  readonly cwd: string;
  readonly limits: RunLimits;
  readonly signal: AbortSignal;
  readonly onLogLine?: (line: string) => void;
  /** For a job with an output that is no file; must not emit `close` by itself (see `byteSink`). */
  readonly stdout?: Writable;
}

/** ffmpeg ended otherwise than well. */
export class FfmpegFailure extends Error {
  constructor(
    message: string,
    /** The kernel ended it for using more than its share. */
    readonly overLimit: boolean,
    /** It could not be started, or somebody else ended it: the kernel does when memory is short. */
    private readonly wasPrevented: boolean,
    /** The last lines ffmpeg logged. */
    readonly log: readonly string[],
  ) {
    super(message);
    this.name = 'FfmpegFailure';
  }

  /** The disk's fault, not the file's. */
  get diskFull(): boolean {
    return this.log.some((line) => line.includes('No space left on device'));
  }

  /**
   * The machine's fault, not the file's: the next time it may be well. An "Input/output error" is none: a damaged header
   * gets it too.
   */
  get isOfMachine(): boolean {
    return this.wasPrevented || this.diskFull;
  }
}

const KEPT_LOG_LINES = 200;
/** Of whoever was to start a program: it is not there, or its libraries are not. */
const NOT_STARTED = /^spawn \S+ E[A-Z]+$|exited with code 12[67]\b/;
/** At the beginning of a line: metadata are indented. */
const UNWRITTEN = /^(?:av_interleaved_write_frame\(\)|Error (?:writing trailer|closing file))/m;

/**
 * Runs ffmpeg to its end, as nice as this process is. Settles only when the process is gone and `stdout` has got all that it wrote.
 * Errors: FfmpegFailure; `signal.reason` when aborted.
 */
export async function runFfmpeg(job: FfmpegJob, options: RunOptions): Promise<void> {
  const { signal, stdout } = options;
  const command = limitedCommand(job, options);
  const kill = (): void => {
    command.kill('SIGKILL');
  };
  const started = performance.now();
  const failure = (error: Error, stderr: string | null): FfmpegFailure => {
    const mostCpuSeconds = ((performance.now() - started) / 1000) * availableParallelism();
    return failureOf(error, stderr ?? '', mostCpuSeconds >= options.limits.cpuSeconds);
  };
  // fluent-ffmpeg reports a broken input before the process has heard of it, and an end before all output is read.
  let gone: Promise<unknown> = Promise.resolve();
  try {
    await new Promise<void>((resolve, reject) => {
      command
        .on('start', () => {
          gone = exitOf(command);
          if (signal.aborted) kill();
          else signal.addEventListener('abort', kill, { once: true });
        })
        .on('stderr', (line: string) => options.onLogLine?.(line))
        .on('end', (_stdout, stderr) => {
          // On a full disk ffmpeg 5.1 loses the end of a file and exits with 0.
          if (UNWRITTEN.test(stderr ?? '')) reject(failure(new Error('ffmpeg could not write all'), stderr));
          else resolve();
        })
        .on('error', (error: Error, _stdout, stderr) => {
          reject(signal.aborted ? reasonOf(signal) : failure(error, stderr));
        })
        .run();
    });
    if (stdout && !stdout.writableFinished) await once(stdout, 'finish');
  } finally {
    kill();
    await gone;
    signal.removeEventListener('abort', kill);
  }
}

/** Its standard output may stay open for ever when nobody reads it any more. */
function exitOf(command: ffmpeg.FfmpegCommand): Promise<unknown> {
  const { ffmpegProc: child } = command as unknown as { readonly ffmpegProc: ChildProcess };
  // Without an id it could not be started.
  return child.pid === undefined ? Promise.resolve() : once(child, 'exit');
}

function limitedCommand(job: FfmpegJob, { cwd, limits, stdout }: RunOptions): ffmpeg.FfmpegCommand {
  const command = ffmpeg({ cwd, stdoutLines: KEPT_LOG_LINES })
    .input(job.input)
    .inputOptions(...limited(limits, 'ffmpeg'), ...job.inputOptions);
  for (const { file, options } of job.outputs) command.output(required(file ?? stdout)).outputOptions(...options);
  return Object.assign(command, {
    // fluent-ffmpeg has no way to start ffmpeg under another program, and limits set after the start would come too
    // late. Its path look-up is replaced for this command alone (setFfmpegPath is global).
    _getFfmpegPath: (found: (error: null, path: string) => void) => {
      found(null, 'setpriv');
    },
    // Left out: two runs of ffmpeg before the first real one, to learn its formats and encoders. It refuses by itself.
    _checkCapabilities: (checked: () => void) => {
      checked();
    },
    availableEncoders: (known: (error: null, encoders: Readonly<Record<string, never>>) => void) => {
      known(null, {});
    },
  });
}

function required<T>(end: T | undefined): T {
  if (end === undefined) throw new Error('The job has an end that nobody holds');
  return end;
}

/** @param mayHaveUsedAll there was time enough to use up the limit of CPU time */
function failureOf(error: Error, stderr: string, mayHaveUsedAll: boolean): FfmpegFailure {
  // CPU limit: SIGKILL at the hard limit (SIGXCPU where the kernel is earlier); file size: SIGXFSZ.
  const wasKilled = error.message.includes('signal SIGKILL');
  const overLimit = /signal SIG(?:XCPU|XFSZ)/.test(error.message) || (wasKilled && mayHaveUsedAll);
  const wasPrevented = (wasKilled && !mayHaveUsedAll) || NOT_STARTED.test(error.message);
  return new FfmpegFailure(error.message, overLimit, wasPrevented, stderr.split(/\r?\n/));
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason });
}
