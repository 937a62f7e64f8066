import { MixAirCheck } from './air-check';
import type { EngineClock } from './engine-clock';
import type { PcmSource } from './mixer';
import { OnAirStream, type StreamEvent, type StreamItem } from './on-air-stream';
import { AudioOutput } from './output';

const FRAMES = 96_000;
const GRACE_MS = 1_000;

class HandClock implements EngineClock {
  private monotonic = 50_000;
  private offset = 1_800_000_000_000;

  wallMs(): number {
    return this.monotonic + this.offset;
  }
  monotonicMs(): number {
    return this.monotonic;
  }
  pass(ms: number): void {
    this.monotonic += ms;
  }
  set(byMs: number): void {
    this.offset += byMs;
  }
}

/** Takes everything at once and keeps it. */
class MemoryOutput extends AudioOutput {
  readonly taken: Buffer[] = [];
  readonly anchorMonotonicMs = null;
  readonly failure = null;

  get deliveredFrames(): number {
    return this.taken.reduce((sum, { length }) => sum + length / 2, 0);
  }
  open = () => Promise.resolve();
  close = () => Promise.resolve();
  abort = () => Promise.resolve();
  write(pcm: Buffer): Promise<void> {
    this.taken.push(pcm);
    return Promise.resolve();
  }
  /** Every frame that was not silent. */
  sounded(): number[] {
    const pcm = Buffer.concat(this.taken);
    return Array.from({ length: pcm.length / 2 }, (_, frame) => pcm.readInt16LE(frame * 2)).filter(
      (value) => value > 0,
    );
  }
}

/** Frame n holds n % 1000 + 1: what sounded shows where it came from. */
function counting(): PcmSource {
  let next = 0;
  return {
    get end() {
      return next === FRAMES ? ('completed' as const) : null;
    },
    read(frames) {
      const pcm = Buffer.alloc(Math.min(frames, FRAMES - next) * 2);
      for (let frame = 0; frame < pcm.length / 2; frame += 1, next += 1)
        pcm.writeInt16LE((next % 1_000) + 1, frame * 2);
      return pcm;
    },
  };
}

describe('OnAirStream when time is not as it should be', () => {
  let clock: HandClock;
  let output: MemoryOutput;
  let stream: OnAirStream;
  let events: StreamEvent[];

  beforeEach(async () => {
    clock = new HandClock();
    output = new MemoryOutput();
    events = [];
    // Where no folder can be made, no air-check runs.
    const airCheck = new MixAirCheck({ directory: '/dev/null/none', bitrateKbps: 48 }, () => undefined);
    const parts = {
      output,
      airCheck,
      block: { name: 'b', date: '2026-11-22', title: 't' },
      onUnderrun: () => undefined,
    };
    stream = await OnAirStream.open(parts, clock, { mixAheadMs: 200, outputStallMs: 6_000 });
  });

  function place(inMs: number): void {
    const plannedStart = clock.wallMs() + inMs;
    const item: StreamItem = {
      ...{
        id: 'item',
        priority: 'NORMAL',
        ends: 'withSource',
        interruption: 'resume',
        source: counting(),
        again: counting,
      },
      ...{ lead: Buffer.alloc(0), frames: FRAMES, plannedStart, latestStart: plannedStart + GRACE_MS, latestEnd: null },
    };
    stream.place(item);
  }

  async function run(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 20) {
      clock.pass(20);
      await stream.pump();
      events.push(...stream.settle());
    }
  }

  const ended = () => events.find((event) => event.kind === 'ended');

  it('starts from the first frame what stood still within its grace', async () => {
    place(400);
    clock.pass(1_100);
    await run(3_500);
    expect(ended()).toMatchObject({ reason: 'completed', aired: { frames: FRAMES } });
    expect(output.sounded()).toHaveLength(FRAMES);
    expect(output.sounded()[0]).toBe(1);
  });

  it('misses what stood still beyond its grace, although it was placed already', async () => {
    place(400);
    clock.pass(60_000);
    await run(3_500);
    expect(ended()).toMatchObject({ reason: 'startedTooLate', aired: null });
    expect(output.sounded()).toEqual([]);
  });

  it('does not take speech up again in the middle after a long stand-still', async () => {
    place(300);
    await run(1_000);
    clock.pass(3_600_000);
    await run(3_000);
    const end = ended();
    expect(end).toMatchObject({ reason: 'engineLost' });
    expect(end?.kind === 'ended' && end.aired!.frames).toBeLessThan(FRAMES);
    expect(output.sounded().length).toBeLessThan(FRAMES);
  });

  it('goes on after a short stand-still, without losing a frame', async () => {
    place(300);
    await run(1_000);
    clock.pass(900);
    await run(3_000);
    expect(ended()).toMatchObject({ reason: 'completed', aired: { frames: FRAMES } });
    expect(output.sounded()).toHaveLength(FRAMES);
  });

  it.each([3_600_000, -3_600_000, 2_000, -2_000])('measures as ever when the clock is set by %i ms', async (byMs) => {
    place(300);
    await run(1_000);
    clock.set(byMs);
    await run(3_000);
    const end = ended();
    expect(end).toMatchObject({ reason: 'completed', aired: { frames: FRAMES } });
    expect(end?.kind === 'ended' && end.aired!.end - end.aired!.start).toBe(FRAMES / 48);
    expect(output.sounded()).toHaveLength(FRAMES);
  });

  it('misses what the clock, set forward, has made too late', async () => {
    place(400);
    clock.set(3_600_000);
    await run(3_000);
    expect(ended()).toMatchObject({ reason: 'startedTooLate', aired: null });
    expect(output.sounded()).toEqual([]);
  });
});
