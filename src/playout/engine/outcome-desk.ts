import type { EndReason, PlayoutOutcome } from '../playout-engine';
import type { CuedItem } from './cued-item';
import {
  NOT_AIRED,
  wholeFrames,
  type EndedOutcome,
  type InterruptedOutcome,
  type Journal,
  type JournalRecord,
} from './journal';
import type { Aired } from './on-air-stream';

interface OutcomeDeskParts {
  readonly journal: Journal;
  /** Wall instant, epoch milliseconds. */
  readonly now: () => number;
  readonly tell: (outcome: PlayoutOutcome) => void;
  readonly onJournalFailure: (error: unknown) => void;
}

/**
 * Tells what came of items: each end, and each interruption, after it is in the journal, in the order in which they came
 * about, and again after a restart until it is acknowledged.
 */
export class OutcomeDesk {
  private readonly unacknowledged = new Set<string>();
  private outbox: Promise<void> = Promise.resolve();

  constructor(private readonly parts: OutcomeDeskParts) {}

  /** Everything that was told has been taken in. */
  get isHeard(): boolean {
    return this.unacknowledged.size === 0;
  }

  /** Tells what an earlier engine left unfinished or unacknowledged. */
  async replay(): Promise<void> {
    for (const { state, interrupted, outcome } of this.parts.journal.all()) {
      if (state === 'acknowledged') continue;
      if (state === 'unfinished') await this.record({ kind: 'ended', at: this.parts.now(), outcome });
      for (const segment of interrupted) {
        this.parts.tell({ ...factsOf(segment), kind: 'started', start: segment.start, firstFrame: segment.firstFrame });
        this.parts.tell(segment);
      }
      const { start, firstFrame } = outcome;
      // The engine that started it may have died before it could tell.
      if (start !== null && firstFrame !== null)
        this.parts.tell({ ...factsOf(outcome), kind: 'started', start, firstFrame });
      this.tellEnd(outcome);
    }
  }

  started(item: CuedItem, { start, firstFrame }: Aired): void {
    const outcome = { ...segmentOf(item), kind: 'started', start, firstFrame } as const;
    this.outbox = this.outbox.then(() => {
      this.parts.tell(outcome);
    });
  }

  /** Closes the item's segment; its next one follows. */
  interrupted(item: CuedItem, aired: Aired): void {
    const { sha256, interruption } = item.cue;
    const whole = wholeFrames(interruption, item.interrupted, aired.frames);
    const outcome: InterruptedOutcome = {
      ...segmentOf(item),
      ...{ kind: 'interrupted', ...aired, wholeFrames: whole, sha256 },
    };
    item.interrupted.push(outcome);
    this.afterRecord({ kind: 'interrupted', at: this.parts.now(), outcome }, () => {
      this.parts.tell(outcome);
    });
  }

  ended(item: CuedItem, endReason: EndReason, aired: Aired | null): void {
    const { sha256, interruption } = item.cue;
    const segment = aired ?? NOT_AIRED;
    const whole = wholeFrames(interruption, item.interrupted, segment.frames);
    const outcome: EndedOutcome = {
      ...segmentOf(item),
      ...{ kind: 'ended', ...segment, wholeFrames: whole, sha256, endReason },
    };
    this.unacknowledged.add(item.id);
    this.afterRecord({ kind: 'ended', at: this.parts.now(), outcome }, () => {
      this.tellEnd(outcome);
    });
  }

  tellEnd(outcome: EndedOutcome): void {
    this.unacknowledged.add(outcome.deliveryId);
    this.parts.tell(outcome);
  }

  acknowledge(deliveryId: string): void {
    this.unacknowledged.delete(deliveryId);
    const record = { kind: 'acknowledged', at: this.parts.now(), deliveryId } as const;
    this.parts.journal.append(record, false).catch(this.parts.onJournalFailure);
  }

  private afterRecord(record: JournalRecord, then: () => void): void {
    const recorded = this.record(record);
    this.outbox = this.outbox.then(() => recorded).then(then);
  }

  /** A journal that cannot be written must not silence the outcome itself. */
  private record(record: JournalRecord): Promise<void> {
    return this.parts.journal.append(record, true).catch(this.parts.onJournalFailure);
  }
}

function segmentOf(item: CuedItem) {
  return { deliveryId: item.id, segment: item.interrupted.length, commandedAt: item.commandedAt };
}

function factsOf({ deliveryId, segment, commandedAt }: PlayoutOutcome) {
  return { deliveryId, segment, commandedAt };
}
