import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { z } from 'zod';
import { EventAudience } from '../platform/http/event-audience';
import { NormaliseProgress } from './normalise.progress';
import { NormalisingService } from './normalising.service';

const work = {
  stage: z.enum(['decoding', 'levelling', 'encoding', 'verifying']),
  share: z.number().min(0).max(1).describe('Of the work done'),
  secondsLeft: z.number().nullable().describe('As fast as it went so far; null: too early to tell'),
};

const state = z.discriminatedUnion('state', [
  z.object({ state: z.literal('working'), ...work }),
  z.object({ state: z.literal('queued') }),
  z.object({ state: z.literal('waitingForQueue') }),
  z.object({ state: z.literal('failed'), reason: z.string(), failedAt: z.number(), nextTryAt: z.number() }),
]);

/** What `GET /api/v1/recordings/events` sends: `event` is the event's name, `data` its JSON. */
export const normalisingEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('snapshot'),
    data: z.object({
      items: z.array(
        z.object({
          recordingId: z.uuid(),
          title: z.string(),
          lane: z.enum(['usual', 'urgent']),
          progress: state,
        }),
      ),
    }),
  }),
  z.object({ event: z.literal('progress'), data: z.object({ recordingId: z.uuid(), ...work }) }),
  z.object({
    event: z.literal('ended').describe('The work on it ended, well or not: ask for the recording'),
    data: z.object({ recordingId: z.uuid() }),
  }),
]);
type NormalisingEvent = z.output<typeof normalisingEvent>;

/** Tells every listener how the normalisations get on: at most a hundred events each. */
@Injectable()
export class NormalisingEvents implements OnModuleDestroy {
  private readonly audience = new EventAudience();

  constructor(
    private readonly normalising: NormalisingService,
    progress: NormaliseProgress,
  ) {
    progress.listen((recordingId, now) => {
      const event: NormalisingEvent =
        now === null ? { event: 'ended', data: { recordingId } } : { event: 'progress', data: { recordingId, ...now } };
      this.audience.broadcast(`${event.event} ${recordingId}`, textOf(event));
    });
  }

  /** @throws DomainError unavailable while shutting down, tooManyListeners */
  async listen(response: ServerResponse): Promise<void> {
    this.audience.refuseWhenFull();
    const items = [...(await this.normalising.items())];
    if (response.destroyed) return;
    this.audience.join(response, { kind: 'snapshot', text: textOf({ event: 'snapshot', data: { items } }) });
  }

  onModuleDestroy(): void {
    this.audience.close();
  }
}

function textOf({ event, data }: NormalisingEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
