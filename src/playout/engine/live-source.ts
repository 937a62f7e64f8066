import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { FFMPEG, liveDecoderArgs, PLAYOUT_PCM } from '../../audio/playout-args';
import { liveFeed, type LiveSourceConfig } from '../relay/live-feed';
import { SourceRefused } from '../relay/guarded-get';
import type { Sound, SourceEnd } from './mixer';
import { PcmBuffer } from './pcm-buffer';
import { SilenceWatch } from './silence-watch';

/** Decoding pauses when this much waits to be read: HLS comes in bursts, and a relay may itself be interrupted. */
const BUFFER_FRAMES = 30 * PLAYOUT_PCM.sampleRate;
const RECONNECT_MS = 1_000;
const WATCH_MS = 250;

/**
 * What a live source sends, decoded as it comes. It is connected anew when it breaks off, until it has given nothing for
 * `giveUpSeconds`; then, or after `silenceSeconds` of silence, it has ended for good.
 */
export class LiveSource implements Sound {
  private readonly buffer = new PcmBuffer();
  private readonly silence: SilenceWatch;
  private readonly ending = new AbortController();
  private readonly watch: NodeJS.Timeout;
  private stdout: Readable | null = null;
  private outcome: SourceEnd | null = null;
  private heardAtMonotonicMs = performance.now();

  /** @param tell hears of every break, in words for the log */
  constructor(
    private readonly source: LiveSourceConfig,
    private readonly tell: (problem: string) => void,
  ) {
    this.silence = new SilenceWatch(source.silenceSeconds * PLAYOUT_PCM.sampleRate);
    this.watch = setInterval(() => {
      this.watchArrival();
    }, WATCH_MS);
    void this.run();
  }

  get end(): SourceEnd | null {
    return this.buffer.frames === 0 ? this.outcome : null;
  }

  read(frames: number): Buffer {
    const pcm = this.buffer.read(frames);
    if (this.buffer.frames < BUFFER_FRAMES) this.stdout?.resume();
    this.silence.hear(pcm);
    if (this.silence.isSilent) {
      this.finish('sourceSilent');
      this.buffer.clear();
    }
    return pcm;
  }

  close(): void {
    this.finish('completed');
    this.buffer.clear();
  }

  private finish(outcome: SourceEnd): void {
    this.outcome ??= outcome;
    clearInterval(this.watch);
    this.ending.abort();
  }

  private watchArrival(): void {
    const now = performance.now();
    if (this.stdout?.isPaused() === true) this.heardAtMonotonicMs = now;
    if (now - this.heardAtMonotonicMs > this.source.giveUpSeconds * 1000) this.finish('sourceFailed');
  }

  private async run(): Promise<void> {
    while (this.outcome === null) {
      const problem = await this.connect().then(
        () => new Error('it broke off'),
        (error: unknown) => error,
      );
      if (this.ending.signal.aborted) return;
      this.tell(`live source ${this.source.code}: ${String(problem)}`);
      if (problem instanceof SourceRefused) this.finish('sourceRefused');
      await pause(RECONNECT_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  /** One connection, from its opening until it breaks off. */
  private async connect(): Promise<void> {
    const connection = new AbortController();
    const signal = AbortSignal.any([this.ending.signal, connection.signal]);
    const child = spawn(FFMPEG, liveDecoderArgs(), { stdio: ['pipe', 'pipe', 'ignore'] });
    const gone = this.decodedBy(child).finally(() => {
      connection.abort();
    });
    try {
      await pipeline(liveFeed(this.source, signal), child.stdin, { signal });
      await gone;
    } finally {
      if (this.outcome !== null) child.kill('SIGKILL');
      else child.stdin.destroy();
      await gone;
      this.buffer.cutOff();
    }
  }

  /** Resolves when the decoder is gone. */
  private decodedBy(child: ChildProcessByStdio<Writable, Readable, null>): Promise<void> {
    this.stdout = child.stdout;
    child.stdout.on('data', (chunk: Buffer) => {
      this.heardAtMonotonicMs = performance.now();
      this.buffer.push(chunk);
      if (this.buffer.frames >= BUFFER_FRAMES) child.stdout.pause();
    });
    const kill = (): void => {
      child.stdout.destroy();
      child.kill('SIGKILL');
    };
    this.ending.signal.addEventListener('abort', kill, { once: true });
    return new Promise<void>((resolve) => {
      const done = (): void => {
        this.ending.signal.removeEventListener('abort', kill);
        resolve();
      };
      child.once('error', done).once('close', done);
    });
  }
}
