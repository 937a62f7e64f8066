import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { Environment } from '../platform/config/environment';
import { InstanceLock } from '../platform/instance-lock';
import { MediaStore, type MediaKind, type StagedMedia } from './media-store';

/**
 * DATA_DIR/media/{originals,renditions,waveforms,documents}/ab/abcdef…, written by way of DATA_DIR/tmp. Both must be
 * on one file system,
 * or the final rename would not be atomic.
 */
@Injectable()
export class FileMediaStore extends MediaStore implements OnModuleInit {
  private readonly temporaryDir: string;
  private readonly mediaDir: string;
  private readonly leftovers: readonly string[];

  /** @param _lock held, so that whoever wrote what is in DATA_DIR/tmp now is dead */
  constructor({ dataDir }: Environment, _lock: InstanceLock) {
    super();
    this.temporaryDir = join(dataDir, 'tmp');
    this.mediaDir = join(dataDir, 'media');
    mkdirSync(this.temporaryDir, { recursive: true });
    this.leftovers = readdirSync(this.temporaryDir);
  }

  /** What a killed service left half written is of no use to anybody. */
  async onModuleInit(): Promise<void> {
    for (const name of this.leftovers) await this.discard(join(this.temporaryDir, name));
  }

  override async stage(source: Readable, maxBytes: number): Promise<StagedMedia> {
    const file = await this.temporaryFile('part');
    try {
      const handle = await open(file, 'wx', 0o640);
      try {
        return { file, ...(await writeAll(source, handle, maxBytes)) };
      } finally {
        await handle.close();
      }
    } catch (error) {
      source.resume();
      await this.discard(file);
      throw explained(error);
    }
  }

  override async temporaryFile(extension: string): Promise<string> {
    await mkdir(this.temporaryDir, { recursive: true });
    return join(this.temporaryDir, `${randomUUID()}.${extension}`);
  }

  override async keep(kind: MediaKind, staged: StagedMedia): Promise<void> {
    if (await this.isIntact(kind, staged.sha256)) {
      await this.discard(staged.file);
      return;
    }
    const target = this.path(kind, staged.sha256);
    try {
      await mkdir(dirname(target), { recursive: true });
      await flush(staged.file);
      await rename(staged.file, target);
      await flush(dirname(target));
      await flush(dirname(dirname(target)));
    } catch (error) {
      throw explained(error);
    }
  }

  override async discard(file: string): Promise<void> {
    await rm(file, { recursive: true, force: true });
  }

  override path(kind: MediaKind, sha256: string): string {
    return join(this.mediaDir, kind, sha256.slice(0, 2), sha256);
  }

  override async isIntact(kind: MediaKind, sha256: string): Promise<boolean> {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(this.path(kind, sha256))) hash.update(chunk as Buffer);
    } catch {
      return false;
    }
    return hash.digest('hex') === sha256;
  }
}

async function writeAll(source: Readable, handle: FileHandle, maxBytes: number): Promise<Omit<StagedMedia, 'file'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  // The stream is the caller's: destroying it would tear down the whole request before it can be answered.
  for await (const piece of source.iterator({ destroyOnReturn: false })) {
    const chunk = piece as Buffer;
    bytes += chunk.length;
    if (bytes > maxBytes) throw new DomainError('uploadTooLarge', { maxBytes });
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  if (bytes === 0) throw new DomainError('uploadEmpty');
  return { sha256: hash.digest('hex'), bytes };
}

/** Forces a file's bytes, or a folder's names, to the disk: what is acknowledged must survive a power cut. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explained(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' ? new DomainError('diskFull', {}, { cause: error }) : error;
}
