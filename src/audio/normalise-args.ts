import type { LoudnessProfile } from './loudness';
import type { Demuxer } from './normaliser';
import type { Trim } from './trim';
import { untrustedInput } from './untrusted-input';

/** One run of ffmpeg: one input, and no global options besides the ones every run has. */
export interface FfmpegJob {
  readonly inputOptions: readonly string[];
  /** Null: what the caller writes to its standard input. */
  readonly input: string | null;
  readonly outputs: readonly FfmpegOutput[];
}

export interface FfmpegOutput {
  readonly options: readonly string[];
  /** Null, in at most one of them: the caller reads it from standard output. */
  readonly file: string | null;
}

/** Names inside a job's own directory, which is ffmpeg's working directory. */
export const MIX_FILE = 'mix.f32';
export const RENDITION_FILE = 'rendition.mp3';
/** Of the mix and of the rendition. */
export const SAMPLE_RATE_HZ = 48_000;

/**
 * LAME scales its input by 0.95 at this kind of bit rate (its own preset against clipping in decoders). Whoever feeds it
 * divides by this, because our ceiling already holds after the encode.
 */
export const LAME_SCALE = 0.95;

const EVERY_RUN = ['-nostdin', '-hide_banner', '-nostats'] as const;
const FLOAT_PCM = ['-f', 'f32le'] as const;
/** To a pipe ffmpeg would write every packet by itself: 1,152 samples, and each wakes us. */
const PIPED = [...FLOAT_PCM, '-flush_packets', '0'] as const;
const MONO_FLOAT = `aformat=sample_fmts=flt:sample_rates=${SAMPLE_RATE_HZ}:channel_layouts=mono`;
const STRIP_METADATA = ['-map_metadata', '-1', '-id3v2_version', '0', '-fflags', '+bitexact', '-flags:a', '+bitexact'];

/** How a multichannel source becomes mono: a plain mix, or its first channel where the mix would cancel. */
export type Downmix = 'mix' | 'firstChannel';

/**
 * Decodes once: 32-bit float PCM in the source's own rate and layout (those of its first sound; what changes on the way is
 * converted) to standard output, and its mono mix at 48 kHz (float holds any sum of channels without clipping) to MIX_FILE.
 * Fails when there is no audio stream, with the headers in the log all the same.
 */
export function decodeJob(
  file: string,
  container: Demuxer,
  downmix: Downmix,
  maxDurationSeconds: number,
  trim: Trim | null = null,
): FfmpegJob {
  // One second more than allowed, so that a longer recording shows itself without being decoded to its end.
  // No metadata: in the banner of an output it could pretend to be something else.
  const every = ['-map', '0:a:0', '-map_metadata', '-1', '-t', String(maxDurationSeconds + 1)];
  const keep = trim === null ? [] : trimFilters(trim);
  const pick = downmix === 'firstChannel' ? ['pan=mono|c0=c0'] : [];
  const { inputOptions, input } = uploaded(file, container);
  return {
    // Verbose: at its end ffmpeg then says how many packets it read and decoded.
    inputOptions: ['-loglevel', 'verbose', ...inputOptions],
    input,
    outputs: [
      { options: [...every, ...PIPED, ...(keep.length === 0 ? [] : ['-af', keep.join()])], file: null },
      { options: [...every, ...FLOAT_PCM, '-af', [...keep, ...pick, MONO_FLOAT].join()], file: MIX_FILE },
    ],
  };
}

/** Encodes mono float PCM at 48 kHz from standard input, with no metadata at all. */
export function encodeJob(profile: LoudnessProfile): FfmpegJob {
  const codec = ['-c:a', 'libmp3lame', '-b:a', `${profile.bitrateKbps}k`, '-ac', '1', '-ar', String(SAMPLE_RATE_HZ)];
  // Nothing to probe in raw PCM.
  const raw = [...FLOAT_PCM, '-ar', String(SAMPLE_RATE_HZ), '-ac', '1', '-probesize', '32', '-analyzeduration', '0'];
  return {
    inputOptions: pinned(raw),
    input: null,
    outputs: [{ options: [...codec, ...STRIP_METADATA, '-f', 'mp3'], file: RENDITION_FILE }],
  };
}

/** Decodes the rendition as playout will, to float PCM on standard output. */
export function verifyJob(): FfmpegJob {
  return {
    inputOptions: pinned(['-f', 'mp3']),
    input: `file:${RENDITION_FILE}`,
    outputs: [{ options: ['-map', '0:a:0', ...PIPED], file: null }],
  };
}

/** Counted in samples: time stamps of damaged files lie. */
function trimFilters({ fromSeconds, toSeconds }: Trim): readonly string[] {
  return ['asetpts=N/SR/TB', `atrim=start=${fromSeconds}:end=${toSeconds}`];
}

function uploaded(file: string, demuxer: Demuxer): Pick<FfmpegJob, 'inputOptions' | 'input'> {
  const { inputOptions, input } = untrustedInput(file, demuxer);
  return { inputOptions: [...EVERY_RUN, ...inputOptions], input };
}

function pinned(demuxer: readonly string[]): readonly string[] {
  return [...EVERY_RUN, '-protocol_whitelist', 'file,pipe', ...demuxer];
}
