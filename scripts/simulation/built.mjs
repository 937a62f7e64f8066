import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
if (!existsSync(dist)) throw new Error('The service is not built: npm run build');
const load = createRequire(import.meta.url);

/** A module of the built service: `built('domain/calendar')`. */
export function built(name) {
  return load(`${dist}/${name}.js`);
}

/** A package that the service itself uses: the very same instance. */
export const required = load;
