import type { OutputLevel, PlayoutCue, PlayoutOutcome } from '../playout-engine';
import type { LiveSourceConfig } from '../relay/live-feed';
import type { EngineTiming } from './engine-timing';

/** Where an engine's audio goes. */
export type OutputConfig = OutputTarget & {
  readonly code: string;
  /** Listeners hear everything this much later than the output takes it; items are handed over that much earlier. */
  readonly calibrationMs: number;
};

export type OutputTarget =
  | { readonly kind: 'file' }
  /** `device` is an ALSA name; `monitor`, where a sound server plays it, the source by which that lets it be heard. */
  | { readonly kind: 'soundcard'; readonly device: string; readonly monitor?: string | undefined }
  | {
      readonly kind: 'icecast';
      readonly host: string;
      readonly port: number;
      readonly mount: string;
      readonly user: string;
      /** Name of the environment variable that holds the password; arguments can be read by everybody on the machine. */
      readonly passwordEnv: string;
      readonly bitrateKbps: number;
      /** What listeners see while nothing is on. */
      readonly idleTitle: string;
    };

/** Everything one engine process needs, given as JSON in its first argument. */
export interface EngineConfig {
  readonly output: OutputConfig;
  /** Final mixes go to `<recordings>/<code>/<date>/`, air-checks likewise, the journal to `<journal>/<code>.jsonl`. */
  readonly directories: { readonly recordings: string; readonly airChecks: string; readonly journal: string };
  /** IANA zone that the dates of folders are read in. */
  readonly timeZone: string;
  /** Audio that is heard before every emergency. */
  readonly chimeFile: string;
  /** What cues may name. */
  readonly liveSources: readonly LiveSourceConfig[];
  readonly timing: EngineTiming;
}

export type ToEngine =
  | { readonly kind: 'cue'; readonly cue: PlayoutCue; readonly commandedAt: number }
  | { readonly kind: 'withdraw'; readonly deliveryId: string }
  /** The outcome `ended` of this delivery was taken in. */
  | { readonly kind: 'acknowledge'; readonly deliveryId: string }
  /** Whether levels are wanted. */
  | { readonly kind: 'meter'; readonly isWanted: boolean }
  | { readonly kind: 'drain' };

/** The item that sounds, and how many of its frames have come out. */
export interface CurrentItem {
  readonly deliveryId: string;
  readonly frames: number;
}

export type LogLevel = 'info' | 'warn' | 'error';

export type FromEngine =
  /** Outcomes that an earlier engine left behind come before it. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'outcome'; readonly outcome: PlayoutOutcome }
  /** The engine's event loop turns; sent at every `HEARTBEAT_MS`. */
  | { readonly kind: 'alive' }
  /** Sent about once a second. */
  | { readonly kind: 'position'; readonly current: CurrentItem | null }
  /** Sent at most ten times a second while levels are wanted; `level` is null once the stream is closed. */
  | { readonly kind: 'level'; readonly level: OutputLevel | null; readonly current: CurrentItem | null }
  /** Whether what the output plays to can be reached, as its last attempt showed. */
  | { readonly kind: 'link'; readonly isUp: boolean }
  | { readonly kind: 'underrun' }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string };
