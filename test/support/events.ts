/** One server-sent event as it came. */
export interface SentEvent {
  readonly event: string;
  readonly data: any;
}

/** Listens to a stream of server-sent events until it is closed from either side. */
export class EventListener {
  readonly events: SentEvent[] = [];
  private readonly abort = new AbortController();
  private text = '';

  private constructor(readonly headers: Headers) {}

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventListener> {
    const abort = new AbortController();
    const response = await fetch(url, { signal: abort.signal, headers });
    if (response.status !== 200 || response.body === null) throw new Error(`${response.status}`);
    const listener = new EventListener(response.headers);
    listener.abort.signal.addEventListener('abort', () => {
      abort.abort();
    });
    listener.ended = listener.read(response.body);
    return listener;
  }

  /** Resolves when the stream is over. */
  ended: Promise<void> = Promise.resolve();

  close(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of body) {
        this.text += decoder.decode(chunk, { stream: true });
        const parts = this.text.split('\n\n');
        this.text = parts.pop() ?? '';
        for (const part of parts) this.take(part);
      }
    } catch {
      // Closed by this side, or torn down with the service.
    }
  }

  private take(part: string): void {
    const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
    const data = field('data');
    if (data !== undefined) this.events.push({ event: field('event') ?? '', data: JSON.parse(data) });
  }
}
