import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { inTime } from '../platform/in-time';
import { JOB_OPTIONS, NORMALISE_QUEUE, NormaliseQueue, type NormaliseJob } from './normalise.queue';

/** BullMQ's commands wait for Redis however long that takes; a clerk's upload must not. */
const ANSWER_WITHIN_MS = 2_000;

@Injectable()
export class BullmqNormaliseQueue extends NormaliseQueue {
  constructor(@InjectQueue(NORMALISE_QUEUE) private readonly queue: Queue<NormaliseJob>) {
    super();
  }

  override async add(recordingId: string, round: number): Promise<void> {
    const jobId = `normalise-${recordingId}-${round}`;
    const added = this.queue.add(NORMALISE_QUEUE, { recordingId }, { ...JOB_OPTIONS, jobId });
    await inTime(added, ANSWER_WITHIN_MS, 'the queue');
  }

  override async inHand(failedAfter: number): Promise<ReadonlySet<string>> {
    const [held, failed] = await inTime(
      Promise.all([this.queue.getJobs(['waiting', 'active', 'delayed']), this.queue.getJobs(['failed'])]),
      ANSWER_WITHIN_MS,
      'the queue',
    );
    const recent = failed.filter((job) => (job.finishedOn ?? 0) > failedAfter);
    return new Set([...held, ...recent].map((job) => job.data.recordingId));
  }
}
