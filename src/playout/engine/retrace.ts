/** Bytes that came back, and where they lie in what was sent. */
export interface Returned {
  readonly at: number;
  readonly bytes: Buffer;
}

/** Fewer bytes than this, of a coded sound, could lie in several places. */
const SHORTEST_SEARCH = 256;

/**
 * Knows a stream of bytes that comes back as the one that was sent, from wherever a listener was let in. Coded silence is
 * the same over and over: there the earliest place is meant, and the first sound that follows corrects it forwards.
 */
export class Retrace {
  private sent = Buffer.alloc(0);
  private sentBefore = 0;
  /** Where what comes next should lie; null when nothing was found yet. */
  private next: number | null = null;
  private unplaced = Buffer.alloc(0);

  /** @param keep bytes that are remembered: no listener may be further behind */
  constructor(private readonly keep: number) {}

  /** Bytes that were sent in all. */
  get sentBytes(): number {
    return this.sentBefore + this.sent.length;
  }

  remember(bytes: Buffer): void {
    const all = Buffer.concat([this.sent, bytes]);
    const forgotten = Math.max(0, all.length - this.keep);
    this.sent = all.subarray(forgotten);
    this.sentBefore += forgotten;
  }

  /** A listener that begins anew may be given what it heard before. */
  startOver(): void {
    this.next = null;
    this.unplaced = Buffer.alloc(0);
  }

  /** @returns null while it cannot be told where these bytes lie; they come with the next ones, if it is known then */
  place(bytes: Buffer): Returned | null {
    const pending = Buffer.concat([this.unplaced, bytes]);
    const at = this.continues(pending) ? this.next : this.find(pending);
    if (at === null) {
      this.next = null;
      // Its end may be the beginning of what is known; the rest was something else.
      this.unplaced = pending.subarray(Math.max(0, pending.length - SHORTEST_SEARCH));
      return null;
    }
    this.next = at + pending.length;
    this.unplaced = Buffer.alloc(0);
    return { at, bytes: pending };
  }

  private continues(bytes: Buffer): boolean {
    if (this.next === null || this.next < this.sentBefore) return false;
    const from = this.next - this.sentBefore;
    return this.sent.subarray(from, from + bytes.length).equals(bytes);
  }

  private find(bytes: Buffer): number | null {
    if (bytes.length < SHORTEST_SEARCH) return null;
    const index = this.sent.indexOf(bytes);
    return index < 0 ? null : this.sentBefore + index;
  }
}
