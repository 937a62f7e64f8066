import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { NORMALISE_QUEUE, WORKER_OPTIONS, normaliseJob } from './normalise.queue';
import { NormaliseService } from './normalise.service';

@Processor(NORMALISE_QUEUE, WORKER_OPTIONS)
export class NormaliseProcessor extends WorkerHost implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(private readonly service: NormaliseService) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { recordingId } = normaliseJob.parse(job.data);
    await this.service.process(recordingId, this.stopping.signal);
  }

  /** A long recording must not hold up the shutdown: the job is tried again after the next start. */
  onModuleDestroy(): void {
    this.stopping.abort(new Error('The service is stopping'));
  }
}
