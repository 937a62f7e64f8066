import { PLAYOUT_PCM } from '../../audio/playout-args';
import { waitMs } from './backoff';
import type { AirCheck } from './air-check';
import { CardProcess } from './card-process';
import type { EngineClock } from './engine-clock';
import { MonitorAirCheck } from './monitor-air-check';
import type { MonitorTap } from './monitor-tap';
import type { RecordingOptions } from './mp3-recording';
import { AudioOutput } from './output';
import type { OutputBlock } from './output-block';
import { StreamClock } from './stream-clock';

const REOPEN = { firstMs: 500, longestMs: 15_000 } as const;
/** A card that played this long was healthy: its end is the first failure of a new row. */
const HEALTHY_MS = 10_000;
const SILENCE_TICK_MS = 50;
/** How far the silence between blocks is kept ahead of time; as far as the engine mixes ahead. */
const AHEAD_FRAMES = 200 * PLAYOUT_PCM.framesPerMs;
/** One that is behind by more stood still, and does not make up for it. */
const LATE_FRAMES = PLAYOUT_PCM.sampleRate / 2;
/** Turns without a word from the card after which it counts as hung: of the engine's own time, which may be suspended. */
const HUNG_TICKS = 70;
/** How long a block waits for the card before its opening counts as failed. A sound server that idles takes two seconds. */
const OPEN_TIMEOUT_MS = 3_500;

export interface SoundcardOptions {
  /** ALSA name, such as "default" or "plughw:0,0". */
  readonly device: string;
  /** Told when the card runs dry in a block. */
  readonly onDry: () => void;
}

interface Waiting {
  readonly proceed: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * Keeps a sound card playing round the clock, with silence between blocks: opening one takes most of a second, which in
 * an emergency nobody has, and a card that runs has a clock that is known to the sample. Reopens it by itself for as long
 * as it takes.
 */
export class SoundcardLink {
  private card: CardProcess;
  private clock: StreamClock;
  private openedAtMonotonicMs: number;
  private accepted = { frames: 0, ticksAgo: 0 };
  private failures = 0;
  private reopening: NodeJS.Timeout | null = null;
  private isBlockOpen = false;
  private waiting: Waiting[] = [];

  constructor(
    private readonly options: SoundcardOptions,
    private readonly time: EngineClock,
    private readonly log: (level: 'info' | 'warn', message: string) => void,
  ) {
    this.clock = new StreamClock(time);
    this.openedAtMonotonicMs = time.monotonicMs();
    this.card = this.newCard();
    setInterval(() => {
      this.tick();
    }, SILENCE_TICK_MS);
  }

  /** The running card, which the block has to itself until `release`. @throws Error when it does not play in time */
  async claim(): Promise<CardProcess> {
    if (this.reopening !== null) this.open();
    if (!this.isUp) await this.untilUp();
    this.isBlockOpen = true;
    return this.card;
  }

  release(): void {
    this.isBlockOpen = false;
  }

  private get isUp(): boolean {
    return this.reopening === null && this.card.hasRun && this.card.failure === null;
  }

