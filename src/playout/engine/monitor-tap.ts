import { spawn, type ChildProcess } from 'node:child_process';
import { FFMPEG, monitorArgs, PLAYOUT_PCM } from '../../audio/playout-args';
import { waitMs } from './backoff';
import type { EngineClock } from './engine-clock';

const RETRY = { firstMs: 500, longestMs: 15_000 } as const;
/** Heard longer ago than this, the monitor is no witness. */
const FRESH_MS = 1_000;

/** Listens to what a PulseAudio or PipeWire sink plays, through its monitor source, for as long as the engine lives. */
export class MonitorTap {
  private child: ChildProcess | null = null;
  private odd = Buffer.alloc(0);
  private readonly followers = new Set<(pcm: Buffer) => void>();
  private heardAtMonotonicMs = Number.NEGATIVE_INFINITY;
  private failures = 0;

  /** @param source name of the source, such as "@DEFAULT_MONITOR@" or "alsa_output.pci-0000_00_1f.3.analog-stereo.monitor" */
  constructor(
    private readonly source: string,
    private readonly time: EngineClock,
    private readonly log: (level: 'info' | 'warn', message: string) => void,
  ) {
    process.once('exit', () => this.child?.kill('SIGKILL'));
    this.listen();
  }

  get isHearing(): boolean {
    return this.time.monotonicMs() - this.heardAtMonotonicMs < FRESH_MS;
  }

  /** Gives on what is heard, s16le, as it comes; call the result to end it. */
  follow(follower: (pcm: Buffer) => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  private listen(): void {
    const child = spawn(FFMPEG, monitorArgs(this.source), { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.odd = Buffer.alloc(0);
    let complaint = '';
    child.stdout.on('data', (bytes: Buffer) => {
      this.hear(bytes);
    });
    child.stderr.on('data', (text: Buffer) => (complaint = (complaint + text.toString()).slice(-300)));
    child.once('error', (error) => (complaint = error.message));
    child.once('close', () => {
      this.failures += 1;
      const delayMs = waitMs(RETRY, this.failures, Math.random());
      this.log(
        'warn',
        `monitor ${this.source} is not heard: ${complaint.trim()}; next attempt in ${String(delayMs)} ms`,
      );
      setTimeout(() => {
        this.listen();
      }, delayMs);
    });
  }

  private hear(bytes: Buffer): void {
    const all = Buffer.concat([this.odd, bytes]);
    const whole = all.length - (all.length % PLAYOUT_PCM.bytesPerFrame);
    this.odd = all.subarray(whole);
    this.failures = 0;
    this.heardAtMonotonicMs = this.time.monotonicMs();
    for (const follower of this.followers) follower(all.subarray(0, whole));
  }
}
