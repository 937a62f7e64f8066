import { Mp3Recording, type RecordingOptions } from './mp3-recording';
import { AudioOutput } from './output';
import type { OutputBlock } from './output-block';

/** Transmission into a file: one MP3 a block. Consumes at the pace of the engine, as a sound card would. */
export class FileOutput extends AudioOutput {
  private recording: Mp3Recording | null = null;

  constructor(private readonly options: RecordingOptions) {
    super();
  }

  async open(block: OutputBlock): Promise<void> {
    this.recording = await Mp3Recording.start(this.options, block);
  }

  async write(pcm: Buffer): Promise<void> {
    await this.recording?.write(pcm);
  }

  get deliveredFrames(): number {
    return this.recording?.encodedFrames ?? 0;
  }

  get anchorMonotonicMs(): null {
    return null;
  }

  get failure(): string | null {
    return this.recording?.failure ?? null;
  }

  async close(): Promise<void> {
    await this.recording?.finish();
  }

  async abort(): Promise<void> {
    await this.recording?.abort();
  }
}
