import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { IncidentsModule } from '../incidents/incidents.module';
import { PlansModule } from '../plans/plans.module';
import { RecordingsModule } from '../recordings/recordings.module';
import { AiringsController } from './airings.controller';
import { AiringsService } from './airings.service';
import { BullmqCueQueue, PLAYOUT_QUEUE } from './bullmq.cue-queue';
import { CalendarController } from './calendar.controller';
import { CalendarService } from './calendar.service';
import { CueQueue } from './cue-queue';
import { ExpansionService } from './expansion.service';
import { OverrunService } from './overrun.service';
import { ProgressController } from './progress.controller';
import { ProgressService } from './progress.service';
import { RundownService } from './rundown.service';
import { AiringRow, AiringTargetRow, CalendarDayRow, SessionRow } from './schedule.entity';
import { ScheduleRepository } from './schedule.repository';
import { ScheduleRowsService } from './schedule-rows.service';
import { ScheduleService } from './schedule.service';
import { SessionFramesService } from './session-frames.service';
import { SettlementService } from './settlement.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([AiringRow, AiringTargetRow, CalendarDayRow, SessionRow]),
    BullModule.registerQueue({ name: PLAYOUT_QUEUE }),
    AuditModule,
    IncidentsModule,
    PlansModule,
    RecordingsModule,
  ],
  controllers: [AiringsController, CalendarController, ProgressController],
  providers: [
    { provide: CueQueue, useClass: BullmqCueQueue },
    ScheduleRepository,
    AiringsService,
    CalendarService,
    ExpansionService,
    OverrunService,
    ProgressService,
    RundownService,
    ScheduleRowsService,
    ScheduleService,
    SessionFramesService,
    SettlementService,
  ],
  exports: [
    AiringsService,
    ExpansionService,
    OverrunService,
    RundownService,
    ScheduleRowsService,
    ScheduleService,
    SettlementService,
  ],
})
export class ScheduleModule {}
