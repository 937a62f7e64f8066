import fc from 'fast-check';
import { findings, type Finding } from './findings';
import type { BlockStatistics } from './meter/loudness-meter';
import { suggestedTrim } from './trim';

/** Levels of consecutive blocks in LUFS, −90 for nothing at all; stereo with this correlation. */
function blocksOf(levels: readonly number[], { correlation = 1, rightDb = 0 } = {}): BlockStatistics {
  const squares = Float64Array.from(levels, (level) => (level <= -90 ? 0 : 10 ** ((level + 0.691) / 10)));
  const right = squares.map((value) => value * 10 ** (rightDb / 10));
  return {
    blockSeconds: 0.1,
    count: levels.length,
    peaks: [squares.map(Math.sqrt), right.map(Math.sqrt)],
    meanSquares: [squares, right],
    clippedSamples: [new Float64Array(levels.length), new Float64Array(levels.length)],
    crossProducts: squares.map((value, index) => correlation * Math.sqrt(value * (right[index] ?? 0))),
    weightedMeanSquares: squares,
  };
}

const of = (found: readonly Finding[], code: Finding['code']): readonly Finding[] =>
  found.filter((one) => one.code === code);

/** Speech at −20 LUFS, no two blocks further apart than syllables and short pauses are. */
const speech = fc.array(fc.integer({ min: -26, max: -15 }), { minLength: 50, maxLength: 400 });
const silence = fc.integer({ min: 0, max: 150 });
const quiet = (blocks: number): readonly number[] => Array.from({ length: blocks }, () => -80);
const INTEGRATED = -20;

test('silence at the ends is found to the block, and a trim touches no sound', () => {
  fc.assert(
    fc.property(silence, speech, silence, (before, words, after) => {
      const levels = [...quiet(before), ...words, ...quiet(after)];
      const found = findings(blocksOf(levels), INTEGRATED);
      expect(of(found, 'leadingSilence')).toEqual(
        before >= 15 ? [{ code: 'leadingSilence', fromSeconds: 0, toSeconds: before / 10 }] : [],
      );
      const end = levels.length / 10;
      expect(of(found, 'trailingSilence')).toEqual(
        after >= 20 ? [{ code: 'trailingSilence', fromSeconds: (before + words.length) / 10, toSeconds: end }] : [],
      );
      const trim = suggestedTrim(found, end);
      expect(trim === null).toBe(before < 15 && after < 20);
      expect(trim?.fromSeconds ?? 0).toBeLessThanOrEqual(before / 10);
      expect(trim?.toSeconds ?? end).toBeGreaterThanOrEqual((before + words.length) / 10);
    }),
  );
});

test('silence inside is told from 4 s on, wherever it is', () => {
  fc.assert(
    fc.property(speech, silence, speech, (first, pause, second) => {
      const found = of(findings(blocksOf([...first, ...quiet(pause), ...second]), INTEGRATED), 'longSilence');
      const [fromSeconds, toSeconds] = [first.length / 10, (first.length + pause) / 10];
      expect(found).toEqual(pause >= 40 ? [{ code: 'longSilence', fromSeconds, toSeconds }] : []);
    }),
  );
});

test('nothing depends on the level, as long as it is heard', () => {
  fc.assert(
    fc.property(silence, speech, fc.integer({ min: -15, max: 10 }), (before, words, gain) => {
      const levels = [...quiet(before), ...words];
      const louder = levels.map((level) => level + gain);
      expect(findings(blocksOf(louder), INTEGRATED + gain)).toEqual(findings(blocksOf(levels), INTEGRATED));
    }),
  );
});

test('a jump is found where it is and by as much as it is; speech by itself has none', () => {
  fc.assert(
    fc.property(speech, speech, fc.integer({ min: 16, max: 20 }), fc.boolean(), (first, second, by, up) => {
      const step = up ? by : -by;
      const levels = [...first, ...second.map((level) => level + step)];
      const found = of(findings(blocksOf(levels), INTEGRATED + Math.max(0, step)), 'levelJump');
      expect(found).toHaveLength(1);
      const [jump] = found as [Extract<Finding, { code: 'levelJump' }>];
      expect(Math.abs(jump.atSeconds - first.length / 10)).toBeLessThanOrEqual(2);
      expect(Math.sign(jump.byLu)).toBe(Math.sign(step));
      expect(of(findings(blocksOf(first), INTEGRATED), 'levelJump')).toEqual([]);
    }),
  );
});

test('a channel 40 dB under the other is dead', () => {
  const words = Array.from({ length: 100 }, () => -20);
  const dead = (rightDb: number) => of(findings(blocksOf(words, { rightDb }), INTEGRATED), 'deadChannel');
  expect([dead(-30), dead(0), dead(30)]).toEqual([[], [], []]);
  expect(dead(-45)).toEqual([{ code: 'deadChannel', channel: 'right' }]);
  expect(dead(45)).toEqual([{ code: 'deadChannel', channel: 'left' }]);
});

test('clipping is told from three blocks on, a low level under −40 LUFS', () => {
  const words = Array.from({ length: 100 }, () => -20);
  const clipped = (blocks: number) => {
    const whole = blocksOf(words);
    const samples = Float64Array.from(words, (_, index) => (index >= 7 && index < 7 + blocks ? 5 : 0));
    return of(findings({ ...whole, clippedSamples: [new Float64Array(100), samples] }, INTEGRATED), 'clipping');
  };
  expect(clipped(2)).toEqual([]);
  expect(clipped(3)).toEqual([{ code: 'clipping', atSeconds: 0.7, blocks: 3 }]);
  const faint = blocksOf(words.map(() => -41));
  expect(findings(faint, -41)).toEqual([{ code: 'lowLevel', integratedLufs: -41 }]);
});

test('nothing but silence, and nothing at all, are left to the refusals', () => {
  expect(findings(blocksOf(quiet(100)), -70).map(({ code }) => code)).toEqual(['lowLevel']);
  expect(findings(blocksOf([]), -20)).toEqual([]);
});
