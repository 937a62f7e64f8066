import { DomainError } from '../domain/errors';
import { parseProbe, wasOpened } from './ffmpeg-log';
import { FfmpegFailure } from './ffmpeg-run';
import type { Demuxer, Probe } from './normaliser';
import { refusalOnOpening } from './probe-verdict';

/**
 * What a file says about itself, from what ffmpeg printed on opening it.
 * @param failure how the run ended, null when well
 * @throws DomainError audioNoSound, audioEncrypted, audioElsewhere, audioUnsupported, audioUndecodable, audioTimeout
 */
export function probeOf(
  log: readonly string[],
  container: Demuxer,
  failure: FfmpegFailure | null,
  maxSeconds: number,
): Probe {
  if (failure?.isOfMachine === true) throw failure;
  const probe = parseProbe(log, container);
  const refusal = refusalOnOpening(log, probe);
  if (refusal) throw refusal;
  if (failure === null && probe) return probe;
  if (failure && !failure.overLimit && probe === null && wasOpened(log)) throw new DomainError('audioNoSound');
  throw failure ? refusalOf(failure, maxSeconds) : new DomainError('audioUndecodable');
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
