import { PLAYOUT_PCM } from '../../audio/playout-args';
import { Mp3Recording, type RecordingOptions } from './mp3-recording';
import type { OutputBlock } from './output';

const MAX_BACKLOG_BYTES = 2 * PLAYOUT_PCM.sampleRate * PLAYOUT_PCM.bytesPerFrame;

/**
 * Records the final mix beside the transmission. It is a monitor: nothing here ever waits, and whatever fails is told
 * to `onFailure` and ends this recording alone.
 */
export class AirCheck {
  private recording: Mp3Recording | null = null;
  private recordingName: string | null = null;
  private opening: Promise<void> = Promise.resolve();
  /** What the encoder gets once it runs; null when nothing waits for it. */
  private waiting: Buffer[] | null = null;

  constructor(
    private readonly options: RecordingOptions,
    private readonly onFailure: (problem: string) => void,
  ) {}

  /** Where the mix is recorded, even if only in part, as `Mp3Recording.name`; null when nowhere, or not yet. */
  get name(): string | null {
    return this.recordingName;
  }

  /** Begins in the background, for an emergency does not wait for an encoder to start. */
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

  /** Of a block that never began: nothing of it is kept. */
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
