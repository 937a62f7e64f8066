/** Cuts a stream of bytes into whole frames of 32-bit float PCM (little-endian, interleaved), whatever its chunks are. */
export class FrameCutter {
  private pending = 0;
  private buffer = new Float32Array(16_384);

  constructor(private readonly channels: number) {}

  /** Gives `take` the whole frames that are there; the array is used again. */
  feed(chunk: Uint8Array, take: (pcm: Float32Array, frames: number) => void): void {
    const bytes = this.pending + chunk.length;
    if (bytes > this.buffer.byteLength) this.widen(bytes);
    const room = new Uint8Array(this.buffer.buffer);
    room.set(chunk, this.pending);
    const frameBytes = this.channels * Float32Array.BYTES_PER_ELEMENT;
    const frames = Math.floor(bytes / frameBytes);
    if (frames > 0) take(this.buffer, frames);
    room.copyWithin(0, frames * frameBytes, bytes);
    this.pending = bytes - frames * frameBytes;
  }

  private widen(bytes: number): void {
    const wider = new Float32Array(Math.ceil(bytes / Float32Array.BYTES_PER_ELEMENT) * 2);
    wider.set(this.buffer);
    this.buffer = wider;
  }
}
