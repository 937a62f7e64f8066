import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';
import { DomainError } from '../domain/errors';
import type { Demuxer } from './normaliser';

/** file-type's extension → the demuxer that reads it. What is not here is refused. */
const DEMUXER_OF: Readonly<Record<string, Demuxer>> = {
  wav: 'wav',
  mp3: 'mp3',
  mp2: 'mp3',
  m4a: 'mov',
  m4b: 'mov',
  m4p: 'mov',
  m4v: 'mov',
  mp4: 'mov',
  mov: 'mov',
  '3gp': 'mov',
  '3g2': 'mov',
  ogg: 'ogg',
  oga: 'ogg',
  ogv: 'ogg',
  ogx: 'ogg',
  opus: 'ogg',
  spx: 'ogg',
  flac: 'flac',
  aif: 'aiff',
  mkv: 'matroska',
  webm: 'matroska',
  amr: 'amr',
  asf: 'asf',
  aac: 'aac',
};

/** First 16 bytes of Sony Wave64: the GUID of its RIFF chunk. */
const WAVE64_GUID = Buffer.from('726966662e91cf11a5d628db04c10000', 'hex');

/**
 * Names the demuxer for a file by its content; name and extension are not looked at.
 * Errors: audioEmpty, audioNotRecognised.
 */
export async function sniff(file: string): Promise<Demuxer> {
  const head = await readHead(file, 16);
  if (head.length === 0) throw new DomainError('audioEmpty');
  const demuxer = demuxerOfHead(head) ?? (await demuxerOfFileType(file));
  if (demuxer === null) throw new DomainError('audioNotRecognised');
  return demuxer;
}

/** Containers that file-type does not know. */
function demuxerOfHead(head: Buffer): Demuxer | null {
  if (head.equals(WAVE64_GUID)) return 'w64';
  const [chunk, form] = [head.toString('latin1', 0, 4), head.toString('latin1', 8, 12)];
  if ((chunk === 'RF64' || chunk === 'BW64') && form === 'WAVE') return 'wav';
  if (chunk === 'FORM' && form === 'AIFC') return 'aiff';
  return null;
}

async function demuxerOfFileType(file: string): Promise<Demuxer | null> {
  const type = await fileTypeFromFile(file);
  return (type && DEMUXER_OF[type.ext]) ?? null;
}

async function readHead(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
