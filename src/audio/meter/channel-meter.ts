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
  private run = 0;
  private p1 = 0;
  private p2 = 0;
  private q1 = 0;
  private q2 = 0;

  constructor(
    private readonly shelf: Biquad,
    private readonly highPass: Biquad,
  ) {}

  /** Takes `count` samples of interleaved PCM, from index `from` on, `stride` apart. */
  feed(pcm: Float32Array, from: number, stride: number, count: number): void {
    const { b0, b1, b2, a1, a2 } = this.shelf;
    const { a1: c1, a2: c2 } = this.highPass;
    let { p1, p2, q1, q2, weightedSquares, squares, peak } = this;
    const end = from + count * stride;
    for (let i = from; i < end; i += stride) {
      const x = pcm[i]!;
      const y = b0 * x + p1;
      p1 = b1 * x - a1 * y + p2;
      p2 = b2 * x - a2 * y;
      const z = y + q1;
      q1 = q2 - 2 * y - c1 * z;
      q2 = y - c2 * z;
      weightedSquares += z * z;
      squares += x * x;
      const size = Math.abs(x);
      if (size > peak) peak = size;
    }
    this.p1 = settled(p1);
    this.p2 = settled(p2);
    this.q1 = settled(q1);
    this.q2 = settled(q2);
    this.weightedSquares = weightedSquares;
    this.squares = squares;
    // Only a stretch that gets there is looked at twice.
    if (peak >= FULL_SCALE) this.countClipped(pcm, from, stride, end);
    else this.run = 0;
    this.peak = peak;
  }

  private countClipped(pcm: Float32Array, from: number, stride: number, end: number): void {
    for (let i = from; i < end; i += stride) {
      this.run = Math.abs(pcm[i]!) >= FULL_SCALE ? this.run + 1 : 0;
      if (this.run === CLIPPED_RUN) this.clipped += CLIPPED_RUN;
      else if (this.run > CLIPPED_RUN) this.clipped += 1;
    }
  }
}

function settled(memory: number): number {
  return Math.abs(memory) < NEGLIGIBLE ? 0 : memory;
}
