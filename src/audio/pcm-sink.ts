import { Writable } from 'node:stream';
import { FrameCutter } from './meter/pcm';

/** Takes whole frames of interleaved float PCM; the array is used again after the call. */
export type TakeFrames = (pcm: Float32Array, frames: number) => void;

/** Where a process's raw float PCM goes. */
export function pcmSink(channels: number, take: TakeFrames): Writable {
  const cutter = new FrameCutter(channels);
  return byteSink((chunk) => {
    cutter.feed(chunk, take);
  });
}

/**
 * Where a process's standard output goes. It never emits `close`: fluent-ffmpeg takes that for the reader's going away and
 * would end ffmpeg before it has said how it ended.
 */
export function byteSink(take: (chunk: Buffer) => void): Writable {
  return new Writable({
    autoDestroy: false,
    emitClose: false,
    write(chunk: Buffer, _encoding, done) {
      take(chunk);
      done();
    },
  });
}
