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
import { InstanceLock } from '../instance-lock';
import { RedisConnection } from './redis-connection';

const SAME_ERROR_QUIET_MS = 60_000;

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

class LoggedQueue extends Queue {
  constructor(...args: ConstructorParameters<typeof Queue>) {
    super(...args);
    logErrors(this);
  }
}

class LoggedWorker extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    super(...args);
    logErrors(this);
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
