import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { z } from 'zod';
import { Clock } from '../domain/clock';
import type { EpochMs } from '../domain/calendar';
import { CueQueue } from './cue-queue';

export const PLAYOUT_QUEUE = 'playout';

/** A job carries ids only; a stale revision does nothing. */
export const cueJob = z.object({ airingId: z.uuid(), revision: z.int() });
export type CueJob = z.infer<typeof cueJob>;

@Injectable()
export class BullmqCueQueue extends CueQueue {
  private readonly logger = new Logger(BullmqCueQueue.name);

  constructor(
    @InjectQueue(PLAYOUT_QUEUE) private readonly queue: Queue<CueJob>,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Not awaited by anyone: BullMQ's commands wait for Redis for as long as it is away, and an upload must not. */
  nudge(airingId: string, revision: number, at: EpochMs): void {
    const delay = Math.max(0, at - this.clock.now());
    const options = { jobId: `cue-${airingId}-${String(revision)}`, delay, removeOnComplete: true, removeOnFail: 100 };
    this.queue.add('cue', { airingId, revision }, options).catch((error: unknown) => {
      this.logger.warn(`cue of ${airingId} not queued, the watchdog will see to it: ${(error as Error).message}`);
    });
  }
}
