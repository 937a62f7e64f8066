import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'service.json';

/** Leaves the running service's address in DATA_DIR, where the CLI finds it: whole, whenever it looks. */
export function publishAddress(dataDir: string, url: string): void {
  const whole = join(dataDir, `.${FILE}`);
  writeFileSync(whole, JSON.stringify({ url, pid: process.pid }));
  renameSync(whole, join(dataDir, FILE));
}

export function withdrawAddress(dataDir: string): void {
  rmSync(join(dataDir, FILE), { force: true });
}

/** Base URL of the service that holds DATA_DIR; null when none has left one. It may be stale after a power cut. */
export function publishedAddress(dataDir: string): string | null {
  try {
    const { url } = JSON.parse(readFileSync(join(dataDir, FILE), 'utf8')) as { url?: unknown };
    return typeof url === 'string' ? url : null;
  } catch {
    return null;
  }
}
