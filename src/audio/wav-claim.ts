import { open, type FileHandle } from 'node:fs/promises';

const CHUNK_HEADER_BYTES = 8;
const FIRST_CHUNK_AT = 12;
/** Before the sound there are a handful. */
const MOST_CHUNKS = 200;
/** What recorders write before they know the length: nothing, or 2 or 4 GiB less a little. */
const PLACEHOLDER_FROM_BYTES = 0x7fff_0000;

/**
 * How much more sound the header of a WAV promises than the file holds, as a factor ≥ 1: ffmpeg reads what is there and
 * says nothing. 1 when the header makes no promise.
 */
export async function wavPromise(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const data = await dataChunk(handle);
    if (data === null || data.bytes >= PLACEHOLDER_FROM_BYTES) return 1;
    const there = size - data.from;
    return there <= 0 ? 1 : Math.max(1, data.bytes / there);
  } finally {
    await handle.close();
  }
}

async function dataChunk(handle: FileHandle): Promise<{ readonly from: number; readonly bytes: number } | null> {
  let at = FIRST_CHUNK_AT;
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks += 1) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_HEADER_BYTES), 0, CHUNK_HEADER_BYTES, at);
    if (bytesRead < CHUNK_HEADER_BYTES) return null;
    const [name, bytes] = [buffer.toString('latin1', 0, 4), buffer.readUInt32LE(4)];
    if (name === 'data') return { from: at + CHUNK_HEADER_BYTES, bytes };
    at += CHUNK_HEADER_BYTES + bytes + (bytes % 2);
  }
  return null;
}
