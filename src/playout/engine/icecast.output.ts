import { mp3BytesBefore, mp3PaddingFrames, PLAYOUT_PCM } from '../../audio/playout-args';
import type { AirCheck } from './air-check';
import { waitMs } from './backoff';
import type { EngineClock } from './engine-clock';
import { IcecastConnection, type IcecastServer } from './icecast-connection';
import { MountAirCheck } from './mount-air-check';
import { MountTap } from './mount-tap';
import type { RecordingOptions } from './mp3-recording';
import { AudioOutput } from './output';
import type { OutputBlock } from './output-block';

const RECONNECT = { firstMs: 500, longestMs: 15_000 } as const;
/** A connection that lived this long was healthy: its end is the first failure of a new row. */
const HEALTHY_MS = 10_000;
const SILENCE_TICK_MS = 100;
/** How far the stream is kept ahead of time between blocks; as far as the engine mixes ahead. */
const AHEAD_MS = 200;
/** Asking costs a line in the server's access log: often while it decides what was delivered, else to notice a dead server. */
const CONFIRM_MS = { inBlock: 1_500, idle: 10_000 } as const;
/** How long a block waits for a connection before its opening counts as failed. */
const OPEN_TIMEOUT_MS = 3_000;

export interface IcecastOptions {
  readonly server: IcecastServer;
  /** Shown while nothing is on. */
  readonly idleTitle: string;
  /** Name of the source on the server, ASCII. */
  readonly name: string;
  /** Told each time the server is reached, or is not. */
  readonly onLink: (isUp: boolean) => void;
}

/**
 * Keeps a mount alive round the clock, with silence between blocks: receivers that wait on a mount which comes and goes
 * miss the first words, and in an emergency those matter most. Reconnects by itself for as long as it takes.
 */
export class IcecastLink {
  private connection: IcecastConnection | null = null;
  private tap: MountTap | null = null;
  private connectedAtMonotonicMs = 0;
  private problem = 'not connected yet';
  private failures = 0;
  private isBlockOpen = false;
  private title: string;
  private isConfirming = false;
  private confirmedAtMonotonicMs = Number.NEGATIVE_INFINITY;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly options: IcecastOptions,
    private readonly time: EngineClock,
    private readonly log: (level: 'info' | 'warn', message: string) => void,
  ) {
    this.title = options.idleTitle;
  }

  start(): void {
    setInterval(() => {
      this.tick();
    }, SILENCE_TICK_MS);
    void this.connect();
  }

  /** The live connection, which the block has to itself until `release`. @throws Error when there is none in time */
  async claim(): Promise<IcecastConnection> {
    if (!this.isUp) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
        setTimeout(resolve, OPEN_TIMEOUT_MS);
      });
    }
    if (this.connection === null || !this.isUp) throw new Error(this.problem);
    this.isBlockOpen = true;
    return this.connection;
  }

  release(): void {
    this.isBlockOpen = false;
    this.announce(this.options.idleTitle);
  }

  /** Null while the mount is not heard, or its listeners must identify themselves. */
  returnPath(directory: string, onFailure: (problem: string) => void): MountAirCheck | null {
    const { connection, tap } = this;
    if (connection === null || tap === null || !this.isUp || !tap.isHearing) return null;
    const { bitrateKbps } = this.options.server;
    const bytesFed = (): number => mp3BytesBefore(connection.fedFrames, bitrateKbps);
    return new MountAirCheck({ directory, bitrateKbps, tap, bytesFed }, onFailure);
  }

  announce(title: string): void {
    this.title = title;
    this.connection?.announce(title).catch((error: unknown) => {
      this.log('warn', `the title is not shown: ${String(error)}`);
    });
  }

  private get isUp(): boolean {
    return this.connection !== null && this.connection.failure === null;
  }

  private async connect(): Promise<void> {
    const { server, name } = this.options;
    const tap = new MountTap(server, this.time, this.log);
    try {
      this.connection = await IcecastConnection.open(server, name, (mp3) => {
        tap.sent(mp3);
      });
    } catch (error) {
      this.retry((error as Error).message);
      return;
    }
    tap.listen();
    this.tap = tap;
    this.connectedAtMonotonicMs = this.time.monotonicMs();
    this.log('info', `connected to ${server.host}:${String(server.port)}${server.mount}`);
    this.options.onLink(true);
    this.announce(this.title);
    for (const proceed of this.waiting.splice(0)) proceed();
  }

  private retry(problem: string): void {
    this.problem = problem;
    this.failures += 1;
    this.options.onLink(false);
    const delayMs = waitMs(RECONNECT, this.failures, Math.random());
    this.log('warn', `Icecast: ${problem}; next attempt in ${String(delayMs)} ms`);
    setTimeout(() => void this.connect(), delayMs);
  }

  private tick(): void {
    const { connection } = this;
    if (connection === null) return;
    const aliveMs = this.time.monotonicMs() - this.connectedAtMonotonicMs;
    if (connection.failure !== null) {
      this.connection = null;
      this.tap?.end();
      if (aliveMs > HEALTHY_MS) this.failures = 0;
      this.retry(connection.failure);
      return;
    }
    this.confirm(connection);
    if (!this.isBlockOpen) this.feedSilence(connection, aliveMs);
  }

  private feedSilence(connection: IcecastConnection, aliveMs: number): void {
    const target = Math.floor((aliveMs + AHEAD_MS) * PLAYOUT_PCM.framesPerMs);
    const frames = Math.min(target - connection.fedFrames, PLAYOUT_PCM.sampleRate);
    if (frames <= 0) return;
    connection.write(Buffer.alloc(frames * PLAYOUT_PCM.bytesPerFrame), frames).catch(() => undefined);
  }

  private confirm(connection: IcecastConnection): void {
    const now = this.time.monotonicMs();
    const period = this.isBlockOpen ? CONFIRM_MS.inBlock : CONFIRM_MS.idle;
    if (this.isConfirming || now - this.confirmedAtMonotonicMs < period) return;
    this.isConfirming = true;
    this.confirmedAtMonotonicMs = now;
    connection
      .confirm()
      .catch((error: unknown) => {
        connection.end(String(error));
      })
      .finally(() => {
        this.isConfirming = false;
      });
  }
}

