import { CardClock } from './card-clock';

const RING = 7_200;
const PERIOD = 1_200;

/** A card that runs `ppm` faster than its name and is fed so that its ring stays full; messages arrive `lateMs` late. */
function play(clock: CardClock, card: { ppm: number; startMs: number; seconds: number; lateMs: () => number }): void {
  const framesPerMs = 48 * (1 + card.ppm / 1e6);
  for (let frames = PERIOD; frames <= card.seconds * 48_000; frames += PERIOD) {
    const roomMs = card.startMs + Math.max(0, frames - RING) / framesPerMs;
    clock.accept(PERIOD, roomMs + card.lateMs());
  }
}

/** Late by up to 20 ms, mostly less: a process on a busy machine. Repeatable. */
function jitter(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 20 * (state / 2_147_483_647) ** 3;
  };
}

describe('CardClock', () => {
  it('knows nothing until the card is seen to run, however long it waits with a full ring', () => {
    const clock = new CardClock(RING);
    clock.accept(RING, 1_000);
    expect(clock.anchorMs).toBeNull();
    expect(clock.playedFrames).toBe(0);
    // It begins two seconds later, as a sound server may.
    for (let n = 1; n <= 20; n += 1) clock.accept(PERIOD, 3_000 + n * 25);
    expect(clock.anchorMs).toBe(3_000);
  });

  it('sees through messages that come late', () => {
    const clock = new CardClock(RING);
    play(clock, { ppm: 0, startMs: 5_000, seconds: 10, lateMs: jitter() });
    expect(clock.anchorMs).toBeGreaterThanOrEqual(5_000);
    expect(clock.anchorMs).toBeLessThan(5_001);
  });

  it.each([100, -100])('follows a crystal that is off by %i ppm for 45 minutes to two milliseconds', (ppm) => {
    const clock = new CardClock(RING);
    const seconds = 45 * 60;
    play(clock, { ppm, startMs: 0, seconds, lateMs: jitter() });
    const playedNow = clock.playedFrames;
    const dueMs = clock.anchorMs! + playedNow / 48;
    const trueMs = playedNow / (48 * (1 + ppm / 1e6));
    expect(Math.abs(trueMs - playedNow / 48)).toBeGreaterThan(250);
    expect(Math.abs(dueMs - trueMs)).toBeLessThan(2);
  });

  it('begins anew after the card ran dry, at the positions that come out later now', () => {
    const clock = new CardClock(RING);
    play(clock, { ppm: 0, startMs: 0, seconds: 2, lateMs: () => 0 });
    clock.runDry();
    expect(clock.anchorMs).toBeNull();
    play(clock, { ppm: 0, startMs: 5_000, seconds: 2, lateMs: () => 0 });
    // 2 s were played before, then the card stood still: frame 0 would have come out at 5 s − 2 s.
    expect(clock.anchorMs).toBeCloseTo(3_000, 6);
  });

  it('does not let a device that swallows everything hasten the stream', () => {
    const clock = new CardClock(RING);
    for (let second = 0; second < 60; second += 1) clock.accept(10 * 48_000, second * 1_000);
    const atFirstReading = 1_000 - (2 * 480_000 - RING) / 48;
    expect(clock.anchorMs! - atFirstReading).toBeGreaterThan(-60);
  });
});
