import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { AccountRow, ApiTokenRow, SignInRow } from '../auth/auth.entity';
import { AuthRepository } from '../auth/auth.repository';
import { TokensService } from '../auth/tokens.service';
import { PlansModule } from '../plans/plans.module';
import { StationModule } from '../platform/config/station.module';
import { DatabaseModule } from '../platform/database/database.module';
import { EnvironmentModule } from '../platform/environment.module';
import { PlayoutBooksModule } from '../playout/playout-books.module';
import { MediaModule } from '../recordings/media.module';
import { ContentRow, RecordingRow, RenditionRow, ReviewRow } from '../recordings/recording.entity';
import { RecordingsRepository } from '../recordings/recordings.repository';
import { RecordingsService } from '../recordings/recordings.service';
import { RenderThread } from '../reports/render/render-thread';
import { ReportArchive } from '../reports/report.archive';
import { ReportRow } from '../reports/report.entity';
import { ReportRegister } from '../reports/report.register';
import { ReportRepository } from '../reports/report.repository';
import { ReportService } from '../reports/report.service';
import { CalendarService } from '../schedule/calendar.service';
import { AttestationRow } from '../schedule/compliance/attestation.entity';
import { AttestationRepository } from '../schedule/compliance/attestation.repository';
import { CueQueue } from '../schedule/cue-queue';
import { ExpansionService } from '../schedule/expansion.service';
import { LossesService } from '../schedule/make-ups/losses.service';
import { MakeUpDeclineRow } from '../schedule/make-ups/make-up.entity';
import { MakeUpRepository } from '../schedule/make-ups/make-up.repository';
import { ReportBooksService } from '../schedule/report-books.service';
import { AiringRow, AiringTargetRow, CalendarDayRow, SessionRow } from '../schedule/schedule.entity';
import { ScheduleRepository } from '../schedule/schedule.repository';
import { ScheduleService } from '../schedule/schedule.service';

const ROWS = [
  ...[ContentRow, RecordingRow, RenditionRow, ReviewRow],
  ...[AiringRow, AiringTargetRow, CalendarDayRow, SessionRow],
  ...[AttestationRow, MakeUpDeclineRow],
  ...[AccountRow, ApiTokenRow, SignInRow],
  ReportRow,
];

/** Nothing is cued from the command line; the service's watchdog finds what a queue would have held. */
const noCues: CueQueue = { nudge: () => undefined };

/**
 * What plans and reports need of the service when it is not running: the database, but neither Redis nor workers,
 * timers or engines. The features' own modules would start those.
 */
@Module({
  imports: [
    EnvironmentModule,
    DatabaseModule,
    StationModule,
    AuditModule,
    PlansModule,
    MediaModule,
    PlayoutBooksModule,
    TypeOrmModule.forFeature(ROWS),
  ],
  providers: [
    { provide: CueQueue, useValue: noCues },
    RecordingsRepository,
    RecordingsService,
    ScheduleRepository,
    CalendarService,
    ExpansionService,
    AttestationRepository,
    MakeUpRepository,
    LossesService,
    ScheduleService,
    ReportBooksService,
    RenderThread,
    ReportArchive,
    ReportRepository,
    ReportRegister,
    ReportService,
    AuthRepository,
    TokensService,
  ],
})
export class CliModule {}
