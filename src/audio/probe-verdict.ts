import { DomainError } from '../domain/errors';
import type { Probe } from './normaliser';

/** Cinema sound has 16 channels; a header that claims more is broken, or made to break something. */
const MOST_CHANNELS = 16;
/** Telephones record at 8 kHz; below, a few kilobytes would play for days. */
const RATES_HZ = { lowest: 4_000, highest: 384_000 } as const;

// ffmpeg's parts begin their lines with their name, tags and file names do not.
const LOCKED = /^\[.*DRM protected stream|^ {6}enc_key_id *:/;
const TRACK_ELSEWHERE = /^\[.*Skipped opening external track/;
const DECODER_REFUSED = /^\[.* Codec \((\w+)\) not on whitelist/;

/**
 * Why a file is not to be decoded although ffmpeg has opened it; null when nothing speaks against it.
 * @param log what ffmpeg printed on opening the file
 */
export function refusalOnOpening(log: readonly string[], probe: Probe | null): DomainError | null {
  const says = (pattern: RegExp): boolean => log.some((line) => pattern.test(line));
  if (says(LOCKED)) return new DomainError('audioEncrypted');
  if (says(TRACK_ELSEWHERE)) return new DomainError('audioElsewhere');
  if (probe === null) return null;
  const { codec, channels, sampleRateHz } = probe;
  const { lowest, highest } = RATES_HZ;
  const isUnusual = channels > MOST_CHANNELS || sampleRateHz < lowest || sampleRateHz > highest;
  // The pictures of a film are refused a decoder as well.
  const isForeign = log.some((line) => DECODER_REFUSED.exec(line)?.[1] === codec);
  return isUnusual || isForeign ? new DomainError('audioUnsupported', { codec, channels, sampleRateHz }) : null;
}
