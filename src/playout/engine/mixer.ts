import { PLAYOUT_PCM } from '../../audio/playout-args';
import type { InterruptionPolicy } from '../../domain/plan';
import type { EndReason } from '../playout-engine';
import { FADE_FRAMES, fadeIn, fadeOut, layOver } from './fade';
import { outranks, RUNGS, type Rung } from './ladder';

/** Decoded audio of one item, read in order and never skipped. */
export interface PcmSource {
  /** At most `frames` frames of s16le mono; fewer or none when more is not decoded yet or nothing is left. */
  read(frames: number): Buffer;
  /** Why no more will come; null while frames are buffered or expected. */
  readonly end: SourceEnd | null;
}
/** Audio that takes a process to make. */
export interface Sound extends PcmSource {
  /** Ends the process; what is buffered is forgotten. */
  close(): void;
}

export type SourceEnd = Extract<
  EndReason,
  'completed' | 'decoderFailed' | 'mediaAltered' | 'sourceFailed' | 'sourceSilent' | 'sourceRefused'
>;

export interface MixItem {
  readonly id: string;
  readonly priority: Rung;
  /**
   * `byTime` is what has no length of its own: it is over after `expectedFrames` of stream or at `endBy`, whichever comes
   * first, however much its source gave; while that lags it is silent, and nothing is put off.
   */
  readonly ends: 'withSource' | 'byTime';
  /** What becomes of it when a higher priority interrupts it. */
  readonly interruption: InterruptionPolicy;
  readonly source: PcmSource;
  /** Its audio from the first frame once more; asked for when it begins anew after an interruption. */
  readonly again: () => PcmSource;
  /** PCM in full before its first frame, counted as nobody's: the attention chime. Empty for none. */
  readonly lead: Buffer;
  /**
   * Length of the rendition. Nothing after it is played: a decoder reading MP3 from a pipe gives the encoder's padding
   * at the end as well, up to some 50 ms of silence that would come between items.
   */
  readonly expectedFrames: number;
  /** Stream position of its first frame, unless one that it does not outrank still plays. */
  readonly notBefore: number;
  /** Stream position after which it may no longer start. */
  readonly notAfter: number;
  /** Stream position at which it must be over: it neither starts nor resumes when it would sound beyond. */
  readonly endBy: number;
}

/** What a rendered stretch holds, by stream position. */
export type Mark =
  | { readonly kind: 'played'; readonly id: string; readonly at: number; readonly frames: number }
  /** A segment is over; the item goes on later or begins anew. `at` is the position after the segment's last frame. */
  | { readonly kind: 'interrupted'; readonly id: string; readonly at: number }
  /** `at` is the position after the item's last frame. */
  | { readonly kind: 'ended'; readonly id: string; readonly at: number; readonly reason: EndReason };

export interface Rendered {
  readonly position: number;
  readonly pcm: Buffer;
  readonly marks: readonly Mark[];
}

/** A source may keep the stream waiting for two seconds in all: speech is paused, never skipped. */
export const MAX_WAIT_FRAMES = 2 * PLAYOUT_PCM.sampleRate;
/** A source that ends more than a second short of the rendition's length has failed, whatever it says. */
const MAX_SHORT_FRAMES = PLAYOUT_PCM.sampleRate;
/** What interrupts lets an item finish that has no more than this left; so does an emergency with what a fade takes. */
const SPARED_FRAMES = { EMERGENCY: FADE_FRAMES, PRIORITY: PLAYOUT_PCM.sampleRate, NORMAL: 0, FILLER: 0 } as const;
const BYTES = PLAYOUT_PCM.bytesPerFrame;

interface Playing {
  readonly item: MixItem;
  readonly source: PcmSource;
  /** What is left of the item's lead. */
  lead: Buffer;
  played: number;
  waited: number;
  /** Position after its last frame. */
  end: number;
  /** Frames of this segment; segments before it. */
  inSegment: number;
  readonly segment: number;
  fadeInLeft: number;
  cut: { readonly reason: EndReason | 'outranked'; fadeLeft: number } | null;
}

