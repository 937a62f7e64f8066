import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { IncidentsModule } from '../incidents/incidents.module';
import { PlansModule } from '../plans/plans.module';
import { MediaModule } from '../recordings/media.module';
import { RecordingsModule } from '../recordings/recordings.module';
import { AiringsController } from './airings.controller';
import { AiringPlaces } from './airing-places';
import { AiringsService } from './airings.service';
import { BullmqCueQueue, PLAYOUT_QUEUE } from './bullmq.cue-queue';
import { CalendarController } from './calendar.controller';
import { CalendarService } from './calendar.service';
import { CueQueue } from './cue-queue';
import { ExpansionService } from './expansion.service';
import { OverrunService } from './overrun.service';
import { ProgressController } from './progress.controller';
import { ProgressService } from './progress.service';
import { ReportBooksService } from './report-books.service';
import { RestoreService } from './restore.service';
import { RundownService } from './rundown.service';
import { AttestationRow } from './compliance/attestation.entity';
import { AttestationRepository } from './compliance/attestation.repository';
import { AttestationsController } from './compliance/attestations.controller';
import { AttestationsService } from './compliance/attestations.service';
import { LedgerController } from './compliance/ledger.controller';
import { LedgerService } from './compliance/ledger.service';
import { CalendarFileController, FeedController } from './feed/feed.controller';
import { CalendarFeedRow } from './feed/feed.entity';
import { FeedRepository } from './feed/feed.repository';
import { FeedService } from './feed/feed.service';
import { LossesService } from './make-ups/losses.service';
import { MakeUpDeclineRow } from './make-ups/make-up.entity';
import { MakeUpPlacer } from './make-ups/make-up-placer';
import { MakeUpRepository } from './make-ups/make-up.repository';
import { MakeUpsController } from './make-ups/make-ups.controller';
import { MakeUpsService } from './make-ups/make-ups.service';
import { AiringRow, AiringTargetRow, CalendarDayRow, SessionRow } from './schedule.entity';
import { ScheduleRepository } from './schedule.repository';
import { ScheduleRowsService } from './schedule-rows.service';
import { ScheduleService } from './schedule.service';
import { SessionFramesService } from './session-frames.service';
import { SettlementService } from './settlement.service';
import { UpcomingService } from './upcoming.service';

@Module({
  imports: [
    TypeOrmModule.forFeature([
      AiringRow,
      AiringTargetRow,
      CalendarDayRow,
      SessionRow,
      AttestationRow,
      MakeUpDeclineRow,
      CalendarFeedRow,
    ]),
    BullModule.registerQueue({ name: PLAYOUT_QUEUE }),
    AuditModule,
    MediaModule,
    IncidentsModule,
    PlansModule,
    RecordingsModule,
  ],
  controllers: [
    AiringsController,
    AttestationsController,
    CalendarController,
    CalendarFileController,
    FeedController,
    LedgerController,
    MakeUpsController,
    ProgressController,
  ],
  providers: [
    { provide: CueQueue, useClass: BullmqCueQueue },
    ScheduleRepository,
    AiringPlaces,
    AiringsService,
    AttestationRepository,
    AttestationsService,
    CalendarService,
    ExpansionService,
    FeedRepository,
    FeedService,
    LedgerService,
    LossesService,
    MakeUpPlacer,
    MakeUpRepository,
    MakeUpsService,
    OverrunService,
    ProgressService,
    ReportBooksService,
    RestoreService,
    RundownService,
    ScheduleRowsService,
    ScheduleService,
    SessionFramesService,
    SettlementService,
    UpcomingService,
  ],
  exports: [
    AiringPlaces,
    AiringsService,
    AttestationsService,
    CalendarService,
    ExpansionService,
    FeedService,
    LedgerService,
    MakeUpsService,
    OverrunService,
    ProgressService,
    ReportBooksService,
    RestoreService,
    RundownService,
    ScheduleRowsService,
    ScheduleService,
    SettlementService,
    UpcomingService,
  ],
})
export class ScheduleModule {}
