import type { FileHandle } from 'node:fs/promises';

/** How a container writes its pieces, one after the other. */
export interface Format {
  readonly firstAt: number;
  readonly headerBytes: number;
  /** Behind the beginning of a piece. */
  readonly contentAt: number;
  /** Each piece begins at a multiple of it, seen from the first. */
  readonly align: number;
  readonly parse: (header: Buffer) => Header;
}

interface Header {
  readonly name: string;
  /** Of all of it. */
  readonly bytes: number;
}

/** A piece's content: from its header's end to where the header says that it ends, in the file or behind it. */
export interface Content {
  readonly from: number;
  readonly end: number;
}

/** Before the sound there are a handful. */
const MOST_PIECES = 200;
/** A list is known by what it lists. */
export const RIFF: Format = {
  firstAt: 12,
  headerBytes: 12,
  contentAt: 8,
  align: 2,
  parse: (header) => {
    const name = header.toString('latin1', 0, 4);
    return { name: name === 'LIST' ? header.toString('latin1', 8, 12) : name, bytes: 8 + header.readUInt32LE(4) };
  },
};

/** The first piece of that name; null when there is none, or it lies beyond the first 200. */
export async function findPiece(handle: FileHandle, format: Format, name: string): Promise<Content | null> {
  const { firstAt, headerBytes, contentAt, align, parse } = format;
  let at = firstAt;
  for (let pieces = 0; pieces < MOST_PIECES; pieces += 1) {
    const header = await readAt(handle, at, headerBytes);
    if (header === null) return null;
    const piece = parse(header);
    const end = at + piece.bytes;
    if (piece.name === name) return { from: at + contentAt, end };
    if (end > Number.MAX_SAFE_INTEGER) return null;
    at = firstAt + Math.ceil((end - firstAt) / align) * align;
  }
  return null;
}

/** null: the file ends before. */
export async function readAt(handle: FileHandle, position: number, bytes: number): Promise<Buffer | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
  return bytesRead < bytes ? null : buffer;
}
