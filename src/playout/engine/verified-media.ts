import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 128 * 1024;

export type MediaFault = 'mediaMissing' | 'mediaAltered';

export class MediaError extends Error {
  constructor(
    readonly fault: MediaFault,
    options?: ErrorOptions,
  ) {
    super(fault, options);
  }
}

/**
 * A media file whose every byte is known to belong to the approved SHA-256. The first pass checks the whole file and
 * notes the digest of each chunk; the second pass, which feeds the decoder, reads the same open file and checks each
 * chunk again, so that a file deleted, replaced or overwritten after its cue never puts one unapproved sample on air.
 */
export class VerifiedMedia {
  private constructor(
    private readonly handle: FileHandle,
    private readonly chunkDigests: readonly Buffer[],
  ) {}

  /** @param sha256 lower-case hexadecimal. @throws MediaError */
  static async open(file: string, sha256: string): Promise<VerifiedMedia> {
    const handle = await open(file, 'r').catch((cause: unknown) => {
      throw new MediaError('mediaMissing', { cause });
    });
    try {
      const digests = await digestsOf(handle, sha256);
      return new VerifiedMedia(handle, digests);
    } catch (error) {
      await handle.close();
      throw error instanceof MediaError ? error : new MediaError('mediaMissing', { cause: error });
    }
  }

  /** The file's bytes, chunk by chunk. @throws MediaError on the first chunk that is not what was verified. */
  async *chunks(): AsyncGenerator<Buffer, void, void> {
    for (const [index, expected] of this.chunkDigests.entries()) {
      const chunk = await readChunk(this.handle, index, Buffer.allocUnsafe(CHUNK_BYTES));
      if (!createHash('sha256').update(chunk).digest().equals(expected)) throw new MediaError('mediaAltered');
      yield chunk;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

async function digestsOf(handle: FileHandle, sha256: string): Promise<readonly Buffer[]> {
  const whole = createHash('sha256');
  const digests: Buffer[] = [];
  // One buffer for the whole pass: a long programme must not leave its size in garbage behind.
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    const chunk = await readChunk(handle, digests.length, buffer);
    if (chunk.length === 0) break;
    whole.update(chunk);
    digests.push(createHash('sha256').update(chunk).digest());
    if (chunk.length < CHUNK_BYTES) break;
  }
  if (whole.digest('hex') !== sha256) throw new MediaError('mediaAltered');
  return digests;
}

/** Reads until the chunk is full or the file ends: one read may return less. */
async function readChunk(handle: FileHandle, index: number, chunk: Buffer): Promise<Buffer> {
  let filled = 0;
  while (filled < CHUNK_BYTES) {
    const { bytesRead } = await handle.read(chunk, filled, CHUNK_BYTES - filled, index * CHUNK_BYTES + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return chunk.subarray(0, filled);
}