/**
 * Lays items on a stream by absolute sample position, one at a time, silence elsewhere. A due item interrupts one that it
 * outranks, so timed that its own first frame lies where it was planned; what was interrupted goes on afterwards by its
 * policy, before anything of its rung that waits. It reads no clock and does no input or output; how a stretch is chopped
 * into calls of `render` changes nothing in the result.
 */
export class Mixer {
  private cursor = 0;
  private playing: Playing | null = null;
  /** Interrupted items, at most one a rung. */
  private suspended: Playing[] = [];
  private queue: MixItem[] = [];
  private owedMarks: Mark[] = [];

  /** Position of the next frame to be rendered. */
  get position(): number {
    return this.cursor;
  }

  /** The item that the last rendered frame belongs to, its lead and pauses included. */
  get sounding(): string | null {
    return this.playing?.item.id ?? null;
  }

  get isIdle(): boolean {
    return this.under.length === 0 && this.queue.length === 0 && this.owedMarks.length === 0;
  }

  /** Items placed of which no frame has been rendered. */
  get waiting(): readonly string[] {
    const untouched = this.under.filter(({ segment, inSegment }) => segment === 0 && inSegment === 0);
    return [...untouched.map(({ item }) => item.id), ...this.queue.map(({ id }) => id)];
  }

  /** Position from which the stream is expected to be free for another item of this priority. */
  expectedFree(priority: Rung): number {
    // What fills gaps may begin whenever one opens.
    if (priority === 'FILLER') return this.cursor;
    const isBefore = (item: MixItem): boolean => !outranks(priority, item.priority);
    const left = this.under
      .filter(({ item }) => isBefore(item))
      .reduce((sum, one) => sum + leftOf(one, this.cursor), 0);
    return this.queue
      .filter(isBefore)
      .reduce((free, item) => Math.max(free, item.notBefore) + lengthOf(item), this.cursor + left);
  }

  place(item: MixItem): void {
    this.queue.push(item);
  }

  /** Ends an item with a reason: the one that plays fades out; one that waits, or waits to go on, is heard no more. */
  cut(id: string, reason: EndReason): void {
    const { playing } = this;
    if (playing?.item.id === id) {
      // One that already fades for a higher priority fades on, and does not come back.
      if (playing.cut === null || playing.cut.reason === 'outranked')
        playing.cut = { reason, fadeLeft: playing.cut?.fadeLeft ?? FADE_FRAMES };
      return;
    }
    const isKnown = [...this.suspended.map(({ item }) => item), ...this.queue].some((item) => item.id === id);
    if (!isKnown) return;
    this.suspended = this.suspended.filter(({ item }) => item.id !== id);
    this.queue = this.queue.filter((item) => item.id !== id);
    this.owedMarks.push({ kind: 'ended', id, at: this.cursor, reason });
  }

  render(frames: number): Rendered {
    const position = this.cursor;
    const pcm = Buffer.alloc(frames * BYTES);
    const marks = this.owedMarks;
    this.owedMarks = [];
    const end = position + frames;
    while (this.cursor < end) {
      this.dropHopeless(marks);
      this.playing ??= this.takeNext(marks);
      if (this.playing === null) this.cursor = Math.min(end, this.nextOnset());
      else this.play(this.playing, pcm.subarray((this.cursor - position) * BYTES), marks);
    }
    return { position, pcm, marks };
  }

  private get under(): readonly Playing[] {
    return this.playing === null ? this.suspended : [this.playing, ...this.suspended];
  }

  private dropHopeless(marks: Mark[]): void {
    const isHopeless = (item: MixItem): boolean =>
      this.cursor > item.notAfter ||
      Math.max(this.cursor, item.notBefore) + leastOf(item, item.expectedFrames) > item.endBy;
    for (const { id } of this.queue.filter(isHopeless))
      marks.push({ kind: 'ended', id, at: this.cursor, reason: 'startedTooLate' });
    this.queue = this.queue.filter((item) => !isHopeless(item));
  }

