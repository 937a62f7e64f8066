import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { decoderArgs, FFMPEG } from '../../audio/playout-args';
import { errorCode } from '../../platform/error-code';
import type { Sound, SourceEnd } from './mixer';
import { PcmBuffer } from './pcm-buffer';
import { MediaError, type VerifiedMedia } from './verified-media';

export interface DecoderOptions {
  /** Decoding pauses when this much is buffered, so that a three-hour item takes no more memory than a spot. */
  readonly bufferFrames: number;
  /** `buffered` resolves once this much is decoded, or everything is. */
  readonly prebufferFrames: number;
}

/** One ffmpeg that decodes verified media seconds ahead of the mixer, into a bounded buffer. */
export class Decoder implements Sound {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private readonly buffer = new PcmBuffer();
  private outcome: SourceEnd | null = null;
  private markBuffered: () => void = () => undefined;
  /** Resolves when enough is decoded to go on air; also when decoding has ended, well or badly. */
  readonly buffered: Promise<void>;

  constructor(
    private readonly media: VerifiedMedia,
    private readonly options: DecoderOptions,
  ) {
    this.buffered = new Promise((resolve) => (this.markBuffered = resolve));
    this.child = spawn(FFMPEG, decoderArgs(), { stdio: ['pipe', 'pipe', 'ignore'] });
    const exit = new Promise<boolean>((resolve) => {
      this.child.once('error', () => {
        resolve(false);
      });
      this.child.once('close', (code) => {
        resolve(code === 0);
      });
    });
    this.child.stdout.on('data', (chunk: Buffer) => {
      this.take(chunk);
    });
    void this.run(exit);
  }

  get end(): SourceEnd | null {
    return this.buffer.frames === 0 ? this.outcome : null;
  }

  read(frames: number): Buffer {
    const pcm = this.buffer.read(frames);
    if (this.buffer.frames < this.options.bufferFrames) this.child.stdout.resume();
    return pcm;
  }

  /** As `buffered`, and true; false, and the process is ended, when it took longer than that. */
  async bufferedWithin(patienceMs: number): Promise<boolean> {
    let isHung = false;
    const timer = setTimeout(() => {
      isHung = true;
      this.close();
    }, patienceMs);
    await this.buffered;
    clearTimeout(timer);
    return !isHung;
  }

  /** Ends the process; what is buffered is forgotten. */
  close(): void {
    this.child.kill('SIGKILL');
    this.child.stdout.destroy();
    this.buffer.clear();
  }

  private take(chunk: Buffer): void {
    this.buffer.push(chunk);
    if (this.buffer.frames >= this.options.bufferFrames) this.child.stdout.pause();
    if (this.buffer.frames >= this.options.prebufferFrames) this.markBuffered();
  }

  /** Feeds the decoder and waits for its end; the outcome is the worse of the two. */
  private async run(exit: Promise<boolean>): Promise<void> {
    const fault = await this.feed();
    const succeeded = await exit;
    await this.media.close();
    this.outcome = fault ?? (succeeded ? 'completed' : 'decoderFailed');
    this.markBuffered();
  }

  private async feed(): Promise<SourceEnd | null> {
    try {
      await pipeline(this.media.chunks(), this.child.stdin);
      return null;
    } catch (error) {
      // The decoder may close its input before the last byte, of a trailing tag for one: its exit code tells.
      if (isClosedPipe(error)) return null;
      this.child.kill('SIGKILL');
      return error instanceof MediaError ? 'mediaAltered' : 'decoderFailed';
    }
  }
}

const CLOSED_PIPE = ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'];

function isClosedPipe(error: unknown): boolean {
  return CLOSED_PIPE.includes(errorCode(error) ?? '');
}
