import { LOUDNESS_FLOOR_LUFS } from '../loudness';

/**
 * BS.1770-4 and EBU Tech 3342 on the mean squares (K-weighted, channel-weighted) of consecutive steps of 100 ms. What
 * the gates leave empty is LOUDNESS_FLOOR_LUFS.
 */

/** Momentary loudness: 400 ms. */
const BLOCK_STEPS = 4;
/** Short-term loudness: 3 s. */
const SHORT_TERM_STEPS = 30;
const INTEGRATED_GATE_LU = -10;
const RANGE_GATE_LU = -20;
const RANGE_PERCENTILES = [0.1, 0.95] as const;

export function lufs(meanSquare: number): number {
  return Math.max(LOUDNESS_FLOOR_LUFS, -0.691 + 10 * Math.log10(meanSquare));
}

function meanSquareOf(loudnessLufs: number): number {
  return 10 ** ((loudnessLufs + 0.691) / 10);
}

/** Integrated loudness: 400 ms blocks with 75 % overlap, absolute gate, relative gate of −10 LU. */
export function integratedLufs(steps: Float64Array): number {
  return lufs(meanAbove(gateOf(sliding(steps, BLOCK_STEPS), INTEGRATED_GATE_LU)));
}

/** Loudness range, LU: short-term values every 100 ms, absolute gate, relative gate of −20 LU, 10th to 95th percentile. */
export function rangeLu(steps: Float64Array): number {
  const { values, threshold } = gateOf(sliding(steps, SHORT_TERM_STEPS), RANGE_GATE_LU);
  const kept = values.filter((value) => value >= threshold).sort();
  if (kept.length === 0) return 0;
  const [low, high] = RANGE_PERCENTILES.map((share) => lufs(kept[Math.round((kept.length - 1) * share)] ?? 0));
  return (high ?? 0) - (low ?? 0);
}

export function shortTermMaxLufs(steps: Float64Array): number {
  return lufs(sliding(steps, SHORT_TERM_STEPS).reduce((most, value) => Math.max(most, value), 0));
}

/** Short-term loudness at the end of every step from the 30th on. */
export function shortTermMeanSquares(steps: Float64Array): Float64Array {
  return sliding(steps, SHORT_TERM_STEPS);
}

/** Momentary loudness at the end of every step from the 4th on. */
export function momentaryMeanSquares(steps: Float64Array): Float64Array {
  return sliding(steps, BLOCK_STEPS);
}

interface Gated {
  readonly values: Float64Array;
  readonly threshold: number;
}

function gateOf(values: Float64Array, relativeLu: number): Gated {
  const absolute = meanSquareOf(LOUDNESS_FLOOR_LUFS);
  const relative = meanAbove({ values, threshold: absolute }) * 10 ** (relativeLu / 10);
  return { values, threshold: Math.max(absolute, relative) };
}

function meanAbove({ values, threshold }: Gated): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (value < threshold) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Means over windows of `width` steps, one for every step at which a window is full. */
function sliding(steps: Float64Array, width: number): Float64Array {
  const means = new Float64Array(Math.max(0, steps.length - width + 1));
  for (let end = width; end <= steps.length; end += 1) {
    let sum = 0;
    for (let i = end - width; i < end; i += 1) sum += steps[i] ?? 0;
    means[end - width] = sum / width;
  }
  return means;
}
