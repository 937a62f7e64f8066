/** Points between two samples that are looked at, the first sample included: 4 × oversampling. */
const PHASES = 4;
/** Samples on either side that an interpolated point is made of. */
export const HALF_TAPS = 16;
const TAPS = 2 * HALF_TAPS;
/** Samples that a window reaches before the point it is evaluated at. */
export const HISTORY = TAPS - 1;
const KAISER_BETA = 7;
/** Samples that are decided upon together. */
const GRANULE = 32;

/** Windowed-sinc interpolators at ¼, ½ and ¾ between samples HALF_TAPS − 1 and HALF_TAPS of their window. */
const INTERPOLATORS: readonly Float64Array[] = [1, 2, 3].map((phase) => interpolator(phase / PHASES));

/**
 * An interpolated point is what lies on the straight line between its two samples, plus at most this many times the
 * largest second difference of its window: the interpolators keep straight lines, so what they add can be written as a
 * filter of second differences. In speech those are small, and hardly a point needs to be computed.
 */
const MAX_BEND = Math.max(...INTERPOLATORS.map((taps, index) => bendOf(taps, (index + 1) / PHASES)));

/** The largest interpolated point of the window that ends at `last`. */
export function interpolatedPeak(pcm: Float32Array, last: number): number {
  const first = last - HISTORY;
  let peak = 0;
  for (const taps of INTERPOLATORS) {
    let sum = 0;
    for (let k = 0; k < TAPS; k += 1) sum += (taps[k] ?? 0) * (pcm[first + k] ?? 0);
    const size = Math.abs(sum);
    if (size > peak) peak = size;
  }
  return peak;
}

/** A stretch with the HISTORY samples before it, which may hold a higher point than any known when it came. */
interface Doubtful {
  readonly samples: Float32Array;
  /** There may be room for more. */
  readonly length: number;
  /** No point in it is higher. */
  readonly bound: number;
}

/** That wait to be looked at: some ten seconds, 2 MB a channel at 48 kHz. */
const MOST_DOUBTFUL = 512;
/** Arrays for the next ones, of whatever meter: a new one for each would cost more than looking at it. */
const spare: Float32Array[] = [];

/**
 * True peak of one channel as in BS.1770-4 Annex 2, 4 × oversampled. A point is only computed where the line between its
 * samples and the bend of its window could exceed the highest one, which leaves the result exact. What could exceed the
 * highest so far waits: most often a later sample is higher.
 */
export class TruePeakMeter {
  /** Linear; 1 is full scale. What waits is in it after `finish`. */
  peak = 0;
  private readonly history = new Float32Array(HISTORY);
  /** At least the largest sample and second difference of what `history` comes from. */
  private before = { peak: 0, bend: 0 };
  private doubtful: Doubtful[] = [];

  /**
   * Takes `count` samples of interleaved PCM, from index `from` on, `stride` apart.
   * @param samplePeak at least the largest of them
   * @param bend at least their largest second difference, those with the two samples before them included
   */
  feed(pcm: Float32Array, from: number, stride: number, count: number, samplePeak: number, bend: number): void {
    if (samplePeak > this.peak) this.peak = samplePeak;
    // A window may have its highest samples in one stretch and its bend in the other.
    const both = { peak: Math.max(samplePeak, this.before.peak), bend: Math.max(bend, this.before.bend) };
    const bound = both.peak + MAX_BEND * both.bend;
    const { history } = this;
    if (bound > this.peak) {
      const length = HISTORY + count;
      const samples = roomFor(length);
      samples.set(history);
      thin(pcm, from, stride, count, samples, HISTORY);
      this.doubtful.push({ samples, length, bound });
      if (this.doubtful.length === MOST_DOUBTFUL) this.settle(MOST_DOUBTFUL / 2);
    }
    const kept = Math.min(count, HISTORY);
    history.copyWithin(0, kept);
    thin(pcm, from + (count - kept) * stride, stride, kept, history, HISTORY - kept);
    this.before = count >= HISTORY ? { peak: samplePeak, bend } : both;
  }

  /** The last windows reach into the silence after the end. */
  finish(): void {
    // Whatever the step down to it is like.
    this.feed(new Float32Array(HISTORY), 0, 1, HISTORY, 0, Infinity);
    this.settle(0);
  }

  /** Looks at the most promising ones until so few are left in doubt: they most often settle others. */
  private settle(mostLeft: number): void {
    const left: Doubtful[] = [];
    let waiting = this.doubtful.length;
    for (const one of this.doubtful.sort((a, b) => b.bound - a.bound)) {
      const isInDoubt = one.bound > this.peak;
      if (isInDoubt && waiting <= mostLeft) {
        left.push(one);
        continue;
      }
      if (isInDoubt) this.peak = highestPoint(one.samples, one.length, this.peak);
      if (spare.length < MOST_DOUBTFUL) spare.push(one.samples);
      waiting -= 1;
    }
    this.doubtful = left;
  }
}

