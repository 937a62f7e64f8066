import { Module } from '@nestjs/common';
import { ClockCheck, DatabaseCheck, DiskCheck, FfmpegCheck, RedisCheck } from './checks';
import { HealthController } from './health.controller';
import { HealthService, type HealthCheck } from './health.service';

const checks = [DatabaseCheck, RedisCheck, FfmpegCheck, DiskCheck, ClockCheck];

@Module({
  controllers: [HealthController],
  exports: [HealthService],
  providers: [
    ...checks,
    { provide: HealthService, inject: checks, useFactory: (...all: HealthCheck[]) => new HealthService(all) },
  ],
})
export class HealthModule {}
