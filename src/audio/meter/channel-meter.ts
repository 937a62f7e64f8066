import type { Biquad } from './k-weighting';

/** Under this a filter's memory is nothing; denormal numbers would make the processor crawl through silence. */
const NEGLIGIBLE = 1e-30;
/** A sample this near full scale was most likely cut off there. */
const FULL_SCALE = 0.9995;
/** So many in a row are a clipped crest, fewer may be chance. */
const CLIPPED_RUN = 3;

/**
 * One channel's sums over a stretch of samples, K-weighted and plain. The loop is the hottest of the whole normalisation:
 * everything in locals, nothing allocated.
 */
export class ChannelMeter {
  /** Sums since the last `take…`; the caller zeroes them. */
  weightedSquares = 0;
  squares = 0;
  peak = 0;
  /** Samples in runs at full scale. */
  clipped = 0;
  /** Largest second difference, for `TruePeakMeter`. */
  bend = 0;
  private run = 0;
  /**
   * The last sample and its difference to the one before; the last two second differences, the last two values between
   * the filters and behind them; `1` is the later one.
   */
  private memory = { x1: 0, d1: 0, e1: 0, e2: 0, y1: 0, y2: 0, z1: 0, z2: 0 };

  constructor(
    private readonly shelf: Biquad,
    private readonly highPass: Biquad,
  ) {}

  /** Takes `count` samples of interleaved PCM, from index `from` on, `stride` apart. */
  feed(pcm: Float32Array, from: number, stride: number, count: number): void {
    const { b0, b1, b2, a1, a2 } = this.shelf;
    const { a1: c1, a2: c2 } = this.highPass;
    let { x1, d1, e1, e2, y1, y2, z1, z2 } = this.memory;
    let { weightedSquares, squares, peak, bend } = this;
    const end = from + count * stride;
    for (let i = from; i < end; i += stride) {
      const x = pcm[i] ?? 0;
      const d = x - x1;
      // What the high-pass begins with, put before the shelf: it is wanted for the bend as well.
      const e = d - d1;
      // In this order each filter waits for its own last value only as long as one product and one difference take.
      const y = b0 * e + b1 * e1 + b2 * e2 - a2 * y2 - a1 * y1;
      const z = y - c2 * z2 - c1 * z1;
      weightedSquares += z * z;
      squares += x * x;
      if (x > peak) peak = x;
      else if (-x > peak) peak = -x;
      if (e > bend) bend = e;
      else if (-e > bend) bend = -e;
      x1 = x;
      d1 = d;
      e2 = e1;
      e1 = e;
      y2 = y1;
      y1 = y;
      z2 = z1;
      z1 = z;
    }
    this.memory = { x1, d1, e1, e2, y1: settled(y1), y2: settled(y2), z1: settled(z1), z2: settled(z2) };
    this.weightedSquares = weightedSquares;
    this.squares = squares;
    this.bend = bend;
    // Only a stretch that gets there is looked at twice.
    if (peak >= FULL_SCALE) this.countClipped(pcm, from, stride, end);
    else this.run = 0;
    this.peak = peak;
  }

  private countClipped(pcm: Float32Array, from: number, stride: number, end: number): void {
    for (let i = from; i < end; i += stride) {
      this.run = Math.abs(pcm[i] ?? 0) >= FULL_SCALE ? this.run + 1 : 0;
      if (this.run === CLIPPED_RUN) this.clipped += CLIPPED_RUN;
      else if (this.run > CLIPPED_RUN) this.clipped += 1;
    }
  }
}

function settled(value: number): number {
  return Math.abs(value) < NEGLIGIBLE ? 0 : value;
}
