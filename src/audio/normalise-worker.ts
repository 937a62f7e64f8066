/** Entry of a process that normalises one recording after the other: the service's own threads never touch the samples. */
import { DomainError } from '../domain/errors';
import { yieldPrecedence } from '../platform/precedence';
import { NormaliseJob } from './normalise-job';
import type { FromWorker, ToWorker } from './normalise-protocol';
import { PROGRESS } from './normalise-stages';

/** Nobody sees more than this and where a stage ends; of a minute's recording each hundredth would be another message. */
const TOLD_EVERY_MS = 100;
const STAGE_ENDS: readonly number[] = Object.values(PROGRESS);

/** Of the job at hand, or the last one. */
let stop = new AbortController();
let work: Promise<void> = Promise.resolve();

yieldPrecedence();

process.on('message', (message: ToWorker) => {
  if (message.kind === 'start') {
    stop = new AbortController();
    work = perform(message, stop.signal);
  } else {
    stop.abort(new Error('stopped'));
    void work.then(leave);
  }
});
// The service has gone; its processes go with it.
process.on('disconnect', () => {
  stop.abort(new Error('disconnected'));
});

async function perform({ request, directory }: ToWorker & { kind: 'start' }, signal: AbortSignal): Promise<void> {
  let told = 0;
  const job = new NormaliseJob(request, directory, signal, (share) => {
    if (performance.now() - told < TOLD_EVERY_MS && !STAGE_ENDS.includes(share)) return;
    told = performance.now();
    void tell({ kind: 'progress', share });
  });
  try {
    await tell({ kind: 'done', result: await job.run() });
  } catch (error) {
    if (!signal.aborted) await tell(wordsOf(error));
  }
}

/** The channel is what keeps this process. */
function leave(): void {
  if (process.connected) process.disconnect();
}

function wordsOf(error: unknown): FromWorker {
  if (error instanceof DomainError) return { kind: 'refused', code: error.code, facts: error.facts };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, stack: stack ?? '' };
}

/** Resolves when the message is through, or nobody is there to hear it. */
function tell(message: FromWorker): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected)
      process.send?.(message, () => {
        resolve();
      });
    else resolve();
  });
}
