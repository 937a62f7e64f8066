import { PLAYOUT_PCM } from '../../audio/playout-args';
import { Mp3Recording, type RecordingOptions } from './mp3-recording';
import type { OutputBlock } from './output-block';

const MAX_BACKLOG_BYTES = 2 * PLAYOUT_PCM.sampleRate * PLAYOUT_PCM.bytesPerFrame;

/**
 * Records what goes out in one block, beside the transmission. It is a monitor: nothing of it ever waits, and whatever
 * fails ends this recording alone. Its frame 0 is the stream's.
 */
export interface AirCheck {
  /** Where it is recorded, even if only in part, as `Mp3Recording.name`; null when nowhere, or not yet. */
  readonly name: string | null;
  /** Begins in the background, for an emergency does not wait for an encoder to start. */
  open(block: OutputBlock): void;
  /** What was mixed, s16le, as it is handed to the output. */
  write(pcm: Buffer): void;
  /** Of a block that never began: nothing of it is kept. */
  discard(): Promise<void>;
  close(): Promise<void>;
}

/** Records the final mix itself. Whatever fails is told to `onFailure`. */
export class MixAirCheck implements AirCheck {
  private recording: Mp3Recording | null = null;
  private recordingName: string | null = null;
  private opening: Promise<void> = Promise.resolve();
  /** What the encoder gets once it runs; null when nothing waits for it. */
  private waiting: Buffer[] | null = null;

  constructor(
    private readonly options: RecordingOptions,
    private readonly onFailure: (problem: string) => void,
  ) {}

  get name(): string | null {
    return this.recordingName;
  }

  open(block: OutputBlock): void {
    this.waiting = [];
    this.opening = Mp3Recording.start(this.options, block)
      .then(async (recording) => {
        const { waiting } = this;
        if (waiting === null) {
          await recording.abort();
          return;
        }
        this.waiting = null;
        this.recording = recording;
        this.recordingName = recording.name;
        for (const pcm of waiting) this.write(pcm);
      })
      .catch((error: unknown) => {
        this.waiting = null;
        this.onFailure(String(error));
      });
  }

  write(pcm: Buffer): void {
    if (this.waiting !== null) {
      this.waiting.push(pcm);
      if (this.waiting.reduce((bytes, { length }) => bytes + length, 0) <= MAX_BACKLOG_BYTES) return;
      // A disk that hangs: with its beginning missing the recording would lie about every position.
      this.waiting = null;
      this.onFailure('encoder does not start');
      return;
    }
    const { recording } = this;
    if (recording === null) return;
    const problem =
      recording.failure ?? (recording.backlogBytes > MAX_BACKLOG_BYTES ? 'encoder is not accepting' : null);
    if (problem === null) {
      recording.write(pcm).catch(() => undefined); // The next write finds the failure.
      return;
    }
    this.recording = null;
    this.onFailure(problem);
    recording.abort().catch((error: unknown) => {
      this.onFailure(String(error));
    });
  }

  async discard(): Promise<void> {
    await this.opening;
    const { recording } = this;
    this.recording = null;
    await recording?.abort().catch((error: unknown) => {
      this.onFailure(String(error));
    });
  }

  async close(): Promise<void> {
    await this.opening;
    try {
      await this.recording?.finish();
    } catch (error) {
      this.onFailure(String(error));
    }
  }
}
