import fc from 'fast-check';
import { Limiter } from './limiter';
import { HALF_TAPS, HISTORY, interpolatedPeak } from './meter/true-peak';

const CEILING = 0.5;

function limited(samples: Float32Array, chunk: number, gain: number): Float32Array {
  const limiter = new Limiter({ sampleRateHz: 8_000, gain, ceiling: CEILING, deepest: 0.25 });
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += chunk) {
    out.push(...limiter.feed(samples.subarray(at, at + chunk)));
  }
  return Float32Array.from([...out, ...limiter.finish()]);
}

const sample = fc.double({ min: -1, max: 1, noNaN: true });
const signals = fc.array(sample, { minLength: 1, maxLength: 600 }).map((list) => Float32Array.from(list));
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
      const [whole, pieces] = [limited(samples, samples.length, 2), limited(samples, chunk, 2)];
      whole.forEach((y, i) => {
        expect(pieces[i]).toBeCloseTo(y, 4);
      });
    }),
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
