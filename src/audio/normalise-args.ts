import type { MonoWay } from './downmix';
import type { LoudnessProfile } from './loudness';
import type { Demuxer } from './normaliser';
import type { Trim } from './trim';
import { untrustedInput, type SoundDecoder } from './untrusted-input';

/** One run of ffmpeg: one input, and no global options besides the ones every run has. */
export interface FfmpegJob {
  readonly inputOptions: readonly string[];
  readonly input: string;
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

const FLOAT_PCM = ['-f', 'f32le'] as const;
/** To a pipe ffmpeg would write every packet by itself: 1,152 samples, and each wakes us. */
const PIPED = [...FLOAT_PCM, '-flush_packets', '0'] as const;
const MONO_FLOAT = `aformat=sample_fmts=flt:sample_rates=${SAMPLE_RATE_HZ}:channel_layouts=mono`;

/**
 * How a source becomes mono; `none` where it is mono and
 * nothing is lost if it is measured as it will be levelled: an MP3's samples are its decoder's own, at 48 kHz no less true.
 */
export type Downmix = MonoWay | 'none';

/**
 * Decodes once: 32-bit float PCM in the source's own rate and layout (those of its first sound; what changes on the way is
 * converted) to standard output, unless it is mono, and its mono mix at 48 kHz (float holds any sum of channels without
 * clipping) to MIX_FILE.
 * Fails when there is no audio stream, with the headers in the log all the same.
 */
export function decodeJob(
  file: string,
  container: Demuxer,
  downmix: Downmix,
  maxDurationSeconds: number,
  trim: Trim | null = null,
  decoder: SoundDecoder | null = null,
): FfmpegJob {
  // One second more than allowed, so that a longer recording shows itself without being decoded to its end.
  // No metadata: in the banner of an output it could pretend to be something else.
  const every = ['-map', '0:a:0', '-map_metadata', '-1', '-t', String(maxDurationSeconds + 1)];
  const keep = trim === null ? [] : trimFilters(trim);
  const pick = typeof downmix === 'number' ? [`pan=mono|c0=c${downmix}`] : [];
  const { inputOptions, input } = untrustedInput(file, container, decoder);
  const source = { options: [...every, ...PIPED, ...(keep.length === 0 ? [] : ['-af', keep.join()])], file: null };
  const mix = { options: [...every, ...FLOAT_PCM, '-af', [...keep, ...pick, MONO_FLOAT].join()], file: MIX_FILE };
  return {
    // Verbose: at its end ffmpeg then says how many packets it read and decoded.
    inputOptions: ['-loglevel', 'verbose', '-nostdin', '-hide_banner', '-nostats', ...inputOptions],
    input,
    outputs: downmix === 'none' ? [mix] : [source, mix],
  };
}

/**
 * LAME's arguments: encodes mono float PCM at 48 kHz, a WAV from standard input, to RENDITION_FILE. No metadata but the
 * Info tag, which says how many samples went in.
 */
export function encodeArgs(profile: LoudnessProfile): readonly string[] {
  // Its ReplayGain would be one more measurement, which nobody reads.
  const silent = ['--quiet', '--noreplaygain'];
  // 7: the step of each band reckoned from the noise that it may have, not searched for, a quarter of its time. At the best
  // quality its signal to noise is that of the search's second or third best, and it adds less to peaks.
  const effort = ['-q', '7'];
  return [...silent, '-m', 'm', ...effort, '-V', String(profile.vbrQuality), '-', RENDITION_FILE];
}

/** mpg123's arguments: decodes the rendition to float PCM on standard output, without what the Info tag calls padding. */
export function verifyArgs(): readonly string[] {
  return ['--quiet', '--encoding', 'f32', '--stdout', RENDITION_FILE];
}

/** Begins a WAV of mono float PCM at 48 kHz that goes on to the end of the stream, however long. */
export function wavHeader(): Buffer {
  const [float, channels, bytes, endless] = [3, 1, Float32Array.BYTES_PER_ELEMENT, 0xffff_ffff];
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(endless, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(float, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  header.writeUInt32LE(SAMPLE_RATE_HZ * channels * bytes, 28);
  header.writeUInt16LE(channels * bytes, 32);
  header.writeUInt16LE(8 * bytes, 34);
  header.write('data', 36);
  header.writeUInt32LE(endless, 40);
  return header;
}

/** Counted in samples: time stamps of damaged files lie. */
function trimFilters({ fromSeconds, toSeconds }: Trim): readonly string[] {
  return ['asetpts=N/SR/TB', `atrim=start=${fromSeconds}:end=${toSeconds}`];
}
