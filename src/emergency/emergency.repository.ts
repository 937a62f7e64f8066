import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, MoreThanOrEqual, Not, type EntityManager } from 'typeorm';
import type { EpochMs } from '../domain/calendar';
import { Station } from '../platform/config/station';
import { EmergencyRow } from './emergency.entity';

export type Emergency = Readonly<Omit<EmergencyRow, never>>;

/** The only file that knows the table of emergencies. */
@Injectable()
export class EmergencyRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  async insert(manager: EntityManager, row: Emergency): Promise<void> {
    await manager.insert(EmergencyRow, { ...row });
  }

  async get(id: string): Promise<Emergency | null> {
    return this.dataSource.manager.findOneBy(EmergencyRow, { stationId: this.station.id, id });
  }

  /** Newest first. */
  async list(limit: number): Promise<Emergency[]> {
    const where = { stationId: this.station.id };
    return this.dataSource.manager.find(EmergencyRow, { where, order: { authorisedAt: 'DESC' }, take: limit });
  }

  /** Started after the instant and not stopped by anybody. */
  async running(since: EpochMs): Promise<Emergency[]> {
    const where = { stationId: this.station.id, startedAt: MoreThan(since), stoppedAt: IsNull() };
    return this.dataSource.manager.find(EmergencyRow, { where, order: { startedAt: 'ASC' } });
  }

  /** Authorised or started since the instant, and not withdrawn, stopped or reviewed; newest first. */
  async open(since: EpochMs): Promise<Emergency[]> {
    const unused = { startedAt: IsNull(), withdrawnAt: IsNull(), authorisedAt: MoreThanOrEqual(since) };
    const started = { startedAt: MoreThan(since), stoppedAt: IsNull(), reviewedAt: IsNull() };
    const where = [unused, started].map((one) => ({ stationId: this.station.id, ...one }));
    return this.dataSource.manager.find(EmergencyRow, { where, order: { authorisedAt: 'DESC' } });
  }

  /** Fills in one step of its life, once. @returns false when that step was taken before */
  async step(
    manager: EntityManager,
    id: string,
    step: 'startedAt' | 'withdrawnAt' | 'stoppedAt' | 'reviewedAt',
    changes: Partial<Emergency>,
  ): Promise<boolean> {
    const isUnused = step === 'startedAt' || step === 'withdrawnAt';
    const before = isUnused ? { startedAt: IsNull(), withdrawnAt: IsNull() } : { startedAt: Not(IsNull()) };
    const claim = { id, stationId: this.station.id, ...before, ...(!isUnused && { [step]: IsNull() }) };
    const { affected } = await manager.update(EmergencyRow, claim, changes);
    return affected === 1;
  }
}
