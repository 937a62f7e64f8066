import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'service.json';

/** Leaves the running service's address in DATA_DIR, where the CLI finds it. */
export function publishAddress(dataDir: string, url: string): void {
  writeFileSync(join(dataDir, FILE), JSON.stringify({ url, pid: process.pid }));
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
