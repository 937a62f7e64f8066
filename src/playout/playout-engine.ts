import type { Priority } from '../domain/plan';

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
  readonly priority: Priority;
  readonly file: string;
  readonly sha256: string;
  /** Frames the rendition decodes to at 48 kHz. */
  readonly frames: number;
  readonly title: string;
}

export type EndReason =
  | 'completed'
  | 'withdrawn'
  | 'startedTooLate'
  | 'mediaMissing'
  | 'mediaAltered'
  | 'decoderFailed'
  | 'outputFailed'
  | 'engineLost';

/** What an output really did. `start`/`end` are measured wall instants of the first and after the last frame accepted. */
export type PlayoutOutcome =
  | {
      readonly kind: 'started';
      readonly deliveryId: string;
      readonly commandedAt: number;
      readonly start: number;
      /** Position of the item's first frame on the output's stream. */
      readonly firstFrame: number;
    }
  | {
      readonly kind: 'ended';
      readonly deliveryId: string;
      readonly commandedAt: number;
      /** null when not one frame was accepted. */
      readonly start: number | null;
      readonly end: number | null;
      readonly firstFrame: number | null;
      /** Frames of the item that the output accepted. */
      readonly frames: number;
      readonly sha256: string;
      readonly endReason: EndReason;
    };

export interface EngineStatus {
  readonly outputCode: string;
  readonly state: 'starting' | 'idle' | 'onAir' | 'down';
  readonly current: {
    readonly deliveryId: string;
    readonly airingId: string;
    readonly title: string;
    readonly positionSeconds: number;
    readonly durationSeconds: number;
  } | null;
}

/** Port to the engines of all outputs. The schedule drives it; it knows no database and no HTTP. */
export abstract class PlayoutEngine {
  /** Hands an item to the output's engine. Repeating a deliveryId is harmless. Throws when the output is unknown or its engine is down. */
  abstract cue(outputCode: string, cue: PlayoutCue): Promise<void>;
  /** Takes a cued item back; one already playing is cut. Unknown ids are ignored. */
  abstract withdraw(outputCode: string, deliveryId: string): Promise<void>;
  abstract status(): readonly EngineStatus[];
}

/** Port for what the engines report; outcomes may be repeated (after a restart) and must be handled idempotently. */
export abstract class PlayoutOutcomes {
  abstract handle(outputCode: string, outcome: PlayoutOutcome): Promise<void>;
}
