import type { EpochMs } from './calendar';

/** What may still be done with an item whose planned instant is known. */
export type Start =
  | { readonly kind: 'onTime' }
  | { readonly kind: 'startLate'; readonly lateMs: number }
  | { readonly kind: 'missed'; readonly lateMs: number };

/**
 * Whether an airing may start now. Up to the grace it starts late but from its first second; beyond it is
 * missed: speech is never joined mid-file.
 */
export function decideStart(plannedStart: EpochMs, startGraceSeconds: number, now: EpochMs): Start {
  const lateMs = now - plannedStart;
  if (lateMs <= 0) return { kind: 'onTime' };
  return lateMs <= startGraceSeconds * 1000 ? { kind: 'startLate', lateMs } : { kind: 'missed', lateMs };
}

/** A start later than this is worth telling; the engine's own error is far below it. */
const ON_TIME_WITHIN_MS = 1000;

/** Whether what was measured counts as on time. */
export function isOnTime(plannedStart: EpochMs, measuredStart: EpochMs): boolean {
  return measuredStart - plannedStart <= ON_TIME_WITHIN_MS;
}
