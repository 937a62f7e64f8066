import { open, type FileHandle } from 'node:fs/promises';
import { DomainError } from '../domain/errors';
import { signatureOf } from './file-signature';
import { inspectMp4 } from './mp4-boxes';
import type { Demuxer } from './normaliser';
import type { SoundDecoder } from './untrusted-input';
import { hasPaddedSamples } from './wav-format';

const HEAD_BYTES = 64 * 1024;
const ID3_HEADER_BYTES = 10;
const MOST_PADDING_BYTES = 16 * 1024 * 1024;
/** More tags in a row than anybody writes. */
const MOST_TAGS = 8;

/** What a file is by its content. */
export interface Sniffed {
  readonly container: Demuxer;
  /** It is MP3, of one channel by its first frame. */
  readonly isMono: boolean;
  /** Where ffmpeg would choose another one. */
  readonly decoder: SoundDecoder | null;
}

/**
 * Names the demuxer for a file by its content; name and extension are not looked at.
 * Errors: audioEmpty, audioNotRecognised, audioIsImage, audioIsDocument, audioIsArchive, audioIsProgram, audioElsewhere,
 * audioEncrypted.
 */
export async function sniff(file: string): Promise<Sniffed> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new DomainError('audioEmpty');
    const { start, head } = await afterPadding(handle, await afterTags(handle));
    const found = signatureOf(head, start + head.length >= size);
    if (found.kind === 'other') throw new DomainError(found.code);
    if (found.demuxer === 'mov') await refuseUnusableMp4(handle, size);
    const decoder = found.demuxer === 'wav' && (await hasPaddedSamples(handle)) ? 'pcm_s32le' : null;
    return { container: found.demuxer, isMono: found.isMono, decoder };
  } finally {
    await handle.close();
  }
}

/** ffmpeg says neither of them in so many words. */
async function refuseUnusableMp4(handle: FileHandle, size: number): Promise<void> {
  const { isEncrypted, refersElsewhere } = await inspectMp4(handle, size);
  if (isEncrypted) throw new DomainError('audioEncrypted');
  if (refersElsewhere) throw new DomainError('audioElsewhere');
}

/** Where the sound begins: ID3v2 tags may hold pictures of many megabytes. */
async function afterTags(handle: FileHandle): Promise<number> {
  let at = 0;
  for (let tags = 0; tags < MOST_TAGS; tags += 1) {
    const header = await readAt(handle, at, ID3_HEADER_BYTES);
    const length = tagLength(header);
    if (length === null) return at;
    at += length;
  }
  return at;
}

/** Where zeros end that some tag editors leave, to within HEAD_BYTES; where they begin if nothing follows them. */
async function afterPadding(handle: FileHandle, from: number): Promise<{ start: number; head: Buffer }> {
  const padding = await readAt(handle, from, HEAD_BYTES);
  let [start, head] = [from, padding];
  while (head.length > 0 && head.every((byte) => byte === 0) && start < from + MOST_PADDING_BYTES) {
    start += HEAD_BYTES;
    head = await readAt(handle, start, HEAD_BYTES);
  }
  return head.length === 0 ? { start: from, head: padding } : { start, head };
}

/** Bytes of the ID3v2 tag that begins here, header and footer included; null when none does. */
function tagLength(header: Buffer): number | null {
  if (header.length < ID3_HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') return null;
  const [flags = 0, ...sizes] = header.subarray(5);
  if (sizes.some((byte) => byte > 127)) return null;
  const body = sizes.reduce((sum, byte) => sum * 128 + byte, 0);
  return ID3_HEADER_BYTES * ((flags & 0x10) === 0 ? 1 : 2) + body;
}

async function readAt(handle: FileHandle, position: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.subarray(0, bytesRead);
}
