import { availableParallelism } from 'node:os';
import { z } from 'zod';

export const NORMALISE_QUEUE = 'normalise';

/** A job carries the id only; one that comes twice, or too late, does nothing. */
export const normaliseJob = z.object({ recordingId: z.uuid() });
export type NormaliseJob = z.infer<typeof normaliseJob>;

/** For faults of the machine; a recording that cannot be used is refused at once. */
export const JOB_OPTIONS = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 5_000 },
  removeOnComplete: true,
  removeOnFail: { age: 24 * 60 * 60, count: 1_000 },
} as const;

/** One core stays free for what is on air. A killed service's job is taken up again within half a minute. */
export const WORKER_OPTIONS = {
  concurrency: Math.max(1, availableParallelism() - 1),
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 3,
} as const;

/** Nudges towards normalising a recording. Nothing depends on it: the watchdog finds what a lost queue forgot. */
export abstract class NormaliseQueue {
  /**
   * @param round tells later attempts at one recording apart: the same round is queued once
   * @throws Error when the queue does not answer
   */
  abstract add(recordingId: string, round: number): Promise<void>;

  /**
   * Recordings that the queue still has in hand, those that failed since `failedAfter` among them.
   * @throws Error when the queue does not answer
   */
  abstract inHand(failedAfter: number): Promise<ReadonlySet<string>>;
}
