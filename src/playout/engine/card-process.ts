import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { APLAY, aplayArgs, PLAYOUT_PCM, readAplayLine, type AplayLine } from '../../audio/playout-args';
import { CardClock } from './card-clock';
import type { EngineClock } from './engine-clock';
import { RateMatcher } from './rate-matcher';
import { Resampler } from './resampler';

/** Below what is kept ahead of time, so that there is always a stretch waiting and the full ring sets the pace. */
const RING = { ringMs: 150, periodMs: 25 } as const;
/** A card that has accepted nothing for so long has no say about the time. */
const STALE_MS = 200;

/**
 * A sound card that plays one endless stream (s16le, mono, 48 kHz), through ALSA with `aplay` (alsa-utils): it reads PCM
 * from a pipe, blocks while the card's ring is full and says what the ring took. That is the card's clock, and the stream
 * is fitted to it. PulseAudio and PipeWire are reached as ALSA devices ("default" or "pulse") where they run.
 */
export class CardProcess {
  private readonly child: ChildProcessByStdio<Writable, null, Readable>;
  private readonly matcher = new RateMatcher();
  private readonly resampler = new Resampler();
  private card: CardClock | null = null;
  private heardAtMonotonicMs = Number.NEGATIVE_INFINITY;
  private complaint = '';
  private fault: string | null = null;

  /** @param device ALSA name, such as "default" or "plughw:0,0" */
  constructor(
    device: string,
    private readonly time: EngineClock,
    private readonly onDry: () => void,
  ) {
    this.child = spawn(APLAY, aplayArgs(device, RING), {
      stdio: ['pipe', 'ignore', 'pipe'],
      // A sound server would else keep up to two seconds of its own.
      env: { ...process.env, LC_ALL: 'C', PULSE_LATENCY_MSEC: String(RING.ringMs) },
    });
    this.child.stdin.on('error', () => undefined); // The exit tells what happened.
    createInterface({ input: this.child.stderr }).on('line', (line) => {
      const said = readAplayLine(line);
      if (said === null) this.complaint = line;
      else this.hear(said);
    });
    this.child.once('error', (error) => {
      this.end(`${APLAY} cannot be run: ${error.message}`);
    });
    this.child.once('close', (code) => {
      this.end(`${APLAY} exited with ${String(code)}: ${this.complaint.trim()}`);
    });
  }

  /** Why nothing more will come out; null while it works. */
  get failure(): string | null {
    return this.fault;
  }

  /** Its clock has been read: it plays steadily. */
  get hasRun(): boolean {
    return this.matcher.anchorMs !== null;
  }

  /** Frames of the stream that were written. */
  get fedFrames(): number {
    return this.matcher.fedFrames;
  }

  /** Frames of the stream that are known to have left the card's ring. */
  get playedFrames(): number {
    return this.matcher.streamFramesIn(this.card?.playedFrames ?? 0);
  }

  /** Frames that the card's ring has taken. */
  get acceptedFrames(): number {
    return this.card?.acceptedFrames ?? 0;
  }

  /** Monotonic instant at which frame 0 of the stream came out, or would have; null while the card says nothing of it. */
  get anchorMonotonicMs(): number | null {
    return this.reading === null ? null : this.matcher.anchorMs;
  }

  /** Resolves when the pipe has taken it. */
  write(pcm: Buffer): Promise<void> {
    this.matcher.follow(this.reading);
    const forCard = this.resampler.convert(pcm, this.matcher.feed(pcm.length / PLAYOUT_PCM.bytesPerFrame));
    return new Promise((resolve, reject) => {
      this.child.stdin.write(forCard, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** At once, even a card that hangs. */
  end(problem: string): void {
    if (this.fault !== null) return;
    this.fault = problem;
    this.child.kill('SIGKILL');
  }

  private get reading(): number | null {
    const isStale = this.time.monotonicMs() - this.heardAtMonotonicMs > STALE_MS;
    return isStale ? null : (this.card?.anchorMs ?? null);
  }

  private hear(said: AplayLine): void {
    switch (said.kind) {
      case 'ring':
        // The first is the device's own; what lies under a plug-in follows.
        this.card ??= new CardClock(said.frames);
        return;
      case 'rate':
        // A bare "hw:" device that cannot do 48 kHz would play everything too slow; "plughw:" converts.
        if (this.card === null && said.hertz !== PLAYOUT_PCM.sampleRate) this.end(`plays at ${String(said.hertz)} Hz`);
        return;
      case 'accepted':
        this.heardAtMonotonicMs = this.time.monotonicMs();
        this.card?.accept(said.frames, this.heardAtMonotonicMs);
        return;
      case 'underrun':
        this.card?.runDry();
        this.onDry();
        return;
    }
  }
}
