import { PLAYOUT_PCM } from '../../audio/playout-args';
import type { InterruptionPolicy } from '../../domain/plan';
import type { EndReason } from '../playout-engine';
import type { AirCheck } from './air-check';
import type { EngineClock } from './engine-clock';
import { LevelMeter, type MeterReading } from './level-meter';
import type { Rung } from './ladder';
import { Mixer, type MixItem, type PcmSource } from './mixer';
import type { AudioOutput } from './output';
import type { OutputBlock } from './output-block';
import { PlayedLedger, type LedgerEvent, type Tally } from './played-ledger';
import { StreamClock } from './stream-clock';

/** Behind by more than this, a sound card would have gone on in silence: so does the stream's clock. */
const LATE_FRAMES = PLAYOUT_PCM.sampleRate / 2;
/** One write holds at most this much, so that catching up does not fill memory. */
const MAX_WRITE_FRAMES = PLAYOUT_PCM.sampleRate / 10;

const STOOD_STILL_MS = 1_000;

export interface StreamItem {
  readonly id: string;
  readonly priority: Rung;
  readonly ends: MixItem['ends'];
  readonly interruption: InterruptionPolicy;
  readonly source: PcmSource;
  readonly again: () => PcmSource;
  /** PCM before its first frame. */
  readonly lead: Buffer;
  readonly frames: number;
  /** Wall instants, epoch milliseconds. */
  readonly plannedStart: number;
  readonly latestStart: number;
  /** null: it may sound at any hour. */
  readonly latestEnd: number | null;
}

/** What went out of one segment of an item, in wall instants (epoch milliseconds). */
export interface Aired {
  readonly firstFrame: number;
  readonly start: number;
  readonly end: number;
  readonly frames: number;
  /** The air-check that holds it, from `firstFrame` on. */
  readonly airCheck: string | null;
}

export type StreamEvent =
  | { readonly kind: 'started'; readonly id: string; readonly aired: Aired }
  /** A segment is over; the item has not ended. */
  | { readonly kind: 'interrupted'; readonly id: string; readonly aired: Aired }
  | { readonly kind: 'ended'; readonly id: string; readonly aired: Aired | null; readonly reason: EndReason };

export interface StreamOptions {
  readonly mixAheadMs: number;
  readonly outputStallMs: number;
}

/** An open output with its clock: mixes a little ahead of time, hands over, and keeps account of what came out. */
export class OnAirStream {
  private readonly mixer = new Mixer();
  private readonly levels = new LevelMeter();
  private readonly clock: StreamClock;
  private readonly ledger: PlayedLedger;
  /** Items on the stream and the wall instant its segment started at, fixed once: a clock set later does not move it. */
  private readonly placed = new Map<string, number | null>();
  private readonly items = new Map<string, StreamItem>();
  private isPumping = false;
  private writeFailure: string | null = null;
  private lastDelivery: { frames: number; atMonotonicMs: number };
  private lastWatchMonotonicMs: number;

  private constructor(
    private readonly output: AudioOutput,
    private readonly airCheck: AirCheck,
    private readonly time: EngineClock,
    private readonly options: StreamOptions,
    private readonly onUnderrun: (behindMs: number) => void,
  ) {
    this.clock = new StreamClock(time);
    this.followOutput();
    this.ledger = new PlayedLedger((frame) => this.clock.dueMonotonicMs(frame));
    this.lastWatchMonotonicMs = time.monotonicMs();
    this.lastDelivery = { frames: 0, atMonotonicMs: this.lastWatchMonotonicMs };
  }

  /** Opens the output, and the air-check beside it; frame 0 is due when the output consumes. Rejects when it cannot be opened. */
  static async open(
    parts: { output: AudioOutput; airCheck: AirCheck; block: OutputBlock; onUnderrun: (behindMs: number) => void },
    time: EngineClock,
    options: StreamOptions,
  ): Promise<OnAirStream> {
    parts.airCheck.open(parts.block);
    try {
      await parts.output.open(parts.block);
    } catch (error) {
      await parts.airCheck.discard();
      throw error;
    }
    return new OnAirStream(parts.output, parts.airCheck, time, options, parts.onUnderrun);
  }

  get isIdle(): boolean {
    return this.placed.size === 0;
  }

  get current(): { readonly id: string; readonly aired: Aired } | null {
    const current = this.ledger.current;
    return current === null ? null : { id: current.id, aired: this.airedOf(current.id, current.tally) };
  }

  /** How long until an item planned at this wall instant would be mixed, given what is on the stream before it. */
  msUntilMixed(plannedStart: number, priority: Rung): number {
    const start = Math.max(this.clock.frameAtWall(plannedStart), this.mixer.expectedFree(priority));
    return (start - this.mixer.position) / PLAYOUT_PCM.framesPerMs;
  }

  place(item: StreamItem): void {
    const { id, frames, plannedStart, latestStart, latestEnd, ...asItIs } = item;
    this.placed.set(id, null);
    this.items.set(id, item);
    this.mixer.place({
      ...{ id, ...asItIs, expectedFrames: frames },
      notBefore: Math.max(this.clock.frameAtWall(plannedStart), this.mixer.position),
      notAfter: Math.max(this.clock.frameAtWall(latestStart), this.mixer.position),
      endBy: latestEnd === null ? Number.POSITIVE_INFINITY : this.clock.frameAtWall(latestEnd),
    });
  }

  announce(title: string): void {
    this.output.announce?.(title);
  }

  cut(id: string, reason: EndReason): void {
    this.mixer.cut(id, reason);
  }

