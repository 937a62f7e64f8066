import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, In, MoreThanOrEqual, type EntityManager } from 'typeorm';
import type { EpochMs } from '../domain/calendar';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { IncidentRow } from './incident.entity';

export type NewIncident = Pick<IncidentRow, 'dedupeKey' | 'kind' | 'severity' | 'at' | 'airingId' | 'facts'>;

/** What staff should know of: recorded once per fact, logged when first noticed. */
@Injectable()
export class IncidentsService {
  private readonly logger = new Logger(IncidentsService.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @returns whether the fact is new */
  async report(manager: EntityManager, incident: NewIncident): Promise<boolean> {
    const stationId = this.station.id;
    if (await manager.existsBy(IncidentRow, { stationId, dedupeKey: incident.dedupeKey })) return false;
    await manager.insert(IncidentRow, { id: randomUUID(), stationId, ...incident });
    this.logger.warn(`${incident.kind} ${JSON.stringify(incident.facts)}`);
    return true;
  }

  /** The same, where nothing else is written with it. */
  async reportAlone(incident: NewIncident): Promise<boolean> {
    return this.unitOfWork.run((manager) => this.report(manager, incident));
  }

  async countByKind(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.dataSource.manager
      .createQueryBuilder(IncidentRow, 'incident')
      .select('incident.kind', 'kind')
      .addSelect('COUNT(*)', 'count')
      .where('incident.stationId = :stationId', { stationId: this.station.id })
      .groupBy('incident.kind')
      .getRawMany<{ kind: string; count: number | string }>();
    return new Map(rows.map(({ kind, count }) => [kind, Number(count)]));
  }

  /** Oldest first. */
  async ofAirings(airingIds: readonly string[]): Promise<IncidentRow[]> {
    const where = { stationId: this.station.id, airingId: In(airingIds) };
    return this.dataSource.manager.find(IncidentRow, { where, order: { at: 'ASC' } });
  }

  async since(from: EpochMs): Promise<IncidentRow[]> {
    const where = { stationId: this.station.id, at: MoreThanOrEqual(from) };
    return this.dataSource.manager.find(IncidentRow, { where, order: { at: 'DESC' }, take: 500 });
  }
}
