import type { EpochMs } from '../domain/calendar';

const DAY_MS = 86_400_000;
/** The disk is short of room when less than this share of it is free. */
const LEAST_FREE_SHARE = 0.1;
/** What an airing is still being proved with is never deleted for want of room. */
const YOUNGEST_MS = DAY_MS;

export interface AirCheckFile {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: EpochMs;
}

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Air-checks to delete at `now`: those past their days, and while the disk is short of room the oldest after them. */
export function airChecksToPurge(
  files: readonly AirCheckFile[],
  keepDays: number,
  disk: DiskSpace,
  now: EpochMs,
): readonly AirCheckFile[] {
  const purged: AirCheckFile[] = [];
  let missingBytes = disk.totalBytes * LEAST_FREE_SHARE - disk.freeBytes;
  for (const file of [...files].sort((a, b) => a.modifiedAt - b.modifiedAt)) {
    const ageMs = now - file.modifiedAt;
    const isForRoom = missingBytes > 0 && ageMs > YOUNGEST_MS;
    if (ageMs <= keepDays * DAY_MS && !isForRoom) break;
    purged.push(file);
    missingBytes -= file.bytes;
  }
  return purged;
}
