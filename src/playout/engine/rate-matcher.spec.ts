import fc from 'fast-check';
import { CardClock } from './card-clock';
import { Mixer, type Mark } from './mixer';
import { MAX_EXCESS, RateMatcher, REACH_FRAMES, type Stretch } from './rate-matcher';

const RING = 7_200;
const PERIOD = 1_200;
const AHEAD_FRAMES = 200 * 48;
const MINUTE = 60 * 48_000;

/**
 * A card whose crystal runs `ppm` fast, fed 200 ms ahead of the machine's time in turns of 50 ms, with items planned back
 * to back. Time is computed: nothing waits.
 */
class Simulation {
  readonly clock = new CardClock(RING);
  readonly matcher = new RateMatcher();
  readonly mixer = new Mixer();
  readonly marks: Mark[] = [];
  largestExcess = 0;
  readonly anchors = new Set<number>();
  private readonly late = jitter();
  /** By the card's frames: the frame of the stream that is read there. */
  private readonly stretches: (Stretch & { cardFrame: number })[] = [];
  private cardFed = 0;
  private accepted = 0;
  private nowMs = 0;

  constructor(private readonly ppm: number) {}

  place(id: string, notBefore: number, frames: number): void {
    let left = frames;
    const read = (wanted: number) => {
      const now = Math.min(wanted, left);
      left -= now;
      return Buffer.alloc(2 * now);
    };
    const source = { read, end: null };
    this.mixer.place({
      ...{
        id,
        priority: 'NORMAL',
        ends: 'withSource',
        interruption: 'resume',
        source,
        again: () => source,
        lead: Buffer.alloc(0),
      },
      ...{ expectedFrames: frames, notBefore, notAfter: notBefore + 48_000, endBy: Number.POSITIVE_INFINITY },
    });
  }

  run(minutes: number): void {
    for (const endMs = this.nowMs + minutes * 60_000; this.nowMs < endMs; this.nowMs += 50) {
      this.consume();
      this.matcher.follow(this.clock.anchorMs);
      const { anchorMs, currentExcess } = this.matcher;
      if (anchorMs !== null) this.anchors.add(anchorMs);
      this.largestExcess = Math.max(this.largestExcess, Math.abs(currentExcess));
      const due = Math.floor((this.nowMs - (anchorMs ?? 0)) * 48);
      const frames = due + AHEAD_FRAMES - this.matcher.fedFrames;
      if (frames <= 0) continue;
      this.marks.push(...this.mixer.render(frames).marks);
      const stretch = this.matcher.feed(frames);
      this.stretches.push({ ...stretch, cardFrame: this.cardFed });
      this.cardFed += stretch.frames;
    }
  }

  /** True time at which a frame of the stream comes out of the card, by its own crystal. */
  soundsAtMs(streamFrame: number): number {
    const stretch = this.stretches.findLast(({ whole }) => whole <= streamFrame)!;
    const into = (streamFrame - stretch.whole - stretch.fraction) / (1 + stretch.excess);
    return (stretch.cardFrame + into) / (48 * (1 + this.ppm * 1e-6));
  }

  segment(id: string): { first: number; end: number } {
    const played = this.marks.flatMap((mark) => (mark.kind === 'played' && mark.id === id ? [mark] : []));
    const last = played.at(-1)!;
    return { first: played[0]!.at, end: last.at + last.frames };
  }

  /** The ring takes whole periods as they come free, and says so a little late. */
  private consume(): void {
    const played = Math.max(0, this.nowMs * 48 * (1 + this.ppm * 1e-6));
    while (this.accepted + PERIOD <= Math.min(this.cardFed, played + RING)) {
      this.accepted += PERIOD;
      const freeMs = Math.max(0, this.accepted - RING) / (48 * (1 + this.ppm * 1e-6));
      this.clock.accept(PERIOD, Math.max(freeMs, this.nowMs - 50) + this.late());
    }
  }
}

/** Late by up to 10 ms, mostly less. Repeatable. */
function jitter(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return 10 * (state / 2_147_483_647) ** 3;
  };
}

