import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Lane } from './recording.entity';

/**
 * Two queues, each with workers of its own: an emergency's clip passes the backlog, and a running hour-long recording
 * too, without anything being thrown away. The processes are niced to the last, so one more of them is the kernel's
 * smallest worry, and playout's none.
 */
export const NORMALISE_QUEUES: Readonly<Record<Lane, string>> = { usual: 'normalise', urgent: 'normalise-urgent' };

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

/** A killed service's job is taken up again within half a minute. */
export const URGENT_WORKER_OPTIONS = {
  concurrency: 1,
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 3,
} as const;

/** One core stays free for what is on air. */
export const WORKER_OPTIONS = { ...URGENT_WORKER_OPTIONS, concurrency: Math.max(1, availableParallelism() - 1) };

/** A job that failed every attempt. */
export interface FailedJob {
  readonly at: number;
  /** The last attempt's error, for whoever looks after the machine. */
  readonly reason: string;
}

/** What the queues know, by recording. */
export interface QueuedWork {
  readonly held: ReadonlySet<string>;
  /** The latest failure of each; one that is held again is not among them. */
  readonly failed: ReadonlyMap<string, FailedJob>;
}

/** Nudges towards normalising a recording. Nothing depends on it: the watchdog finds what a lost queue forgot. */
export abstract class NormaliseQueue {
  /**
   * @param round tells later attempts at one recording apart: the same round is queued once
   * @throws Error when the queue does not answer
   */
  abstract add(recordingId: string, lane: Lane, round: number): Promise<void>;

  /** @throws Error when the queue does not answer */
  abstract look(): Promise<QueuedWork>;
}