  /** First waiting item of each rung, highest rung first: within a rung items keep the order they were placed in. */
  private heads(): readonly MixItem[] {
    return RUNGS.flatMap((rung) => this.queue.find(({ priority }) => priority === rung) ?? []);
  }

  private nextOnset(): number {
    const ahead = this.heads().filter(({ notBefore }) => notBefore > this.cursor);
    return Math.min(Number.POSITIVE_INFINITY, ...ahead.map(({ notBefore }) => notBefore));
  }

  /** What sounds from here on; null for silence up to the next head. */
  private takeNext(marks: Mark[]): Playing | null {
    for (const rung of RUNGS) {
      const interrupted = this.suspended.find(({ item }) => item.priority === rung);
      if (interrupted !== undefined) {
        this.suspended = this.suspended.filter((one) => one !== interrupted);
        const { item } = interrupted;
        if (this.cursor + leastOf(item, leftOf(interrupted, this.cursor)) <= item.endBy) return interrupted;
        marks.push({ kind: 'ended', id: interrupted.item.id, at: this.cursor, reason: 'interrupted' });
        return this.takeNext(marks);
      }
      const head = this.queue.find(({ priority }) => priority === rung);
      if (head === undefined) continue;
      if (head.notBefore <= this.cursor) {
        this.queue = this.queue.filter((item) => item !== head);
        return begin(head, this.cursor);
      }
      // Nothing lower begins that would have to fade at once.
      if (head.notBefore <= this.cursor + FADE_FRAMES) return null;
    }
    return null;
  }

  /** One step of what plays: lead, audio, a pause while its source lags, or its end. */
  private play(playing: Playing, out: Buffer, marks: Mark[]): void {
    const wanted = Math.min(out.length / BYTES, this.framesUntilFade(playing));
    const limit = Math.min(wanted, playing.cut?.fadeLeft ?? Number.POSITIVE_INFINITY);
    const isLead = playing.lead.length > 0;
    const audio = isLead
      ? playing.lead.subarray(0, limit * BYTES)
      : playing.source.read(Math.min(limit, restOf(playing, this.cursor)));
    const frames = audio.length / BYTES;
    if (frames === 0) {
      const reason = endOf(playing);
      if (reason === null) this.wait(playing, wanted);
      else this.finish(playing, reason, marks);
      return;
    }
    audio.copy(out);
    shape(out.subarray(0, audio.length), playing);
    this.beginLead(out.subarray(0, audio.length), playing);
    if (isLead) playing.lead = playing.lead.subarray(audio.length);
    else {
      marks.push({ kind: 'played', id: playing.item.id, at: this.cursor, frames });
      playing.played += frames;
      playing.inSegment += frames;
      playing.end = this.cursor + frames;
    }
    this.cursor += frames;
    if (playing.cut?.fadeLeft === 0) this.finish(playing, endOfCut(playing), marks);
  }

  /** Begins the fade of what plays when its time is over, or when what outranks it is due a fade from here; else how long until then. */
  private framesUntilFade(playing: Playing): number {
    if (playing.cut !== null) return Number.POSITIVE_INFINITY;
    const { priority, ends } = playing.item;
    const left = leftOf(playing, this.cursor);
    const untils = this.heads()
      .filter((head) => outranks(head.priority, priority) && left > SPARED_FRAMES[head.priority])
      .map((head) => head.notBefore - FADE_FRAMES - this.cursor);
    const untilOver = ends === 'byTime' ? left - FADE_FRAMES : Number.POSITIVE_INFINITY;
    const until = Math.min(untilOver, ...untils);
    if (until > 0) return until;
    const isOver = untilOver <= 0;
    playing.cut = { reason: isOver ? 'completed' : 'outranked', fadeLeft: isOver ? left : FADE_FRAMES };
    return Number.POSITIVE_INFINITY;
  }

