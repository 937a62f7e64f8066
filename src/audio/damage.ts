/** More than this share lost, and a recording is refused. */
export const MOST_LOST_SHARE = 0.02;

/** What came out of a file, beside what it promised. */
export interface DecodeFigures {
  readonly decodedSeconds: number;
  /** The sound as the file holds it, and what the decoder made of it; both 0 when ffmpeg did not say. */
  readonly packets: number;
  readonly decodedPackets: number;
  /** Complaints of the decoder. */
  readonly decodeErrors: number;
}

/** Decoders swallow a packet or two at the beginning, and hold the last one back. */
const SPARE_PACKETS = 2;
/** Encoders pad, and headers round. */
const SPARE_SECONDS = 0.3;
/** Pictures may begin before their sound and end after it. */
const SILENT_FILM = { seconds: 2, share: 0.1 } as const;

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

/** Without a complaint, what was not put out was not to be: an edit list hides what a telephone's user has cut away. */
function lostPackets({ packets, decodedPackets, decodeErrors }: DecodeFigures): number {
  const missing = packets - decodedPackets;
  return missing <= SPARE_PACKETS || decodeErrors === 0 ? 0 : missing / packets;
}

/**
 * Share of a film that has no sound, 0..1. A film that was cut off has lost sound and picture, but a whole one may go on
 * without sound: this is to be told, and refuses nothing.
 */
export function missingShare(claimedSeconds: number | null, decodedSeconds: number): number {
  const missing = (claimedSeconds ?? 0) - decodedSeconds;
  return claimedSeconds === null || missing < Math.max(SILENT_FILM.seconds, SILENT_FILM.share * claimedSeconds)
    ? 0
    : missing / claimedSeconds;
}
