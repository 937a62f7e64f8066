import type { EndReason, PlayoutCue } from '../playout-engine';
import { PLAYOUT_PCM } from '../../audio/playout-args';
import { Decoder } from './decoder';
import type { EngineTiming } from './engine-timing';
import { MediaError, VerifiedMedia } from './verified-media';

/** How far an item has come. `armed`: the journal holds its `starting`, it may be mixed at any moment. */
export type Stage = 'waiting' | 'preparing' | 'ready' | 'arming' | 'armed' | 'placed' | 'ended';

/** A cue on its way through an engine. */
export class CuedItem {
  stage: Stage = 'waiting';
  private decoder: Decoder | null = null;

  constructor(
    readonly cue: PlayoutCue,
    readonly commandedAt: number,
  ) {}

  get id(): string {
    return this.cue.deliveryId;
  }

  get latestStart(): number {
    return this.cue.plannedStart + this.cue.startGraceMs;
  }

  /** Its decoded audio. @throws before `prepare` has succeeded. */
  get source(): Decoder {
    if (this.decoder === null) throw new Error(`${this.id} is not prepared`);
    return this.decoder;
  }

  /** Verifies the media and decodes ahead. @returns null when ready to air, else why it never will be. */
  async prepare(timing: EngineTiming): Promise<EndReason | null> {
    this.stage = 'preparing';
    try {
      const media = await VerifiedMedia.open(this.cue.file, this.cue.sha256);
      if (this.isEnded()) {
        await media.close();
        return null;
      }
      this.decoder = new Decoder(media, {
        prebufferFrames: timing.prebufferMs * PLAYOUT_PCM.framesPerMs,
        bufferFrames: timing.bufferMs * PLAYOUT_PCM.framesPerMs,
      });
    } catch (error) {
      return error instanceof MediaError ? error.fault : 'decoderFailed';
    }
    await this.decoder.buffered;
    const { end } = this.decoder;
    return end === 'completed' ? 'decoderFailed' : end; // Nothing was decoded at all.
  }

  isEnded(): boolean {
    return this.stage === 'ended';
  }

  /** Ends its decoder, if any. */
  release(): void {
    this.stage = 'ended';
    this.decoder?.close();
  }
}

const PRIORITY_ORDER = { EMERGENCY: 0, PRIORITY: 1, NORMAL: 2 } as const;

/** Order in which items claim the stream: by plan, then by priority, then as they were cued. */
export function inPlanOrder(items: Iterable<CuedItem>): CuedItem[] {
  return [...items].sort(
    ({ cue: a, commandedAt: aAt }, { cue: b, commandedAt: bAt }) =>
      a.plannedStart - b.plannedStart || PRIORITY_ORDER[a.priority] - PRIORITY_ORDER[b.priority] || aAt - bAt,
  );
}
