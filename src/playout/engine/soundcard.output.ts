import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { APLAY, aplayArgs, PLAYOUT_PCM, readAplayLine, type AplayLine } from '../../audio/playout-args';
import { CardClock } from './card-clock';
import type { EngineClock } from './engine-clock';
import { AudioOutput } from './output';

/** Below the engine's mixing lead, so that there is always a stretch waiting and the full ring sets the pace. */
const RING = { ringMs: 150, periodMs: 25 } as const;
/** Silence that starts the card before the stream and lasts until its clock can be read. */
const PREROLL_MS = 750;
const PREROLL_FRAMES = PREROLL_MS * PLAYOUT_PCM.framesPerMs;
const OPEN_TIMEOUT_MS = 3_500;
/** A card that has accepted nothing for so long has no say about the time. */
const STALE_MS = 200;
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Plays on a sound card through ALSA, with `aplay` (alsa-utils): it reads PCM from a pipe, blocks while the card's ring
 * is full and says what the ring took. That is the card's clock, and the stream goes by it. PulseAudio and PipeWire are
 * reached as ALSA devices ("default" or "pulse") where they run.
 */
export class SoundcardOutput extends AudioOutput {
  private child: ChildProcessByStdio<Writable, null, Readable> | null = null;
  private exited: Promise<unknown> = Promise.resolve();
  private card: CardClock | null = null;
  private acceptedAtMonotonicMs = Number.NEGATIVE_INFINITY;
  private onAccepted: () => void = () => undefined;
  private complaint = '';
  private fault: string | null = null;
  private isClosing = false;

  constructor(
    /** ALSA name, such as "default" or "plughw:0,0". */
    private readonly device: string,
    private readonly time: EngineClock,
    /** Told when the card ran dry. */
    private readonly warn: (problem: string) => void,
  ) {
    super();
  }

  async open(): Promise<void> {
    // Its own process group: Ctrl-C at a terminal is for the service, which closes its outputs in order.
    const child = spawn(APLAY, aplayArgs(this.device, RING), {
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: true,
      // A sound server would else keep up to two seconds of its own.
      env: { ...process.env, LC_ALL: 'C', PULSE_LATENCY_MSEC: String(RING.ringMs) },
    });
    this.child = child;
    child.stdin.on('error', () => undefined); // The exit tells what happened.
    createInterface({ input: child.stderr }).on('line', (line) => {
      const said = readAplayLine(line);
      if (said === null) this.complaint = line;
      else this.hear(said);
    });
    this.exited = new Promise((resolve) => {
      child.once('error', resolve).once('close', resolve);
      child.once('error', (error) => {
        this.end(`${APLAY} cannot be run: ${error.message}`);
      });
      child.once('close', (code) => {
        this.end(`${APLAY} exited with ${String(code)}: ${this.complaint.trim()}`);
      });
    });
    child.stdin.write(Buffer.alloc(PREROLL_FRAMES * PLAYOUT_PCM.bytesPerFrame));
    await this.settled();
    if (this.fault === null) return;
    await this.abort();
    throw new Error(`sound card ${this.device}: ${this.fault}`);
  }

  write(pcm: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.child?.stdin.write(pcm, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  get deliveredFrames(): number {
    return Math.max(0, (this.card?.playedFrames ?? 0) - PREROLL_FRAMES);
  }

  get anchorMonotonicMs(): number | null {
    const anchorMs = this.card?.anchorMs ?? null;
    const isStale = this.time.monotonicMs() - this.acceptedAtMonotonicMs > STALE_MS;
    return anchorMs === null || isStale ? null : anchorMs + PREROLL_MS;
  }

  get failure(): string | null {
    return this.fault;
  }

  async close(): Promise<void> {
    this.isClosing = true;
    this.child?.stdin.end();
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    await this.exited;
    clearTimeout(timer);
  }

  async abort(): Promise<void> {
    this.isClosing = true;
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** Resolves when the card plays the silence steadily, or has a fault. */
  private async settled(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.end(`consumes nothing: ${this.complaint.trim()}`);
      }, OPEN_TIMEOUT_MS);
      this.onAccepted = () => {
        const isRead = this.card !== null && this.card.anchorMs !== null;
        // A device that swallows all of it at once is no card, and has no clock.
        const isSwallowed = this.card !== null && this.card.acceptedFrames >= PREROLL_FRAMES;
        if (this.fault === null && !isRead && !isSwallowed) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.onAccepted = () => undefined;
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
        this.acceptedAtMonotonicMs = this.time.monotonicMs();
        this.card?.accept(said.frames, this.acceptedAtMonotonicMs);
        this.onAccepted();
        return;
      case 'underrun':
        this.card?.runDry();
        if (!this.isClosing) this.warn(`sound card ${this.device} ran dry`);
        return;
    }
  }

  private end(problem: string): void {
    if (!this.isClosing) this.fault ??= problem;
    this.onAccepted();
  }
}
