import { PLAYOUT_PCM } from '../../audio/playout-args';

const BYTES = PLAYOUT_PCM.bytesPerFrame;

/** PCM that was decoded and not read yet, in order. */
export class PcmBuffer {
  private readonly queue: Buffer[] = [];
  private queuedBytes = 0;
  /** First half of a sample whose second half has not arrived. */
  private oddByte: Buffer = Buffer.alloc(0);

  get frames(): number {
    return this.queuedBytes / BYTES;
  }

  /** Bytes as a pipe gives them, cut anywhere. */
  push(chunk: Buffer): void {
    const joined = this.oddByte.length === 0 ? chunk : Buffer.concat([this.oddByte, chunk]);
    const whole = joined.length - (joined.length % BYTES);
    this.oddByte = joined.subarray(whole);
    if (whole > 0) this.queue.push(joined.subarray(0, whole));
    this.queuedBytes += whole;
  }

  read(frames: number): Buffer {
    const parts: Buffer[] = [];
    let missing = frames * BYTES;
    while (missing > 0) {
      const head = this.queue.shift();
      if (head === undefined) break;
      parts.push(head.subarray(0, missing));
      if (head.length > missing) this.queue.unshift(head.subarray(missing));
      missing -= Math.min(head.length, missing);
    }
    const pcm = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    this.queuedBytes -= pcm.length;
    return pcm;
  }

  /** Forgets half a sample: what comes next is another stream. */
  cutOff(): void {
    this.oddByte = Buffer.alloc(0);
  }

  clear(): void {
    this.cutOff();
    this.queue.length = 0;
    this.queuedBytes = 0;
  }
}
