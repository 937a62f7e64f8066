import { PLAYOUT_PCM } from '../../audio/playout-args';

/** Drift of 100 ppm moves the anchor by 1 ms in this time: what an estimate may lag behind. */
const WINDOW_MS = 10_000;
/** No card is faster than its name by more than this. Something that swallows audio at once must not hasten the stream. */
const MAX_FAST = 0.001;

/** Cards and sound servers take in bursts: a shorter time may hold none of the moments at which the ring is full. */
const SETTLE_MS = 200;

interface Bound {
  readonly atMonotonicMs: number;
  readonly anchorMs: number;
}

/**
 * When a card plays which frame, from nothing but the frames its ring accepted and when. A ring that has just taken a
 * stretch holds at most `ringFrames`, so each acceptance says that frame 0 came out at that instant minus
 * (accepted − ring) or earlier; a full ring says it to the sample, and messages only come late. The earliest of the last
 * seconds is therefore the best reading, whatever the process was doing. Times are monotonic milliseconds.
 */
export class CardClock {
  private total = 0;
  /** Since the ring was last empty. The card waits until the ring is full before it begins, or longer. */
  private sinceEmpty = 0;
  /** Of the window, each later in its anchor than the ones before: the first is the earliest. */
  private bounds: Bound[] = [];
  private runsSinceMs: number | null = null;
  private reading: Bound | null = null;

  constructor(private readonly ringFrames: number) {}

  accept(frames: number, atMonotonicMs: number): void {
    this.total += frames;
    this.sinceEmpty += frames;
    // Only what is taken after a whole ring has come out shows that the card runs.
    if (this.sinceEmpty < 2 * this.ringFrames) return;
    const anchorMs = atMonotonicMs - this.playedFrames / PLAYOUT_PCM.framesPerMs;
    this.runsSinceMs ??= atMonotonicMs;
    const earliest = this.earliestWith({ atMonotonicMs, anchorMs });
    if (this.reading !== null) {
      const sinceMs = atMonotonicMs - this.reading.atMonotonicMs;
      this.reading = { atMonotonicMs, anchorMs: Math.max(earliest, this.reading.anchorMs - MAX_FAST * sinceMs) };
    } else if (atMonotonicMs - this.runsSinceMs >= SETTLE_MS) {
      this.reading = { atMonotonicMs, anchorMs: earliest };
    }
  }

  /** The ring ran empty: the card stands still until it is full again, and its frames come out later from then on. */
  runDry(): void {
    this.sinceEmpty = 0;
    this.bounds = [];
    this.runsSinceMs = null;
    this.reading = null;
  }

  /** Instant at which frame 0 came out; null until the card is known to run. */
  get anchorMs(): number | null {
    return this.reading?.anchorMs ?? null;
  }

  get acceptedFrames(): number {
    return this.total;
  }

  /** Frames that are known to have left the ring. */
  get playedFrames(): number {
    return Math.max(0, this.total - this.ringFrames);
  }

  private earliestWith(bound: Bound): number {
    while ((this.bounds.at(-1)?.anchorMs ?? Number.NEGATIVE_INFINITY) >= bound.anchorMs) this.bounds.pop();
    this.bounds.push(bound);
    while (bound.atMonotonicMs - (this.bounds[0]?.atMonotonicMs ?? bound.atMonotonicMs) >= WINDOW_MS)
      this.bounds.shift();
    return this.bounds[0]?.anchorMs ?? bound.anchorMs;
  }
}
