import { open, type FileHandle } from 'node:fs/promises';
import type { Demuxer } from './normaliser';
import { findPiece, readAt, RIFF, type Content, type Format } from './pieces';

/** What recorders write before they know the length: nothing, 2 or 4 GiB less a little, or -1 in 64 bits. */
const PLACEHOLDERS = { from: 0x7fff_0000, until: 2 ** 32, past: 2 ** 53 } as const;

/** Apple Core Audio Format Specification. */
const CAF: Format = {
  firstAt: 8,
  headerBytes: 12,
  contentAt: 12,
  align: 1,
  parse: (header) => ({ name: header.toString('latin1', 0, 4), bytes: 12 + Number(header.readBigUInt64BE(4)) }),
};
/** A GUID, of which the beginning will do, and a size. */
const GUIDS: Format = {
  firstAt: 0,
  headerBytes: 24,
  contentAt: 24,
  align: 1,
  parse: (header) => ({ name: header.toString('hex', 0, 4), bytes: Number(header.readBigUInt64LE(16)) }),
};
/** ISO/IEC 14496-12. */
const BOXES: Format = {
  firstAt: 0,
  headerBytes: 16,
  contentAt: 8,
  align: 1,
  parse: (header) => {
    const bytes = header.readUInt32BE(0);
    return { name: header.toString('latin1', 4, 8), bytes: bytes === 1 ? Number(header.readBigUInt64BE(8)) : bytes };
  },
};
const WAVE64: Format = { ...GUIDS, firstAt: 40, align: 8 };

const [ID_BYTES, LONGEST_SIZE_BYTES, EBML_HEAD_BYTES, SEGMENT] = [4, 8, 128, 0x1853_8067] as const;

/** Which piece holds the sound. */
const SOUND_IN: Readonly<Partial<Record<Demuxer, readonly [Format, string]>>> = {
  wav: [RIFF, 'data'],
  avi: [RIFF, 'movi'],
  caf: [CAF, 'data'],
  w64: [WAVE64, Buffer.from('data').toString('hex')],
  asf: [GUIDS, '3626b275'],
  mov: [BOXES, 'mdat'],
};

/**
 * Where the sound is one piece, and ffmpeg complains of what it cannot read in it. An MP4 or AVI may go on in another piece,
 * and what AVI and ASF hold no more is left out without a word.
 */
const PROVES_WHOLE: readonly Demuxer[] = ['wav', 'caf', 'w64', 'matroska'];

/**
 * How much more sound the sizes in a file's header promise than the file holds, as a factor ≥ 1: ffmpeg reads what is there
 * and says nothing. 1 shows it whole; null where the sizes tell neither, and in containers where they are not looked at.
 */
export async function sizePromise(file: string, container: Demuxer): Promise<number | null> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const sound = await promisedSound(handle, container);
    if (sound === null || sound.end <= sound.from || sound.from >= size) return null;
    const promise = Math.max(1, (sound.end - sound.from) / (size - sound.from));
    return promise === 1 && !PROVES_WHOLE.includes(container) ? null : promise;
  } finally {
    await handle.close();
  }
}

async function promisedSound(handle: FileHandle, container: Demuxer): Promise<Content | null> {
  if (container === 'matroska') return segment(handle);
  const [format, name] = SOUND_IN[container] ?? [];
  if (format === undefined || name === undefined) return null;
  const sound = await findPiece(handle, format, name);
  if (sound === null || !isPlaceholder(sound)) return sound;
  return { from: sound.from, end: sound.from + (await longSize(handle)) };
}

function isPlaceholder({ from, end }: Content): boolean {
  const bytes = end - from;
  return (bytes >= PLACEHOLDERS.from && bytes < PLACEHOLDERS.until) || bytes >= PLACEHOLDERS.past;
}

/** Of the sound in an RF64 (EBU Tech 3306), which has a placeholder where a WAV has the size; 0: not known. */
async function longSize(handle: FileHandle): Promise<number> {
  const sizes = await findPiece(handle, RIFF, 'ds64');
  const riffAndData = sizes && (await readAt(handle, sizes.from, 16));
  const bytes = riffAndData ? Number(riffAndData.readBigUInt64LE(8)) : 0;
  return bytes === 0xffff_ffff || bytes >= PLACEHOLDERS.past ? 0 : bytes;
}

/** Of Matroska and WebM (RFC 8794, 9559): all that follows the EBML header; null when it was written to a stream. */
async function segment(handle: FileHandle): Promise<Content | null> {
  const head = await readAt(handle, 0, EBML_HEAD_BYTES);
  const header = head && sizeAt(head, ID_BYTES);
  if (!header || header.end + ID_BYTES + LONGEST_SIZE_BYTES > EBML_HEAD_BYTES) return null;
  if (head.readUInt32BE(header.end) !== SEGMENT) return null;
  return sizeAt(head, header.end + ID_BYTES);
}

/** What follows the size that stands there, as long as it says; null when it says nothing. */
function sizeAt(head: Buffer, at: number): Content | null {
  const first = head[at] ?? 0;
  const bytes = Math.clz32(first) - 23;
  if (bytes > LONGEST_SIZE_BYTES) return null;
  const rest = bytes === 1 ? [] : [...head.subarray(at + 1, at + bytes)];
  const marked = [first & (0xff >> bytes), ...rest];
  const isUnknown = marked[0] === 0xff >> bytes && rest.every((byte) => byte === 0xff);
  const from = at + bytes;
  return isUnknown ? null : { from, end: from + marked.reduce((sum, byte) => sum * 256 + byte, 0) };
}
