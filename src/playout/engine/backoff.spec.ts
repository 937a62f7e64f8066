import { waitMs } from './backoff';

const BACKOFF = { firstMs: 500, longestMs: 15_000 };

describe('waitMs', () => {
  it('doubles up to the longest wait', () => {
    expect([1, 2, 3, 6, 60].map((failures) => waitMs(BACKOFF, failures, 1))).toEqual([
      500, 1_000, 2_000, 15_000, 15_000,
    ]);
  });

  it('takes off up to half by chance', () => {
    expect(waitMs(BACKOFF, 3, 0)).toBe(1_000);
    expect(waitMs(BACKOFF, 3, 0.5)).toBe(1_500);
  });
});
