import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { inTime } from '../platform/in-time';
import {
  JOB_OPTIONS,
  NORMALISE_QUEUES,
  NormaliseQueue,
  type FailedJob,
  type NormaliseJob,
  type QueuedWork,
} from './normalise.queue';
import type { Lane } from './recording.entity';

/** BullMQ's commands wait for Redis however long that takes; a clerk's upload must not. */
const ANSWER_WITHIN_MS = 2_000;

type Jobs = Job<NormaliseJob>[];

@Injectable()
export class BullmqNormaliseQueue extends NormaliseQueue {
  private readonly queues: Readonly<Record<Lane, Queue<NormaliseJob>>>;

  constructor(
    @InjectQueue(NORMALISE_QUEUES.usual) usual: Queue<NormaliseJob>,
    @InjectQueue(NORMALISE_QUEUES.urgent) urgent: Queue<NormaliseJob>,
  ) {
    super();
    this.queues = { usual, urgent };
  }

  override async add(recordingId: string, lane: Lane, round: number): Promise<void> {
    const jobId = `normalise-${recordingId}-${round}`;
    const added = this.queues[lane].add(NORMALISE_QUEUES[lane], { recordingId }, { ...JOB_OPTIONS, jobId });
    await inTime(added, ANSWER_WITHIN_MS, 'the queue');
  }

  override async look(): Promise<QueuedWork> {
    const { usual, urgent } = this.queues;
    const both = async (states: ('waiting' | 'active' | 'delayed' | 'failed')[]): Promise<Jobs> =>
      (await Promise.all([usual.getJobs(states), urgent.getJobs(states)])).flat();
    const answers = Promise.all([both(['waiting', 'active', 'delayed']), both(['failed'])]);
    const [waiting, failures] = await inTime(answers, ANSWER_WITHIN_MS, 'the queue');
    const held = new Set(waiting.map((job) => job.data.recordingId));
    const failed = new Map<string, FailedJob>();
    for (const { data, finishedOn = 0, failedReason } of failures) {
      const isLatest = finishedOn > (failed.get(data.recordingId)?.at ?? -1);
      if (isLatest && !held.has(data.recordingId))
        failed.set(data.recordingId, { at: finishedOn, reason: failedReason });
    }
    return { held, failed };
  }
}
