import type { AirCheck } from './air-check';
import type { RecordingOptions } from './mp3-recording';
import type { OutputBlock } from './output-block';

/**
 * Where an engine's PCM (s16le, mono, 48 kHz) goes. The engine hands over each frame shortly before it is due and trusts
 * `deliveredFrames`, not `write`: pipes and sockets take seconds of audio that nobody may ever hear.
 */
export abstract class AudioOutput {
  /** Resolves when the output consumes; its stream begins at frame 0. Rejects when it cannot be opened. */
  abstract open(block: OutputBlock): Promise<void>;
  /** Resolves when the output has taken the PCM over (backpressure). Rejects when it failed. */
  abstract write(pcm: Buffer): Promise<void>;
  /** Frames of the stream known to have come out at the far end. */
  abstract get deliveredFrames(): number;
  /**
   * By the output's own clock, the monotonic instant at which frame 0 comes out, as best known now: it jumps when the
   * output ran dry. null: the output has no clock, or it cannot be read now, and the engine's is good enough.
   */
  abstract get anchorMonotonicMs(): number | null;
  /** Why nothing more will come out; null while it works. */
  abstract get failure(): string | null;
  /**
   * Records what comes back from the far end, where it can be heard just now; null where it cannot. Asked for before the
   * output is opened.
   */
  returnPath?(options: RecordingOptions, onFailure: (problem: string) => void): AirCheck | null;
  /** Tells listeners what is on, where there is a way to. Never waits and never fails. */
  announce?(title: string): void;
  /** Ends the stream in order: everything written comes out first. */
  abstract close(): Promise<void>;
  /** Ends the stream at once, even of an output that hangs. */
  abstract abort(): Promise<void>;
}
