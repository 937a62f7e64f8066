import { LOUDNESS_FLOOR_LUFS } from '../loudness';
import { channelWeights } from './channel-weights';
import { lufs, momentaryMeanSquares, shortTermMeanSquares } from './gating';
import { LoudnessMeter, type Measurement } from './loudness-meter';

/**
 * The signals of EBU Tech 3341 and 3342, as those documents define them, with their tolerances. Left out are the cases
 * that need the EBU's own recordings of programmes: 7 and 8 of Tech 3341, 5 and 6 of Tech 3342.
 */

interface Stretch {
  readonly seconds: number;
  /** One level per channel, dBFS. */
  readonly dbfs: readonly number[];
}

const stereo = (dbfs: number, seconds: number): Stretch => ({ seconds, dbfs: [dbfs, dbfs] });
const silence = (seconds: number): Stretch => stereo(-Infinity, seconds);
const repeated = (times: number, ...stretches: readonly Stretch[]): readonly Stretch[] =>
  Array.from({ length: times }, () => stretches).flat();

/** A sine of 1 kHz, or as near as whole samples a period allow, without a break in phase. */
function measureTone(stretches: readonly Stretch[], layout = 'stereo', sampleRateHz = 48_000): Measurement {
  const channels = stretches[0]!.dbfs.length;
  const meter = new LoudnessMeter({ sampleRateHz, weights: channelWeights(layout, channels), truePeak: false });
  const samples = Math.round(sampleRateHz / 1000);
  const period = Float64Array.from({ length: samples }, (_, i) => Math.sin((2 * Math.PI * i) / samples));
  const pcm = new Float32Array(4_801 * channels);
  let at = 0;
  for (const { seconds, dbfs } of stretches) {
    const amplitudes = dbfs.map((level) => 10 ** (level / 20));
    for (const end = at + Math.round(seconds * sampleRateHz); at < end;) {
      const frames = Math.min(4_801, end - at);
      for (let i = 0; i < frames; i += 1) {
        const sine = period[(at + i) % period.length]!;
        for (let c = 0; c < channels; c += 1) pcm[i * channels + c] = amplitudes[c]! * sine;
      }
      meter.feed(pcm, frames);
      at += frames;
    }
  }
  return meter.finish();
}

function expectLufs(measured: number, expected: number): void {
  expect(Math.abs(measured - expected)).toBeLessThanOrEqual(0.1);
}

describe('EBU Tech 3341', () => {
  test.each([
    [1, -23],
    [2, -33],
  ])('case %d: a steady tone', (_, dbfs) => {
    const measured = measureTone([stereo(dbfs, 20)]);
    expectLufs(measured.integratedLufs, dbfs);
    expectLufs(measured.shortTermMaxLufs, dbfs);
    expectLufs(measured.momentaryMaxLufs, dbfs);
  });

  test.each([
    [3, [stereo(-36, 10), stereo(-23, 60), stereo(-36, 10)]],
    [4, [stereo(-72, 10), stereo(-36, 10), stereo(-23, 60), stereo(-36, 10), stereo(-72, 10)]],
    [5, [stereo(-26, 20), stereo(-20, 20.1), stereo(-26, 20)]],
  ])('case %d: the gates', (_, stretches) => {
    expectLufs(measureTone(stretches).integratedLufs, -23);
  });

  test('case 6: five channels, and the LFE of a sixth is not heard', () => {
    expectLufs(measureTone([{ seconds: 20, dbfs: [-28, -28, -24, -30, -30] }], '5.0').integratedLufs, -23);
    expectLufs(measureTone([{ seconds: 20, dbfs: [-28, -28, -24, -3, -30, -30] }], '5.1(side)').integratedLufs, -23);
  });

  test('case 9: short-term loudness of an uneven tone stays where it is', () => {
    const { blocks } = measureTone(repeated(5, stereo(-20, 1.34), stereo(-30, 1.66)));
    for (const square of shortTermMeanSquares(blocks.weightedMeanSquares)) expectLufs(lufs(square), -23);
  });

  test('cases 10 and 11: the loudest short-term value wherever 3 s of tone begin', () => {
    for (let i = 0; i < 20; i += 1) {
      const around = (dbfs: number) => [silence(i * 0.15), stereo(dbfs, 3), silence(1)];
      expectLufs(measureTone(around(-23)).shortTermMaxLufs, -23);
      expectLufs(measureTone(around(-38 + i)).shortTermMaxLufs, -38 + i);
    }
  });

  test('case 12: momentary loudness of an uneven tone stays where it is', () => {
    const { blocks } = measureTone(repeated(25, stereo(-20, 0.18), stereo(-30, 0.22)));
    for (const square of momentaryMeanSquares(blocks.weightedMeanSquares)) expectLufs(lufs(square), -23);
  });

  test('cases 13 and 14: the loudest momentary value wherever 0.4 s of tone begin', () => {
    for (let i = 0; i < 20; i += 1) {
      const around = (dbfs: number) => [silence(i * 0.02), stereo(dbfs, 0.4), silence(1)];
      expectLufs(measureTone(around(-23)).momentaryMaxLufs, -23);
      expectLufs(measureTone(around(-38 + i)).momentaryMaxLufs, -38 + i);
    }
  });
});

