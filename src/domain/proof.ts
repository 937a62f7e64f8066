/** A stretch of the item that should sound and did not. */
export interface Dropout {
  /** From the item's first frame. */
  readonly atSeconds: number;
  readonly durationSeconds: number;
}

/** What comparing an air-check with the rendition showed. */
export interface ProofFigures {
  /** How far into the item the air-check reaches; beyond, nothing is known. */
  readonly comparedSeconds: number;
  /** 0..1: mean normalised cross-correlation over the seconds that sound, unmatched ones as 0; null when none sounds. */
  readonly matchScore: number | null;
  /** The air-check's delay against its expected position at the item's start; null when the item was not found in it. */
  readonly offsetMs: number | null;
  /** Positive when the air-check runs longer than the rendition; null when less than 10 s were found. */
  readonly driftPpm: number | null;
  /** Seconds that sound in the rendition and are silent in the air-check. */
  readonly silentSeconds: number;
  readonly dropouts: readonly Dropout[];
}

/** Why nothing can be said. An air-check is a monitor: its loss is no loss on the air. */
export type NoDataReason = 'noAirCheck' | 'airCheckMissing' | 'airCheckBroken' | 'renditionMissing' | 'notComparable';

export type ExaminedAiring = { readonly verdict: 'proved' | 'silent' | 'mismatch' } & ProofFigures;

export type AiringProof =
  | ExaminedAiring
  /** Chưa có số liệu. */
  | { readonly verdict: 'noData'; readonly reason: NoDataReason };

/** More silence than this where the recording sounds is a loss of speech, not a click… */
const TOLERATED_SILENCE_SECONDS = 1;
/** …and of a short item less is. */
const TOLERATED_SILENCE_SHARE = 0.05;
/** Below it the air-check carries something else than the recording. */
const MATCH_FLOOR = 0.5;

/** @param playedSeconds of the item, as the output counted them */
export function judgeProof(figures: ProofFigures, playedSeconds: number): AiringProof {
  const { comparedSeconds, matchScore, silentSeconds } = figures;
  if (comparedSeconds === 0) return { verdict: 'noData', reason: 'airCheckBroken' };
  const tolerated = Math.min(TOLERATED_SILENCE_SECONDS, TOLERATED_SILENCE_SHARE * playedSeconds);
  if (silentSeconds > tolerated) return { verdict: 'silent', ...figures };
  const isOther = matchScore !== null && matchScore < MATCH_FLOOR;
  return { verdict: isOther ? 'mismatch' : 'proved', ...figures };
}
