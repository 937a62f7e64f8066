import type { EndReason, PlayoutCue } from '../playout-engine';
import { DeferredSource } from './deferred-source';
import type { InterruptedOutcome } from './journal';
import { rungOf } from './ladder';
import type { PcmSource, Sound } from './mixer';
import type { StreamItem } from './on-air-stream';
import { openSound, type SoundParts } from './sound';

/** How far an item has come. `armed`: the journal holds its `starting`, it may be mixed at any moment. */
export type Stage = 'waiting' | 'preparing' | 'ready' | 'arming' | 'armed' | 'placed' | 'ended';

const NO_LEAD = Buffer.alloc(0);

/** A cue on its way through an engine. */
export class CuedItem {
  stage: Stage = 'waiting';
  /** Segments that are over, while the item is not. */
  readonly interrupted: InterruptedOutcome[] = [];
  private sound: Sound | null = null;
  private source = new DeferredSource();

  constructor(
    readonly cue: PlayoutCue,
    readonly commandedAt: number,
    private readonly parts: SoundParts,
  ) {}

  get id(): string {
    return this.cue.deliveryId;
  }

  get isEmergency(): boolean {
    return this.cue.priority === 'EMERGENCY';
  }

  /** How long before its start it is prepared. A live source opened early only lags more. */
  get prepareLeadMs(): number {
    const { liveLeadMs, prepareLeadMs } = this.parts.timing;
    return this.cue.liveSource === null ? prepareLeadMs : liveLeadMs;
  }

  get latestStart(): number {
    return this.cue.plannedStart + this.cue.startGraceMs;
  }

  /** Makes its sound ready. @returns null when ready to air, else why it never will be. */
  async prepare(): Promise<EndReason | null> {
    const sound = await openSound(this.cue, this.parts, () => !this.isEnded());
    if (typeof sound === 'string') return sound;
    if (this.isEnded()) sound.close();
    else this.sound = sound;
    return null;
  }

  /** Lets what was prepared be heard; until then the stream waits for the item, if it has come to it. */
  open(): void {
    if (this.sound !== null) this.source.open(this.sound);
  }

  /** @param chime what an emergency sounds first */
  asStreamItem(chime: Buffer): StreamItem {
    const { deliveryId, priority, interruption, frames, plannedStart, latestEnd } = this.cue;
    return {
      ...{ id: deliveryId, priority, interruption, frames, plannedStart, latestEnd },
      ends: this.cue.liveSource !== null || priority === 'FILLER' ? 'byTime' : 'withSource',
      source: this.source,
      again: () => this.again(),
      lead: this.isEmergency && this.cue.chime ? chime : NO_LEAD,
      latestStart: this.latestStart,
    };
  }

  isEnded(): boolean {
    return this.stage === 'ended';
  }

  /** Ends what makes its sound, if anything does. */
  release(): void {
    this.stage = 'ended';
    this.sound?.close();
  }

  /** Decodes anew from the first frame, while what interrupted the item plays. */
  private again(): PcmSource {
    this.sound?.close();
    this.sound = null;
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
