import type { Priority } from '../../domain/plan';

/** FILLER sounds where nothing else does, and is no programme. */
export type Rung = Priority | 'FILLER';

/** Rungs of the ladder (circular 39/2020), highest first: khẩn cấp, ưu tiên, thông thường; and below them the filler. */
export const RUNGS: readonly Rung[] = ['EMERGENCY', 'PRIORITY', 'NORMAL', 'FILLER'];

/** 0 is the highest. */
export function rungOf(priority: Rung): number {
  return RUNGS.indexOf(priority);
}

export function outranks(a: Rung, b: Rung): boolean {
  return rungOf(a) < rungOf(b);
}
