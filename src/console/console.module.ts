import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { AuthModule } from '../auth/auth.module';
import { EmergencyModule } from '../emergency/emergency.module';
import { IncidentsModule } from '../incidents/incidents.module';
import { PlansModule } from '../plans/plans.module';
import { PlayoutModule } from '../playout/playout.module';
import { RecordingsModule } from '../recordings/recordings.module';
import { RemindersModule } from '../reminders/reminders.module';
import { ReportsModule } from '../reports/reports.module';
import { ScheduleModule } from '../schedule/schedule.module';
import { HealthModule } from '../platform/health/health.module';
import { UpkeepModule } from '../upkeep/upkeep.module';
import { AiringsBoard } from './airings.board';
import { AssetStore } from './asset-store';
import { CalendarBoard } from './calendar.board';
import { ConsoleController } from './console.controller';
import { ConsoleService } from './console.service';
import { AccountController } from './people/account.controller';
import { AuditController } from './people/audit.controller';
import { PageErrors } from './people/page-errors.filter';
import { Pages } from './people/pages';
import { PeopleController } from './people/people.controller';
import { SignInController } from './people/sign-in.controller';
import { TokensPageController } from './people/tokens-page.controller';
import { EmergencyBoard } from './emergency.board';
import { EmergencySoundsBoard } from './emergency-sounds.board';
import { LogBoard } from './log.board';
import { MakeUpsBoard } from './make-ups.board';
import { NewsBoard } from './news.board';
import { OnAirBoard } from './on-air.board';
import { AiringPageController } from './pages/airing.controller';
import { CalendarPageController } from './pages/calendar.controller';
import { EmergencyPageController } from './pages/emergency.controller';
import { FeedsPageController } from './pages/feeds.controller';
import { HelpController } from './pages/help.controller';
import { LedgerPageController } from './pages/ledger.controller';
import { LogController } from './pages/log.controller';
import { MakeUpsPageController } from './pages/make-ups.controller';
import { OneOffPageController } from './pages/one-off.controller';
import { PlanPageController } from './pages/plan.controller';
import { RecordingsPageController } from './pages/recordings.controller';
import { RemindersPageController } from './pages/reminders.controller';
import { ReportsPageController } from './pages/reports.controller';
import { SystemController } from './pages/system.controller';
import { ReviewController } from './pages/review.controller';
import { PlanBoard } from './plan.board';
import { RecordingsBoard } from './recordings.board';
import { RemindersBoard } from './reminders.board';
import { SystemBoard } from './system.board';
import { ReportsBoard } from './reports.board';
import { ReviewBoard } from './review.board';
import { TasksBoard } from './tasks.board';
import { UnfinishedPageController } from './pages/unfinished.controller';
import { YearBoard } from './year.board';

@Module({
  imports: [
    ...[AuditModule, AuthModule, EmergencyModule, IncidentsModule, PlansModule, RecordingsModule],
    ...[RemindersModule, ReportsModule, ScheduleModule, PlayoutModule, UpkeepModule, HealthModule],
  ],
  controllers: [
    ...[ConsoleController, SignInController, AccountController],
    ...[PeopleController, TokensPageController, AuditController],
    ...[EmergencyPageController, HelpController, LedgerPageController, LogController, MakeUpsPageController],
    // Before the recordings': its path would be an id there.
    ...[UnfinishedPageController, RecordingsPageController, RemindersPageController, ReportsPageController],
    ...[ReviewController, SystemController],
    ...[CalendarPageController, AiringPageController, OneOffPageController, FeedsPageController, PlanPageController],
  ],
  providers: [
    ConsoleService,
    AiringsBoard,
    CalendarBoard,
    EmergencyBoard,
    EmergencySoundsBoard,
    LogBoard,
    MakeUpsBoard,
    NewsBoard,
    OnAirBoard,
    PlanBoard,
    RecordingsBoard,
    RemindersBoard,
    ReportsBoard,
    ReviewBoard,
    SystemBoard,
    TasksBoard,
    YearBoard,
    AssetStore,
    PageErrors,
    Pages,
  ],
})
export class ConsoleModule {}
