import { segmentStart } from './segment-start';

it('continues an item that resumed and begins at the start of one that began anew', () => {
  expect([0, 1, 2].map((segment) => segmentStart([100, 50, 30], 180, segment))).toEqual([0, 100, 150]);
  expect([0, 1].map((segment) => segmentStart([100, 400], 400, segment))).toEqual([0, 0]);
  expect(segmentStart([400], 400, 0)).toBe(0);
});
