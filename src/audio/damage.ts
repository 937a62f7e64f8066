/** More than this share lost, and a recording is refused. */
export const MOST_LOST_SHARE = 0.02;

/** What came out of a file, beside what it promised. */
export interface DecodeFigures {
  readonly decodedSeconds: number;
  /** The sound as the file holds it, and what the decoder made of it; both 0 when ffmpeg did not say. */
  readonly packets: number;
  readonly decodedPackets: number;
}

/** Decoders swallow a packet or two at the beginning, and hold the last one back. */
const SPARE_PACKETS = 2;
/** Encoders pad, and headers round. */
const SPARE_SECONDS = 0.3;

/**
 * Share of a recording that is missing or does not decode, 0..1: the larger of what the header promised and did not come,
 * and the packets that the decoder gave up. What a broken file does not tell cannot be known: an MP3 without a header
 * that was cut off looks whole.
 * @param claimedSeconds see Probe
 */
export function lostShare(claimedSeconds: number | null, figures: DecodeFigures): number {
  return Math.max(lostSeconds(claimedSeconds, figures.decodedSeconds), lostPackets(figures));
}

function lostSeconds(claimedSeconds: number | null, decodedSeconds: number): number {
  const missing = (claimedSeconds ?? 0) - decodedSeconds;
  return claimedSeconds === null || missing <= SPARE_SECONDS ? 0 : missing / claimedSeconds;
}

function lostPackets({ packets, decodedPackets }: DecodeFigures): number {
  const missing = packets - decodedPackets;
  return missing <= SPARE_PACKETS ? 0 : missing / packets;
}
