import type { Readable } from 'node:stream';

/** `documents` are scans that back an attestation. */
export type MediaKind = 'originals' | 'renditions' | 'waveforms' | 'documents';

/** A whole file that is not yet kept: on the store's own file system, under a temporary name. */
export interface StagedMedia {
  readonly file: string;
  /** Lower-case hexadecimal, of the bytes as they were written. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Port to the files behind recordings, each kept once under the SHA-256 of its bytes and never changed. */
export abstract class MediaStore {
  /**
   * Writes a stream to a temporary file while hashing it; memory use does not grow with the file.
   * When it throws, nothing is left of it.
   * @throws DomainError uploadTooLarge {maxBytes} | uploadEmpty | diskFull
   */
  abstract stage(source: Readable, maxBytes: number): Promise<StagedMedia>;

  /** A name for a temporary file that a tool will write by itself; end with `keep` or `discard`. */
  abstract temporaryFile(extension: string): Promise<string>;

  /**
   * Makes a staged file durable (fsync, rename, fsync of the folder) under its hash. Repeating it is harmless; a file
   * that is there already stays, unless its bytes no longer have that hash.
   * @throws DomainError diskFull
   */
  abstract keep(kind: MediaKind, staged: StagedMedia): Promise<void>;

  /** Deletes a temporary file; one that is gone already is fine. */
  abstract discard(file: string): Promise<void>;

  /** Where the file with that hash is, or would be. */
  abstract path(kind: MediaKind, sha256: string): string;

  /** Whether the kept file is there and all its bytes still have that hash. */
  abstract isIntact(kind: MediaKind, sha256: string): Promise<boolean>;
}
