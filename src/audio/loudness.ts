/**
 * Figures of ITU-R BS.1770-4 / EBU R 128 for one signal in its own channel layout (a mono signal is read as mono,
 * without the +3 dB of dual mono). What the gate leaves empty is LOUDNESS_FLOOR_LUFS; digital silence peaks at
 * PEAK_FLOOR_DB; a signal shorter than 3 s has no short-term value and carries the floor.
 */
export interface Loudness {
  readonly integratedLufs: number;
  readonly rangeLu: number;
  readonly truePeakDbtp: number;
  readonly shortTermMaxLufs: number;
}

/** Absolute gate of BS.1770: nothing quieter is counted. */
export const LOUDNESS_FLOOR_LUFS = -70;
export const PEAK_FLOOR_DB = -120;

/** Speech below this is taken for an empty recording. */
export const SILENCE_LUFS = -60;

/** `targetReached` means within this of the target. EBU R 128 allows ±0.5 LU where exactness is not practicable. */
export const TARGET_TOLERANCE_LU = 0.5;

/** What a station normalises its recordings to. */
export interface LoudnessProfile {
  /** `clean`: no dynamics beyond the limiter. `speech-horn`: 120 Hz high-pass and gentle compression. */
  readonly name: 'clean' | 'speech-horn';
  readonly targetLufs: number;
  /** Holds after the lossy encode. */
  readonly truePeakCeilingDbtp: number;
  /** The most that peaks may be limited by to reach the target; beyond it the recording stays quieter. */
  readonly maxLimiterReductionDb: number;
  /** The playout engine's format: mono at 48 kHz. */
  readonly channels: 1;
  readonly sampleRateHz: 48_000;
  readonly codec: 'mp3';
  /** LAME's, of its variable bit rate: 0 is the best. */
  readonly vbrQuality: number;
}

export const CLEAN_PROFILE: LoudnessProfile = {
  name: 'clean',
  targetLufs: -18,
  truePeakCeilingDbtp: -1.5,
  maxLimiterReductionDb: 6,
  channels: 1,
  sampleRateHz: 48_000,
  codec: 'mp3',
  vbrQuality: 0,
};
