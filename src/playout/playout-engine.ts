import type { InterruptionPolicy } from '../domain/plan';
import type { Rung } from './engine/ladder';

/** One item for one output. Times are epoch milliseconds UTC, frames are samples at 48 kHz. */
export interface PlayoutCue {
  /** Identifies airing × output × attempt; the engine plays one deliveryId at most once, ever. */
  readonly deliveryId: string;
  readonly airingId: string;
  /** Items of one block (a session or a one-off) share a recording of the output and an air-check. */
  readonly blockId: string;
  /** Safe for a file name: "2026-11-22-0530-buoi-sang". */
  readonly blockName: string;
  readonly plannedStart: number;
  /** The engine starts the item from its first frame up to this late, and refuses it later. */
  readonly startGraceMs: number;
  /**
   * The item interrupts what it outranks: an EMERGENCY at once and after the attention chime, whatever `plannedStart`
   * says; a PRIORITY at its planned instant. A FILLER is repeated wherever nothing else sounds, from `plannedStart` to
   * `latestEnd`, and gives way to everything.
   */
  readonly priority: Rung;
  /** What becomes of the item when it is interrupted itself. */
  readonly interruption: InterruptionPolicy;
  /** What an EMERGENCY does to one that is on the air or waits: stand behind it, or take its place. */
  readonly onSecond: OnSecond;
  /** Whether an EMERGENCY sounds the attention chime first. */
  readonly chime: boolean;
  /** Latest end; the item neither starts nor resumes when it would sound beyond. null: it may sound at any hour. */
  readonly latestEnd: number | null;
  /**
   * Code of a live source of the settings, heard until `frames` after its start or `latestEnd`, whichever is earlier, and
   * joined late rather than not at all; null: the file. Of a live source `file` and `sha256` are empty.
   */
  readonly liveSource: string | null;
  readonly file: string;
  readonly sha256: string;
  /** Frames the rendition decodes to at 48 kHz; of a live source or filler, the most that will be heard. */
  readonly frames: number;
  readonly title: string;
}

export type OnSecond = 'queue' | 'replace';

export type EndReason =
  | 'completed'
  | 'withdrawn'
  /** By a higher priority, and its policy or the hour lets it not go on. */
  | 'interrupted'
  /** By another emergency. */
  | 'replaced'
  | 'startedTooLate'
  | 'mediaMissing'
  | 'mediaAltered'
  | 'decoderFailed'
  /** A live source gave nothing for too long. */
  | 'sourceFailed'
  /** A live source gave silence for too long. */
  | 'sourceSilent'
  /** A live source leads to an address that is not allowed, or to what is no audio stream. */
  | 'sourceRefused'
  | 'outputFailed'
  | 'engineLost';

/**
 * A recording of the final mix, below its output's folder of air-checks and without what the file's state adds to the
 * name: "2026-11-22/2026-11-22-0530-buoi-sang". It holds a segment's frames from `firstFrame` on. null: none was made.
 */
type AirCheckName = string;

/** One uninterrupted stretch of an item on one output. */
interface SegmentFacts {
  readonly deliveryId: string;
  /** 0, and one more after each interruption. */
  readonly segment: number;
  readonly commandedAt: number;
}

/**
 * What an output really did. `start`/`end` are measured wall instants of the segment's first and after its last frame
 * accepted; `wholeFrames` is what of the item counts as delivered: its segments together when it resumes where it was
 * interrupted, the longest one when it begins anew.
 */
export type PlayoutOutcome =
  | (SegmentFacts & {
      readonly kind: 'started';
      readonly start: number;
      /** Position of the segment's first frame on the output's stream. */
      readonly firstFrame: number;
    })
  | (SegmentFacts & {
      /** The segment is over and the item goes on later, in the next one. */
      readonly kind: 'interrupted';
      readonly start: number;
      readonly end: number;
      readonly firstFrame: number;
      readonly frames: number;
      readonly wholeFrames: number;
      readonly airCheck: AirCheckName | null;
      readonly sha256: string;
    })
  | (SegmentFacts & {
      readonly kind: 'ended';
      /** null when not one frame of the segment was accepted. */
      readonly start: number | null;
      readonly end: number | null;
      readonly firstFrame: number | null;
      /** Frames of the segment that the output accepted. */
      readonly frames: number;
      readonly wholeFrames: number;
      readonly airCheck: AirCheckName | null;
      readonly sha256: string;
      readonly endReason: EndReason;
    });

export interface EngineStatus {
  readonly outputCode: string;
  /** `reconnecting`: nothing is on, and what the output plays to could not be reached when it was last tried. */
  readonly state: 'starting' | 'idle' | 'onAir' | 'reconnecting' | 'down';
  readonly current: {
    readonly deliveryId: string;
    readonly airingId: string;
    readonly title: string;
    readonly priority: Rung;
    /** Frames that have come out, over the frames of the rendition; both exact at 48 kHz. */
    readonly positionSeconds: number;
    readonly durationSeconds: number;
  } | null;
}

/**
 * A tenth of a second of the final mix as the output gave it out. dBFS against full scale: a sine that just does not clip
 * has a peak of 0 and an RMS of −3.0; null is digital silence.
 */
export interface OutputLevel {
  /** Wall instant and position on the output's stream at which the measured stretch ended. */
  readonly at: number;
  readonly streamFrame: number;
  readonly peakDbfs: number | null;
  readonly rmsDbfs: number | null;
}

/** What happens at an output, for those that look on; nothing is decided by it. */
export type EngineEvent =
  /** `status` may read differently. */
  | { readonly kind: 'changed' }
  /** At most ten a second; null once nothing is measured any more. */
  | { readonly kind: 'level'; readonly level: OutputLevel | null }
  /** First frame of an item, once an item. */
  | { readonly kind: 'started'; readonly priority: Rung; readonly onsetErrorMs: number }
  | { readonly kind: 'ended'; readonly endReason: EndReason }
  | { readonly kind: 'underrun' };

export type EngineWatcher = (outputCode: string, event: EngineEvent) => void;

/** Port to the engines of all outputs. The schedule drives it; it knows no database and no HTTP. */
export abstract class PlayoutEngine {
  /** Hands an item to the output's engine. Repeating a deliveryId is harmless. Throws when the output is unknown or its engine is down. */
  abstract cue(outputCode: string, cue: PlayoutCue): Promise<void>;
  /** Takes a cued item back; one already playing is cut. Unknown ids are ignored. */
  abstract withdraw(outputCode: string, deliveryId: string): Promise<void>;
  /** Whether the output's engine has taken the item and not ended it, or has something to report of it still. */
  abstract holds(outputCode: string, deliveryId: string): boolean;
  abstract status(): readonly EngineStatus[];
  /** @returns how to stop watching. While nobody wants levels, none are measured. */
  abstract watch(watcher: EngineWatcher, wish: { readonly levels: boolean }): () => void;
}

/** Port for what the engines report; outcomes may be repeated (after a restart) and must be handled idempotently. */
export abstract class PlayoutOutcomes {
  abstract handle(outputCode: string, outcome: PlayoutOutcome): Promise<void>;
}
