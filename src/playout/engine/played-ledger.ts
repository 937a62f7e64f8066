import type { EndReason } from '../playout-engine';
import type { Mark } from './mixer';

/** What of one segment of an item really went out. Instants are monotonic milliseconds. */
export interface Tally {
  readonly firstFrame: number;
  readonly startMonotonicMs: number;
  readonly endMonotonicMs: number;
  readonly frames: number;
}

export type LedgerEvent =
  | { readonly kind: 'started'; readonly id: string; readonly tally: Tally }
  | { readonly kind: 'interrupted'; readonly id: string; readonly tally: Tally }
  | { readonly kind: 'ended'; readonly id: string; readonly tally: Tally | null; readonly reason: EndReason };

type Accepted = Mark & { readonly acceptedMonotonicMs: number };

/**
 * Keeps account of what the output took. A frame counts when the output has delivered it and its time has come,
 * whichever is later; frames that were mixed ahead and lost with their output never count.
 */
export class PlayedLedger {
  private pending: Accepted[] = [];
  private readonly tallies = new Map<string, Tally>();

  constructor(private readonly dueMonotonicMs: (frame: number) => number) {}

  get isEmpty(): boolean {
    return this.pending.length === 0 && this.tallies.size === 0;
  }

  /** The item whose segment has started and not ended. */
  get current(): { readonly id: string; readonly tally: Tally } | null {
    const [entry] = this.tallies;
    return entry === undefined ? null : { id: entry[0], tally: entry[1] };
  }

  accept(marks: readonly Mark[], acceptedMonotonicMs: number): void {
    for (const mark of marks) this.pending.push({ ...mark, acceptedMonotonicMs });
  }

  /** Counts everything before stream position `upTo`, which the output has delivered and whose time has come. */
  settle(upTo: number): LedgerEvent[] {
    const events: LedgerEvent[] = [];
    const rest: Accepted[] = [];
    for (const mark of this.pending) {
      // Marks keep their order: nothing of an item is settled past a mark that still waits.
      if (rest.length > 0 || (mark.kind === 'played' ? mark.at >= upTo : mark.at > upTo)) rest.push(mark);
      else if (mark.kind === 'ended') events.push(this.end(mark.id, mark.reason));
      else if (mark.kind === 'interrupted') events.push(...this.interrupt(mark.id));
      else {
        const frames = Math.min(mark.frames, upTo - mark.at);
        events.push(...this.count({ ...mark, frames }));
        if (frames < mark.frames) rest.push({ ...mark, at: mark.at + frames, frames: mark.frames - frames });
      }
    }
    this.pending = rest;
    return events;
  }

  /** Closes an item whose output is gone, with what was counted of it. */
  end(id: string, reason: EndReason): LedgerEvent {
    const tally = this.tallies.get(id) ?? null;
    this.tallies.delete(id);
    this.pending = this.pending.filter((mark) => mark.id !== id);
    return { kind: 'ended', id, tally, reason };
  }

  private interrupt(id: string): LedgerEvent[] {
    const tally = this.tallies.get(id);
    this.tallies.delete(id);
    return tally === undefined ? [] : [{ kind: 'interrupted', id, tally }];
  }

  private count(run: Extract<Accepted, { kind: 'played' }>): LedgerEvent[] {
    const known = this.tallies.get(run.id);
    const tally: Tally = {
      firstFrame: known?.firstFrame ?? run.at,
      startMonotonicMs: known?.startMonotonicMs ?? Math.max(run.acceptedMonotonicMs, this.dueMonotonicMs(run.at)),
      endMonotonicMs: Math.max(run.acceptedMonotonicMs, this.dueMonotonicMs(run.at + run.frames)),
      frames: (known?.frames ?? 0) + run.frames,
    };
    this.tallies.set(run.id, tally);
    return known === undefined ? [{ kind: 'started', id: run.id, tally }] : [];
  }
}
