import { DomainError } from '../../domain/errors';

/** An unfinished upload: what was announced, and what has come of it. */
export interface PartSize {
  readonly size: number;
  readonly received: number;
}

/** An upload that is to begin. */
export interface NewUpload {
  readonly size: number;
  readonly isUrgent: boolean;
}

/** Bytes. */
export interface UploadQuota {
  readonly uploadMaxBytes: number;
  /** Announced sizes of all unfinished uploads together. */
  readonly unfinishedUploadsMaxBytes: number;
  /** What uploads leave free on the disk. */
  readonly keepFreeBytes: number;
}

/** Each takes two files and a place in every sweep, however small it is. */
export const MAX_UNFINISHED_UPLOADS = 200;

/**
 * Whether an upload of `size` bytes may begin. Announced bytes count as taken from the beginning: an upload that was
 * admitted is never refused half-way for another one's sake. An emergency's message waits for nobody's unfinished ones.
 * @param freeBytes of the disk as it is now
 */
export function quotaRefusal(
  { size, isUrgent }: NewUpload,
  parts: readonly PartSize[],
  freeBytes: number,
  quota: UploadQuota,
): DomainError | null {
  const { uploadMaxBytes, unfinishedUploadsMaxBytes, keepFreeBytes } = quota;
  if (size === 0) return new DomainError('uploadEmpty');
  if (size > uploadMaxBytes) return new DomainError('uploadTooLarge', { maxBytes: uploadMaxBytes });
  const announced = parts.reduce((sum, part) => sum + part.size, 0);
  const isFull = parts.length >= MAX_UNFINISHED_UPLOADS || announced + size > unfinishedUploadsMaxBytes;
  if (isFull && !isUrgent) {
    const facts = { maxMegabytes: Math.floor(unfinishedUploadsMaxBytes / 1e6), most: MAX_UNFINISHED_UPLOADS };
    return new DomainError('tooManyUnfinishedUploads', facts);
  }
  const stillToCome = parts.reduce((sum, part) => sum + Math.max(0, part.size - part.received), 0);
  return size + stillToCome + keepFreeBytes > freeBytes ? new DomainError('uploadNoRoom') : null;
}
