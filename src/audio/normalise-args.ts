import { resolve } from 'node:path';
import type { GainPlan } from './gain-plan';
import type { LoudnessProfile } from './loudness';
import type { Demuxer } from './normaliser';

/** One run of ffmpeg: one input, one output, no global options besides the ones every run has. */
export interface FfmpegJob {
  readonly inputOptions: readonly string[];
  readonly input: string;
  readonly outputOptions: readonly string[];
  readonly output: string;
}

/** Names inside a job's own directory, which is ffmpeg's working directory. */
export const MIX_FILE = 'mix.f32';
export const RENDITION_FILE = 'rendition.mp3';
export const MIX_BYTES_PER_FRAME = 4;
export const SAMPLE_RATE_HZ = 48_000;

/** Meters, as their log lines name them. */
export const METER = { source: 'source', mix: 'mix', level: 'level', rendition: 'rendition' } as const;

/**
 * LAME scales its input by 0.95 at this kind of bit rate (its own preset against clipping in decoders). Undone here,
 * because our ceiling already holds after the encode.
 */
const LAME_SCALE_DB = 20 * Math.log10(0.95);

const EVERY_RUN = ['-nostdin', '-hide_banner', '-nostats', '-progress', 'pipe:1'] as const;
const MONO_FLOAT = `aformat=sample_fmts=flt:sample_rates=${SAMPLE_RATE_HZ}:channel_layouts=mono`;
const MIX_INPUT = pinned(['-f', 'f32le', '-ar', String(SAMPLE_RATE_HZ), '-ac', '1']);
const STRIP_METADATA = ['-map_metadata', '-1', '-id3v2_version', '0', '-fflags', '+bitexact', '-flags:a', '+bitexact'];

/** How a multichannel source becomes mono: a plain mix, or its first channel where the mix would cancel. */
export type Downmix = 'mix' | 'firstChannel';

/** Reads the headers only; fails when there is no audio stream, with the headers in the log all the same. */
export function probeJob(file: string, demuxer: Demuxer): FfmpegJob {
  return {
    ...untrustedInput(file, demuxer),
    outputOptions: ['-map', '0:a:0', '-c', 'copy', '-t', '0', '-f', 'null'],
    output: '/dev/null',
  };
}

/**
 * Decodes once to 32-bit float mono PCM at 48 kHz (which holds any sum of channels without clipping), measuring the
 * source in its own layout on the way and, unless it is mono already, the mix.
 */
export function decodeJob(
  file: string,
  source: { readonly container: Demuxer; readonly channels: number },
  downmix: Downmix,
  maxDurationSeconds: number,
): FfmpegJob {
  const pick = downmix === 'firstChannel' ? ['pan=mono|c0=c0'] : [];
  const mixMeter = source.channels === 1 ? [] : [meter(METER.mix, 'sample', 'quiet'), MONO_FLOAT];
  const filters = [meter(METER.source, 'true', 'info'), ...pick, MONO_FLOAT, ...mixMeter];
  return {
    ...untrustedInput(file, source.container),
    // One second more than allowed, so that a longer recording shows itself without being decoded to its end.
    outputOptions: ['-map', '0:a:0', '-af', filters.join(), '-t', String(maxDurationSeconds + 1), '-f', 'f32le'],
    output: MIX_FILE,
  };
}

/** Measures what a plan makes of the mix; writes nothing. */
export function levelJob(plan: GainPlan): FfmpegJob {
  const filters = [...gainFilters(plan), meter(METER.level, 'none', 'quiet')];
  return { ...mixInput(), outputOptions: ['-af', filters.join(), '-f', 'null'], output: '/dev/null' };
}

/** Encodes the mix under a plan, with no metadata at all. */
export function encodeJob(plan: GainPlan, profile: LoudnessProfile): FfmpegJob {
  const filters = [...gainFilters(plan), `volume=${decibels(-LAME_SCALE_DB)}`];
  const codec = ['-c:a', 'libmp3lame', '-b:a', `${profile.bitrateKbps}k`, '-ac', '1', '-ar', String(SAMPLE_RATE_HZ)];
  return {
    ...mixInput(),
    outputOptions: ['-af', filters.join(), ...codec, ...STRIP_METADATA, '-f', 'mp3'],
    output: RENDITION_FILE,
  };
}

/** Decodes the rendition as playout will, measuring it; its progress report tells how many bytes of PCM came out. */
export function verifyJob(): FfmpegJob {
  return {
    inputOptions: pinned(['-f', 'mp3']),
    input: `file:${RENDITION_FILE}`,
    outputOptions: ['-map', '0:a:0', '-af', meter(METER.rendition, 'true', 'info'), '-f', 's16le'],
    output: '/dev/null',
  };
}

/** The `file:` prefix and an absolute path make any name harmless: no option, no other protocol. */
function untrustedInput(file: string, demuxer: Demuxer): Pick<FfmpegJob, 'inputOptions' | 'input'> {
  return { inputOptions: pinned(['-f', demuxer]), input: `file:${resolve(file)}` };
}

function mixInput(): Pick<FfmpegJob, 'inputOptions' | 'input'> {
  return { inputOptions: MIX_INPUT, input: `file:${MIX_FILE}` };
}

function pinned(demuxer: readonly string[]): readonly string[] {
  return [...EVERY_RUN, '-protocol_whitelist', 'file,pipe', ...demuxer];
}

/** The limiter's look-ahead is compensated (`latency`), so that frames in equal frames out. */
function gainFilters(plan: GainPlan): readonly string[] {
  const gain = `volume=${decibels(plan.gainDb)}`;
  if (plan.limiterCeilingDbfs === null) return [gain];
  const limit = (10 ** (plan.limiterCeilingDbfs / 20)).toFixed(6);
  return [gain, `alimiter=limit=${limit}:attack=5:release=50:level=disabled:latency=1`];
}

function meter(name: string, peak: 'none' | 'sample' | 'true', frameLog: 'info' | 'quiet'): string {
  // ffmpeg 5.1 knows `info` and `verbose`; verbose is below the log level, hence quiet.
  return `ebur128@${name}=peak=${peak}:framelog=${frameLog === 'info' ? 'info' : 'verbose'}`;
}

function decibels(value: number): string {
  return `${value.toFixed(3)}dB`;
}
