import fc from 'fast-check';
import { losesMuch, monoWay } from './downmix';
import type { BlockStatistics, Measurement } from './meter/loudness-meter';

const INTEGRATED = -20;
const FULL = 10 ** ((INTEGRATED + 0.691) / 10);

/** A tenth of a second: how large the amplitude is on each side, and how alike they are. */
interface Block {
  readonly left: number;
  readonly right: number;
  readonly correlation: number;
}

function measured(blocks: readonly Block[]): Measurement {
  const column = (value: (block: Block) => number): Float64Array => Float64Array.from(blocks, value);
  const [left, right] = [column(({ left: l }) => FULL * l * l), column(({ right: r }) => FULL * r * r)];
  const statistics: BlockStatistics = {
    blockSeconds: 0.1,
    count: blocks.length,
    peaks: [],
    meanSquares: [left, right],
    clippedSamples: [],
    crossProducts: column(({ left: l, right: r, correlation }) => FULL * correlation * l * r),
    weightedMeanSquares: left.map((square, at) => square + (right[at] ?? 0)),
  };
  return {
    blocks: statistics,
    integratedLufs: INTEGRATED,
    ...{ rangeLu: 0, truePeakDbtp: 0, samplePeakDbfs: 0, momentaryMaxLufs: 0, shortTermMaxLufs: 0 },
    frames: blocks.length * 4_800,
  };
}

const LIKE_MIX = INTEGRATED - 3;
const times = (count: number, block: Block): readonly Block[] => Array.from({ length: count }, () => block);
const together = { left: 1, right: 1, correlation: 1 };
const opposed = { left: 1, right: 1, correlation: -1 };
const leftOnly = { left: 1, right: 0, correlation: 0 };
const rightOnly = { left: 0, right: 1, correlation: 0 };

const level = fc.integer({ min: 2, max: 10 }).map((tenths) => tenths / 10);
const plain = fc.record({
  left: level,
  right: level,
  correlation: fc.integer({ min: -3, max: 10 }).map((c) => c / 10),
});

test('what a mix keeps is mixed', () => {
  fc.assert(
    fc.property(fc.array(plain, { minLength: 1, maxLength: 100 }), (blocks) => {
      const source = measured(blocks);
      expect([monoWay(source, LIKE_MIX), losesMuch(source.blocks, INTEGRATED, 'mix')]).toEqual(['mix', false]);
    }),
  );
});

test('where a passage of 2 s would cancel, a side is taken that keeps it, wherever it is and however long the rest', () => {
  const count = fc.integer({ min: 20, max: 40 });
  fc.assert(
    fc.property(fc.nat(2_000), count, fc.nat(100), level, level, (before, passage, after, left, right) => {
      const source = measured([
        ...times(before, together),
        ...times(passage, { left, right: left, correlation: -1 }),
        ...times(after, { left: 1, right, correlation: 1 }),
      ]);
      const way = monoWay(source, LIKE_MIX);
      expect(way).not.toBe('mix');
      expect(losesMuch(source.blocks, INTEGRATED, way)).toBe(false);
    }),
  );
});

test.each([
  ['a weak opposed crosstalk takes nothing from the other side', times(100, { left: 0.02, right: 1, correlation: -1 })],
  [
    'nor from two speakers who have a side each',
    [...times(50, { left: 1, right: 0.02, correlation: -1 }), ...times(50, { left: 0.02, right: 1, correlation: -1 })],
  ],
  ['an opposed instant is no passage', [...times(300, together), ...times(5, opposed)]],
])('%s', (_, blocks) => {
  expect(monoWay(measured(blocks), LIKE_MIX)).toBe('mix');
});

test('takes the side that keeps more, of two alike the louder', () => {
  expect(monoWay(measured([...times(100, opposed), ...times(30, rightOnly)]), LIKE_MIX)).toBe(1);
  expect(monoWay(measured([...times(100, opposed), ...times(30, leftOnly)]), LIKE_MIX)).toBe(0);
  expect(monoWay(measured(times(100, { left: 0.9, right: 1, correlation: -1 })), LIKE_MIX)).toBe(1);
});

test('where every way loses something, that is told', () => {
  const source = measured([...times(30, opposed), ...times(60, leftOnly), ...times(60, rightOnly)]);
  const way = monoWay(source, LIKE_MIX);
  expect([way, losesMuch(source.blocks, INTEGRATED, way)]).toEqual(['mix', true]);
});

test('of more channels the loudest is taken where the mix as a whole cancels', () => {
  const { blocks, ...rest } = measured(times(100, opposed));
  const [left = new Float64Array()] = blocks.meanSquares;
  const silent = left.map(() => 0);
  const quad = { ...rest, blocks: { ...blocks, meanSquares: [silent, silent, left.map((x) => x * 0.9), left] } };
  expect([monoWay(quad, INTEGRATED - 30), monoWay(quad, LIKE_MIX)]).toEqual([3, 'mix']);
});
