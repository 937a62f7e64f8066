import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AudioNormaliser } from '../../src/audio/normaliser';
import { AuditModule } from '../../src/audit/audit.module';
import { Clock } from '../../src/domain/clock';
import { IncidentsModule } from '../../src/incidents/incidents.module';
import { PlansModule } from '../../src/plans/plans.module';
import { Environment } from '../../src/platform/config/environment';
import { Station } from '../../src/platform/config/station';
import { DatabaseModule } from '../../src/platform/database/database.module';
import { EnvironmentModule } from '../../src/platform/environment.module';
import { OutcomeRecorder } from '../../src/playout/outcome.recorder';
import { PlayoutEngineOptions } from '../../src/playout/forked.playout-engine';
import { PlayoutEngine } from '../../src/playout/playout-engine';
import { PlayoutLogService } from '../../src/playout/playout-log.service';
import { ClusterOutputRow, ClusterRow, DeliveryRow, OutputRow, PlayoutLogRow } from '../../src/playout/playout.entity';
import { PlayoutRepository } from '../../src/playout/playout.repository';
import { PlayoutService } from '../../src/playout/playout.service';
import { AirCheckExaminer } from '../../src/playout/proof/air-check.examiner';
import { ProofService } from '../../src/playout/proof/proof.service';
import { Watchdog } from '../../src/playout/watchdog';
import { MediaModule } from '../../src/recordings/media.module';
import { ContentRow, RecordingRow, RenditionRow, ReviewRow } from '../../src/recordings/recording.entity';
import { RecordingRules } from '../../src/recordings/recording-rules';
import { RecordingsRepository } from '../../src/recordings/recordings.repository';
import { RecordingsService } from '../../src/recordings/recordings.service';
import { StationSounds } from '../../src/recordings/station-sounds';
import { AiringsController } from '../../src/schedule/airings.controller';
import { AiringPlaces } from '../../src/schedule/airing-places';
import { AiringsService } from '../../src/schedule/airings.service';
import { CalendarService } from '../../src/schedule/calendar.service';
import { CueQueue } from '../../src/schedule/cue-queue';
import { ExpansionService } from '../../src/schedule/expansion.service';
import { OverrunService } from '../../src/schedule/overrun.service';
import { RestoreService } from '../../src/schedule/restore.service';
import { RundownService } from '../../src/schedule/rundown.service';
import { ScheduleRowsService } from '../../src/schedule/schedule-rows.service';
import { AiringRow, AiringTargetRow, CalendarDayRow, SessionRow } from '../../src/schedule/schedule.entity';
import { ScheduleRepository } from '../../src/schedule/schedule.repository';
import { ScheduleService } from '../../src/schedule/schedule.service';
import { SessionFramesService } from '../../src/schedule/session-frames.service';
import { AttestationRow } from '../../src/schedule/compliance/attestation.entity';
import { AttestationRepository } from '../../src/schedule/compliance/attestation.repository';
import { AttestationsController } from '../../src/schedule/compliance/attestations.controller';
import { AttestationsService } from '../../src/schedule/compliance/attestations.service';
import { LedgerController } from '../../src/schedule/compliance/ledger.controller';
import { LedgerService } from '../../src/schedule/compliance/ledger.service';
import { CalendarFileController, FeedController } from '../../src/schedule/feed/feed.controller';
import { CalendarFeedRow } from '../../src/schedule/feed/feed.entity';
import { FeedRepository } from '../../src/schedule/feed/feed.repository';
import { FeedService } from '../../src/schedule/feed/feed.service';
import { LossesService } from '../../src/schedule/make-ups/losses.service';
import { MakeUpDeclineRow } from '../../src/schedule/make-ups/make-up.entity';
import { MakeUpPlacer } from '../../src/schedule/make-ups/make-up-placer';
import { MakeUpRepository } from '../../src/schedule/make-ups/make-up.repository';
import { MakeUpsController } from '../../src/schedule/make-ups/make-ups.controller';
import { MakeUpsService } from '../../src/schedule/make-ups/make-ups.service';
import { SettlementService } from '../../src/schedule/settlement.service';
import { OnceNormaliser } from './once-normaliser';

/** Schedule and playout wired as in the service, without HTTP, Redis and ffmpeg. */
export function scheduleModule(
  environment: Environment,
  station: Station,
  clock: Clock,
  engine: PlayoutEngine,
): Promise<TestingModule> {
  @Global()
  @Module({ providers: [{ provide: Station, useValue: station }], exports: [Station] })
  class StationModule {}

  return Test.createTestingModule({
    imports: [
      EnvironmentModule,
      DatabaseModule,
      StationModule,
      TypeOrmModule.forFeature([ContentRow, RecordingRow, RenditionRow, ReviewRow]),
      TypeOrmModule.forFeature([
        AiringRow,
        AiringTargetRow,
        CalendarDayRow,
        SessionRow,
        AttestationRow,
        MakeUpDeclineRow,
        CalendarFeedRow,
      ]),
      TypeOrmModule.forFeature([OutputRow, ClusterRow, ClusterOutputRow, DeliveryRow, PlayoutLogRow]),
      ...[MediaModule, AuditModule, IncidentsModule, PlansModule],
    ],
    controllers: [
      ...[AiringsController, AttestationsController, LedgerController, MakeUpsController],
      ...[CalendarFileController, FeedController],
    ],
    providers: [
      { provide: CueQueue, useValue: { nudge: () => undefined } },
      { provide: PlayoutEngine, useValue: engine },
      {
        provide: PlayoutEngineOptions,
        useValue: { directories: { airChecks: join(environment.dataDir, 'air-checks') } },
      },
      { provide: AudioNormaliser, useClass: OnceNormaliser },
      ...[RecordingRules, RecordingsRepository, RecordingsService, StationSounds],
      ...[ScheduleRepository, ScheduleRowsService, ScheduleService, SettlementService],
      ...[AiringPlaces, AiringsService, CalendarService, ExpansionService, OverrunService, RestoreService],
      ...[RundownService, SessionFramesService],
      ...[AttestationRepository, AttestationsService, FeedRepository, FeedService, LedgerService],
      ...[LossesService, MakeUpPlacer, MakeUpRepository, MakeUpsService],
      ...[OutcomeRecorder, PlayoutLogService, PlayoutRepository, PlayoutService, Watchdog],
      ...[AirCheckExaminer, ProofService],
    ],
  })
    .overrideProvider(Environment)
    .useValue(environment)
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
}
