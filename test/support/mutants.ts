/** A generator of numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HEADER_BYTES = 600;
/** Counts, sizes and offsets that programs stumble over. */
const EXTREMES = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** Damages a file in one to six places, most of them in its header. */
export function mutate(original: Buffer, random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(original);
  const changes = 1 + Math.floor(random() * 6);
  for (let change = 0; change < changes && bytes.length > 16; change += 1) bytes = damaged(bytes, random);
  return bytes;
}

function damaged(bytes: Buffer, random: () => number): Buffer {
  const below = (limit: number): number => Math.floor(random() * limit);
  const at = below(Math.min(bytes.length - 8, random() < 0.8 ? HEADER_BYTES : bytes.length));
  switch (below(7)) {
    case 0:
      return put(bytes, at, Buffer.from([below(256)]));
    case 1:
      return put(bytes, at, Buffer.from([(bytes[at] ?? 0) ^ (1 << below(8))]));
    case 2:
      return put(bytes, at, word(EXTREMES[below(EXTREMES.length)] ?? 0, random() < 0.5));
    case 3:
      return put(bytes, at, Buffer.alloc(1 + below(64), below(256)));
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(64))]);
    case 5:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + 64), bytes.subarray(at)]);
    default:
      return random() < 0.2
        ? bytes.subarray(0, 16 + below(bytes.length - 16))
        : put(bytes, at, word(below(2 ** 32), true));
  }
}

function put(bytes: Buffer, at: number, piece: Buffer): Buffer {
  piece.copy(bytes, at);
  return bytes;
}

function word(value: number, isBigEndian: boolean): Buffer {
  const piece = Buffer.alloc(4);
  if (isBigEndian) piece.writeUInt32BE(value);
  else piece.writeUInt32LE(value);
  return piece;
}
