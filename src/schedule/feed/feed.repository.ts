import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { DomainError } from '../../domain/errors';
import { Station } from '../../platform/config/station';
import { CalendarFeedRow } from './feed.entity';

export type CalendarFeed = Readonly<Omit<CalendarFeedRow, never>>;

/** The only file that knows the feeds' table. */
@Injectable()
export class FeedRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** Those that still work, oldest first. */
  async live(): Promise<CalendarFeed[]> {
    const where = { stationId: this.station.id, revokedAt: IsNull() };
    return this.dataSource.manager.find(CalendarFeedRow, { where, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async isLive(secretHash: string): Promise<boolean> {
    const where = { stationId: this.station.id, secretHash, revokedAt: IsNull() };
    return this.dataSource.manager.existsBy(CalendarFeedRow, where);
  }

  async insert(manager: EntityManager, row: CalendarFeed): Promise<void> {
    await manager.insert(CalendarFeedRow, row);
  }

  /** @throws DomainError notFound */
  async revoke(manager: EntityManager, id: string, at: number): Promise<void> {
    const live = { id, stationId: this.station.id, revokedAt: IsNull() };
    const { affected } = await manager.update(CalendarFeedRow, live, { revokedAt: at });
    if (affected !== 1) throw new DomainError('notFound', { kind: 'calendarFeed', id });
  }
}
