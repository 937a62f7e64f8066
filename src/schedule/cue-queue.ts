import type { EpochMs } from '../domain/calendar';

/**
 * Nudges towards cueing an airing in time. Nothing depends on it: what a lost queue should have held is
 * re-derived from the database by the watchdog.
 */
export abstract class CueQueue {
  /** @param at when to cue; in the past means now */
  abstract nudge(airingId: string, revision: number, at: EpochMs): void;
}
