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

  constructor(
    private readonly options: RecordingOptions,
    private readonly onFailure: (problem: string) => void,
  ) {}

  /** Where the mix is recorded, even if only in part, as `Mp3Recording.name`; null when nowhere. */
  get name(): string | null {
    return this.recordingName;
  }

  async open(block: OutputBlock): Promise<void> {
    try {
      this.recording = await Mp3Recording.start(this.options, block);
      this.recordingName = this.recording.name;
    } catch (error) {
      this.onFailure(String(error));
    }
  }

  write(pcm: Buffer): void {
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
  discard(): void {
    const { recording } = this;
    this.recording = null;
    recording?.abort().catch((error: unknown) => {
      this.onFailure(String(error));
    });
  }

  async close(): Promise<void> {
    try {
      await this.recording?.finish();
    } catch (error) {
      this.onFailure(String(error));
    }
  }
}
