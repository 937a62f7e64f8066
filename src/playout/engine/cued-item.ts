import type { EndReason, PlayoutCue } from '../playout-engine';
import { PLAYOUT_PCM } from '../../audio/playout-args';
import { Decoder } from './decoder';
import { DeferredSource } from './deferred-source';
import type { EngineTiming } from './engine-timing';
import type { InterruptedOutcome } from './journal';
import { rungOf } from './ladder';
import type { PcmSource } from './mixer';
import type { StreamItem } from './on-air-stream';
import { MediaError, VerifiedMedia } from './verified-media';

/** How far an item has come. `armed`: the journal holds its `starting`, it may be mixed at any moment. */
export type Stage = 'waiting' | 'preparing' | 'ready' | 'arming' | 'armed' | 'placed' | 'ended';

const NO_LEAD = Buffer.alloc(0);

/** A cue on its way through an engine. */
export class CuedItem {
  stage: Stage = 'waiting';
  /** Segments that are over, while the item is not. */
  readonly interrupted: InterruptedOutcome[] = [];
  private decoder: Decoder | null = null;
  private source = new DeferredSource();

  constructor(
    readonly cue: PlayoutCue,
    readonly commandedAt: number,
    private readonly timing: EngineTiming,
  ) {}

  get id(): string {
    return this.cue.deliveryId;
  }

  get isEmergency(): boolean {
    return this.cue.priority === 'EMERGENCY';
  }

  get latestStart(): number {
    return this.cue.plannedStart + this.cue.startGraceMs;
  }

  /**
   * Verifies the media and decodes ahead; a decoder that hangs is ended and another one tried.
   * @returns null when ready to air, else why it never will be
   */
  async prepare(): Promise<EndReason | null> {
    for (let patienceMs = this.timing.decoderPatienceMs; ; patienceMs *= 2) {
      try {
        const media = await VerifiedMedia.open(this.cue.file, this.cue.sha256);
        if (this.isEnded()) {
          await media.close();
          return null;
        }
        this.decoder = new Decoder(media, {
          prebufferFrames: this.timing.prebufferMs * PLAYOUT_PCM.framesPerMs,
          bufferFrames: this.timing.bufferMs * PLAYOUT_PCM.framesPerMs,
        });
      } catch (error) {
        return error instanceof MediaError ? error.fault : 'decoderFailed';
      }
      if ((await this.decoder.bufferedWithin(patienceMs)) || this.isEnded()) break;
    }
    const { end } = this.decoder;
    return end === 'completed' ? 'decoderFailed' : end; // Nothing was decoded at all.
  }

  /** Lets what was prepared be heard; until then the stream waits for the item, if it has come to it. */
  open(): void {
    if (this.decoder !== null) this.source.open(this.decoder);
  }

  /** @param chime what an emergency sounds first */
  asStreamItem(chime: Buffer): StreamItem {
    const { deliveryId, priority, interruption, frames, plannedStart, latestEnd } = this.cue;
    return {
      ...{ id: deliveryId, priority, interruption, frames, plannedStart, latestEnd },
      source: this.source,
      again: () => this.again(),
      lead: this.isEmergency ? chime : NO_LEAD,
      latestStart: this.latestStart,
    };
  }

  isEnded(): boolean {
    return this.stage === 'ended';
  }

  /** Ends its decoder, if any. */
  release(): void {
    this.stage = 'ended';
    this.decoder?.close();
  }

  /** Decodes anew from the first frame, while what interrupted the item plays. */
  private again(): PcmSource {
    this.decoder?.close();
    this.decoder = null;
    this.source = new DeferredSource();
    const { source } = this;
    void this.prepare().then((refusal) => {
      if (refusal === null) this.open();
      else source.fail(refusal === 'mediaAltered' ? 'mediaAltered' : 'decoderFailed');
    });
    return source;
  }
}

/** Order in which items claim the stream: by plan, then by priority, then as they were cued. */
export function inPlanOrder(items: Iterable<CuedItem>): CuedItem[] {
  return [...items].sort(
    ({ cue: a, commandedAt: aAt }, { cue: b, commandedAt: bAt }) =>
      a.plannedStart - b.plannedStart || rungOf(a.priority) - rungOf(b.priority) || aAt - bAt,
  );
}
