import { Writable } from 'node:stream';

/**
 * Where ffmpeg's standard output goes. It never emits `close`: fluent-ffmpeg takes that for the reader's going away and
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
