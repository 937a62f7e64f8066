import type { JobRequest, JobResult } from './normalise-job';
import { NormaliseProcess, type JobOptions } from './normalise-process';

/** As many processes as there are jobs at once; each is kept for the next. */
export class NormalisePool {
  private idle: NormaliseProcess[] = [];
  private isClosed = false;

  /** Settles only when all that the job started is gone. Errors: those of NormaliseJob; `signal.reason` when aborted. */
  async run(request: JobRequest, options: JobOptions): Promise<JobResult> {
    options.signal.throwIfAborted();
    const worker = this.take();
    try {
      return await worker.do(request, options);
    } finally {
      if (worker.isFit && this.isClosed) await worker.end();
      else if (worker.isFit) this.idle.push(worker);
    }
  }

  /** Ends those that wait; the others go with their jobs, or their signals. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.idle.splice(0).map((worker) => worker.end()));
  }

  private take(): NormaliseProcess {
    this.idle = this.idle.filter(({ isFit }) => isFit);
    return this.idle.pop() ?? new NormaliseProcess();
  }
}
