import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { Environment } from './config/environment';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
  /** 0 to 1, of what this process may fill. */
  readonly freeShare: number;
}

const LOW_SHARE = 0.1;

/** The disk that holds DATA_DIR. */
export abstract class Disk {
  abstract space(): Promise<DiskSpace>;
}

@Injectable()
export class DataDisk extends Disk {
  constructor(private readonly environment: Environment) {
    super();
  }

  override async space(): Promise<DiskSpace> {
    const { bavail, blocks, bsize } = await statfs(this.environment.dataDir);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeShare: blocks === 0 ? 0 : bavail / blocks };
  }
}

export function isLow({ freeShare }: DiskSpace): boolean {
  return freeShare < LOW_SHARE;
}
