import type { Response } from 'express';
import { DomainError } from '../domain/errors';
import type { MediaKind } from './media-store';
import type { MediaFile } from './recordings.service';

/** What a route sends: a file of the media store, or an air-check. */
type SentFile = Omit<MediaFile, 'kind'> & { readonly kind: MediaKind | 'airChecks' };

const CONTENT_TYPES: Readonly<Record<SentFile['kind'], string>> = {
  originals: 'application/octet-stream',
  renditions: 'audio/mpeg',
  airChecks: 'audio/mpeg',
  waveforms: 'application/json',
  documents: 'application/octet-stream',
};

/**
 * Sends a stored file, or the ranges of it that are asked for. An original or a document is whatever somebody uploaded: it is only
 * ever saved, never shown by the browser.
 * @throws DomainError rangeNotSatisfiable | mediaMissing
 */
export async function sendMedia(response: Response, file: SentFile): Promise<void> {
  const isOurs = file.kind !== 'originals' && file.kind !== 'documents';
  response.attachment(file.name);
  const headers: Record<string, string> = {
    'Content-Type': CONTENT_TYPES[file.kind],
    'X-Content-Type-Options': 'nosniff',
    // The hash names the bytes: a player asks whether they changed, and goes on from what it has.
    ETag: `"${file.sha256}"`,
    'Cache-Control': 'private, no-cache',
  };
  if (isOurs) {
    const disposition = String(response.getHeader('Content-Disposition'));
    headers['Content-Disposition'] = disposition.replace(/^attachment/, 'inline');
  }
  response.set(headers);
  try {
    await sendFile(response, file.path);
  } catch (error) {
    for (const name of Object.keys(headers)) response.removeHeader(name);
    response.removeHeader('Content-Disposition');
    throw explained(error);
  }
}

async function sendFile(response: Response, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    // cacheControl and lastModified off: the headers above say it better. A data folder may have a dot in its path.
    response.sendFile(path, { cacheControl: false, lastModified: false, dotfiles: 'allow' }, (error?: Error) => {
      const { code } = (error ?? {}) as NodeJS.ErrnoException;
      // A listener who went away is no error.
      if (error === undefined || code === 'ECONNABORTED' || code === 'EPIPE') resolve();
      else reject(error);
    });
  });
}

function explained(error: unknown): unknown {
  const { status } = error as { status?: number };
  if (status === 416) return new DomainError('rangeNotSatisfiable', {}, { cause: error });
  return status === 404 ? new DomainError('mediaMissing', {}, { cause: error }) : error;
}
