import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const POLL_MS = 50;
/** Longer than an engine takes to drain. */
const PATIENCE_MS = 4_000;

/**
 * Waits until the engine that last claimed this output is gone, then claims it: a service that was killed may be up
 * again while its engine still fades out and writes its journal. A process that lives on past an engine's longest
 * farewell only happens to have its number.
 */
export async function claimOutput(lockFile: string): Promise<void> {
  await mkdir(dirname(lockFile), { recursive: true });
  const holder = Number(await readFile(lockFile, 'utf8').catch(() => '0'));
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && isAlive(holder); waitedMs += POLL_MS) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  await writeFile(`${lockFile}.new`, String(process.pid));
  await rename(`${lockFile}.new`, lockFile);
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
