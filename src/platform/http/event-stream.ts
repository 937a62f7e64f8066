import type { ServerResponse } from 'node:http';

/** A line that every reader skips; it keeps proxies from closing a quiet stream. */
const HEARTBEAT = ':\n\n';
/** Browsers that lost the stream come back after this long. */
const RETRY_MS = 2_000;

/**
 * Server-sent events to one listener. One that reads more slowly than it is sent to is not queued for: of each kind of
 * event only the latest waits, so that what a listener holds of this process is bounded whatever it does.
 */
export class EventStream {
  private readonly waiting = new Map<string, string>();
  private isBlocked = false;
  private hasBeenBlocked = false;

  constructor(private readonly response: ServerResponse) {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
      // Ended together with the stream: a connection kept alive would hold up the service's shutdown.
      Connection: 'close',
    });
    response.on('drain', () => {
      this.flush();
    });
    response.on('error', () => undefined); // 'close' follows.
    this.write(`retry: ${String(RETRY_MS)}\n\n`);
  }

  /** @param kind a later event of the same kind takes this one's place while it waits */
  send(kind: string, text: string): void {
    if (this.isBlocked) this.waiting.set(kind, text);
    else this.write(text);
  }

  /** Drops a listener that has read nothing since the last beat. */
  beat(): void {
    if (this.isBlocked && this.hasBeenBlocked) this.response.destroy();
    else if (!this.isBlocked) this.write(HEARTBEAT);
    this.hasBeenBlocked = this.isBlocked;
  }

  end(): void {
    if (this.isBlocked) this.response.destroy();
    else this.response.end();
  }

  private flush(): void {
    this.isBlocked = false;
    this.hasBeenBlocked = false;
    for (const [kind, text] of this.waiting) {
      this.waiting.delete(kind);
      if (!this.write(text)) return;
    }
  }

  /** @returns whether more may follow at once */
  private write(text: string): boolean {
    this.isBlocked = !this.response.write(text);
    return !this.isBlocked;
  }
}
