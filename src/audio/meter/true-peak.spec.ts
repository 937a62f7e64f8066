import fc from 'fast-check';
import { ChannelMeter } from './channel-meter';
import { kWeighting } from './k-weighting';
import { HALF_TAPS, HISTORY, interpolatedPeak, TruePeakMeter } from './true-peak';

const FS = 48_000;

function truePeakDbtp(samples: Float32Array, stretch = 960): number {
  return 20 * Math.log10(measured(samples, stretch));
}

/** As LoudnessMeter does it: what a channel knows of a stretch decides whether it is looked at. */
function measured(samples: Float32Array, stretch: number): number {
  const [channel, meter] = [new ChannelMeter(...kWeighting(FS)), new TruePeakMeter()];
  for (let at = 0; at < samples.length; at += stretch) {
    const count = Math.min(stretch, samples.length - at);
    channel.peak = channel.bend = 0;
    channel.feed(samples, at, 1, count);
    meter.feed(samples, at, 1, count, channel.peak, channel.bend);
  }
  meter.finish();
  return meter.peak;
}

/** Tones rise and fall gently, so that only the tone itself is measured. */
function tone(frequencyHz: number, phaseDegrees: number, amplitude: number): Float32Array {
  const fade = (i: number): number => Math.min(1, i / 4_800, (48_000 - i) / 4_800);
  const phase = (phaseDegrees * Math.PI) / 180;
  return Float32Array.from(
    { length: 48_000 },
    (_, i) => amplitude * fade(i) * Math.sin((2 * Math.PI * frequencyHz * i) / FS + phase),
  );
}

/** EBU Tech 3341, true-peak meters: +0.2 / −0.4 dB. */
function expectWithinTolerance(dbtp: number, expected: number): void {
  expect(dbtp).toBeLessThanOrEqual(expected + 0.2);
  expect(dbtp).toBeGreaterThanOrEqual(expected - 0.4);
}

describe('EBU Tech 3341', () => {
  test.each([
    [15, FS / 4, 0, 0.5, -6],
    [16, FS / 4, 45, 0.5, -6],
    [17, FS / 6, 60, 0.5, -6],
    [18, FS / 8, 67.5, 0.5, -6],
    [19, FS / 4, 45, 1.41, 3],
  ])('case %d', (_, frequencyHz, phaseDegrees, amplitude, expected) => {
    expectWithinTolerance(truePeakDbtp(tone(frequencyHz, phaseDegrees, amplitude)), expected);
  });

  // The document's cases are made at four times the rate and thinned from each of the four samples; so is this one.
  test.each([
    [20, 0],
    [21, 1],
    [22, 2],
    [23, 3],
  ])('case %d: a full-scale burst at fs/6, thinned from sample %d of four', (_, offset) => {
    const burst = Float32Array.from({ length: 4_800 }, (__, i) => {
      const seconds = (4 * i + offset - 9_602) / (4 * FS);
      return Math.cos((2 * Math.PI * FS * seconds) / 6) * Math.exp(-((seconds / 0.002) ** 2));
    });
    expectWithinTolerance(truePeakDbtp(burst), 0);
  });
});

/** Every point looked at. */
function highestOf(samples: Float32Array): number {
  const padded = new Float32Array(samples.length + 2 * HISTORY);
  padded.set(samples, HISTORY);
  let highest = 0;
  for (let last = HISTORY; last < padded.length; last += 1) {
    highest = Math.max(highest, interpolatedPeak(padded, last), Math.abs(padded[last - HALF_TAPS]!));
  }
  return highest;
}

test('leaving out what cannot exceed the peak so far changes nothing, whatever the signal and its stretches', () => {
  const sample = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 90 }),
      (list, stretch) => {
        const samples = Float32Array.from(list);
        expect(measured(samples, stretch)).toBeCloseTo(highestOf(samples), 12);
      },
    ),
  );
});

test.each([
  ['rises', (i: number) => i / 60_000],
  ['falls', (i: number) => 1 - i / 60_000],
  ['stays', () => 1],
])('nor where more stretches are in doubt than may wait: noise that %s', (_, level) => {
  let seed = 1;
  const noise = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 1_073_741_823.5 - 1;
  const samples = Float32Array.from({ length: 60_000 }, (__, i) => noise() * level(i));
  expect(measured(samples, 32)).toBeCloseTo(highestOf(samples), 12);
});

test.each([4_800, 4_801, 4_790])(
  'nor where a loud stretch ends in a step and a quiet one follows, at sample %d',
  (at) => {
    const fade = (i: number): number => 0.5 - 0.5 * Math.cos((Math.PI * Math.min(i, 2_400)) / 2_400);
    const samples = Float32Array.from({ length: 9_600 }, (_, i) =>
      i < at ? 0.5 * fade(i) : -0.05 * fade(Math.max(0, 9_599 - i)),
    );
    const highest = highestOf(samples);
    expect(highest).toBeGreaterThan(0.55);
    expect(measured(samples, 960)).toBeCloseTo(highest, 12);
  },
);