function roomFor(length: number): Float32Array {
  const used = spare.pop();
  return used !== undefined && used.length >= length ? used : new Float32Array(length);
}

/** Copies `count` samples that are `stride` apart to `target`, from its index `at` on. */
function thin(pcm: Float32Array, from: number, stride: number, count: number, target: Float32Array, at: number): void {
  for (let k = 0, i = from; k < count; k += 1, i += stride) target[at + k] = pcm[i] ?? 0;
}

/** The highest point of the windows that lie within the first `length` samples, or `known` when none is higher. */
function highestPoint(samples: Float32Array, length: number, known: number): number {
  let highest = known;
  let [x1, d1, sizeBefore, bendBefore] = [samples[0] ?? 0, 0, 0, 0];
  for (let start = 0, end = HISTORY; start < length; start = end, end += GRANULE) {
    let [size, bend] = [0, 0];
    const stop = Math.min(end, length);
    for (let i = start; i < stop; i += 1) {
      const x = samples[i] ?? 0;
      const d = x - x1;
      const e = Math.abs(d - d1);
      if (e > bend) bend = e;
      if (Math.abs(x) > size) size = Math.abs(x);
      x1 = x;
      d1 = d;
    }
    // A window reaches back into the granule before, and no further.
    const reach = MAX_BEND * Math.max(bend, bendBefore);
    if (start > 0 && Math.max(size, sizeBefore) + reach > highest)
      highest = highestBetween(samples, start, stop, reach, highest);
    [sizeBefore, bendBefore] = [size, bend];
  }
  return highest;
}

/** @param reach of a point beyond the line between its samples */
function highestBetween(samples: Float32Array, start: number, end: number, reach: number, known: number): number {
  let highest = known;
  for (let last = start; last < end; last += 1) {
    const line = Math.max(Math.abs(samples[last - HALF_TAPS] ?? 0), Math.abs(samples[last - HALF_TAPS + 1] ?? 0));
    if (line + reach > highest) highest = Math.max(highest, interpolatedPeak(samples, last));
  }
  return highest;
}

/** The most by which a point between two of these samples can lie beyond the straight line between them. */
export function bendOver(samples: Float32Array, start: number, end: number): number {
  let most = 0;
  for (let i = start + 2; i < end; i += 1) {
    const curve = Math.abs((samples[i] ?? 0) - 2 * (samples[i - 1] ?? 0) + (samples[i - 2] ?? 0));
    if (curve > most) most = curve;
  }
  return MAX_BEND * most;
}

function interpolator(position: number): Float64Array {
  const distances = Float64Array.from({ length: TAPS }, (_, k) => k - (HALF_TAPS - 1) - position);
  const shape = distances.map((distance) => kaiser(distance / HALF_TAPS));
  const taps = shape.map(
    (height, k) => (height * Math.sin(Math.PI * (distances[k] ?? 0))) / (Math.PI * (distances[k] ?? 0)),
  );
  // Straight lines pass unchanged: the sum is made 1 and the centre of gravity 0, by a correction in the window's shape.
  const moment = (weights: Float64Array, power: number): number =>
    weights.reduce((sum, weight, k) => sum + weight * (distances[k] ?? 0) ** power, 0);
  const [s0, s1, s2] = [0, 1, 2].map((power) => moment(shape, power)) as [number, number, number];
  const [d0, d1] = [1 - moment(taps, 0), -moment(taps, 1)];
  const determinant = s0 * s2 - s1 * s1;
  const level = (d0 * s2 - d1 * s1) / determinant;
  const slope = (d1 * s0 - d0 * s1) / determinant;
  return taps.map((tap, k) => tap + (shape[k] ?? 0) * (level + slope * (distances[k] ?? 0)));
}

/** Sum of the absolute taps of the filter that makes, of second differences, what an interpolator adds to the straight line. */
function bendOf(taps: Float64Array, position: number): number {
  let [sum, before, last] = [0, 0, 0];
  taps.forEach((tap, k) => {
    const line = k === HALF_TAPS - 1 ? 1 - position : k === HALF_TAPS ? position : 0;
    [before, last] = [last, tap - line + 2 * last - before];
    sum += Math.abs(last);
  });
  return sum;
}

/** @param x −1…1 across the window */
function kaiser(x: number): number {
  return bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - x * x))) / bessel(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
