import { Module } from '@nestjs/common';
import { DatabaseModule } from './database/database.module';
import { EnvironmentModule } from './environment.module';
import { HealthModule } from './health/health.module';
import { ConnectionDrain } from './http/connection-drain';
import { QueueModule } from './queue/queue.module';

/**
 * What every feature stands on. First among AppModule's imports: Nest shuts modules down in the reverse order, so
 * workers drain while Redis and the database are still there, and DATA_DIR is let go last of all.
 */
@Module({
  imports: [EnvironmentModule, DatabaseModule, QueueModule, HealthModule],
  providers: [ConnectionDrain],
})
export class PlatformModule {}
