import { join } from 'node:path';

/** Stands in for src/reports/render/render-entry.ts, see jest.config.js. */
export const RENDER_ENTRY = join(__dirname, '..', '..', 'dist', 'reports', 'render', 'render-worker.js');
