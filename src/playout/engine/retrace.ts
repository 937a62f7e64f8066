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
  /** Twice as long as what is remembered, which is moved down only once in `keep` bytes. */
  private readonly buffer: Buffer;
  private length = 0;
  /** Bytes that were sent before the first one in the buffer. */
  private dropped = 0;
  /** Where what comes next should lie; null when nothing was found yet. */
  private next: number | null = null;
  private unplaced = Buffer.alloc(0);

  /** @param keep bytes that are remembered: no listener may be further behind */
  constructor(private readonly keep: number) {
    this.buffer = Buffer.alloc(2 * keep);
  }

  remember(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += this.keep) this.append(bytes.subarray(at, at + this.keep));
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

  /** Where the last `keep` bytes begin in the buffer. */
  private get oldest(): number {
    return Math.max(0, this.length - this.keep);
  }

  /** @param bytes at most `keep` */
  private append(bytes: Buffer): void {
    if (this.length + bytes.length > this.buffer.length) {
      const { oldest } = this;
      this.buffer.copyWithin(0, oldest, this.length);
      this.length -= oldest;
      this.dropped += oldest;
    }
    this.length += bytes.copy(this.buffer, this.length);
  }

  private continues(bytes: Buffer): boolean {
    if (this.next === null) return false;
    const from = this.next - this.dropped;
    return from >= this.oldest && this.buffer.subarray(from, Math.min(from + bytes.length, this.length)).equals(bytes);
  }

  private find(bytes: Buffer): number | null {
    if (bytes.length < SHORTEST_SEARCH) return null;
    const index = this.buffer.subarray(0, this.length).indexOf(bytes, this.oldest);
    return index < 0 ? null : this.dropped + index;
  }
}
