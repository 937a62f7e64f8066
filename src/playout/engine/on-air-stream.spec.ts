import { PLAYOUT_PCM } from '../../audio/playout-args';
import { MixAirCheck } from './air-check';
import type { EngineClock } from './engine-clock';
import { METER_FRAMES } from './level-meter';
import type { PcmSource } from './mixer';
import { OnAirStream, type StreamItem } from './on-air-stream';
import { AudioOutput } from './output';

const START = 1_700_000_000_000;

class SetClock implements EngineClock {
  now = 0;
  wallMs(): number {
    return START + this.now;
  }
  monotonicMs(): number {
    return this.now;
  }
}

/** Takes everything at once, as a pipe with room does. */
class Pipe extends AudioOutput {
  writtenFrames = 0;
  readonly deliveredFrames = 0;
  readonly anchorMonotonicMs = null;
  readonly failure = null;
  open(): Promise<void> {
    return Promise.resolve();
  }
  write(pcm: Buffer): Promise<void> {
    this.writtenFrames += pcm.length / PLAYOUT_PCM.bytesPerFrame;
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
  abort(): Promise<void> {
    return Promise.resolve();
  }
}

/** A square wave at full scale. */
const loud: PcmSource = {
  read: (frames) => Buffer.alloc(frames * PLAYOUT_PCM.bytesPerFrame, Buffer.from([0x00, 0x80])),
  end: null,
};

describe('levels of a stream', () => {
  it('are those of what has come out, while the mix is two tenths of a second ahead', async () => {
    const clock = new SetClock();
    const output = new Pipe();
    // Nothing can be recorded there, which is no concern of the stream.
    const airCheck = new MixAirCheck({ directory: '/dev/null/nowhere', bitrateKbps: 48 }, () => undefined);
    const block = { name: 'buoi', date: '2026-11-22', title: 'Tin' };
    const parts = { output, airCheck, block, onUnderrun: () => undefined };
    const stream = await OnAirStream.open(parts, clock, { mixAheadMs: 200, outputStallMs: 60_000 });
    const item: StreamItem = {
      ...{ id: 'tin', priority: 'NORMAL', ends: 'withSource', interruption: 'resume', source: loud, again: () => loud },
      ...{ lead: Buffer.alloc(0), frames: 480_000 },
      ...{ plannedStart: START + 300, latestStart: START + 5_000, latestEnd: null },
    };
    stream.place(item);
    stream.meter(true);
    const seen: [dueMs: number, streamFrame: number, atMs: number, rmsDbfs: number | null, itemId: string | null][] =
      [];
    for (clock.now = 0; clock.now <= 500; clock.now += 20) {
      await stream.pump();
      expect(output.writtenFrames).toBe((clock.now + 200) * PLAYOUT_PCM.framesPerMs);
      const level = stream.level();
      if (level !== null) seen.push([clock.now, level.streamFrame, level.at - START, level.rmsDbfs, level.itemId]);
    }
    expect(seen).toEqual([
      [100, METER_FRAMES, 100, null, null],
      [200, 2 * METER_FRAMES, 200, null, null],
      [300, 3 * METER_FRAMES, 300, null, null],
      [400, 4 * METER_FRAMES, 400, 0, 'tin'],
      [500, 5 * METER_FRAMES, 500, 0, 'tin'],
    ]);
  });
});