describe('EBU Tech 3342', () => {
  test.each([
    [1, [-20, -30], 10],
    [2, [-20, -15], 5],
    [3, [-40, -20], 20],
    [4, [-50, -35, -20, -35, -50], 15],
  ])('case %d: range of %j', (_, levels, expected) => {
    const { rangeLu } = measureTone(levels.map((dbfs) => stereo(dbfs, 20)));
    expect(Math.abs(rangeLu - expected)).toBeLessThanOrEqual(1);
  });
});

test('a mono file is read as mono: 3 LU under the same tone in both channels', () => {
  expectLufs(measureTone([{ seconds: 5, dbfs: [-23] }], 'mono').integratedLufs, -26);
});

test.each([11_025, 16_000, 22_050, 32_000, 44_100, 96_000, 192_000])('at %d Hz as at 48 kHz', (sampleRateHz) => {
  expectLufs(measureTone([stereo(-23, 4)], 'stereo', sampleRateHz).integratedLufs, -23);
});

test('what is shorter than a block, or silent, has no loudness', () => {
  expect(measureTone([stereo(-23, 0.3)]).integratedLufs).toBe(LOUDNESS_FLOOR_LUFS);
  expect(measureTone([silence(5)])).toMatchObject({ integratedLufs: LOUDNESS_FLOOR_LUFS, rangeLu: 0, frames: 240_000 });
});

test('blocks tell a dead, an opposed and a clipped channel', () => {
  const meter = new LoudnessMeter({ sampleRateHz: 8_000, weights: [1, 1], truePeak: false });
  const pcm = new Float32Array(2 * 2_400);
  for (let i = 0; i < 2_400; i += 1) {
    const x = 2 * Math.sin((2 * Math.PI * 500 * i) / 8_000);
    pcm[2 * i] = Math.max(-1, Math.min(1, x));
    // Dead for 100 ms, then opposed, then alike.
    pcm[2 * i + 1] = i < 800 ? 0 : i < 1_600 ? -0.5 * x : 0.5 * x;
  }
  meter.feed(pcm, 2_400);
  const { blocks } = meter.finish();
  expect(blocks.count).toBe(3);
  expect([...blocks.peaks[0]!]).toEqual([1, 1, 1]);
  expect(blocks.peaks[1]![0]).toBe(0);
  expect([...blocks.clippedSamples[0]!].every((count) => count > 400)).toBe(true);
  expect(blocks.clippedSamples[1]![0]).toBe(0);
  const correlation = [1, 2].map(
    (block) =>
      blocks.crossProducts![block]! / Math.sqrt(blocks.meanSquares[0]![block]! * blocks.meanSquares[1]![block]!),
  );
  expect(correlation[0]).toBeLessThan(-0.9);
  expect(correlation[1]).toBeGreaterThan(0.9);
});
