import { Writable } from 'node:stream';
import { FrameCutter } from './meter/pcm';

/** Takes whole frames of interleaved float PCM; the array is used again after the call. */
export type TakeFrames = (pcm: Float32Array, frames: number) => void;

/**
 * Where a process's raw float PCM goes. It never emits `close`: fluent-ffmpeg takes that for the reader's going away and
 * would end ffmpeg before it has said how it ended.
 */
export function pcmSink(channels: number, take: TakeFrames): Writable {
  const cutter = new FrameCutter(channels);
  return new Writable({
    autoDestroy: false,
    emitClose: false,
    write(chunk: Buffer, _encoding, done) {
      cutter.feed(chunk, take);
      done();
    },
  });
}
