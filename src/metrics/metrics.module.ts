import { Module } from '@nestjs/common';
import { IncidentsModule } from '../incidents/incidents.module';
import { PlayoutModule } from '../playout/playout.module';
import { ScheduleModule } from '../schedule/schedule.module';
import { MetricsController } from './metrics.controller';
import { MetricsService } from './metrics.service';

@Module({
  imports: [IncidentsModule, PlayoutModule, ScheduleModule],
  controllers: [MetricsController],
  providers: [MetricsService],
})
export class MetricsModule {}
