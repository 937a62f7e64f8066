import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { PlayoutModule } from '../playout/playout.module';
import { RecordingsModule } from '../recordings/recordings.module';
import { ScheduleModule } from '../schedule/schedule.module';
import { EmergencyController } from './emergency.controller';
import { EmergencyRow } from './emergency.entity';
import { EmergencyRepository } from './emergency.repository';
import { EmergencyService } from './emergency.service';

@Module({
  imports: [TypeOrmModule.forFeature([EmergencyRow]), AuditModule, PlayoutModule, RecordingsModule, ScheduleModule],
  controllers: [EmergencyController],
  providers: [EmergencyRepository, EmergencyService],
  exports: [EmergencyService],
})
export class EmergencyModule {}
