import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'service.json';

/** Leaves the running service's address, and the key that it lets this machine in with, in DATA_DIR for the CLI: whole, whenever it looks. */
export function publishAddress(dataDir: string, url: string, key = ''): void {
  const whole = join(dataDir, `.${FILE}`);
  rmSync(whole, { force: true });
  writeFileSync(whole, JSON.stringify({ url, key, pid: process.pid }), { mode: 0o600 });
  renameSync(whole, join(dataDir, FILE));
}

export function withdrawAddress(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}

export interface ServiceAddress {
  readonly url: string;
  readonly key: string;
}

/** Of the service that holds DATA_DIR; null when none has left one. It may be stale after a power cut. */
export function publishedAddress(dataDir: string): ServiceAddress | null {
  try {
    const { url, key } = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as { url?: unknown; key?: unknown };
    return typeof url === 'string' ? { url, key: typeof key === 'string' ? key : '' } : null;
  } catch {
    return null;
  }
}
