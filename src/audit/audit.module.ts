import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditRow } from './audit.entity';
import { AuditTrail } from './audit.service';

@Module({ imports: [TypeOrmModule.forFeature([AuditRow])], providers: [AuditTrail], exports: [AuditTrail] })
export class AuditModule {}
