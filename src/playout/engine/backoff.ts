/** Waits between attempts double from `firstMs` to `longestMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Wait before the next attempt, in milliseconds: between half and all of the doubled time, so that many stations do not
 * all come back to one server at the same instant.
 * @param failures attempts that have failed in a row, at least 1
 * @param random from 0 to 1
 */
export function waitMs({ firstMs, longestMs }: Backoff, failures: number, random: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** (failures - 1));
  return Math.round(whole * (0.5 + random / 2));
}
