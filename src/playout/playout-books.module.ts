import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClusterReachService } from './cluster-reach.service';
import { PlayoutLogService } from './playout-log.service';
import { ClusterOutputRow, ClusterRow, DeliveryRow, OutputRow, PlayoutLogRow } from './playout.entity';
import { PlayoutRepository } from './playout.repository';

/** What playout has written down, for those who only read it: no engine starts with it. */
@Module({
  imports: [TypeOrmModule.forFeature([OutputRow, ClusterRow, ClusterOutputRow, DeliveryRow, PlayoutLogRow])],
  providers: [ClusterReachService, PlayoutLogService, PlayoutRepository],
  exports: [ClusterReachService, PlayoutLogService, PlayoutRepository],
})
export class PlayoutBooksModule {}
