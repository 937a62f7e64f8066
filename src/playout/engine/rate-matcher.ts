import { PLAYOUT_PCM } from '../../audio/playout-args';

/** Frames on either side of a position that reading the stream there takes. */
export const REACH_FRAMES = 16;
/** A crystal may be off by so much; a listener hears nothing of it (a fifth of a hundredth of a semitone). */
export const MAX_EXCESS = 100e-6;
/** So little is nobody's to hear: up to it the stream goes to the card as it is, bit for bit. */
const TOLERATED_MS = 0.5;
/** An error beyond that is worked off in about this time: slow against the jitter of what the card says, fast against its drift. */
const SETTLE_MS = 10_000;
/** Beyond this the card stood still or is worse than it may be: the stream's own positions follow it instead. */
const REANCHOR_MS = 5;

/** Where a card's next frames read the stream: frame n at `whole + fraction + n × (1 + excess)`. */
export interface Stretch {
  readonly frames: number;
  readonly whole: number;
  /** From 0 to 1. */
  readonly fraction: number;
  readonly excess: number;
}

type Span = Stretch & { readonly cardFrame: number };

/**
 * Fits a stream of exactly 48 kHz by the machine's monotonic clock to a card whose crystal is a little off, by reading
 * it up to 100 ppm faster or slower, so that what is planned back to back sounds back to back and on time. Keeps account
 * of which frame of the stream each frame of the card is. Only counts; `Resampler` makes the sound.
 */
export class RateMatcher {
  private fed = 0;
  private cardFrames = 0;
  /** Position at which the card's next frame reads the stream, in two parts: as one number it would lose its fraction. */
  private whole = 0;
  private fraction = 0;
  private excess = 0;
  private anchor: number | null = null;
  private spans: Span[] = [];

  /** Monotonic instant at which frame 0 of the stream is due; null until the card's clock was ever read. */
  get anchorMs(): number | null {
    return this.anchor;
  }

  /** Frames of the stream that were fed. */
  get fedFrames(): number {
    return this.fed;
  }

  /** How much faster than one frame a frame the stream is read now. */
  get currentExcess(): number {
    return this.excess;
  }

  /** @param cardAnchorMs instant at which the card's frame 0 came out, as its clock has it now; null: not known */
  follow(cardAnchorMs: number | null): void {
    if (cardAnchorMs === null) return;
    const read = this.cardFrames - this.whole - this.fraction;
    const soundsFrom = cardAnchorMs + read / PLAYOUT_PCM.framesPerMs;
    const lateMs = this.anchor === null ? Number.POSITIVE_INFINITY : soundsFrom - this.anchor;
    if (Math.abs(lateMs) > REANCHOR_MS) {
      this.anchor = soundsFrom;
      this.excess = 0;
    } else {
      const beyondMs = Math.sign(lateMs) * Math.max(0, Math.abs(lateMs) - TOLERATED_MS);
      this.excess = Math.max(-MAX_EXCESS, Math.min(MAX_EXCESS, beyondMs / SETTLE_MS));
    }
  }

  /** Takes in that many frames of the stream. @returns what the card gets for them */
  feed(frames: number): Stretch {
    this.fed += frames;
    const { whole, fraction, excess } = this;
    const readable = this.fed - REACH_FRAMES - whole;
    let count = Math.max(0, Math.ceil((readable - fraction) / (1 + excess)));
    // Divided in floating point: right to a frame.
    while (count > 0 && count - 1 + Math.floor(fraction + (count - 1) * excess) >= readable) count -= 1;
    while (count + Math.floor(fraction + count * excess) < readable) count += 1;
    const stretch = { frames: count, whole, fraction, excess };
    this.spans.push({ ...stretch, cardFrame: this.cardFrames });
    const carried = Math.floor(fraction + count * excess);
    this.whole += count + carried;
    this.fraction = fraction + count * excess - carried;
    this.cardFrames += count;
    return stretch;
  }

  /** Frames of the stream in the first so many of the card, which never become fewer. */
  streamFramesIn(cardFrames: number): number {
    while ((this.spans[1]?.cardFrame ?? Number.POSITIVE_INFINITY) <= cardFrames) this.spans.shift();
    const [span] = this.spans;
    if (span === undefined) return 0;
    const since = cardFrames - span.cardFrame;
    return Math.max(0, span.whole + since + Math.floor(span.fraction + since * span.excess));
  }
}
