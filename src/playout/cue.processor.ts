import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { cueJob, PLAYOUT_QUEUE } from '../schedule/bullmq.cue-queue';
import { PlayoutService } from './playout.service';

@Processor(PLAYOUT_QUEUE)
export class CueProcessor extends WorkerHost {
  constructor(private readonly playout: PlayoutService) {
    super();
  }

  async process(job: Job<unknown>): Promise<void> {
    const { airingId, revision } = cueJob.parse(job.data);
    await this.playout.cueIfCurrent(airingId, revision);
  }
}
