import fc from 'fast-check';
import { durationMsOf, layOut, overlaps } from './rundown';

const items = fc
  .array(fc.integer({ min: 1, max: 2000 }), { maxLength: 12 })
  .map((durations) => durations.map((durationMs, index) => ({ key: `item-${String(index)}`, durationMs })));
const busy = fc.array(
  fc
    .tuple(fc.integer({ min: -3000, max: 6000 }), fc.integer({ min: 1, max: 3000 }))
    .map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 6 },
);

describe('a rundown', () => {
  it('never overlaps, never exceeds its limit, keeps the order and loses no item', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(5000), busy, items, (start, length, taken, wanted) => {
        const { placed, overflow } = layOut(start, start + length, taken, wanted);
        for (const [index, item] of placed.entries()) {
          expect(item.start).toBeGreaterThanOrEqual(index === 0 ? start : placed[index - 1]!.end);
          expect(item.end).toBeLessThanOrEqual(start + length);
          expect(taken.some((interval) => overlaps(interval, item))).toBe(false);
          expect(item.end - item.start).toBe(wanted.find(({ key }) => key === item.key)!.durationMs);
        }
        const order = wanted.map(({ key }) => key);
        expect(placed.map(({ key }) => key)).toEqual(order.filter((key) => !overflow.includes(key)));
        expect([...placed.map(({ key }) => key), ...overflow].sort()).toEqual([...order].sort());
      }),
    );
  });

  it('does not depend on the order in which busy air is listed', () => {
    fc.assert(
      fc.property(busy, items, (taken, wanted) => {
        expect(layOut(0, 5000, [...taken].reverse(), wanted)).toEqual(layOut(0, 5000, taken, wanted));
      }),
    );
  });

  it('puts items back to back and fills the session to its last millisecond', () => {
    const wanted = ['a', 'b', 'c'].map((key) => ({ key, durationMs: 900_000 }));
    expect(layOut(0, 2_700_000, [], wanted)).toEqual({
      placed: [
        { key: 'a', start: 0, end: 900_000 },
        { key: 'b', start: 900_000, end: 1_800_000 },
        { key: 'c', start: 1_800_000, end: 2_700_000 },
      ],
      overflow: [],
    });
    expect(layOut(0, 2_699_999, [], wanted).overflow).toEqual(['c']);
  });

  it('lets a shorter item follow where a longer one did not fit', () => {
    const wanted = [
      { key: 'long', durationMs: 2000 },
      { key: 'short', durationMs: 500 },
    ];
    expect(layOut(0, 1000, [], wanted)).toEqual({ placed: [{ key: 'short', start: 0, end: 500 }], overflow: ['long'] });
  });
});

describe('a duration in milliseconds', () => {
  it('never ends before the last frame, nor a millisecond after it', () => {
    fc.assert(
      fc.property(fc.nat(48_000 * 7200), (frames) => {
        const gap = durationMsOf(frames) * 48 - frames;
        expect(gap).toBeGreaterThanOrEqual(0);
        expect(gap).toBeLessThan(48);
      }),
    );
  });
});
