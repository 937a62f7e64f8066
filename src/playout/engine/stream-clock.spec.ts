import type { EngineClock } from './engine-clock';
import { StreamClock } from './stream-clock';

class FakeEngineClock implements EngineClock {
  constructor(
    private wall: number,
    private monotonic: number,
  ) {}
  wallMs = (): number => this.wall;
  monotonicMs = (): number => this.monotonic;
  pass(ms: number): void {
    this.wall += ms;
    this.monotonic += ms;
  }
  setWall(wall: number): void {
    this.wall = wall;
  }
}

describe('StreamClock', () => {
  const anchorWall = Date.UTC(2026, 10, 22, 22, 30);

  it('places a wall instant on the stream by its distance from the opening', () => {
    const time = new FakeEngineClock(anchorWall, 5_000);
    const clock = new StreamClock(time);
    expect(clock.frameAtWall(anchorWall + 2_000)).toBe(96_000);
    time.pass(1_500);
    expect(clock.dueFrames()).toBe(72_000);
    expect(clock.frameAtWall(anchorWall + 2_000)).toBe(96_000);
    expect(clock.wallAt(clock.dueMonotonicMs(96_000))).toBe(anchorWall + 2_000);
  });

  it('follows a wall clock that is set, while the stream flows on', () => {
    const time = new FakeEngineClock(anchorWall, 5_000);
    const clock = new StreamClock(time);
    time.setWall(anchorWall + 2_000);
    expect(clock.dueFrames()).toBe(0);
    expect(clock.frameAtWall(anchorWall + 3_000)).toBe(48_000);
  });

  it('puts off what is to come by what the output missed', () => {
    const time = new FakeEngineClock(anchorWall, 5_000);
    const clock = new StreamClock(time);
    time.pass(10_000);
    clock.delayBy(clock.dueFrames() - 48_000);
    expect(clock.dueFrames()).toBe(48_000);
    expect(clock.frameAtWall(anchorWall + 10_500)).toBe(72_000);
  });
});
