import { DomainError } from '../domain/errors';
import { parseProbe, wasOpened } from './ffmpeg-log';
import { FfmpegFailure } from './ffmpeg-run';
import type { Demuxer, Probe } from './normaliser';
import { refusalOnOpening } from './probe-verdict';
import { wavPromise } from './wav-claim';

/**
 * What a file says about itself, from what ffmpeg printed on opening it.
 * @param failure how the run ended, null when well
 * @throws DomainError audioNoSound, audioEncrypted, audioElsewhere, audioUnsupported, audioUndecodable, audioTimeout
 */
export async function probeOf(
  log: readonly string[],
  file: string,
  container: Demuxer,
  failure: FfmpegFailure | null,
  maxSeconds: number,
): Promise<Probe> {
  if (failure?.isOfMachine === true) throw failure;
  const probe = parseProbe(log, container);
  const refusal = refusalOnOpening(log, probe);
  if (refusal) throw refusal;
  if (failure === null && probe) return container === 'wav' ? withPromise(probe, await wavPromise(file)) : probe;
  if (failure && !failure.overLimit && probe === null && wasOpened(log)) throw new DomainError('audioNoSound');
  throw failure ? refusalOf(failure, maxSeconds) : new DomainError('audioUndecodable');
}

/** ffmpeg takes a WAV that ends too early for a shorter one. */
function withPromise(probe: Probe, promise: number): Probe {
  const { headerDurationSeconds } = probe;
  // Of compressed sound ffmpeg counts the whole by itself.
  if (promise === 1 || headerDurationSeconds === null || !probe.codec.startsWith('pcm_')) return probe;
  return { ...probe, claimedSeconds: headerDurationSeconds * promise };
}

export function rethrowUnlessFailure(error: unknown): FfmpegFailure {
  if (error instanceof FfmpegFailure) return error;
  throw error;
}

/** What a failed run on an untrusted file means. */
function refusalOf(failure: FfmpegFailure, maxSeconds: number): Error {
  if (failure.overLimit) return new DomainError('audioTimeout', { maxSeconds }, { cause: failure });
  return new DomainError('audioUndecodable', {}, { cause: failure });
}
