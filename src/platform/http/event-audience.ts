import type { ServerResponse } from 'node:http';
import { DomainError } from '../../domain/errors';
import { EventStream } from './event-stream';

/** A commune's office has a handful of screens; each holds a connection. */
const MAX_LISTENERS = 20;
const HEARTBEAT_MS = 15_000;

/** Everybody who listens to one source of server-sent events. Ask it to `close` in onModuleDestroy: the HTTP server waits. */
export class EventAudience {
  private readonly listeners = new Set<EventStream>();
  private beating: NodeJS.Timeout | undefined;
  private isClosed = false;

  /** @throws DomainError unavailable while shutting down, tooManyListeners */
  refuseWhenFull(): void {
    if (this.isClosed) throw new DomainError('unavailable');
    if (this.listeners.size >= MAX_LISTENERS) throw new DomainError('tooManyListeners', { limit: MAX_LISTENERS });
  }

  /** Sends to the response until it closes, `first` at once. @throws what refuseWhenFull throws */
  join(response: ServerResponse, first: { readonly kind: string; readonly text: string }): void {
    this.refuseWhenFull();
    const stream = new EventStream(response);
    stream.send(first.kind, first.text);
    this.listeners.add(stream);
    this.beating ??= setInterval(() => {
      for (const one of this.listeners) one.beat();
    }, HEARTBEAT_MS);
    response.once('close', () => {
      this.forget(stream);
    });
  }

  /** @param kind a slow listener gets only the latest of each kind */
  broadcast(kind: string, text: string): void {
    for (const stream of this.listeners) stream.send(kind, text);
  }

  close(): void {
    this.isClosed = true;
    for (const stream of this.listeners) {
      stream.end();
      this.forget(stream);
    }
  }

  private forget(stream: EventStream): void {
    this.listeners.delete(stream);
    if (this.listeners.size > 0) return;
    clearInterval(this.beating);
    this.beating = undefined;
  }
}
