import { Injectable } from '@nestjs/common';
import { Brackets, DataSource } from 'typeorm';
import type { EpochMs } from '../domain/calendar';
import { Station } from '../platform/config/station';
import { AuditRow } from './audit.entity';

export type AuditedDeed = Readonly<Omit<AuditRow, 'stationId'>>;

export interface AuditFilter {
  /** Anywhere in name, action, subject, address, before or after; empty: all. */
  readonly text: string;
  /** Actions that are found as well, whatever the text finds. */
  readonly actions: readonly string[];
  readonly from: EpochMs | null;
  /** Exclusive. */
  readonly to: EpochMs | null;
  /** Where the page before ended; null: the newest. */
  readonly after: { readonly at: EpochMs; readonly id: string } | null;
}

const SEARCHED = ['actor', 'action', 'subjectKind', 'subjectId', 'address', 'before', 'after'] as const;

/** Reads the trail; only AuditTrail writes to it. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** Newest first, at most `limit`. */
  async search({ text, actions, from, to, after }: AuditFilter, limit: number): Promise<readonly AuditedDeed[]> {
    const query = this.dataSource.getRepository(AuditRow).createQueryBuilder('deed');
    query.where('deed.stationId = :station', { station: this.station.id });
    if (text !== '') {
      const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
      const anywhere = (where: import('typeorm').WhereExpressionBuilder) => {
        for (const column of SEARCHED) where.orWhere(`deed.${column} LIKE :pattern ESCAPE '\\'`, { pattern });
        if (actions.length > 0) where.orWhere('deed.action IN (:...actions)', { actions });
      };
      query.andWhere(new Brackets(anywhere));
    }
    if (from !== null) query.andWhere('deed.at >= :from', { from });
    if (to !== null) query.andWhere('deed.at < :to', { to });
    if (after !== null)
      query.andWhere('(deed.at < :at OR (deed.at = :at AND deed.id < :id))', { at: after.at, id: after.id });
    return query.orderBy('deed.at', 'DESC').addOrderBy('deed.id', 'DESC').limit(limit).getMany();
  }
}
