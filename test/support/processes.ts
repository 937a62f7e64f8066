import { readdirSync, readlinkSync } from 'node:fs';

/** Ids of processes whose working directory is this folder, or inside it. */
export function processesIn(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
    } catch {
      return false;
    }
  });
}
