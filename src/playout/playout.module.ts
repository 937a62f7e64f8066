import { join, resolve } from 'node:path';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { IncidentsModule } from '../incidents/incidents.module';
import { PlansModule } from '../plans/plans.module';
import { Environment } from '../platform/config/environment';
import { Station } from '../platform/config/station';
import { SHIPPED_SOUNDS } from '../platform/shipped-sounds';
import { ScheduleModule } from '../schedule/schedule.module';
import { AirCheckFiles } from './air-check.files';
import { AirCheckKeeper } from './air-check-keeper';
import { CueProcessor } from './cue.processor';
import { EmergencyPlayoutService } from './emergency-playout.service';
import { engineOutputs } from './engine-outputs';
import { ForkedPlayoutEngine, PlayoutEngineOptions } from './forked.playout-engine';
import { LiveViewController } from './live/live-view.controller';
import { LiveView } from './live/live-view.service';
import { OutcomeRecorder } from './outcome.recorder';
import { PlayoutController } from './playout.controller';
import { PlayoutEngine, PlayoutOutcomes } from './playout-engine';
import { PlayoutBooksModule } from './playout-books.module';
import { PlayoutService } from './playout.service';
import { AirCheckExaminer } from './proof/air-check.examiner';
import { ProofService } from './proof/proof.service';
import { ProofWatchdog } from './proof/proof.watchdog';
import { TestToneService } from './test-tone.service';
import { Watchdog } from './watchdog';

@Module({
  imports: [AuditModule, IncidentsModule, PlansModule, PlayoutBooksModule, ScheduleModule],
  controllers: [PlayoutController, LiveViewController],
  providers: [
    {
      provide: PlayoutEngineOptions,
      inject: [Environment, Station],
      useFactory: ({ dataDir }: Environment, { config, timeZone }: Station): PlayoutEngineOptions => ({
        outputs: engineOutputs(config, process.env),
        directories: {
          recordings: join(dataDir, 'outputs'),
          airChecks: join(dataDir, 'air-checks'),
          journal: join(dataDir, 'playout'),
        },
        timeZone,
        liveSources: config.liveSources,
        chimeFile: resolve(SHIPPED_SOUNDS, config.emergency.chime),
      }),
    },
    { provide: PlayoutEngine, useClass: ForkedPlayoutEngine },
    OutcomeRecorder,
    { provide: PlayoutOutcomes, useExisting: OutcomeRecorder },
    PlayoutService,
    EmergencyPlayoutService,
    TestToneService,
    LiveView,
    Watchdog,
    AirCheckFiles,
    AirCheckKeeper,
    AirCheckExaminer,
    ProofService,
    ProofWatchdog,
    CueProcessor,
  ],
  exports: [AirCheckFiles, EmergencyPlayoutService, PlayoutBooksModule, PlayoutEngine, PlayoutService, TestToneService],
})
export class PlayoutModule {}
