import { PLAYOUT_PCM } from '../../audio/playout-args';
import type { LiveSourceConfig } from '../relay/live-feed';
import type { EndReason, PlayoutCue } from '../playout-engine';
import { CuedItem, inPlanOrder } from './cued-item';
import type { EngineClock } from './engine-clock';
import type { EngineTiming } from './engine-timing';
import type { Journal } from './journal';
import { RUNGS } from './ladder';
import { LevelReporter } from './level-reporter';
import type { Aired, OnAirStream, StreamEvent } from './on-air-stream';
import { OutcomeDesk } from './outcome-desk';
import type { FromEngine } from './protocol';
import { ReopenBackoff } from './reopen-backoff';
import type { SoundParts } from './sound';

/** An item is given its position on the stream this long before it would be mixed: more than a tick takes. */
const PLACE_MARGIN_MS = 300;
const JOURNAL_RETRY_MS = 500;
const PROGRESS_MS = 1_000;

export interface EngineParts {
  readonly clock: EngineClock;
  readonly journal: Journal;
  readonly timing: EngineTiming;
  /** PCM that every emergency sounds first. */
  readonly chime: Buffer;
  readonly liveSources: readonly LiveSourceConfig[];
  /** Opens the output for the block of its first item. */
  readonly openStream: (first: PlayoutCue) => Promise<OnAirStream>;
  readonly report: (message: FromEngine) => void;
}

/**
 * Drives one output: prepares cued items ahead, puts each on the stream at its planned instant, at most once ever, and
 * reports what came out. Whoever owns it calls `tick` often while `isOnAir`, a few times a second otherwise.
 */
