import { statfs } from 'node:fs/promises';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** 0 to 1, of what this process may fill. */
  readonly freeShare: number;
}

const LOW_SHARE = 0.1;

export async function diskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeShare: blocks === 0 ? 0 : bavail / blocks };
}

export function isLow({ freeShare }: DiskSpace): boolean {
  return freeShare < LOW_SHARE;
}