  private untilUp(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const problem = `sound card ${this.options.device} consumes nothing`;
        this.card.end(problem);
        reject(new Error(problem));
      }, OPEN_TIMEOUT_MS);
      const settle = (how: () => void) => (): void => {
        clearTimeout(timer);
        how();
      };
      this.waiting.push({
        proceed: settle(resolve),
        fail: (error) => {
          settle(() => {
            reject(error);
          })();
        },
      });
    });
  }

  private newCard(): CardProcess {
    return new CardProcess(this.options.device, this.time, () => {
      if (!this.isBlockOpen) return;
      this.log('warn', `sound card ${this.options.device} ran dry`);
      this.options.onDry();
    });
  }

  private open(): void {
    if (this.reopening !== null) clearTimeout(this.reopening);
    this.reopening = null;
    this.accepted = { frames: 0, ticksAgo: 0 };
    this.clock = new StreamClock(this.time);
    this.openedAtMonotonicMs = this.time.monotonicMs();
    this.card = this.newCard();
  }

  private tick(): void {
    if (this.reopening !== null) return;
    this.watch();
    if (this.card.failure !== null) {
      this.reopenLater(`sound card ${this.options.device}: ${this.card.failure}`);
      return;
    }
    if (!this.isBlockOpen) this.feedSilence();
    if (!this.isUp) return;
    for (const { proceed } of this.waiting.splice(0)) proceed();
  }

  /** Between blocks nobody else notices a card that hangs. */
  private watch(): void {
    const { acceptedFrames } = this.card;
    const isStill = acceptedFrames === this.accepted.frames && !this.isBlockOpen;
    this.accepted = { frames: acceptedFrames, ticksAgo: isStill ? this.accepted.ticksAgo + 1 : 0 };
    if (this.accepted.ticksAgo >= HUNG_TICKS) this.card.end('consumes nothing');
  }

  private reopenLater(problem: string): void {
    if (this.time.monotonicMs() - this.openedAtMonotonicMs > HEALTHY_MS) this.failures = 0;
    this.failures += 1;
    const delayMs = waitMs(REOPEN, this.failures, Math.random());
    this.log('warn', `${problem}; next attempt in ${String(delayMs)} ms`);
    this.reopening = setTimeout(() => {
      this.open();
    }, delayMs);
    for (const { fail } of this.waiting.splice(0)) fail(new Error(problem));
  }

  private feedSilence(): void {
    const { card, clock } = this;
    const anchor = card.anchorMonotonicMs;
    if (anchor !== null) clock.anchorAt(anchor);
    const behind = clock.dueFrames() - card.fedFrames;
    if (behind > LATE_FRAMES) clock.delayBy(behind);
    const due = clock.dueFrames() + AHEAD_FRAMES - card.fedFrames;
    // A card that has not begun yet must not find a pile of silence waiting when it does.
    const unfilled = card.acceptedFrames + AHEAD_FRAMES - card.fedFrames;
    const frames = Math.min(due, unfilled);
    if (frames > 0) card.write(Buffer.alloc(frames * PLAYOUT_PCM.bytesPerFrame)).catch(() => undefined);
  }
}

/** One block on a sound card. */
export class SoundcardOutput extends AudioOutput {
  private card: CardProcess | null = null;
  /** Frames of silence that the card had been fed before the block. */
  private before = 0;

  /** @param tap hears what the card plays; null where nothing does */
  constructor(
    private readonly link: SoundcardLink,
    private readonly time: EngineClock,
    private readonly tap: MonitorTap | null,
  ) {
    super();
  }

  override returnPath(options: RecordingOptions, onFailure: (problem: string) => void): AirCheck | null {
    const { tap, time } = this;
    if (tap?.isHearing !== true) return null;
    return new MonitorAirCheck(options, onFailure, tap, time, () => this.anchorMonotonicMs);
  }

  async open(_block: OutputBlock): Promise<void> {
    this.card = await this.link.claim();
    this.before = this.card.fedFrames;
  }

  async write(pcm: Buffer): Promise<void> {
    await this.card?.write(pcm);
  }

  get deliveredFrames(): number {
    return Math.max(0, (this.card?.playedFrames ?? 0) - this.before);
  }

  get anchorMonotonicMs(): number | null {
    const anchorMs = this.card?.anchorMonotonicMs ?? null;
    return anchorMs === null ? null : anchorMs + this.before / PLAYOUT_PCM.framesPerMs;
  }

  get failure(): string | null {
    return this.card?.failure ?? null;
  }

  close(): Promise<void> {
    this.link.release();
    return Promise.resolve();
  }

  abort(): Promise<void> {
    this.card?.end('given up by the engine');
    this.link.release();
    return Promise.resolve();
  }
}
