import { readSync, writeSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Measurement } from './meter/loudness-meter';
import { LoudnessMeter } from './meter/loudness-meter';
import { SAMPLE_RATE_HZ } from './normalise-args';

const BYTES_PER_FRAME = 4;
const CHUNK_FRAMES = 32_768;

/**
 * The mono mix of a recording, raw float PCM at 48 kHz on disk: memory does not grow with its length. Read and written
 * synchronously: nobody else waits in the process that does this, and the detour through the thread pool costs more than
 * the copying.
 */
export class MixFile {
  private readonly chunk = new Float32Array(CHUNK_FRAMES);

  private constructor(
    private readonly handle: FileHandle,
    readonly frames: number,
  ) {}

  static async of(handle: FileHandle): Promise<MixFile> {
    return new MixFile(handle, Math.floor((await handle.stat()).size / BYTES_PER_FRAME));
  }

  /** All of it, or a passage of it, in chunks; the array is used again. @throws the signal's reason */
  async *read(signal: AbortSignal, from = 0, end = this.frames): AsyncGenerator<Float32Array> {
    const bytes = new Uint8Array(this.chunk.buffer);
    for (let at = from; at < end;) {
      // The order to stop comes as a message, which only an idle loop hears.
      await setImmediate();
      signal.throwIfAborted();
      const wanted = Math.min(CHUNK_FRAMES, end - at) * BYTES_PER_FRAME;
      const bytesRead = readSync(this.handle.fd, bytes, 0, wanted, at * BYTES_PER_FRAME);
      if (bytesRead < wanted) throw new Error('The mix has become shorter');
      const frames = bytesRead / BYTES_PER_FRAME;
      yield this.chunk.subarray(0, frames);
      at += frames;
    }
  }

  /** Puts what `change` makes of the samples in their place. */
  async rewrite(signal: AbortSignal, change: (pcm: Float32Array) => unknown): Promise<void> {
    let at = 0;
    for await (const pcm of this.read(signal)) {
      change(pcm);
      writeSync(this.handle.fd, pcm, 0, pcm.byteLength, at * BYTES_PER_FRAME);
      at += pcm.length;
    }
  }

  async measure(signal: AbortSignal): Promise<Measurement> {
    const meter = new LoudnessMeter({ sampleRateHz: SAMPLE_RATE_HZ, weights: [1], truePeak: true });
    for await (const pcm of this.read(signal)) meter.feed(pcm, pcm.length);
    return meter.finish();
  }
}
