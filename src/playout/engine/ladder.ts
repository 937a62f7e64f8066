import type { Priority } from '../../domain/plan';

/** Rungs of the ladder (circular 39/2020), highest first: khẩn cấp, ưu tiên, thông thường. */
export const RUNGS: readonly Priority[] = ['EMERGENCY', 'PRIORITY', 'NORMAL'];

/** 0 is the highest. */
export function rungOf(priority: Priority): number {
  return RUNGS.indexOf(priority);
}

export function outranks(a: Priority, b: Priority): boolean {
  return rungOf(a) < rungOf(b);
}
