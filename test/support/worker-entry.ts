import { join } from 'node:path';

/** Stands in for src/audio/worker-entry.ts, see jest.config.js. */
export const WORKER_ENTRY = join(__dirname, '..', '..', 'dist', 'audio', 'normalise-worker.js');
