const INITIAL_CAPACITY = 65_536;

/** A passage of a PCM stream that moves forward as it is read: memory does not grow with the stream. */
export class PcmWindow {
  private readonly chunks: AsyncIterator<Int16Array>;
  private samples = new Int16Array(INITIAL_CAPACITY);
  private held = 0;
  private hasEnded = false;

  /** @param start position of the stream's first sample */
  constructor(
    source: AsyncIterable<Int16Array>,
    private start: number,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** Position after the last sample read. */
  get end(): number {
    return this.start + this.held;
  }

  /** Reads until the position is held, or the stream has ended. Rejects with what the stream fails with. */
  async fill(until: number): Promise<void> {
    while (this.end < until && !this.hasEnded) {
      const next = await this.chunks.next();
      if (next.done === true) this.hasEnded = true;
      else this.append(next.value);
    }
  }

  /** Samples between two positions as −1..1; zero where the stream is not held. */
  copy(from: number, to: number): Float32Array {
    const copied = new Float32Array(to - from);
    const first = Math.max(from, this.start);
    const end = Math.min(to, this.end);
    const { samples, start } = this;
    for (let at = first; at < end; at += 1) copied[at - from] = (samples[at - start] as number) / 32_768;
    return copied;
  }

  /** Forgets everything before the position. */
  dropBefore(position: number): void {
    const count = Math.min(this.held, position - this.start);
    if (count <= 0) return;
    this.samples.copyWithin(0, count, this.held);
    this.start += count;
    this.held -= count;
  }

  private append(chunk: Int16Array): void {
    if (this.held + chunk.length > this.samples.length) {
      const larger = new Int16Array(2 * (this.held + chunk.length));
      larger.set(this.samples.subarray(0, this.held));
      this.samples = larger;
    }
    this.samples.set(chunk, this.held);
    this.held += chunk.length;
  }
}
