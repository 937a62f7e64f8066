import { PLAYOUT_PCM } from '../../audio/playout-args';
import type { EngineClock } from './engine-clock';

/**
 * Relates sample positions of one stream to time. Frame n is due at anchor + n / 48 kHz on the monotonic clock; wall
 * instants pass through the wall-to-monotonic offset of the moment, so that a clock that is set moves what is still to
 * come and never what was measured.
 */
export class StreamClock {
  private anchorMonotonicMs: number;

  /** The anchor is now: construct it when the output has opened and begun to consume. */
  constructor(private readonly clock: EngineClock) {
    this.anchorMonotonicMs = clock.monotonicMs();
  }

  /** Frame 0 is due at this instant, says the output's own clock. */
  anchorAt(monotonicMs: number): void {
    this.anchorMonotonicMs = monotonicMs;
  }

  /** Frames due by now; negative before the anchor. */
  dueFrames(): number {
    return Math.floor((this.clock.monotonicMs() - this.anchorMonotonicMs) * PLAYOUT_PCM.framesPerMs);
  }

  dueMonotonicMs(frame: number): number {
    return this.anchorMonotonicMs + frame / PLAYOUT_PCM.framesPerMs;
  }

  /** Position due at a wall instant; negative when that lies before the anchor. */
  frameAtWall(wallMs: number): number {
    return Math.round((wallMs - this.wallOffsetMs() - this.anchorMonotonicMs) * PLAYOUT_PCM.framesPerMs);
  }

  wallAt(monotonicMs: number): number {
    return Math.round(monotonicMs + this.wallOffsetMs());
  }

  /** The output ran dry for so long that its positions are now due later, as on a sound card after an underrun. */
  delayBy(frames: number): void {
    this.anchorMonotonicMs += frames / PLAYOUT_PCM.framesPerMs;
  }

  private wallOffsetMs(): number {
    return this.clock.wallMs() - this.clock.monotonicMs();
  }
}
