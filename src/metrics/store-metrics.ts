import { Logger } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { NEXT, type AiringState } from '../domain/airing';
import type { IncidentsService } from '../incidents/incidents.service';
import { inTime } from '../platform/in-time';
import type { RedisConnection } from '../platform/queue/redis-connection';
import type { ScheduleService } from '../schedule/schedule.service';

/** Prometheus gives up on a scrape after ten seconds; what is asked here answers in milliseconds or not at all. */
const ANSWER_WITHIN_MS = 1_000;
const JOB_STATES = ['waiting', 'active', 'delayed', 'failed'] as const;

/** What of a BullMQ queue is counted. */
export interface CountedQueue {
  readonly name: string;
  getJobCounts(...states: (typeof JOB_STATES)[number][]): Promise<Record<string, number>>;
}

/** Counts that the database holds. A count that cannot be read is left out of the scrape rather than shown as it was. */
export function addDatabaseGauges(registry: Registry, schedule: ScheduleService, incidents: IncidentsService): void {
  const registers = [registry];
  new Gauge({
    name: 'truyen_thanh_airings',
    help: 'Airings in the database by state; aired, partial, missed, cancelled and excused are settled',
    ...{ labelNames: ['state'], registers },
    collect: askedFor('airings', async (gauge: Gauge<'state'>) => {
      const counts = await schedule.countByState();
      gauge.reset();
      for (const state of Object.keys(NEXT) as AiringState[]) gauge.set({ state }, counts.get(state) ?? 0);
    }),
  });
  new Gauge({
    name: 'truyen_thanh_incidents',
    help: 'Incidents in the database by kind',
    ...{ labelNames: ['kind'], registers },
    collect: askedFor('incidents', async (gauge: Gauge<'kind'>) => {
      const counts = await incidents.countByKind();
      gauge.reset();
      for (const [kind, count] of counts) gauge.set({ kind }, count);
    }),
  });
}

/** Depth of the queues, and whether Redis answers at all: while it is away the queues are not asked. */
export function addQueueGauges(registry: Registry, redis: RedisConnection, queues: readonly CountedQueue[]): void {
  new Gauge({
    name: 'truyen_thanh_redis_up',
    help: '1 while Redis answers, 0 while it does not',
    registers: [registry],
    async collect() {
      const isUp = await redis.ping(ANSWER_WITHIN_MS).then(
        () => true,
        () => false,
      );
      this.set(isUp ? 1 : 0);
    },
  });
  new Gauge({
    name: 'truyen_thanh_queue_jobs',
    help: 'Jobs of a queue by state; absent while Redis is away',
    ...{ labelNames: ['queue', 'state'], registers: [registry] },
    collect: askedFor('queues', async (gauge: Gauge<'queue' | 'state'>) => {
      await redis.ping(ANSWER_WITHIN_MS);
      const counted = await Promise.all(queues.map(async (queue) => [queue, await queue.getJobCounts(...JOB_STATES)]));
      gauge.reset();
      for (const [{ name }, counts] of counted as [CountedQueue, Record<string, number>][])
        for (const state of JOB_STATES) gauge.set({ queue: name, state }, counts[state] ?? 0);
    }),
  });
}

/**
 * A collect function that never fails and never waits long. A question that is still unanswered is not asked again: one
 * scrape after another would else queue up in a Redis client that has no server.
 */
function askedFor<Labels extends string>(what: string, ask: (gauge: Gauge<Labels>) => Promise<void>) {
  const logger = new Logger('Metrics');
  let pending: Promise<void> | null = null;
  return async function collect(this: Gauge<Labels>): Promise<void> {
    pending ??= ask(this).finally(() => {
      pending = null;
    });
    try {
      await inTime(pending, ANSWER_WITHIN_MS, what);
    } catch (error) {
      this.reset();
      logger.debug((error as Error).message);
    }
  };
}
