import type { Finding } from './findings';

/** Kept before the first and after the last sound: breath, and the ring of the room. */
const TRIM_MARGIN_SECONDS = 0.5;

/** A stretch of a recording, in seconds of decoded sound. */
export interface Trim {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** What could be cut off the ends without touching any sound; null when there is nothing to gain. */
export function suggestedTrim(found: readonly Finding[], durationSeconds: number): Trim | null {
  let trim: Trim = { fromSeconds: 0, toSeconds: durationSeconds };
  for (const finding of found) {
    if (finding.code === 'leadingSilence') {
      trim = { ...trim, fromSeconds: Math.max(0, finding.toSeconds - TRIM_MARGIN_SECONDS) };
    }
    if (finding.code === 'trailingSilence') {
      trim = { ...trim, toSeconds: Math.min(durationSeconds, finding.fromSeconds + TRIM_MARGIN_SECONDS) };
    }
  }
  return trim.fromSeconds === 0 && trim.toSeconds === durationSeconds ? null : trim;
}
