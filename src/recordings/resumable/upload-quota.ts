import { DomainError } from '../../domain/errors';

/** An unfinished upload: what was announced, and what has come of it. */
export interface PartSize {
  readonly size: number;
  readonly received: number;
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
 * admitted is never refused half-way for another one's sake.
 * @param freeBytes of the disk as it is now
 */
export function quotaRefusal(
  size: number,
  parts: readonly PartSize[],
  freeBytes: number,
  quota: UploadQuota,
): DomainError | null {
  const { uploadMaxBytes, unfinishedUploadsMaxBytes, keepFreeBytes } = quota;
  if (size === 0) return new DomainError('uploadEmpty');
  if (size > uploadMaxBytes) return new DomainError('uploadTooLarge', { maxBytes: uploadMaxBytes });
  const announced = parts.reduce((sum, part) => sum + part.size, 0);
  if (parts.length >= MAX_UNFINISHED_UPLOADS || announced + size > unfinishedUploadsMaxBytes) {
    return new DomainError('tooManyUnfinishedUploads', { maxBytes: unfinishedUploadsMaxBytes });
  }
  const stillToCome = parts.reduce((sum, part) => sum + Math.max(0, part.size - part.received), 0);
  return size + stillToCome + keepFreeBytes > freeBytes ? new DomainError('uploadNoRoom') : null;
}
