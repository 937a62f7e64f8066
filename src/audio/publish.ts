import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * Makes a finished file durable under its final name, on the same file system. The service does it: the process that
 * normalises would take longer to load node:crypto than to hash a minute.
 */
export async function publish(
  made: string,
  file: string,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(made), hash);
  const { size } = await stat(made);
  await syncToDisk(made);
  await rename(made, file);
  await syncToDisk(dirname(file));
  return { sha256: hash.digest('hex'), bytes: size };
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