  /** Mixes and hands over whatever is due within the mixing lead; returns at once while an earlier call still writes. */
  async pump(): Promise<void> {
    if (this.isPumping || this.writeFailure !== null) return;
    this.isPumping = true;
    try {
      this.followOutput();
      this.catchUp();
      this.dropOverdue();
      for (;;) {
        const target = this.clock.dueFrames() + this.options.mixAheadMs * PLAYOUT_PCM.framesPerMs;
        const frames = Math.min(target - this.mixer.position, MAX_WRITE_FRAMES);
        if (frames <= 0) return;
        const rendered = this.mixer.render(frames);
        this.levels.add(rendered.position, rendered.pcm, this.mixer.sounding);
        this.airCheck.write(rendered.pcm);
        await this.output.write(rendered.pcm);
        this.ledger.accept(rendered.marks, this.time.monotonicMs());
      }
    } catch (error) {
      this.writeFailure = String(error);
    } finally {
      this.isPumping = false;
    }
  }

  /** Counts what has come out and fallen due since the last call. */
  settle(): readonly StreamEvent[] {
    return this.tell(this.ledger.settle(Math.min(this.output.deliveredFrames, this.clock.dueFrames())));
  }

  /** Whether levels are measured. */
  meter(isOn: boolean): void {
    this.levels.switch(isOn);
  }

  /** Level of what has just come out, not of what is mixed ahead; null when nothing new has. `at` is its wall instant. */
  level(): (MeterReading & { readonly at: number }) | null {
    const reading = this.levels.take(this.clock.dueFrames());
    if (reading === null) return null;
    return { ...reading, at: this.clock.wallAt(this.clock.dueMonotonicMs(reading.streamFrame)) };
  }

  /** Why the output must be given up; null while it works. Ask often: it notices a stall by its own calls. */
  failure(): string | null {
    const delivered = this.output.deliveredFrames;
    const now = this.time.monotonicMs();
    // When the engine itself stood still, the output had nothing to deliver for as long.
    const stoodStill = now - this.lastWatchMonotonicMs > STOOD_STILL_MS;
    this.lastWatchMonotonicMs = now;
    if (stoodStill || delivered > this.lastDelivery.frames)
      this.lastDelivery = { frames: delivered, atMonotonicMs: now };
    const stalledMs = now - this.lastDelivery.atMonotonicMs;
    const stalled =
      stalledMs > this.options.outputStallMs ? `output delivers nothing for ${stalledMs.toFixed(0)} ms` : null;
    return this.output.failure ?? this.writeFailure ?? stalled;
  }

  get hasDelivered(): boolean {
    return this.lastDelivery.frames > 0;
  }

  async close(): Promise<void> {
    await Promise.all([this.output.close(), this.airCheck.close()]);
  }

  /**
   * Gives the output up. What was mixed ends here with what came out of it; items not mixed yet are named in `unmixed`
   * and may go on air again.
   */
  abandon(): {
    readonly events: readonly StreamEvent[];
    readonly unmixed: readonly string[];
    readonly closed: Promise<void>;
  } {
    const unmixed = this.mixer.waiting;
    const lost = [...this.placed.keys()].filter((id) => !unmixed.includes(id));
    const events = this.tell(lost.map((id) => this.ledger.end(id, 'outputFailed')));
    return { events, unmixed, closed: Promise.all([this.output.abort(), this.airCheck.close()]).then(() => undefined) };
  }

  /** Takes over the clock of an output that has one: it moves when the output stood still. */
  private followOutput(): void {
    const anchor = this.output.anchorMonotonicMs;
    if (anchor !== null) this.clock.anchorAt(anchor);
  }

  private catchUp(): void {
    const behind = this.clock.dueFrames() - this.mixer.position;
    if (behind <= LATE_FRAMES) return;
    this.clock.delayBy(behind);
    const behindMs = behind / PLAYOUT_PCM.framesPerMs;
    this.onUnderrun(behindMs);
    // Speech that stood still for longer than its own grace is not taken up again in the middle.
    for (const [id, { plannedStart, latestStart }] of this.items)
      if (behindMs > latestStart - plannedStart && !this.mixer.waiting.includes(id)) this.mixer.cut(id, 'engineLost');
  }

  /** Placed by the clocks of then, an item may have become too late since: this process stood still, or the clock was set. */
  private dropOverdue(): void {
    const now = this.time.wallMs();
    for (const id of this.mixer.waiting) {
      const item = this.items.get(id);
      // An emergency's chime may be sounding already.
      if (item !== undefined && item.priority !== 'EMERGENCY' && now > item.latestStart)
        this.mixer.cut(id, 'startedTooLate');
    }
  }

  private tell(events: readonly LedgerEvent[]): readonly StreamEvent[] {
    return events.map((event) => {
      const aired = event.tally === null ? null : this.airedOf(event.id, event.tally);
      if (event.kind === 'ended') {
        this.placed.delete(event.id);
        this.items.delete(event.id);
        return { kind: 'ended', id: event.id, aired, reason: event.reason };
      }
      if (event.kind === 'interrupted') {
        const { id } = event;
        const segment = this.airedOf(id, event.tally);
        this.placed.set(id, null);
        return { kind: 'interrupted', id, aired: segment };
      }
      const started = this.airedOf(event.id, event.tally);
      this.placed.set(event.id, started.start);
      return { kind: 'started', id: event.id, aired: started };
    });
  }

  private airedOf(id: string, tally: Tally): Aired {
    const start = this.placed.get(id) ?? this.clock.wallAt(tally.startMonotonicMs);
    const lengthMs = Math.round(tally.endMonotonicMs - tally.startMonotonicMs);
    const { firstFrame, frames } = tally;
    return { firstFrame, start, end: start + lengthMs, frames, airCheck: this.airCheck.name };
  }
}
