/** Entry of a process that normalises one recording after the other: the service's own threads never touch the samples. */
import { DomainError } from '../domain/errors';
import { yieldPrecedence } from '../platform/precedence';
import { NormaliseJob } from './normalise-job';
import type { FromWorker, ToWorker } from './normalise-protocol';

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
  const job = new NormaliseJob(request, directory, signal, (share) => void tell({ kind: 'progress', share }));
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
