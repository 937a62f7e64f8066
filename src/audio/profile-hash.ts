import { createHash } from 'node:crypto';
import type { LoudnessProfile } from './loudness';

/** Counted up when the same profile comes to give other renditions. 2: our own meter and limiter. 3: variable bit rate. 4: LAME's quick way. */
const RECIPE = 4;

/** SHA-256 (hex) of the recipe and a profile's canonical JSON: equal profiles hash alike whatever the order of their keys. */
export function profileHash(profile: LoudnessProfile): string {
  const entries = Object.entries({ ...profile, recipe: RECIPE }).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(entries)))
    .digest('hex');
}
