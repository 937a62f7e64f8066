import { join } from 'node:path';

/** The built file that `RenderThread` starts. */
export const RENDER_ENTRY = join(__dirname, 'render-worker.js');
