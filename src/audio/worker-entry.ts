import { join } from 'node:path';

/** The built file that `NormaliseProcess` starts. */
export const WORKER_ENTRY = join(__dirname, 'normalise-worker.js');
