/** Lag of one stretch; both in samples. */
export interface LagPoint {
  /** Position of the stretch's middle in the item. */
  readonly at: number;
  readonly lag: number;
}

export interface DriftLine {
  /** Lag at the item's start. */
  readonly offset: number;
  /** Samples of lag per sample. */
  readonly slope: number;
}

/** Pairs grow with the square of this. */
const MAX_POINTS = 240;

/**
 * The line through the lags (Theil–Sen: median of the slopes between all pairs), which a quarter of wrong lags does not
 * move. null without any point; the slope of a single one is 0.
 */
export function fitDrift(points: readonly LagPoint[]): DriftLine | null {
  if (points.length === 0) return null;
  const step = Math.ceil(points.length / MAX_POINTS);
  const some = points.filter((_, index) => index % step === 0);
  const slopes = some.flatMap((from, index) =>
    some.slice(index + 1).map((to) => (to.lag - from.lag) / (to.at - from.at)),
  );
  const slope = slopes.length === 0 ? 0 : median(slopes);
  return { slope, offset: median(some.map(({ at, lag }) => lag - slope * at)) };
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
