import { createWriteStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStore } from '@tus/file-store';
import { Upload } from '@tus/server';
import { DomainError } from '../../domain/errors';
import { unknownUpload, type PartStore } from './part-store';
import { PieceChecksum } from './piece-checksum';
import { partedFromUploader } from './resumable.dto';
import type { ResumableUploads } from './resumable.service';

/** tus's file store with our quotas, our clock, and a memory of what its uploads became. */
export class TusStore extends FileStore {
  private creating: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: PartStore,
    private readonly uploads: ResumableUploads,
  ) {
    super({ directory: parts.directory });
    // Lengths are never deferred: a quota has to know them. Expiry is ours, counted from the last byte.
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum'];
  }

  /** One at a time, so that two uploads cannot both take the last of the quota. */
  override async create(upload: Upload): Promise<Upload> {
    const made = this.creating.then(async () => {
      await this.uploads.checkQuota(upload.size ?? 0, upload.metadata ?? {});
      return super.create(upload);
    });
    this.creating = made.catch(() => undefined);
    return made;
  }

  /** A whole upload is a recording before anybody is told that it is whole. */
  override async getUpload(id: string): Promise<Upload> {
    const part = await this.parts.find(id);
    if (part !== null && this.parts.isExpired(part)) {
      await this.parts.forget(id);
      throw new DomainError('uploadExpired');
    }
    if (part !== null && part.received !== part.size) {
      const { size, received } = part;
      const { given } = partedFromUploader(part.metadata);
      return new Upload({ id, size, offset: received, metadata: { ...given } });
    }
    const { bytes } = await this.uploads.finish(id);
    return new Upload({ id, size: bytes, offset: bytes });
  }

  /** tus's own says nothing of a full disk. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const part = await this.parts.find(id);
    if (part === null) return this.ignore(source, id, offset);
    const target = createWriteStream(part.file, { flags: 'r+', start: offset });
    const promised = PieceChecksum.current;
    if (promised === null) {
      await pipeline(source, target);
    } else {
      try {
        await pipeline(source, promised.through, target);
      } catch (error) {
        // One that was cut off cannot be checked any more: it is sent again.
        await truncate(part.file, offset);
        throw error;
      }
    }
    return offset + target.bytesWritten;
  }

  /** The last request of an upload, sent again after it became a recording. */
  private async ignore(source: Readable, id: string, offset: number): Promise<number> {
    source.resume();
    if ((await this.uploads.finished(id))?.bytes !== offset) throw unknownUpload(id);
    return offset;
  }
}