  /** What outranks it and is due sounds its lead over the fade, or the last words: in an emergency 50 ms count. */
  private beginLead(out: Buffer, playing: Playing): void {
    const head = this.heads().find(
      ({ priority, lead }) => outranks(priority, playing.item.priority) && lead.length > 0,
    );
    const from = ((head?.notBefore ?? Number.POSITIVE_INFINITY) - this.cursor) * BYTES;
    if (head === undefined || from >= out.length) return;
    const over = out.subarray(Math.max(0, from));
    layOver(over, head.lead);
    const begun = { ...head, lead: head.lead.subarray(over.length) };
    this.queue = this.queue.map((item) => (item === head ? begun : item));
  }

  private wait(playing: Playing, frames: number): void {
    const patience = playing.item.ends === 'byTime' ? frames : MAX_WAIT_FRAMES - playing.waited;
    const silence = Math.min(frames, patience);
    this.cursor += silence;
    playing.waited += silence;
  }

  private finish(playing: Playing, reason: EndReason, marks: Mark[]): void {
    this.playing = null;
    const { item, end: at } = playing;
    const goesOn = reason === 'interrupted' && (item.interruption !== 'abandon' || playing.inSegment === 0);
    if (!goesOn) {
      marks.push({ kind: 'ended', id: item.id, at, reason });
      return;
    }
    // Of which nothing sounded has no segment: it was not interrupted but put off.
    if (playing.inSegment > 0) marks.push({ kind: 'interrupted', id: item.id, at });
    this.suspended.push(nextSegment(playing));
  }
}

function begin(item: MixItem, at: number): Playing {
  const nothing = { played: 0, waited: 0, inSegment: 0, segment: 0, fadeInLeft: 0, cut: null };
  return { item, source: item.source, lead: item.lead, end: at, ...nothing };
}

function nextSegment(playing: Playing): Playing {
  const { item, inSegment, played } = playing;
  const next = { ...playing, inSegment: 0, segment: playing.segment + (inSegment > 0 ? 1 : 0), cut: null };
  if (played === 0) return next;
  if (item.interruption === 'restart') return { ...next, source: item.again(), played: 0, waited: 0 };
  return { ...next, fadeInLeft: FADE_FRAMES };
}

/** Frames of it that are still to come, once its lead is over. */
function restOf({ item, played, waited }: Playing, cursor: number): number {
  const left =
    item.ends === 'byTime'
      ? Math.min(item.expectedFrames - played - waited, item.endBy - cursor)
      : item.expectedFrames - played;
  return Math.max(0, left);
}

function leftOf(playing: Playing, cursor: number): number {
  return playing.lead.length / BYTES + restOf(playing, cursor);
}

/** What must still fit before its `endBy` for an item to sound: all of it, or as little as can be faded. */
function leastOf({ ends }: MixItem, frames: number): number {
  return ends === 'byTime' ? FADE_FRAMES + 1 : frames;
}

function lengthOf(item: MixItem): number {
  return item.lead.length / BYTES + item.expectedFrames;
}

/** Why an item whose source yields nothing, or whose fade is over, is done; null when it should be waited for. */
function endOf(playing: Playing): EndReason | null {
  const { item, source, played, waited, cut } = playing;
  if (cut !== null) return endOfCut(playing);
  if (played === item.expectedFrames) return 'completed';
  if (source.end === null) return item.ends === 'withSource' && waited >= MAX_WAIT_FRAMES ? 'decoderFailed' : null;
  const isShort = played === 0 || played < item.expectedFrames - MAX_SHORT_FRAMES;
  return source.end === 'completed' && isShort ? 'decoderFailed' : source.end;
}

function endOfCut(playing: Playing): EndReason {
  const reason = playing.cut?.reason ?? 'outranked';
  if (reason !== 'outranked') return reason;
  return playing.played >= playing.item.expectedFrames ? 'completed' : 'interrupted';
}

/** Applies the fades that the item is in, and counts them down. */
function shape(pcm: Buffer, playing: Playing): void {
  const frames = pcm.length / BYTES;
  if (playing.fadeInLeft > 0) {
    fadeIn(pcm, playing.fadeInLeft);
    playing.fadeInLeft = Math.max(0, playing.fadeInLeft - frames);
  }
  if (playing.cut === null) return;
  fadeOut(pcm, playing.cut.fadeLeft);
  playing.cut.fadeLeft -= frames;
}
