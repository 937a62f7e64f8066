import { Module } from '@nestjs/common';
import { ScheduleModule as CronModule } from '@nestjs/schedule';
// Before any feature: BullModule takes our queue class only where a queue is registered after this.
import { PlatformModule } from './platform/platform.module';
import { AuthModule } from './auth/auth.module';
import { ConsoleModule } from './console/console.module';
import { EmergencyModule } from './emergency/emergency.module';
import { IncidentsModule } from './incidents/incidents.module';
import { MetricsModule } from './metrics/metrics.module';
import { PlansModule } from './plans/plans.module';
import { StationModule } from './platform/config/station.module';
import { PlayoutModule } from './playout/playout.module';
import { RecordingsModule } from './recordings/recordings.module';
import { RemindersModule } from './reminders/reminders.module';
import { ReportsModule } from './reports/reports.module';
import { ScheduleModule } from './schedule/schedule.module';
import { UpkeepModule } from './upkeep/upkeep.module';

/** The whole service. The platform comes first: Nest shuts down in the reverse order. */
@Module({
  imports: [
    PlatformModule,
    StationModule,
    CronModule.forRoot(),
    AuthModule,
    PlansModule,
    RecordingsModule,
    ScheduleModule,
    PlayoutModule,
    EmergencyModule,
    IncidentsModule,
    ReportsModule,
    RemindersModule,
    UpkeepModule,
    MetricsModule,
    ConsoleModule,
  ],
})
export class AppModule {}
