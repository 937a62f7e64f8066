import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { NORMALISE_QUEUES, normaliseJob, URGENT_WORKER_OPTIONS, WORKER_OPTIONS } from './normalise.queue';
import { NormaliseWork } from './normalise.work';

@Processor(NORMALISE_QUEUES.usual, WORKER_OPTIONS)
export class NormaliseProcessor extends WorkerHost implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(private readonly work: NormaliseWork) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { recordingId } = normaliseJob.parse(job.data);
    await this.work.run(recordingId, this.stopping.signal);
  }

  /** A long recording must not hold up the shutdown: the job is tried again after the next start. */
  onModuleDestroy(): void {
    this.stopping.abort(new Error('The service is stopping'));
  }
}

@Processor(NORMALISE_QUEUES.urgent, URGENT_WORKER_OPTIONS)
export class UrgentNormaliseProcessor extends NormaliseProcessor {}