describe('a session on a card whose crystal is off', () => {
  it.each([100, -100])('of %i ppm has no gap, loses no frame, and starts its last item on time', (ppm) => {
    const simulation = new Simulation(ppm);
    simulation.run(1);
    const items = [11, 13, 9, 12].map((minutes, index) => ({ id: String(index), frames: minutes * MINUTE }));
    let planned = 2 * MINUTE;
    const starts = items.map(({ id, frames }) => {
      const start = planned;
      simulation.place(id, start, frames);
      planned += frames;
      return start;
    });
    simulation.run(47);

    const segments = items.map(({ id }) => simulation.segment(id));
    expect(segments.map(({ first }) => first)).toEqual(starts);
    for (const [index, { first, end }] of segments.entries()) expect(end - first).toBe(items[index]!.frames);
    // By the true time of a card left to itself the last item would be out by 190 ms at 100 ppm.
    const [anchorMs] = [...simulation.anchors].slice(-1);
    for (const start of starts) {
      const errorMs = simulation.soundsAtMs(start) - (anchorMs! + start / 48);
      expect(Math.abs(errorMs)).toBeLessThan(3);
    }
    // The positions of what is planned never had to move, and nothing was bent by more than is allowed.
    expect(simulation.anchors.size).toBe(1);
    expect(simulation.largestExcess).toBeLessThanOrEqual(MAX_EXCESS);
  });
});

describe('RateMatcher', () => {
  const feeds = fc.array(
    fc.record({
      frames: fc.integer({ min: 1, max: 5_000 }),
      lateMs: fc.option(fc.double({ min: -20, max: 20, noNaN: true })),
    }),
    { minLength: 1, maxLength: 60 },
  );

  it('reads the stream without a break and never ahead of what was fed, whatever the card says', () => {
    fc.assert(
      fc.property(feeds, (turns) => {
        const matcher = new RateMatcher();
        let next = 0;
        let fed = 0;
        let anchorMs = 1_000;
        for (const { frames, lateMs } of turns) {
          if (lateMs !== null) anchorMs += lateMs;
          matcher.follow(lateMs === null ? null : anchorMs);
          const stretch = matcher.feed(frames);
          fed += frames;
          expect(stretch.whole + stretch.fraction).toBeCloseTo(next, 6);
          const lastFrame = stretch.frames - 1;
          const last = stretch.whole + lastFrame + Math.floor(stretch.fraction + lastFrame * stretch.excess);
          if (stretch.frames > 0) expect(last + REACH_FRAMES).toBeLessThan(fed);
          expect(Math.abs(stretch.excess)).toBeLessThanOrEqual(MAX_EXCESS);
          next = stretch.whole + stretch.fraction + stretch.frames * (1 + stretch.excess);
          // Nothing is held back but what reading takes.
          expect(fed - next).toBeLessThanOrEqual(REACH_FRAMES);
        }
      }),
    );
  });

  it('counts what came out frame by frame, never back and never more than was fed', () => {
    fc.assert(
      fc.property(feeds, (turns) => {
        const matcher = new RateMatcher();
        let card = 0;
        let played = 0;
        let counted = 0;
        let anchorMs = 0;
        for (const { frames, lateMs } of turns) {
          matcher.follow((anchorMs += lateMs ?? 0));
          card += matcher.feed(frames).frames;
          // The card is somewhere in what it was given.
          played = Math.max(played, card - 7_200);
          const now = matcher.streamFramesIn(played);
          expect(now).toBeGreaterThanOrEqual(counted);
          expect(Math.abs(now - played)).toBeLessThanOrEqual(2 + card * MAX_EXCESS);
          counted = now;
        }
        expect(matcher.streamFramesIn(card)).toBeLessThanOrEqual(matcher.fedFrames);
        expect(matcher.streamFramesIn(card)).toBeGreaterThanOrEqual(matcher.fedFrames - REACH_FRAMES - 1);
      }),
    );
  });

  it('moves the stream’s own positions when the card stood still', () => {
    const matcher = new RateMatcher();
    matcher.follow(1_000);
    matcher.feed(48_000);
    matcher.follow(1_700);
    expect(matcher.anchorMs).toBeCloseTo(1_700, 6);
    expect(matcher.currentExcess).toBe(0);
  });
});
