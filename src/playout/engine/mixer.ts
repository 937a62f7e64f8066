import { PLAYOUT_PCM } from '../../audio/playout-args';
import type { EndReason } from '../playout-engine';

/** Decoded audio of one item, read in order and never skipped. */
export interface PcmSource {
  /** At most `frames` frames of s16le mono; fewer or none when more is not decoded yet or nothing is left. */
  read(frames: number): Buffer;
  /** Why no more will come; null while frames are buffered or expected. */
  readonly end: SourceEnd | null;
}
export type SourceEnd = 'completed' | 'decoderFailed' | 'mediaAltered';

export interface MixItem {
  readonly id: string;
  readonly source: PcmSource;
  /**
   * Length of the rendition. Nothing after it is played: a decoder reading MP3 from a pipe gives the encoder's padding
   * at the end as well, up to some 50 ms of silence that would come between items.
   */
  readonly expectedFrames: number;
  /** Stream position of its first frame, unless the item before it still plays. */
  readonly notBefore: number;
  /** Stream position after which it may no longer start. */
  readonly notAfter: number;
}

/** What a rendered stretch holds, by stream position. */
export type Mark =
  | { readonly kind: 'played'; readonly id: string; readonly at: number; readonly frames: number }
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
const FADE_FRAMES = 50 * PLAYOUT_PCM.framesPerMs;

interface Playing {
  readonly item: MixItem;
  played: number;
  waited: number;
  /** Position after its last frame. */
  end: number;
  cut: { readonly reason: EndReason; fadeLeft: number } | null;
}

/**
 * Lays items on a stream by absolute sample position, one at a time, silence elsewhere. It reads no clock and does no
 * input or output; how a stretch is chopped into calls of `render` changes nothing in the result.
 */
export class Mixer {
  private cursor = 0;
  private playing: Playing | null = null;
  private readonly queue: MixItem[] = [];
  private owedMarks: Mark[] = [];

  /** Position of the next frame to be rendered. */
  get position(): number {
    return this.cursor;
  }

  get isIdle(): boolean {
    return this.playing === null && this.queue.length === 0 && this.owedMarks.length === 0;
  }

  /** Items placed of which nothing has been rendered. */
  get waiting(): readonly string[] {
    return this.queue.map((item) => item.id);
  }

  /** Position from which the stream is expected to be free for another item. */
  get expectedFree(): number {
    const left = this.playing === null ? 0 : Math.max(0, this.playing.item.expectedFrames - this.playing.played);
    return this.queue.reduce((free, item) => Math.max(free, item.notBefore) + item.expectedFrames, this.cursor + left);
  }

  place(item: MixItem): void {
    this.queue.push(item);
  }

  /** Ends an item with a reason: the one that plays fades out, one that waits never starts. */
  cut(id: string, reason: EndReason): void {
    if (this.playing?.item.id === id) {
      this.playing.cut ??= { reason, fadeLeft: FADE_FRAMES };
      return;
    }
    const index = this.queue.findIndex((item) => item.id === id);
    if (index < 0) return;
    this.queue.splice(index, 1);
    this.owedMarks.push({ kind: 'ended', id, at: this.cursor, reason });
  }

  render(frames: number): Rendered {
    const position = this.cursor;
    const pcm = Buffer.alloc(frames * PLAYOUT_PCM.bytesPerFrame);
    const marks = this.owedMarks;
    this.owedMarks = [];
    const end = position + frames;
    while (this.cursor < end) {
      this.dropLate(marks);
      if (this.playing !== null)
        this.play(this.playing, pcm.subarray((this.cursor - position) * PLAYOUT_PCM.bytesPerFrame), marks);
      else this.startOrSkip(end);
    }
    return { position, pcm, marks };
  }

  private dropLate(marks: Mark[]): void {
    for (let i = this.queue.length - 1; i >= 0; i -= 1) {
      const item = this.queue[i];
      if (item === undefined || this.cursor <= item.notAfter) continue;
      this.queue.splice(i, 1);
      marks.push({ kind: 'ended', id: item.id, at: this.cursor, reason: 'startedTooLate' });
    }
  }

  /** Starts the first waiting item if it is due, else moves through silence to whatever comes first. */
  private startOrSkip(end: number): void {
    const item = this.queue[0];
    if (item !== undefined && item.notBefore <= this.cursor) {
      this.queue.shift();
      this.playing = { item, played: 0, waited: 0, end: this.cursor, cut: null };
    } else {
      this.cursor = item === undefined ? end : Math.min(end, item.notBefore);
    }
  }

  /** One step of the item that plays: audio, a pause while its source lags, or its end. */
  private play(playing: Playing, out: Buffer, marks: Mark[]): void {
    const left = Math.min(
      playing.item.expectedFrames - playing.played,
      playing.cut?.fadeLeft ?? Number.POSITIVE_INFINITY,
    );
    const wanted = Math.min(out.length / PLAYOUT_PCM.bytesPerFrame, left);
    const audio = playing.item.source.read(wanted);
    const frames = audio.length / PLAYOUT_PCM.bytesPerFrame;
    if (frames === 0) {
      const reason = endOf(playing);
      if (reason === null) this.wait(playing, wanted);
      else this.finish(playing, reason, marks);
      return;
    }
    audio.copy(out);
    if (playing.cut !== null) {
      fade(out.subarray(0, audio.length), playing.cut.fadeLeft);
      playing.cut.fadeLeft -= frames;
    }
    marks.push({ kind: 'played', id: playing.item.id, at: this.cursor, frames });
    this.cursor += frames;
    playing.played += frames;
    playing.end = this.cursor;
    if (playing.cut?.fadeLeft === 0) this.finish(playing, playing.cut.reason, marks);
  }

  private wait(playing: Playing, frames: number): void {
    const silence = Math.min(frames, MAX_WAIT_FRAMES - playing.waited);
    this.cursor += silence;
    playing.waited += silence;
  }

  private finish(playing: Playing, reason: EndReason, marks: Mark[]): void {
    marks.push({ kind: 'ended', id: playing.item.id, at: playing.end, reason });
    this.playing = null;
  }
}

/** Why an item whose source yields nothing is over; null when it should be waited for. */
function endOf({ item, played, waited, cut }: Playing): EndReason | null {
  if (cut !== null) return cut.reason;
  if (played === item.expectedFrames) return 'completed';
  if (item.source.end === null) return waited >= MAX_WAIT_FRAMES ? 'decoderFailed' : null;
  const isShort = played === 0 || played < item.expectedFrames - MAX_SHORT_FRAMES;
  return item.source.end === 'completed' && isShort ? 'decoderFailed' : item.source.end;
}

/** Linear ramp towards zero, in place; `left` frames of the fade remain at the first sample. */
function fade(pcm: Buffer, left: number): void {
  for (let i = 0; i < pcm.length; i += PLAYOUT_PCM.bytesPerFrame) {
    const gain = (left - i / PLAYOUT_PCM.bytesPerFrame) / FADE_FRAMES;
    pcm.writeInt16LE(Math.round(pcm.readInt16LE(i) * gain), i);
  }
}
