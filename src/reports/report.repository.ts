import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Station } from '../platform/config/station';
import { ReportRow } from './report.entity';

export type NewReport = Pick<
  ReportRow,
  'kind' | 'period' | 'scope' | 'from' | 'to' | 'version' | 'model' | 'files' | 'createdAt'
>;
/** A report as stored. */
export type StoredReport = Readonly<Omit<ReportRow, never>>;
/** A report without its model, for lists. */
export type ReportSummary = Omit<ReportRow, 'model'>;
type Changes = Partial<
  Pick<ReportRow, 'status' | 'model' | 'files' | 'createdAt' | 'checkedBy' | 'lockedBy' | 'lockedAt'>
>;

const SUMMARY = [
  ...(['id', 'stationId', 'kind', 'period', 'scope', 'from', 'to', 'version', 'files', 'createdAt'] as const),
  ...(['status', 'checkedBy', 'lockedBy', 'lockedAt', 'revision'] as const),
];

/** The only file that knows the report table. A locked version is never changed. */
@Injectable()
export class ReportRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** The newest version over a span. */
  async last(
    { kind, scope, from, to }: Pick<ReportRow, 'kind' | 'scope' | 'from' | 'to'>,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<StoredReport | null> {
    const where = { stationId: this.station.id, kind, scope, from, to };
    return manager.findOne(ReportRow, { where, order: { version: 'DESC' } });
  }

  async version(of: StoredReport, version: number): Promise<StoredReport | null> {
    const { stationId, kind, scope, from, to } = of;
    return this.dataSource.manager.findOneBy(ReportRow, { stationId, kind, scope, from, to, version });
  }

  async insert(manager: EntityManager, report: NewReport): Promise<StoredReport> {
    const fresh = { status: 'draft' as const, checkedBy: null, lockedBy: null, lockedAt: null, revision: 0 };
    return manager.save(ReportRow, { id: randomUUID(), stationId: this.station.id, ...report, ...fresh });
  }

  /** @returns whether the row was still at the revision that was read */
  async change(manager: EntityManager, row: StoredReport, changes: Changes): Promise<boolean> {
    const { id, revision, status } = row;
    const where = { id, stationId: this.station.id, revision, status };
    // TypeORM's type of a partial update cannot say "any JSON".
    const result = await manager.update(ReportRow, where, { ...changes, revision: revision + 1 } as object);
    return result.affected === 1;
  }

  /** Newest period first, newest version first. */
  async list(): Promise<ReportSummary[]> {
    const where = { stationId: this.station.id };
    return this.dataSource.manager.find(ReportRow, {
      where,
      select: [...SUMMARY],
      order: { from: 'DESC', to: 'DESC', version: 'DESC' },
    });
  }

  async byId(id: string): Promise<StoredReport | null> {
    return this.dataSource.manager.findOneBy(ReportRow, { stationId: this.station.id, id });
  }
}
