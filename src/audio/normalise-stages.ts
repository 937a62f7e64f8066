/** Shares of a normalisation's work at which its stages end, from measured CPU time. */
export const PROGRESS = { decoded: 0.2, levelled: 0.25, encoded: 0.85, verified: 1 } as const;

/** What a normalisation is doing. */
export type NormaliseStage = 'decoding' | 'levelling' | 'encoding' | 'verifying';

/** @param share of the work done, 0..1, as AudioNormaliser reports it */
export function stageAt(share: number): NormaliseStage {
  if (share < PROGRESS.decoded) return 'decoding';
  if (share < PROGRESS.levelled) return 'levelling';
  return share < PROGRESS.encoded ? 'encoding' : 'verifying';
}
