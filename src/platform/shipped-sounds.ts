import { join } from 'node:path';

/** The project's audio/ folder, beside src/ and dist/: names of sound files in the settings are read in it. */
export const SHIPPED_SOUNDS = join(__dirname, '..', '..', 'audio');
