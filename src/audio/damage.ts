/** More than this share lost, and a recording is refused. */
export const MOST_LOST_SHARE = 0.02;

/** What a file says that it holds. */
export interface Promised {
  /** See Probe. */
  readonly claimedSeconds: number | null;
  readonly hasVideo: boolean;
  /** See `sizePromise`. */
  readonly sizePromise: number | null;
}

/** What came out of it. */
export interface DecodeFigures {
  readonly decodedSeconds: number;
  /** The sound as the file holds it, and what the decoder made of it; both 0 when ffmpeg did not say. */
  readonly packets: number;
  readonly decodedPackets: number;
  /** Complaints of the decoder. */
  readonly decodeErrors: number;
}

export interface Damage {
  /**
   * Share of a recording that is missing or does not decode, 0..1: the largest of what its sizes promised and did not come,
   * what its header counted and did not (but where its sizes show it whole), and the packets that the decoder gave up. What
   * a broken file does not tell cannot be known: an MP3 without a header that was cut off looks whole.
   */
  readonly lostShare: number;
  /**
   * Share of a film that is cut off or has no sound, 0..1. It may be that nothing but pictures is missing, or that the film
   * goes on without sound: this is to be told, and refuses nothing.
   */
  readonly missingShare: number;
}

/** Decoders swallow a packet or two at the beginning, and hold the last one back. */
const SPARE_PACKETS = 2;
/** Encoders pad, and headers round. */
const SPARE_SECONDS = 0.3;
/** Pictures may begin before their sound and end after it. */
const SILENT_FILM = { seconds: 2, share: 0.1 } as const;

export function damageOf({ claimedSeconds, hasVideo, sizePromise }: Promised, figures: DecodeFigures): Damage {
  const { decodedSeconds } = figures;
  const claimed = claimedSeconds ?? 0;
  const bySizes = missing(decodedSeconds * (sizePromise ?? 1), decodedSeconds, SPARE_SECONDS);
  if (hasVideo) {
    // What is missing may be pictures.
    const spare = Math.max(SILENT_FILM.seconds, SILENT_FILM.share * claimed);
    return {
      lostShare: lostPackets(figures),
      missingShare: Math.max(bySizes, missing(claimed, decodedSeconds, spare)),
    };
  }
  // A pause in recording leaves a gap that the header counts.
  const isWhole = sizePromise === 1 && figures.decodeErrors === 0;
  const byCount = isWhole ? 0 : missing(claimed, decodedSeconds, SPARE_SECONDS);
  return { lostShare: Math.max(bySizes, byCount, lostPackets(figures)), missingShare: 0 };
}

/** Share of what was promised that did not come. */
function missing(promisedSeconds: number, decodedSeconds: number, spareSeconds: number): number {
  const seconds = promisedSeconds - decodedSeconds;
  return seconds <= spareSeconds ? 0 : seconds / promisedSeconds;
}

/** Without a complaint, what was not put out was not to be: an edit list hides what a telephone's user has cut away. */
function lostPackets({ packets, decodedPackets, decodeErrors }: DecodeFigures): number {
  const lost = packets - decodedPackets;
  return lost <= SPARE_PACKETS || decodeErrors === 0 ? 0 : lost / packets;
}
