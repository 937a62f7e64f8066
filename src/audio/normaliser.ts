import type { Finding, FindingCode } from './findings';
import type { Loudness, LoudnessProfile } from './loudness';
import type { Trim } from './trim';
import type { Waveform } from './waveform';

/** ffmpeg demuxers that uploads may be opened with; each reads one file and refers to no other. */
export type Demuxer =
  | 'aac'
  | 'aiff'
  | 'amr'
  | 'asf'
  | 'avi'
  | 'caf'
  | 'flac'
  | 'matroska'
  | 'mov'
  | 'mp3'
  | 'mpeg'
  | 'mpegts'
  | 'ogg'
  | 'w64'
  | 'wav';

/** What a file says about itself. */
export interface Probe {
  readonly container: Demuxer;
  readonly codec: string;
  readonly channels: number;
  /** By ffmpeg's name: "stereo", "5.1(side)". */
  readonly channelLayout: string;
  readonly sampleRateHz: number;
  readonly bitrateKbps: number | null;
  /** As the header claims it; only a hint. */
  readonly headerDurationSeconds: number | null;
  /** What the header counted, where it counts the sound alone; null where there is no count, or a guessed one. */
  readonly claimedSeconds: number | null;
  /** A moving picture beside the sound (cover art does not count). */
  readonly hasVideo: boolean;
}

/** Bounds of one job. Crossing them gives audioTooLarge, audioTooLong, audioTimeout. */
export interface NormaliseLimits {
  readonly maxInputBytes: number;
  readonly maxDurationSeconds: number;
  /** Of wall time for the whole job, and of CPU time for each ffmpeg run. */
  readonly maxSeconds: number;
}

export interface NormaliseRequest {
  readonly inputFile: string;
  /** Written whole or not at all (temporary directory beside it, fsync, rename). */
  readonly outputFile: string;
  readonly profile: LoudnessProfile;
  readonly limits: NormaliseLimits;
  /** What to take of the recording; all of it when absent. */
  readonly trim?: Trim | null;
  readonly signal?: AbortSignal;
  /** Share of the work done, 0..1, in rising hundredths: where each stage ends, and on the way to it now and then. */
  readonly onProgress?: (share: number) => void;
}

export interface Rendition extends Loudness {
  /** |integratedLufs − target| ≤ 0.5 LU. */
  readonly targetReached: boolean;
  /** Samples that the file decodes to at 48 kHz, encoder padding trimmed. */
  readonly frames: number;
  readonly durationSeconds: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly gainDb: number;
  readonly limiterReductionDb: number;
}

export interface NormaliseResult {
  /** Counted from decoded samples, never from a header. */
  readonly durationSeconds: number;
  /** Measured in the file's own channel layout. */
  readonly source: Loudness & Omit<Probe, 'hasVideo' | 'headerDurationSeconds' | 'claimedSeconds'>;
  readonly rendition: Rendition;
  readonly waveform: Waveform;
  /** For the reviewer. */
  readonly findings: readonly Finding[];
  /** Their codes, each once. */
  readonly warnings: readonly FindingCode[];
}

/**
 * Brings a recording to a station's loudness profile. A file that cannot be used is refused with a DomainError whose
 * code is in AUDIO_ERRORS; any other error is the machine's fault (disk full, ffmpeg missing) and may be retried.
 */
export abstract class AudioNormaliser {
  /** Rejects with `signal.reason` when aborted; by then no process and no temporary file is left. */
  abstract normalise(request: NormaliseRequest): Promise<NormaliseResult>;
}
