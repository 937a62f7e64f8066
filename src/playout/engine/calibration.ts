import type { PlayoutCue, PlayoutOutcome } from '../playout-engine';

/**
 * An output whose listeners hear everything `calibrationMs` after the engine has handed it over gets its items that much
 * earlier, and what it measures is reported as heard. The engine between the two knows nothing of it.
 */
export function cueEarlier(cue: PlayoutCue, calibrationMs: number): PlayoutCue {
  const latestEnd = cue.latestEnd === null ? null : cue.latestEnd - calibrationMs;
  return { ...cue, plannedStart: cue.plannedStart - calibrationMs, latestEnd };
}

export function asHeard(outcome: PlayoutOutcome, calibrationMs: number): PlayoutOutcome {
  if (outcome.kind === 'started') return { ...outcome, start: outcome.start + calibrationMs };
  if (outcome.kind === 'interrupted')
    return { ...outcome, start: outcome.start + calibrationMs, end: outcome.end + calibrationMs };
  const { start, end } = outcome;
  if (start === null || end === null) return outcome;
  return { ...outcome, start: start + calibrationMs, end: end + calibrationMs };
}
