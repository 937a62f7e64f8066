import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { waitMs } from './backoff';
import type { EngineClock } from './engine-clock';
import type { IcecastServer } from './icecast-connection';
import { Retrace, type Returned } from './retrace';

/** By which the server's list of listeners shows whose it is. */
export const MOUNT_TAP_AGENT = 'Truyen-Thanh-air-check';
const RETRY = { firstMs: 300, longestMs: 15_000 } as const;
/** More than a listener may lie behind, and more than Icecast's usual burst. */
const REMEMBERED_SECONDS = 30;
/** Heard longer ago than this, the return path is no witness. */
const FRESH_MS = 3_000;
const ANSWER_TIMEOUT_MS = 5_000;

/** Listens to the station's own mount as any listener does, and knows each byte that comes back. Lives as long as one source. */
export class MountTap {
  private readonly retrace: Retrace;
  private readonly followers = new Set<(returned: Returned) => void>();
  private heardAtMonotonicMs = Number.NEGATIVE_INFINITY;
  private request: ClientRequest | null = null;
  private retry: NodeJS.Timeout | null = null;
  private failures = 0;
  private hasEnded = false;

  constructor(
    private readonly server: IcecastServer,
    private readonly time: EngineClock,
    private readonly log: (level: 'info' | 'warn', message: string) => void,
  ) {
    this.retrace = new Retrace((REMEMBERED_SECONDS * server.bitrateKbps * 1000) / 8);
  }

  get isHearing(): boolean {
    return !this.hasEnded && this.time.monotonicMs() - this.heardAtMonotonicMs < FRESH_MS;
  }

  /** To be told of whatever is sent, before it can come back. */
  sent(bytes: Buffer): void {
    this.retrace.remember(bytes);
  }

  /** Call the result to end it. */
  follow(follower: (returned: Returned) => void): () => void {
    this.followers.add(follower);
    return () => this.followers.delete(follower);
  }

  end(): void {
    this.hasEnded = true;
    if (this.retry !== null) clearTimeout(this.retry);
    this.request?.destroy();
  }

  /** Once the source is admitted. */
  listen(): void {
    const { host, port, mount } = this.server;
    this.retrace.startOver();
    // No "Icy-MetaData": titles would lie between the bytes.
    const headers = { 'user-agent': MOUNT_TAP_AGENT };
    const request = get({ host, port, path: mount, agent: false, headers }, (response) => {
      request.setTimeout(0);
      this.hear(response);
    });
    request.setTimeout(ANSWER_TIMEOUT_MS, () => request.destroy(new Error('the server does not answer')));
    request.once('error', (error) => {
      this.listenLater(error.message);
    });
    this.request = request;
  }

  private hear(response: IncomingMessage): void {
    const isAdmitted = response.statusCode === 200;
    if (!isAdmitted) response.resume();
    else
      response.on('data', (bytes: Buffer) => {
        const returned = this.retrace.place(bytes);
        if (returned === null) return;
        this.failures = 0;
        this.heardAtMonotonicMs = this.time.monotonicMs();
        for (const follower of this.followers) follower(returned);
      });
    response.once('close', () => {
      this.listenLater(isAdmitted ? 'the server ended it' : `the server answers ${String(response.statusCode)}`);
    });
  }

  private listenLater(problem: string): void {
    if (this.hasEnded || this.retry !== null) return;
    this.failures += 1;
    const delayMs = waitMs(RETRY, this.failures, Math.random());
    // A source's first moments on a mount are not there for listeners yet.
    if (this.failures > 2)
      this.log('warn', `the mount is not heard: ${problem}; next attempt in ${String(delayMs)} ms`);
    this.retry = setTimeout(() => {
      this.retry = null;
      this.listen();
    }, delayMs);
  }
}
