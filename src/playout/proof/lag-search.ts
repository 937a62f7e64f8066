import { MAX_LAG } from './analysis-rate';
import { Fourier } from './fourier';
import { energyOf } from './levels';

/** Where a stretch of the rendition was found in the air-check. */
export interface LagMatch {
  /** Samples that the air-check lies behind its expected position, with a fraction. */
  readonly lag: number;
  /** Normalised cross-correlation: 1 is the same sound at any level, 0 another. */
  readonly score: number;
}

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Peaks as good as this share of the best are as likely: of a periodic sound the one nearest to the expected lag is meant. */
const RIVAL_SHARE = 0.98;

/**
 * Finds `stretch` in `air`, whose samples lie between −reach and stretch.length + reach around the expected position.
 * Both searches normalise by the energy under the stretch, so the level of the air-check is of no account.
 */
export class LagSearch {
  private readonly fourier: Fourier;
  private readonly spectrum: Complex;
  private readonly product: Complex;

  /** @param longest samples of the longest stretch */
  constructor(longest: number) {
    const size = 2 ** Math.ceil(Math.log2(longest + 2 * MAX_LAG));
    this.fourier = new Fourier(size);
    this.spectrum = { re: new Float64Array(size), im: new Float64Array(size) };
    this.product = { re: new Float64Array(size), im: new Float64Array(size) };
  }

  /** Within MAX_LAG of the expected position, by Fourier transform. @param air stretch.length + 2 · MAX_LAG samples */
  wide(stretch: Float32Array, air: Float32Array, expectedLag: number): LagMatch {
    return bestPeak(this.correlate(stretch, air), stretch, air, { reach: MAX_LAG, expectedLag });
  }

  /** Within `reach` samples of zero, sample by sample: cheap as long as `reach` is small. @param air stretch.length + 2 · reach samples */
  near(stretch: Float32Array, air: Float32Array, reach: number): LagMatch {
    const sums = new Float64Array(2 * reach + 1);
    for (let shift = 0; shift <= 2 * reach; shift += 1) {
      let sum = 0;
      for (let i = 0; i < stretch.length; i += 1) sum += (stretch[i] as number) * (air[i + shift] as number);
      sums[shift] = sum;
    }
    return bestPeak(sums, stretch, air, { reach, expectedLag: 0 });
  }

  /** Both real signals pass one transform, one as the imaginary part of the other. */
  private correlate(stretch: Float32Array, air: Float32Array): Float64Array {
    const { fourier, product } = this;
    const { re, im } = this.spectrum;
    const { size } = fourier;
    re.fill(0);
    im.fill(0);
    re.set(stretch);
    im.set(air);
    fourier.transform(re, im);
    for (let k = 0; k < size; k += 1) {
      const m = (size - k) % size;
      const a = re[k] as number;
      const b = im[k] as number;
      const c = re[m] as number;
      const d = im[m] as number;
      // Spectra of the stretch (s) and of the air-check (x), taken apart by symmetry; conj(s)·x is their correlation.
      const sRe = (a + c) / 2;
      const sIm = (b - d) / 2;
      const xRe = (b + d) / 2;
      const xIm = (c - a) / 2;
      product.re[k] = sRe * xRe + sIm * xIm;
      product.im[k] = sRe * xIm - sIm * xRe;
    }
    fourier.transform(product.im, product.re);
    return product.re.subarray(0, 2 * MAX_LAG + 1).map((value) => value / size);
  }
}

function bestPeak(
  sums: Float64Array,
  stretch: Float32Array,
  air: Float32Array,
  { reach, expectedLag }: { readonly reach: number; readonly expectedLag: number },
): LagMatch {
  const scores = normalised(sums, stretch, air);
  const best = scores.reduce((highest, score) => Math.max(highest, score), 0);
  let peak = -1;
  for (let shift = 0; shift < scores.length; shift += 1) {
    const score = scores[shift] as number;
    const isPeak = score >= (scores[shift - 1] ?? 0) && score >= (scores[shift + 1] ?? 0);
    if (!isPeak || score < best * RIVAL_SHARE) continue;
    if (peak < 0 || Math.abs(shift - reach - expectedLag) < Math.abs(peak - reach - expectedLag)) peak = shift;
  }
  if (best <= 0 || peak < 0) return { lag: 0, score: 0 };
  return { lag: peak - reach + summitOffset(scores, peak), score: Math.min(1, scores[peak] as number) };
}

function normalised(sums: Float64Array, stretch: Float32Array, air: Float32Array): Float64Array {
  const wanted = energyOf(stretch);
  let energy = energyOf(air.subarray(0, stretch.length));
  // Rounding leaves crumbs of energy in silence: nothing correlates with those.
  const floor = stretch.length * 1e-10;
  return sums.map((sum, shift) => {
    if (shift > 0) energy += (air[shift + stretch.length - 1] as number) ** 2 - (air[shift - 1] as number) ** 2;
    return energy > floor && wanted > floor ? sum / Math.sqrt(energy * wanted) : 0;
  });
}

/** Top of the parabola through a peak and its neighbours, in samples from the peak. */
function summitOffset(scores: Float64Array, peak: number): number {
  const [before, at, after] = [scores[peak - 1], scores[peak] as number, scores[peak + 1]];
  if (before === undefined || after === undefined) return 0;
  const curvature = before - 2 * at + after;
  return curvature < 0 ? (0.5 * (before - after)) / curvature : 0;
}
