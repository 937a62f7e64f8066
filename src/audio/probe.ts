import { dirname } from 'node:path';
import { DomainError } from '../domain/errors';
import { parseProbe, wasOpened } from './ffmpeg-log';
import { FfmpegFailure, runFfmpeg } from './ffmpeg-run';
import { probeJob } from './normalise-args';
import type { Demuxer, Probe } from './normaliser';
import { refusalOnOpening } from './probe-verdict';
import { wavPromise } from './wav-claim';

/**
 * Reads the headers of a file whose demuxer is known. Errors: audioNoSound, audioEncrypted, audioElsewhere,
 * audioUnsupported, audioUndecodable, audioTimeout.
 */
export async function probeWith(
  file: string,
  container: Demuxer,
  maxSeconds: number,
  signal: AbortSignal,
): Promise<Probe> {
  const lines: string[] = [];
  const failure = await runFfmpeg(probeJob(file, container), {
    cwd: dirname(file),
    limits: { cpuSeconds: maxSeconds, maxFileBytes: 0 },
    signal,
    onLogLine: (line) => lines.push(line),
  }).then(() => null, rethrowUnlessFailure);
  const probe = parseProbe(lines, container);
  const refusal = refusalOnOpening(lines, probe);
  if (refusal) throw refusal;
  if (failure === null && probe) return container === 'wav' ? withPromise(probe, await wavPromise(file)) : probe;
  if (failure && !failure.overLimit && probe === null && wasOpened(lines)) throw new DomainError('audioNoSound');
  throw failure ? refusalOf(failure, maxSeconds) : new DomainError('audioUndecodable');
}

/** ffmpeg takes a WAV that ends too early for a shorter one. */
function withPromise(probe: Probe, promise: number): Probe {
  const { headerDurationSeconds } = probe;
  if (promise === 1 || headerDurationSeconds === null) return probe;
  return { ...probe, claimedSeconds: headerDurationSeconds * promise };
}

export function rethrowUnlessFailure(error: unknown): FfmpegFailure {
  if (error instanceof FfmpegFailure) return error;
  throw error;
}

/** What a failed run on an untrusted file means: the file's fault unless the disk is full. */
export function refusalOf(failure: FfmpegFailure, maxSeconds: number): Error {
  if (failure.diskFull) return failure;
  if (failure.overLimit) return new DomainError('audioTimeout', { maxSeconds }, { cause: failure });
  return new DomainError('audioUndecodable', {}, { cause: failure });
}
