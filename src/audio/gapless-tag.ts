import type { FileHandle } from 'node:fs/promises';

/** MPEG 1 layer III. */
const FRAME_SAMPLES = 1_152;
/** What LAME's encoder and any decoder put before the first sample. */
const DELAY_SAMPLES = 576 + 529;
/** The tag counts its padding without the decoder's part of the delay. */
const DECODER_SAMPLES = 529;
/** In the first frame of a mono file: its header and side information come before the tag. */
const TAG_AT = 21;
const FRAME_COUNT_AT = TAG_AT + 8;
const PADDING_AT = TAG_AT + 141;
const CHECKSUM_AT = TAG_AT + 154;
const CHECKED_BYTES = 190;

/**
 * States in the Info tag of a mono MP3 how much of its end is padding, so that it decodes to exactly `frames` samples.
 * ffmpeg 5.1 states the last packet's padding alone, and LAME adds a whole frame where less than 47 samples of padding
 * would be left: one length in 25 came out up to 46 samples too long.
 */
export async function statePadding(file: FileHandle, frames: number): Promise<void> {
  const head = Buffer.alloc(CHECKED_BYTES);
  await file.read(head, 0, CHECKED_BYTES, 0);
  if (head.toString('latin1', TAG_AT, TAG_AT + 4) !== 'Info') throw new Error('The rendition has no Info tag');
  const padding = head.readUInt32BE(FRAME_COUNT_AT) * FRAME_SAMPLES - DELAY_SAMPLES - frames + DECODER_SAMPLES;
  if (padding < 0 || padding > 0xfff) throw new Error(`The rendition has ${padding} samples of padding`);
  // Twelve bits of delay come before the twelve of padding.
  head.writeUInt16BE((head.readUInt16BE(PADDING_AT + 1) & 0xf000) | padding, PADDING_AT + 1);
  head.writeUInt16BE(0, CHECKSUM_AT);
  head.writeUInt16BE(checksum(head), CHECKSUM_AT);
  await file.write(head, 0, CHECKED_BYTES, 0);
}

/** CRC-16/ARC, as LAME has it. */
function checksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >> 1) ^ (crc & 1 ? 0xa001 : 0);
  }
  return crc;
}
