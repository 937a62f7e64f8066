import { BullModule } from '@nestjs/bullmq';
import {
  Global,
  Injectable,
  Logger,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Queue, Worker } from 'bullmq';
import { Environment } from '../config/environment';
import { EnvironmentModule } from '../environment.module';
import { inTime } from '../in-time';
import { InstanceLock } from '../instance-lock';
import { RedisConnection } from './redis-connection';

const SAME_ERROR_QUIET_MS = 60_000;
/** More than any answer takes; jobs were told to stop before. */
const CLOSE_WITHIN_MS = 5_000;

/** An `error` event without a listener is noise on stderr; one per reconnection would fill the log. */
function logErrors(source: {
  readonly name: string;
  on(event: 'error', listener: (error: Error) => void): unknown;
}): void {
  const logger = new Logger(`Queue ${source.name}`);
  let lastMessage = '';
  let lastAt = -Infinity;
  source.on('error', (error) => {
    const at = performance.now();
    if (error.message === lastMessage && at - lastAt < SAME_ERROR_QUIET_MS) return;
    [lastMessage, lastAt] = [error.message, at];
    logger.warn(error.message);
  });
}

/** A Redis that goes away at the wrong moment leaves BullMQ waiting for an answer for ever; a shutdown must not. */
async function closeInTime(source: Queue | Worker, close: () => Promise<void>): Promise<void> {
  try {
    await inTime(close(), CLOSE_WITHIN_MS, `queue ${source.name}`);
  } catch (error) {
    new Logger(`Queue ${source.name}`).warn((error as Error).message);
    source.disconnect().catch(() => undefined);
  }
}

class LoggedQueue extends Queue {
  constructor(...args: ConstructorParameters<typeof Queue>) {
    super(...args);
    logErrors(this);
  }

  override async close(): Promise<void> {
    await closeInTime(this, () => super.close());
  }
}

class LoggedWorker extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    super(...args);
    logErrors(this);
  }

  override async close(force = false): Promise<void> {
    await closeInTime(this, () => super.close(force));
  }
}

BullModule.queueClass = LoggedQueue;
BullModule.workerClass = LoggedWorker;

/** This module comes before every feature in AppModule, so its hook runs after their workers have drained. */
@Injectable()
class RedisShutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(private readonly redis: RedisConnection) {}

  beforeApplicationShutdown(): void {
    this.redis.stopReconnecting();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.redis.close();
  }
}

@Global()
@Module({
  imports: [EnvironmentModule],
  providers: [
    {
      provide: RedisConnection,
      // The lock is asked for so that no second process ever starts a server on the same file.
      inject: [Environment, InstanceLock],
      useFactory: (environment: Environment, _lock: InstanceLock) => RedisConnection.open(environment),
    },
    RedisShutdown,
  ],
  exports: [RedisConnection],
})
class RedisModule {}

/** BullMQ on the station's Redis. Features add their queues with BullModule.registerQueue. */
@Module({
  imports: [
    RedisModule,
    BullModule.forRootAsync({
      imports: [RedisModule],
      inject: [RedisConnection],
      useFactory: ({ target, prefix }: RedisConnection) => ({ connection: target, prefix }),
    }),
  ],
})
export class QueueModule {}
