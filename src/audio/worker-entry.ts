import { join } from 'node:path';

/** The built file that `runWorker` starts. */
export const WORKER_ENTRY = join(__dirname, 'normalise-worker.js');
