import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module';
import { IncidentsModule } from '../incidents/incidents.module';
import { PlanVersionRow, ProgrammeRow, TopicRow } from './plan.entity';
import { PlanFiles } from './plan-files';
import { PlansController } from './plans.controller';
import { PlansRepository } from './plans.repository';
import { PlansService } from './plans.service';

@Module({
  imports: [TypeOrmModule.forFeature([PlanVersionRow, ProgrammeRow, TopicRow]), AuditModule, IncidentsModule],
  controllers: [PlansController],
  providers: [PlanFiles, PlansRepository, PlansService],
  exports: [PlanFiles, PlansService],
})
export class PlansModule {}