export class Engine {
  private readonly items = new Map<string, CuedItem>();
  private stream: OnAirStream | null = null;
  private isOpening = false;
  private isDraining = false;
  private readonly closing = new Set<Promise<void>>();
  private readonly desk: OutcomeDesk;
  private readonly backoff: ReopenBackoff;
  private readonly levels: LevelReporter;
  private readonly soundParts: SoundParts;
  private progressAtMonotonicMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: EngineParts) {
    this.backoff = new ReopenBackoff(parts.timing.reopenMs);
    this.levels = new LevelReporter(parts.report);
    this.soundParts = {
      ...{ timing: parts.timing, liveSources: parts.liveSources },
      log: (level, message) => {
        this.log(level, message);
      },
    };
    this.desk = new OutcomeDesk({
      journal: parts.journal,
      now: () => this.now(),
      tell: (outcome) => {
        parts.report({ kind: 'outcome', outcome });
      },
      onJournalFailure: (error) => {
        this.log('error', `journal cannot be written: ${String(error)}`);
      },
    });
  }

  get isOnAir(): boolean {
    return this.stream !== null;
  }

  /** Reports what an earlier engine left unfinished or unacknowledged, then that this one is ready. */
  async start(): Promise<void> {
    await this.desk.replay();
    this.parts.report({ kind: 'ready' });
  }

  /** Takes an item on. One that this output has ever started, or refused, is answered with how it ended. */
  cue(cue: PlayoutCue, commandedAt: number): void {
    if (this.items.has(cue.deliveryId)) return;
    const known = this.parts.journal.get(cue.deliveryId);
    if (known !== undefined) this.desk.tellEnd(known.outcome);
    else {
      const item = new CuedItem(cue, commandedAt, this.soundParts);
      if (item.isEmergency) this.makeWay(item);
      this.items.set(cue.deliveryId, item);
    }
    this.tick();
  }

  /** Ends an item; one that plays fades out, and what it interrupted goes on. */
  withdraw(deliveryId: string): void {
    const item = this.items.get(deliveryId);
    if (item !== undefined) this.takeOff(item, 'withdrawn');
    this.tick();
  }

  /** Whether anybody looks at the levels. */
  meter(isWanted: boolean): void {
    this.levels.want(isWanted);
  }

  acknowledge(deliveryId: string): void {
    this.desk.acknowledge(deliveryId);
  }

  /**
   * Fades out what plays, finishes the files and the journal; waits for its outcomes to be acknowledged if there is
   * anybody to do so. Resolves when done, or when its time is up.
   */
  async drain(hasListener: () => boolean): Promise<void> {
    const { clock, timing, journal } = this.parts;
    const deadline = clock.monotonicMs() + timing.drainMs;
    this.isDraining = true;
    for (const item of this.items.values()) {
      if (item.stage === 'placed') this.stream?.cut(item.id, 'engineLost');
      else if (item.stage === 'arming' || item.stage === 'armed') this.end(item, 'engineLost', null);
      else this.drop(item);
    }
    const isHeard = (): boolean => this.desk.isHeard || !hasListener();
    const isDone = (): boolean => this.stream === null && this.closing.size === 0 && isHeard();
    while (!isDone() && clock.monotonicMs() < deadline) {
      this.tick();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await journal.close();
  }

  /** One turn: moves items towards the stream, keeps the stream fed, counts what came out. Never waits. */
  tick(): void {
    const now = this.now();
    const items = inPlanOrder(this.items.values());
    for (const item of items) this.expireOrPrepare(item, now);
    for (const rung of RUNGS) {
      const next = items.find(({ stage, cue }) => cue.priority === rung && isUnderWay(stage));
      if (next !== undefined) this.bringToStream(next, now);
    }
    if (this.stream !== null) this.runStream(this.stream, now);
    this.levels.follow(this.stream, (id) => this.positionOf(id));
  }

  private expireOrPrepare(item: CuedItem, now: number): void {
    if (item.stage === 'placed' || this.isDraining) return;
    if (now > item.latestStart) this.end(item, this.backoff.hasFailed ? 'outputFailed' : 'startedTooLate', null);
    else if (item.stage === 'waiting' && item.cue.plannedStart - now <= item.prepareLeadMs) {
      if (item.isEmergency) void this.raise(item);
      else void this.prepare(item);
    }
  }

  /** A new emergency tries a failed output at once, and takes the place of earlier ones if it is to. */
  private makeWay(emergency: CuedItem): void {
    this.backoff.tryAtOnce();
    if (emergency.cue.onSecond !== 'replace') return;
    for (const item of this.items.values()) if (item.isEmergency) this.takeOff(item, 'replaced');
  }

  private takeOff(item: CuedItem, reason: EndReason): void {
    if (item.stage === 'placed') this.stream?.cut(item.id, reason);
    else this.end(item, reason, null);
  }

  /**
   * Lets an emergency onto the stream at once. From the request to the first sample of the chime at the far end of an
   * output that consumes in real time pass, at most: what is handed over already (`mixAheadMs`, 200 ms; it cannot be
   * taken back), and the way of one message between two processes. The chime comes from memory, over the fade of what it
   * interrupts; verifying, decoding and journalling the message happen while it sounds, and the stream
   * waits for them rather than lose a word. A journal that cannot be written does not hold an emergency back.
   */
  private async raise(item: CuedItem): Promise<void> {
    item.stage = 'armed';
    const starting = this.announce(item).catch((error: unknown) => {
      this.log('error', `journal cannot be written, ${item.id} is aired all the same: ${String(error)}`);
    });
    const [refusal] = await Promise.all([item.prepare(), starting]);
    if (item.isEnded()) return;
    if (refusal === null) item.open();
    else this.takeOff(item, refusal);
  }

  /** Opens the output for the next item, journals it, places it. */
  private bringToStream(item: CuedItem, now: number): void {
    const { timing, clock } = this.parts;
    const untilStart = item.cue.plannedStart - now;
    const mayOpen = !this.isOpening && !this.isDraining && this.backoff.mayTry(clock.monotonicMs());
    if (this.stream === null && mayOpen && untilStart <= timing.openLeadMs) void this.openStream(item);
    const untilMixed =
      this.stream?.msUntilMixed(item.cue.plannedStart, item.cue.priority) ?? untilStart - timing.mixAheadMs;
    if (item.stage === 'ready' && untilMixed <= timing.journalLeadMs) void this.arm(item);
    if (item.stage === 'armed' && this.stream !== null && untilStart <= timing.mixAheadMs + PLACE_MARGIN_MS) {
      item.stage = 'placed';
      this.stream.place(item.asStreamItem(this.parts.chime));
    }
  }

  private runStream(stream: OnAirStream, now: number): void {
    const failure = stream.failure();
    if (failure !== null) {
      this.giveUp(stream, failure);
      return;
    }
    if (stream.hasDelivered && this.backoff.succeeded()) this.parts.report({ kind: 'link', isUp: true });
    void stream.pump();
    for (const event of stream.settle()) this.take(event);
    this.noteProgress(stream);
    // What would be opened again at once is not closed.
    const { lingerMs, openLeadMs } = this.parts.timing;
    const needed = now + Math.max(lingerMs, openLeadMs);
    const isNeeded = [...this.items.values()].some(({ stage, cue }) => stage !== 'ended' && cue.plannedStart <= needed);
    if (stream.isIdle && (!isNeeded || this.isDraining)) this.closeStream(stream);
  }

  private async prepare(item: CuedItem): Promise<void> {
    item.stage = 'preparing';
    const refusal = await item.prepare();
    if (item.isEnded()) return;
    if (refusal !== null) this.end(item, refusal, null);
    else {
      item.open();
      item.stage = 'ready';
    }
    this.tick();
  }

  private async arm(item: CuedItem): Promise<void> {
    item.stage = 'arming';
    try {
      await this.announce(item);
      if (!item.isEnded()) item.stage = 'armed';
    } catch (error) {
      this.log('error', `journal cannot be written, ${item.id} waits: ${String(error)}`);
      await new Promise((resolve) => setTimeout(resolve, JOURNAL_RETRY_MS));
      if (!item.isEnded()) item.stage = 'ready';
    }
    this.tick();
  }

  private announce({ cue, commandedAt }: CuedItem): Promise<void> {
    const { deliveryId, sha256, interruption } = cue;
    const record = { kind: 'starting', at: this.now(), deliveryId, commandedAt, sha256, interruption } as const;
    return this.parts.journal.append(record, true);
  }

  private async openStream(first: CuedItem): Promise<void> {
    this.isOpening = true;
    try {
      this.stream = await this.parts.openStream(first.cue);
    } catch (error) {
      this.backOff(`output cannot be opened: ${String(error)}`);
    }
    this.isOpening = false;
    this.tick();
  }

  private giveUp(stream: OnAirStream, failure: string): void {
    this.backOff(failure);
    this.stream = null;
    const { events, unmixed, closed } = stream.abandon();
    for (const event of events) this.take(event);
    for (const id of unmixed) {
      const item = this.items.get(id);
      if (item !== undefined) item.stage = 'armed';
    }
    this.await(closed);
  }

  private backOff(problem: string): void {
    const delayMs = this.backoff.failed(this.parts.clock.monotonicMs());
    this.log('error', `${problem}; next attempt in ${delayMs} ms`);
    this.parts.report({ kind: 'link', isUp: false });
  }

  private closeStream(stream: OnAirStream): void {
    this.stream = null;
    this.await(stream.close().then(() => this.parts.journal.compact(this.now())));
  }

  private take(event: StreamEvent): void {
    const item = this.items.get(event.id);
    if (item === undefined) return;
    if (event.kind === 'ended') {
      this.end(item, event.reason, event.aired);
      return;
    }
    if (event.kind === 'interrupted') {
      this.desk.interrupted(item, event.aired);
      this.log('info', `${item.id} interrupted after ${seconds(event.aired.frames)} s`);
      return;
    }
    this.desk.started(item, event.aired);
    this.stream?.announce(item.cue.title);
    this.progressAtMonotonicMs = Number.NEGATIVE_INFINITY;
  }

  private noteProgress(stream: OnAirStream): void {
    const { clock, journal } = this.parts;
    const { current } = stream;
    if (current === null || clock.monotonicMs() - this.progressAtMonotonicMs < PROGRESS_MS) return;
    this.progressAtMonotonicMs = clock.monotonicMs();
    const record = { kind: 'progress', at: this.now(), deliveryId: current.id, ...current.aired } as const;
    this.logFailure(journal.append(record, false), 'journal');
    const frames = this.positionOf(current.id);
    this.parts.report({ kind: 'position', current: { deliveryId: current.id, frames } });
  }

  /** Frames from the item's beginning that have come out; one that begins anew counts from 0 again. */
  private positionOf(id: string): number {
    const current = this.stream?.current ?? null;
    const inSegment = current?.id === id ? current.aired.frames : 0;
    const item = this.items.get(id);
    if (item === undefined || item.cue.interruption === 'restart') return inSegment;
    return item.interrupted.reduce((sum, { frames }) => sum + frames, inSegment);
  }

  private end(item: CuedItem, endReason: EndReason, aired: Aired | null): void {
    this.drop(item);
    this.desk.ended(item, endReason, aired);
    this.parts.report({ kind: 'position', current: null });
    const level = endReason === 'completed' ? 'info' : 'warn';
    this.log(level, `${item.id} ${endReason} after ${seconds(aired?.frames ?? 0)} s`);
  }

  private drop(item: CuedItem): void {
    this.items.delete(item.id);
    item.release();
  }

  private await(work: Promise<void>): void {
    const settled = work.catch((error: unknown) => {
      this.log('error', String(error));
    });
    this.closing.add(settled);
    void settled.then(() => this.closing.delete(settled));
  }

  private logFailure(work: Promise<void>, what: string): void {
    work.catch((error: unknown) => {
      this.log('error', `${what}: ${String(error)}`);
    });
  }

  private log(level: 'info' | 'warn' | 'error', message: string): void {
    this.parts.report({ kind: 'log', level, message });
  }

  private now(): number {
    return Math.round(this.parts.clock.wallMs());
  }
}

function isUnderWay(stage: CuedItem['stage']): boolean {
  return stage === 'ready' || stage === 'arming' || stage === 'armed';
}

function seconds(frames: number): string {
  return (frames / PLAYOUT_PCM.sampleRate).toFixed(3);
}
