import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { PlayoutBooksModule } from '../playout/playout-books.module';
import { ScheduleModule } from '../schedule/schedule.module';
import { RenderThread } from './render/render-thread';
import { ReportArchive } from './report.archive';
import { ReportController } from './report.controller';
import { ReportDesk } from './report.desk';
import { ReportDrafter } from './report.drafter';
import { ReportRow } from './report.entity';
import { ReportRegister } from './report.register';
import { ReportRepository } from './report.repository';
import { ReportService } from './report.service';

@Module({
  imports: [TypeOrmModule.forFeature([ReportRow]), AuditModule, PlayoutBooksModule, ScheduleModule],
  controllers: [ReportController],
  providers: [ReportArchive, ReportDesk, ReportDrafter, ReportRegister, ReportRepository, ReportService, RenderThread],
  exports: [ReportDesk, ReportRegister, ReportService],
})
export class ReportsModule {}
