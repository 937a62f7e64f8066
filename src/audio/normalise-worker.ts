/** Entry of the process that does one normalisation and ends: the service's own threads never touch the samples. */
import { DomainError } from '../domain/errors';
import { yieldPrecedence } from '../platform/precedence';
import { NormaliseJob, type JobRequest } from './normalise-job';
import type { FromWorker, ToWorker } from './normalise-protocol';

const stop = new AbortController();

yieldPrecedence();

process.on('message', (message: ToWorker) => {
  if (message.kind === 'start') void work(message.request);
  else stop.abort(new Error('stopped'));
});
// The service has gone; its processes go with it.
process.on('disconnect', () => {
  stop.abort(new Error('disconnected'));
});

async function work(request: JobRequest): Promise<void> {
  const job = new NormaliseJob(request, process.cwd(), stop.signal, (share) => {
    tell({ kind: 'progress', share });
  });
  let last: FromWorker | null = null;
  try {
    last = { kind: 'done', result: await job.run() };
  } catch (error) {
    if (!stop.signal.aborted) last = wordsOf(error);
  }
  // The channel is what keeps this process; it closes once the last word is through.
  tell(last, () => {
    if (process.connected) process.disconnect();
  });
}

function wordsOf(error: unknown): FromWorker {
  if (error instanceof DomainError) return { kind: 'refused', code: error.code, facts: error.facts };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', message, stack: stack ?? '' };
}

function tell(message: FromWorker | null, sent: () => void = () => undefined): void {
  if (message !== null && process.connected) process.send?.(message, sent);
  else sent();
}
