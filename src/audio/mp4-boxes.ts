import type { FileHandle } from 'node:fs/promises';

export interface Mp4Findings {
  /** A track is locked: Common Encryption, or the DRM of music shops. */
  readonly isEncrypted: boolean;
  /** A track's samples are in another file or behind a URL. */
  readonly refersElsewhere: boolean;
}

/** Boxes on the way to what is looked for, with the bytes between a box's header and its first child. */
const WAY: Readonly<Record<string, number>> = {
  moov: 0,
  trak: 0,
  mdia: 0,
  minf: 0,
  dinf: 0,
  dref: 8,
  stbl: 0,
  stsd: 8,
};
const LOCKED_ENTRIES = new Set(['enca', 'encv', 'drms', 'drmi', 'drmt']);
const HEADER_BYTES = 16;
const SELF_CONTAINED = 1;
/** Ten times what a film with many tracks has; a file with more is made to keep us busy. */
const MOST_BOXES = 2_000;

interface Box {
  readonly type: string;
  readonly bodyAt: number;
  readonly endAt: number;
  /** Of a box that has them; the last byte of version and flags. */
  readonly flags: number;
}

/** Reads the headers of an MP4's boxes, and of no more than MOST_BOXES; sample data is skipped. */
export async function inspectMp4(handle: FileHandle, size: number): Promise<Mp4Findings> {
  const pending = [{ parent: '', from: 0, to: size }];
  const found = { isEncrypted: false, refersElsewhere: false };
  let boxes = 0;
  for (let stretch = pending.pop(); stretch !== undefined; stretch = pending.pop()) {
    let at = stretch.from;
    for (let box = await boxAt(handle, at, stretch.to); box !== null; box = await boxAt(handle, at, stretch.to)) {
      boxes += 1;
      if (boxes > MOST_BOXES) return found;
      found.isEncrypted ||= stretch.parent === 'stsd' && LOCKED_ENTRIES.has(box.type);
      found.refersElsewhere ||= stretch.parent === 'dref' && (box.flags & SELF_CONTAINED) === 0;
      const skipped = WAY[box.type];
      at = box.endAt;
      if (skipped === undefined) continue;
      // First what it holds: after it may come thousands of fragments.
      pending.push({ ...stretch, from: at }, { parent: box.type, from: box.bodyAt + skipped, to: box.endAt });
      break;
    }
  }
  return found;
}

/** The box that begins at a position; null when none does that fits. */
async function boxAt(handle: FileHandle, at: number, end: number): Promise<Box | null> {
  if (at + 8 > end) return null;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, at);
  if (bytesRead < 8) return null;
  const claimed = buffer.readUInt32BE(0);
  const headerBytes = claimed === 1 ? 16 : 8;
  // 1: the length follows in 64 bits. 0: up to the end.
  const length = claimed === 1 ? Number(buffer.readBigUInt64BE(8)) : claimed === 0 ? end - at : claimed;
  if (length < headerBytes) return null;
  return {
    type: buffer.toString('latin1', 4, 8),
    bodyAt: at + headerBytes,
    endAt: Math.min(at + length, end),
    flags: buffer[headerBytes + 3] ?? 0,
  };
}
