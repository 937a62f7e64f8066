import { getQueueToken } from '@nestjs/bullmq';
import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { IncidentsService } from '../incidents/incidents.service';
import { Station } from '../platform/config/station';
import { RedisConnection } from '../platform/queue/redis-connection';
import { PlayoutEngine } from '../playout/playout-engine';
import { NORMALISE_QUEUES } from '../recordings/normalise.queue';
import { PLAYOUT_QUEUE } from '../schedule/bullmq.cue-queue';
import { ScheduleService } from '../schedule/schedule.service';
import { PlayoutMetrics } from './playout-metrics';
import { addDatabaseGauges, addQueueGauges, type CountedQueue } from './store-metrics';

/** Everything that Prometheus is told, in a registry of this application's own. */
@Injectable()
export class MetricsService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly registry = new Registry();
  private readonly playout: PlayoutMetrics;
  private stopCounting: () => void = () => undefined;

  constructor(
    engine: PlayoutEngine,
    schedule: ScheduleService,
    incidents: IncidentsService,
    station: Station,
    private readonly modules: ModuleRef,
  ) {
    this.playout = new PlayoutMetrics(this.registry, station, engine);
    addDatabaseGauges(this.registry, schedule, incidents);
  }

  onModuleInit(): void {
    // The features keep their queues to themselves; only their depth is of interest here.
    const all = { strict: false } as const;
    const queues = [PLAYOUT_QUEUE, ...Object.values(NORMALISE_QUEUES)].map((name) =>
      this.modules.get<CountedQueue>(getQueueToken(name), all),
    );
    addQueueGauges(this.registry, this.modules.get(RedisConnection, all), queues);
    collectDefaultMetrics({ register: this.registry });
    this.stopCounting = this.playout.start();
  }

  beforeApplicationShutdown(): void {
    this.stopCounting();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The text of a scrape. */
  async scrape(): Promise<string> {
    return this.registry.metrics();
  }
}
