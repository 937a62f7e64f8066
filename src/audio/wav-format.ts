import type { FileHandle } from 'node:fs/promises';
import { findPiece, readAt, RIFF } from './pieces';

/** WAVEFORMATEXTENSIBLE: the tag, and where its fields stand. */
const EXTENSIBLE = 0xfffe;
const AT = { tag: 0, channels: 2, frameBytes: 12, validBits: 18, subFormat: 24 } as const;
const SHORTEST_BYTES = 40;
const PCM = 1;

/** Whether a WAV has its samples of 24 bits in words of 32: ffmpeg 5.1 takes them for the floats of an old editor. */
export async function hasPaddedSamples(handle: FileHandle): Promise<boolean> {
  const piece = await findPiece(handle, RIFF, 'fmt ');
  if (piece === null || piece.end - piece.from < SHORTEST_BYTES) return false;
  const format = await readAt(handle, piece.from, SHORTEST_BYTES);
  if (format?.readUInt16LE(AT.tag) !== EXTENSIBLE) return false;
  const wordBytes = format.readUInt16LE(AT.frameBytes) / format.readUInt16LE(AT.channels);
  return wordBytes === 4 && format.readUInt16LE(AT.validBits) === 24 && format.readUInt16LE(AT.subFormat) === PCM;
}
