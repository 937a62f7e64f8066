import fc from 'fast-check';
import { Limiter } from './limiter';
import { HALF_TAPS, HISTORY, interpolatedPeak } from './meter/true-peak';

const CEILING = 0.5;
const DEEPEST = 0.25;
const RATE_HZ = 8_000;

function limited(samples: Float32Array, chunk: number, gain: number): Float32Array {
  const limiter = new Limiter({ sampleRateHz: RATE_HZ, gain, ceiling: CEILING, deepest: DEEPEST });
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += chunk) {
    out.push(...limiter.feed(samples.subarray(at, at + chunk)));
  }
  return Float32Array.from([...out, ...limiter.finish()]);
}

/** Even over the range: `fc.double` is nearly always nearly nothing. */
const sample = fc.integer({ min: -1_000, max: 1_000 }).map((thousandths) => thousandths / 1_000);
const signals = fc.array(sample, { minLength: 1, maxLength: 3_000 }).map((list) => Float32Array.from(list));
const chunks = fc.integer({ min: 1, max: 200 });

test('frames in are frames out, no sample passes the ceiling, none grows or turns over', () => {
  fc.assert(
    fc.property(signals, chunks, (samples, chunk) => {
      const out = limited(samples, chunk, 2);
      expect(out).toHaveLength(samples.length);
      out.forEach((y, i) => {
        const x = Math.fround(samples[i]! * 2);
        expect(Math.abs(y)).toBeLessThanOrEqual(Math.min(Math.abs(x), CEILING) + 1e-6);
        expect(y * x).toBeGreaterThanOrEqual(0);
      });
    }),
  );
});

test('what stays under the ceiling passes bit for bit', () => {
  fc.assert(
    fc.property(signals, chunks, (samples, chunk) => {
      // No point between samples is more than 2.5 times the largest of them.
      expect(limited(samples, chunk, 0.2)).toEqual(samples.map((x) => x * 0.2));
    }),
  );
});

test('chunks do not matter', () => {
  fc.assert(
    fc.property(signals, chunks, (samples, chunk) => {
      expect(limited(samples, chunk, 2)).toEqual(limited(samples, samples.length, 2));
    }),
  );
});

/** What the limiter is by its definition, every point computed, all of the recording at once. */
function asDefined(samples: Float32Array, gain: number): Float32Array {
  const attack = RATE_HZ * 0.005;
  const pcm = Float32Array.from([...Array<number>(HISTORY).fill(0), ...samples, ...Array<number>(attack).fill(0)]);
  const needed = new Float64Array(samples.length + 1);
  samples.forEach((x, i) => {
    const next = samples[i + 1] ?? 0;
    const peak = Math.max(Math.abs(x), Math.abs(next), interpolatedPeak(pcm, HISTORY + i + HALF_TAPS));
    for (const at of [i, i + 1]) needed[at] = Math.max(needed[at]!, 1 - CEILING / gain / peak);
  });
  for (let i = samples.length - 1; i >= 0; i -= 1)
    needed[i] = Math.max(needed[i]!, needed[i + 1]! - (1 - DEEPEST) / attack);
  let reduction = 0;
  return samples.map((x, i) => {
    reduction = Math.max(needed[i]!, reduction * Math.exp(-1 / (0.05 * RATE_HZ)));
    if (reduction < 1e-5) reduction = 0;
    return x * gain * (1 - reduction);
  });
}

interface Burst {
  readonly quiet: number;
  readonly peak: number;
  /** Between two equal samples is a higher point. */
  readonly isDouble: boolean;
}

function rarePeaks(bursts: readonly Burst[]): Float32Array {
  const one = ({ quiet, peak, isDouble }: Burst): number[] => [
    ...Array.from({ length: quiet }, (_, i) => 0.1 * Math.sin(i / 3)),
    ...(isDouble ? [peak, peak] : [peak]),
  ];
  return Float32Array.from(bursts.flatMap(one));
}

test('where peaks are rare it does what it would if it looked at every point of the whole', () => {
  const quiet = fc.integer({ min: 0, max: 1_500 });
  const bursts = fc.array(fc.record({ quiet, peak: sample, isDouble: fc.boolean() }), { minLength: 1, maxLength: 9 });
  const endOfFirstBlocksView: Burst = { quiet: 1_063, peak: 1, isDouble: false };
  const after: Burst = { quiet: 200, peak: 0, isDouble: false };
  fc.assert(
    fc.property(fc.noBias(bursts), fc.noBias(fc.integer({ min: 20, max: 2_000 })), (list, chunk) => {
      const samples = rarePeaks(list);
      expect(limited(samples, chunk, 2)).toEqual(asDefined(samples, 2));
    }),
    { numRuns: 60, examples: [[[endOfFirstBlocksView, after], 2_000]] },
  );
});

test('a tone keeps its true peak under the ceiling, between its samples too', () => {
  // A quarter of the rate, sampled 45° off its crests: the samples are 3 dB under the peak.
  const samples = Float32Array.from(
    { length: 4_000 },
    (_, i) => Math.SQRT1_2 * Math.sign(Math.sin(((i + 0.5) * Math.PI) / 2)),
  );
  const out = limited(samples, 512, 0.9);
  const peaks = Array.from({ length: 3_000 }, (_, i) => interpolatedPeak(out, HISTORY + HALF_TAPS + 400 + i));
  expect(Math.max(...peaks)).toBeLessThanOrEqual(CEILING * 1.001);
  expect(Math.max(...peaks)).toBeGreaterThan(CEILING * 0.97);
});
