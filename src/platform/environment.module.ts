import { Global, Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { SystemClock } from './clock';
import { Environment, readEnvironment } from './config/environment';
import { DataDisk, Disk } from './disk-space';
import { InstanceLock } from './instance-lock';

/** Lets DATA_DIR go when the application has shut down. Its module comes first, so its hook runs last. */
@Injectable()
class InstanceLockRelease implements OnApplicationShutdown {
  constructor(private readonly lock: InstanceLock) {}

  onApplicationShutdown(): void {
    this.lock.release();
  }
}

/** What every process part needs: its environment, the time, its disk, and the sole right to DATA_DIR. */
@Global()
@Module({
  providers: [
    { provide: Environment, useFactory: () => readEnvironment(process.env) },
    { provide: Clock, useClass: SystemClock },
    { provide: Disk, useClass: DataDisk },
    {
      provide: InstanceLock,
      inject: [Environment],
      useFactory: ({ dataDir }: Environment) => InstanceLock.acquire(dataDir),
    },
    InstanceLockRelease,
  ],
  exports: [Environment, Clock, Disk, InstanceLock],
})
export class EnvironmentModule {}
