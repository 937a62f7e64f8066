/** Kilobits a second by bit-rate index, for MPEG-1 layers 1 to 3 and MPEG-2 layer 1 and layers 2 and 3. */
const KBPS = {
  v1l1: [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  v1l2: [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  v1l3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  v2l1: [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  v2l23: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
} as const;
const MPEG1_RATES_HZ = [44_100, 48_000, 32_000] as const;
/** By the header's two version bits; the second is reserved. */
const RATE_DIVISORS = [4, 0, 2, 1] as const;
const ADTS_RATES = 13;
/** So many frames, each beginning where the one before ends, are no accident. */
const CHAIN = 3;
const HEADER_BYTES = 7;
/** The last of a header's four channel modes. */
const MONO_MODE = 3;

/** What MPEG audio frames without a container are, and whether the first says that it is of one channel. */
export interface FrameStream {
  readonly kind: FrameKind;
  readonly isMono: boolean;
}

type FrameKind = 'mp3' | 'aac';

interface Frame {
  readonly bytes: number;
  /** Frames of one stream have it in common. */
  readonly stream: string;
}

/**
 * Looks for MPEG audio (layers 1 to 3) or ADTS frames in the beginning of a file, past any rubbish before them.
 * @param isWhole the file ends with `head`: a chain may then be cut short by the end
 */
export function findFrames(head: Buffer, isWhole: boolean): FrameStream | null {
  for (let at = head.indexOf(0xff); at >= 0; at = head.indexOf(0xff, at + 1)) {
    const kind = kindAt(head, at);
    if (kind !== null && isChain(head, at, kind, isWhole))
      return { kind, isMono: kind === 'mp3' && head.readUInt8(at + 3) >> 6 === MONO_MODE };
  }
  return null;
}

function isChain(head: Buffer, start: number, kind: FrameKind, isWhole: boolean): boolean {
  let [at, stream, frames] = [start, '', 0];
  while (frames < CHAIN) {
    // The end of a small file cuts the last frame short: two are then enough, and one only at the very beginning.
    if (at + HEADER_BYTES > head.length) return isWhole && (frames > 1 || (frames === 1 && start === 0));
    const frame = kindAt(head, at) === kind ? frameAt(head, at, kind) : null;
    if (frame === null || (stream !== '' && frame.stream !== stream)) return false;
    stream = frame.stream;
    at += frame.bytes;
    frames += 1;
  }
  return true;
}

/** Eleven bits of sync; the layer that MPEG audio does not have is ADTS, whose sync has one bit more. */
function kindAt(head: Buffer, at: number): FrameKind | null {
  const second = head[at + 1] ?? 0;
  if (head[at] !== 0xff || (second & 0xe0) !== 0xe0) return null;
  if ((second & 0x06) !== 0) return 'mp3';
  return (second & 0xf0) === 0xf0 ? 'aac' : null;
}

function frameAt(head: Buffer, at: number, kind: FrameKind): Frame | null {
  return kind === 'mp3' ? mpegFrame(head, at) : adtsFrame(head, at);
}

function mpegFrame(head: Buffer, at: number): Frame | null {
  const [second, third] = [head.readUInt8(at + 1), head.readUInt8(at + 2)];
  const divisor = RATE_DIVISORS[(second >> 3) & 3] ?? 0;
  const layer = 4 - ((second >> 1) & 3);
  const isMpeg1 = divisor === 1;
  const baseHz = MPEG1_RATES_HZ[(third >> 2) & 3];
  const kbps = kbpsTable(isMpeg1, layer)[third >> 4] ?? 0;
  if (divisor === 0 || baseHz === undefined || kbps === 0) return null;
  const rateHz = baseHz / divisor;
  const padding = (third >> 1) & 1;
  const slots = layer === 3 && !isMpeg1 ? 72_000 : 144_000;
  const bytes =
    layer === 1 ? (Math.floor((12_000 * kbps) / rateHz) + padding) * 4 : Math.floor((slots * kbps) / rateHz) + padding;
  return { bytes, stream: `${divisor}/${layer}/${rateHz}` };
}

function kbpsTable(isMpeg1: boolean, layer: number): readonly number[] {
  if (!isMpeg1) return layer === 1 ? KBPS.v2l1 : KBPS.v2l23;
  return layer === 1 ? KBPS.v1l1 : layer === 2 ? KBPS.v1l2 : KBPS.v1l3;
}

function adtsFrame(head: Buffer, at: number): Frame | null {
  const rateIndex = (head.readUInt8(at + 2) >> 2) & 15;
  const bytes = (head.readUIntBE(at + 3, 3) >> 5) & 0x1fff;
  return rateIndex >= ADTS_RATES || bytes < HEADER_BYTES ? null : { bytes, stream: `adts/${rateIndex}` };
}
