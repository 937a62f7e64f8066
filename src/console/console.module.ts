import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/plans.module';
import { PlayoutModule } from '../playout/playout.module';
import { RecordingsModule } from '../recordings/recordings.module';
import { ScheduleModule } from '../schedule/schedule.module';
import { AiringsBoard } from './airings.board';
import { AssetStore } from './asset-store';
import { ConsoleController } from './console.controller';
import { ConsoleService } from './console.service';
import { RecordingsBoard } from './recordings.board';

@Module({
  imports: [PlansModule, RecordingsModule, ScheduleModule, PlayoutModule],
  controllers: [ConsoleController],
  providers: [ConsoleService, AiringsBoard, RecordingsBoard, AssetStore],
})
export class ConsoleModule {}
