import type { LoudnessProfile } from './loudness';

/** Level of the mono mix that is to be changed. */
export interface MixLevel {
  readonly integratedLufs: number;
  readonly peakDbfs: number;
}

/** What measurements so far have taught about this recording. */
export interface Adjustment {
  /** The limiter works this far under the ceiling: inter-sample peaks and the lossy encode overshoot it. */
  readonly headroomDb: number;
  /** Loudness that the limiter was seen to take away. */
  readonly limiterLossLu: number;
  /** Loudness that the encoder was seen to take away. */
  readonly encoderLossLu: number;
}

/**
 * What LAME was seen to add to peaks: at most 0.33 dB to a minute of speech limited by up to 12 dB, 0.34 dB to an hour and
 * 0.40 dB to three of it limited by 8 dB. This much spares nearly every second encode.
 */
export const FIRST_ADJUSTMENT: Adjustment = { headroomDb: 0.5, limiterLossLu: 0, encoderLossLu: 0 };

/** How close the PCM is brought to the target before the encode, leaving the rest of ±0.5 LU to the codec. */
const PCM_TOLERANCE_LU = 0.1;
/** What is added goes into the limiter as well: of 1 dB more gain, speech keeps 0.7 to 0.95 LU. */
const LIMITER_ANSWER = 1.2;
/** An answer to no more than this cannot miss by more than the tolerance, and need not be measured. */
const SURE_LU = 0.6;
const ENCODED_TOLERANCE_LU = 0.25;
/** Two meters of the standard's tolerance may differ: who measures after us must find the ceiling kept as well. */
const METER_DIFFERENCE_DB = 0.05;

export interface GainPlan {
  readonly gainDb: number;
  /** null when no peak reaches the limiter. */
  readonly limiterCeilingDbfs: number | null;
  /** Reduction of the highest peak. */
  readonly limiterReductionDb: number;
  /** The limiter's allowance is used up: more gain is not allowed, the target stays out of reach. */
  readonly exhausted: boolean;
}

/** Linear gain to the target; peaks above the ceiling are limited by at most `maxLimiterReductionDb`, then gain gives way. */
export function planGain(mix: MixLevel, profile: LoudnessProfile, adjustment: Adjustment): GainPlan {
  const wantedDb = pcmTargetLufs(profile, adjustment) - mix.integratedLufs + adjustment.limiterLossLu;
  const ceilingDbfs = profile.truePeakCeilingDbtp - adjustment.headroomDb;
  const overDb = mix.peakDbfs + wantedDb - ceilingDbfs;
  if (overDb <= 0) return { gainDb: wantedDb, limiterCeilingDbfs: null, limiterReductionDb: 0, exhausted: false };
  const limiterReductionDb = Math.min(overDb, profile.maxLimiterReductionDb);
  return {
    gainDb: wantedDb - (overDb - limiterReductionDb),
    limiterCeilingDbfs: ceilingDbfs,
    limiterReductionDb,
    exhausted: overDb > profile.maxLimiterReductionDb,
  };
}

/**
 * After measuring the limited PCM: what to change, and whether that wants another measurement; null when it is good enough
 * or nothing more is allowed.
 */
export function adjustAfterLimiting(
  measuredLufs: number,
  plan: GainPlan,
  profile: LoudnessProfile,
  used: Adjustment,
): { readonly adjustment: Adjustment; readonly isSure: boolean } | null {
  const missingLu = pcmTargetLufs(profile, used) - measuredLufs;
  if (Math.abs(missingLu) <= PCM_TOLERANCE_LU || (plan.exhausted && missingLu > 0)) return null;
  const adjustment = { ...used, limiterLossLu: used.limiterLossLu + missingLu * LIMITER_ANSWER };
  return { adjustment, isSure: Math.abs(missingLu) <= SURE_LU };
}

/** After measuring the encoded file: what to change, or null when it may be kept. */
export function adjustAfterEncoding(
  encoded: { readonly integratedLufs: number; readonly truePeakDbtp: number },
  plan: GainPlan,
  profile: LoudnessProfile,
  used: Adjustment,
): Adjustment | null {
  const overDb = overshootDb(encoded.truePeakDbtp, profile);
  const missingLu = profile.targetLufs - encoded.integratedLufs;
  const loudEnough = Math.abs(missingLu) <= ENCODED_TOLERANCE_LU || (plan.exhausted && missingLu > 0);
  if (overDb <= 0 && loudEnough) return null;
  return {
    ...used,
    headroomDb: used.headroomDb + (overDb > 0 ? overDb + spareDb(used) : 0),
    encoderLossLu: used.encoderLossLu + (loudEnough ? 0 : missingLu),
  };
}

/** What overshot again is corrected further: noise comes out of the encoder otherwise every time. */
function spareDb({ headroomDb }: Adjustment): number {
  return Math.max(0.1, (headroomDb - FIRST_ADJUSTMENT.headroomDb) / 2);
}

/** How far a measured true peak may be above the ceiling; ≤ 0 is certainly under it. */
export function overshootDb(truePeakDbtp: number, profile: LoudnessProfile): number {
  return truePeakDbtp + METER_DIFFERENCE_DB - profile.truePeakCeilingDbtp;
}

function pcmTargetLufs(profile: LoudnessProfile, { encoderLossLu }: Adjustment): number {
  return profile.targetLufs + encoderLossLu;
}
