import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Station } from '../../platform/config/station';
import { MakeUpDeclineRow } from './make-up.entity';

export type Decline = Readonly<Pick<MakeUpDeclineRow, 'airingId' | 'reason' | 'declinedBy' | 'declinedAt'>>;

/** The only file that knows the table of declined make-ups. */
@Injectable()
export class MakeUpRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** By the airing that was lost. */
  async declines(manager: EntityManager = this.dataSource.manager): Promise<ReadonlyMap<string, Decline>> {
    const rows = await manager.findBy(MakeUpDeclineRow, { stationId: this.station.id });
    return new Map(rows.map((row) => [row.airingId, row]));
  }

  async insertDecline(manager: EntityManager, decline: Decline): Promise<void> {
    await manager.insert(MakeUpDeclineRow, { id: randomUUID(), stationId: this.station.id, ...decline });
  }

  async deleteDecline(manager: EntityManager, airingId: string): Promise<void> {
    await manager.delete(MakeUpDeclineRow, { stationId: this.station.id, airingId });
  }
}
