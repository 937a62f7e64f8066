import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditRow } from './audit.entity';
import { AuditLog } from './audit.log';
import { AuditTrail } from './audit.service';

@Module({
  imports: [TypeOrmModule.forFeature([AuditRow])],
  providers: [AuditLog, AuditTrail],
  exports: [AuditLog, AuditTrail],
})
export class AuditModule {}
