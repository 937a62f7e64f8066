import { open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { silentMp3Frame } from '../../audio/playout-args';
import type { AirCheck } from './air-check';
import { keepUnfinished, newRecordingPath, recordingName } from './mp3-recording';
import type { MountTap } from './mount-tap';
import { RETURNED_SUFFIX, type OutputBlock } from './output-block';
import type { Returned } from './retrace';

/** How long the end of a block may take to come back. */
const PATIENCE_MS = 2_000;
/** What one write fills of a gap, in MP3 frames. */
const MAX_FILL_FRAMES = 1_000;

export interface MountAirCheckParts {
  readonly directory: string;
  readonly bitrateKbps: number;
  readonly tap: MountTap;
  /** Bytes of the stream that come before what is fed to it next. */
  readonly bytesFed: () => number;
}

/**
 * Records the very bytes that listeners of a mount were sent, each where it lies in the block. What never came back is
 * silence in it.
 */
export class MountAirCheck implements AirCheck {
  private path: string | null = null;
  private file: FileHandle | null = null;
  /** All writing, one after the other. */
  private work: Promise<void> = Promise.resolve();
  private unfollow: () => void = () => undefined;
  private readonly silence: Buffer;
  /** Where the block lies in the stream; null before it begins, or before its end is known. */
  private from: number | null = null;
  private to: number | null = null;
  private written = 0;
  private onWhole: () => void = () => undefined;

  constructor(
    private readonly parts: MountAirCheckParts,
    private readonly onFailure: (problem: string) => void,
  ) {
    this.silence = silentMp3Frame(parts.bitrateKbps);
  }

  get name(): string | null {
    return this.path === null ? null : recordingName(this.path);
  }

  open(block: OutputBlock): void {
    this.await(async () => {
      const path = await newRecordingPath(this.parts.directory, { ...block, name: `${block.name}${RETURNED_SUFFIX}` });
      this.file = await open(`${path}.part`, 'wx');
      this.path = path;
    });
  }

  /** What is fed to the stream from now on belongs to the block. */
  begin(): void {
    this.from = this.parts.bytesFed();
    this.unfollow = this.parts.tap.follow((returned) => {
      this.take(returned);
    });
  }

  write(): void {
    // What is mixed is not yet what anybody was sent.
  }

  async discard(): Promise<void> {
    this.unfollow();
    const file = await this.released();
    await file?.close().catch(() => undefined);
    if (this.path !== null) await unlink(`${this.path}.part`).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.from !== null) await this.untilReturned(this.from);
    this.unfollow();
    this.fill((this.to ?? 0) - (this.from ?? 0));
    const file = await this.released();
    if (file === null || this.path === null) return;
    try {
      await file.close();
      await rename(`${this.path}.part`, `${this.path}.mp3`);
    } catch (error) {
      this.onFailure(String(error));
    }
  }

  private async untilReturned(from: number): Promise<void> {
    this.to = this.parts.bytesFed();
    if (this.written >= this.to - from || !this.parts.tap.isHearing) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.onWhole = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private take({ at, bytes }: Returned): void {
    if (this.from === null) return;
    const end = this.to === null ? Number.POSITIVE_INFINITY : this.to - this.from;
    const first = at - this.from;
    const wanted = bytes.subarray(Math.max(0, this.written - first), Math.max(0, end - first));
    if (wanted.length === 0) return;
    this.fill(first);
    this.append(wanted);
    if (this.written >= end) this.onWhole();
  }

  /** Silence up to there, in step with the MP3 frames that are missing. */
  private fill(to: number): void {
    const from = this.written;
    if (to <= from) return;
    this.written = to;
    const phase = from % this.silence.length;
    const silence = Buffer.alloc(MAX_FILL_FRAMES * this.silence.length, this.silence);
    this.queue(async (file) => {
      // Each piece but the first begins with an MP3 frame.
      for (let at = from - phase; at < to; at += silence.length)
        await file.write(silence.subarray(Math.max(0, from - at), to - at));
    });
  }

  private append(bytes: Buffer): void {
    this.written += bytes.length;
    this.queue(async (file) => {
      await file.write(bytes);
    });
  }

  private queue(step: (file: FileHandle) => Promise<void>): void {
    this.await(async () => {
      if (this.file !== null) await step(this.file);
    });
  }

  /** A failure is told once, and ends the recording where it is. */
  private await(step: () => Promise<void>): void {
    this.work = this.work.then(step).catch(async (error: unknown) => {
      this.onFailure(String(error));
      const { file, path } = this;
      this.file = null;
      await file?.close().catch(() => undefined);
      if (path !== null) await keepUnfinished(`${path}.part`);
    });
  }

  private async released(): Promise<FileHandle | null> {
    await this.work;
    const { file } = this;
    this.file = null;
    return file;
  }
}