/** One block on an Icecast mount. */
export class IcecastOutput extends AudioOutput {
  private connection: IcecastConnection | null = null;
  private airCheck: MountAirCheck | null = null;
  /** Frames of silence that the connection had been fed before the block. */
  private before = 0;

  constructor(private readonly link: IcecastLink) {
    super();
  }

  async open(_block: OutputBlock): Promise<void> {
    this.connection = await this.link.claim();
    if (this.airCheck !== null) await this.beginMp3Frame(this.connection);
    this.before = this.connection.fedFrames;
    this.airCheck?.begin();
  }

  override returnPath({ directory }: RecordingOptions, onFailure: (problem: string) => void): AirCheck | null {
    this.airCheck = this.link.returnPath(directory, onFailure);
    return this.airCheck;
  }

  async write(pcm: Buffer): Promise<void> {
    await this.connection?.write(pcm, pcm.length / PLAYOUT_PCM.bytesPerFrame);
  }

  get deliveredFrames(): number {
    return Math.max(0, (this.connection?.confirmedFrames ?? 0) - this.before);
  }

  get anchorMonotonicMs(): null {
    return null;
  }

  get failure(): string | null {
    return this.connection?.failure ?? null;
  }

  override announce(title: string): void {
    this.link.announce(title);
  }

  close(): Promise<void> {
    this.link.release();
    return Promise.resolve();
  }

  abort(): Promise<void> {
    this.connection?.end('given up by the engine');
    this.link.release();
    return Promise.resolve();
  }

  /** What comes back is cut between MP3 frames: so its first one holds the block's first sample, exactly. */
  private beginMp3Frame(connection: IcecastConnection): Promise<void> {
    const frames = mp3PaddingFrames(connection.fedFrames);
    return connection.write(Buffer.alloc(frames * PLAYOUT_PCM.bytesPerFrame), frames);
  }
}
