import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });
const dbfs = z.number().max(0).nullable();

/** A tenth of a second as it came out of the output; null while nothing is measured. */
const level = z
  .object({
    at: instant.describe('End of the measured tenth of a second, as the output gave it out'),
    streamFrame: z.int().describe('The same as a position on the stream (48 kHz), which begins at 0 with each block'),
    peakDbfs: dbfs.describe('null: digital silence'),
    rmsDbfs: dbfs.describe('A sine that just does not clip reads −3.0'),
  })
  .nullable();

const item = z.object({
  airingId: z.string(),
  title: z.string(),
  /** FILLER: nothing is due, and the settings' filler fills the gap. */
  priority: z.enum(['EMERGENCY', 'PRIORITY', 'NORMAL', 'FILLER']),
  positionSeconds: z.number().describe('Frames that came out / 48 000; 0 during the attention chime'),
  durationSeconds: z.number(),
});

const ofOutput = { outputCode: z.string(), label: z.string(), role: z.enum(['transmission', 'monitor']), level };

const liveOutput = z.discriminatedUnion('state', [
  z.object({ ...ofOutput, state: z.enum(['airing', 'emergency']), item }),
  z.object({ ...ofOutput, state: z.enum(['idle', 'starting', 'reconnecting', 'down']) }),
]);
export type LiveOutput = z.output<typeof liveOutput>;

const nextItem = z.object({
  airingId: z.string(),
  title: z.string(),
  start: instant,
  priority: item.shape.priority,
  state: z.enum(['planned', 'cued']),
});
export type NextItem = z.output<typeof nextItem>;

/** What `GET /api/v1/playout/events` sends: `event` is the event's name, `data` its JSON. */
export const liveEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('snapshot'),
    data: z.object({ at: instant, outputs: z.array(liveOutput), next: z.array(nextItem) }),
  }),
  z.object({ event: z.literal('output'), data: liveOutput }),
  z.object({ event: z.literal('next'), data: z.object({ items: z.array(nextItem) }) }),
]);
export type LiveEvent = z.output<typeof liveEvent>;

/** One event as it stands on the wire. */
export function eventText({ event, data }: LiveEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
