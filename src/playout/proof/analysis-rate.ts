/** Air-checks are compared at telephone bandwidth: enough for a tenth of a millisecond, a sixth of the work. */
export const ANALYSIS_RATE = 8_000;
/** The air-check is searched this far on either side of where the item should lie: 100 ppm take 2 hours 46 minutes to get there. */
const MAX_LAG_SECONDS = 1;
/** In samples. */
export const MAX_LAG = MAX_LAG_SECONDS * ANALYSIS_RATE;
/** Levels are taken over 20 ms. */
export const LEVEL_FRAME = ANALYSIS_RATE / 50;
