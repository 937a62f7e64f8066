import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Station } from '../platform/config/station';
import type { Span } from './monthly-report';
import { ReportRow } from './report.entity';

export type NewReport = Omit<ReportRow, 'id' | 'stationId'>;
/** A report without its model, for lists. */
export type ReportSummary = Omit<ReportRow, 'model'>;

const SUMMARY = ['id', 'stationId', 'kind', 'from', 'to', 'version', 'files', 'createdAt'] as const;

/** The only file that knows the report table. Versions are inserted, never changed. */
@Injectable()
export class ReportRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** The newest version over a span. */
  async last(manager: EntityManager, kind: ReportRow['kind'], { from, to }: Span): Promise<ReportRow | null> {
    const where = { stationId: this.station.id, kind, from, to };
    return manager.findOne(ReportRow, { where, order: { version: 'DESC' } });
  }

  async insert(manager: EntityManager, report: NewReport): Promise<ReportRow> {
    return manager.save(ReportRow, { id: randomUUID(), stationId: this.station.id, ...report });
  }

  /** Newest month first, newest version first. */
  async list(): Promise<ReportSummary[]> {
    const where = { stationId: this.station.id };
    return this.dataSource.manager.find(ReportRow, {
      where,
      select: [...SUMMARY],
      order: { from: 'DESC', version: 'DESC' },
    });
  }

  async byId(id: string): Promise<ReportSummary | null> {
    const where = { stationId: this.station.id, id };
    return this.dataSource.manager.findOne(ReportRow, { where, select: [...SUMMARY] });
  }
}
