const FIRST_CHUNK_AT = 12;
const CHUNK_HEADER_BYTES = 8;
/** WAVEFORMATEXTENSIBLE: the tag, and where its fields stand. */
const EXTENSIBLE = 0xfffe;
const AT = { tag: 0, channels: 2, frameBytes: 12, validBits: 18, subFormat: 24 } as const;
const SHORTEST_BYTES = 40;
const PCM = 1;

/**
 * Whether a WAV has its samples of 24 bits in words of 32: ffmpeg 5.1 takes them for the floats of an old editor.
 * @param head the file's beginning
 */
export function hasPaddedSamples(head: Buffer): boolean {
  const format = formatChunk(head);
  if (format === null || format.length < SHORTEST_BYTES || format.readUInt16LE(AT.tag) !== EXTENSIBLE) return false;
  const wordBytes = format.readUInt16LE(AT.frameBytes) / format.readUInt16LE(AT.channels);
  return wordBytes === 4 && format.readUInt16LE(AT.validBits) === 24 && format.readUInt16LE(AT.subFormat) === PCM;
}

function formatChunk(head: Buffer): Buffer | null {
  for (let at = FIRST_CHUNK_AT; at + CHUNK_HEADER_BYTES <= head.length;) {
    const bytes = head.readUInt32LE(at + 4);
    const from = at + CHUNK_HEADER_BYTES;
    if (head.toString('latin1', at, at + 4) === 'fmt ') return head.subarray(from, from + bytes);
    at = from + bytes + (bytes % 2);
  }
  return null;
}
