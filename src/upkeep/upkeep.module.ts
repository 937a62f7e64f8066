import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { IncidentsModule } from '../incidents/incidents.module';
import { BackupService } from './backup.service';
import { UpkeepWatch } from './upkeep.watch';

/** What keeps a station going by itself: back-ups, and an eye on its disk. */
@Module({
  imports: [AuditModule, IncidentsModule],
  providers: [BackupService, UpkeepWatch],
  exports: [BackupService],
})
export class UpkeepModule {}
