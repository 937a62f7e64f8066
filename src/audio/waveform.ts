import { momentaryMeanSquares, lufs, shortTermMeanSquares } from './meter/gating';

/**
 * What a player draws of a recording, made from the normalised sound: at most 186 kB as JSON, however long it is.
 * Byte strings are base64.
 */
export interface Waveform {
  readonly version: 1;
  readonly sampleRateHz: number;
  readonly frames: number;
  /** Frames that one pair of `peaks` stands for: 1/20 s, more in recordings over 40 minutes. */
  readonly framesPerPeak: number;
  /** Signed bytes, lowest and highest sample of each stretch in turn; ±127 is full scale. */
  readonly peaks: string;
  /** One entry a second, each a signed 16-bit little-endian number of tenths of LUFS; −700 where there is nothing. */
  readonly loudness: {
    readonly secondsPerValue: 1;
    /** The loudest 400 ms that end in the second. */
    readonly momentary: string;
    /** The 3 s that end with the second. */
    readonly shortTerm: string;
  };
}

const FINEST_PER_SECOND = 20;
const MOST_PEAKS = 48_000;
const STEPS_PER_SECOND = 10;
/** Steps that pass before the first momentary and short-term values. */
const MOMENT_DELAY = 3;
const SHORT_TERM_DELAY = 29;

/** Gathers a waveform from mono PCM of about `expectedFrames`. */
export class WaveformBuilder {
  private readonly framesPerPeak: number;
  private peaks = new Int8Array(4096);
  private count = 0;
  private low = 0;
  private high = 0;
  private filled = 0;
  private frames = 0;

  constructor(
    private readonly sampleRateHz: number,
    expectedFrames: number,
  ) {
    this.framesPerPeak = Math.max(sampleRateHz / FINEST_PER_SECOND, Math.ceil(expectedFrames / MOST_PEAKS));
  }

  feed(pcm: Float32Array, frames: number): void {
    this.frames += frames;
    for (let at = 0; at < frames;) {
      const end = Math.min(frames, at + this.framesPerPeak - this.filled);
      let { low, high } = this;
      for (let i = at; i < end; i += 1) {
        const x = pcm[i] ?? 0;
        if (x < low) low = x;
        if (x > high) high = x;
      }
      [this.low, this.high] = [low, high];
      this.filled += end - at;
      at = end;
      if (this.filled === this.framesPerPeak) this.close();
    }
  }

  /** @param steps K-weighted mean squares every 100 ms */
  finish(steps: Float64Array): Waveform {
    if (this.filled > 0) this.close();
    const seconds = Math.floor(steps.length / STEPS_PER_SECOND);
    const momentary = momentaryMeanSquares(steps);
    const shortTerm = shortTermMeanSquares(steps);
    const loudest = (second: number): number => {
      const end = (second + 1) * STEPS_PER_SECOND - MOMENT_DELAY;
      return momentary.subarray(Math.max(0, end - STEPS_PER_SECOND), end).reduce((most, one) => Math.max(most, one), 0);
    };
    const atEnd = (second: number): number => shortTerm[(second + 1) * STEPS_PER_SECOND - 1 - SHORT_TERM_DELAY] ?? 0;
    return {
      version: 1,
      ...{ sampleRateHz: this.sampleRateHz, frames: this.frames, framesPerPeak: this.framesPerPeak },
      peaks: Buffer.from(this.peaks.buffer, 0, this.count).toString('base64'),
      loudness: {
        secondsPerValue: 1,
        momentary: tenths(Array.from({ length: seconds }, (_, second) => lufs(loudest(second)))),
        shortTerm: tenths(Array.from({ length: seconds }, (_, second) => lufs(atEnd(second)))),
      },
    };
  }

  private close(): void {
    if (this.count + 2 > this.peaks.length) {
      const wider = new Int8Array(2 * this.peaks.length);
      wider.set(this.peaks);
      this.peaks = wider;
    }
    this.peaks[this.count] = byteOf(this.low);
    this.peaks[this.count + 1] = byteOf(this.high);
    this.count += 2;
    this.low = this.high = this.filled = 0;
  }
}

/** Away from zero, so that what sounds is seen. */
function byteOf(sample: number): number {
  const scaled = Math.max(-1, Math.min(1, sample)) * 127;
  return scaled < 0 ? Math.floor(scaled) : Math.ceil(scaled);
}

function tenths(values: readonly number[]): string {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => bytes.writeInt16LE(Math.round(value * 10), 2 * index));
  return bytes.toString('base64');
}
