import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { Station } from '../../platform/config/station';
import { AttestationRow } from './attestation.entity';

export type AttestationRecord = Readonly<Omit<AttestationRow, never>>;

/** The only file that knows the table of attestations. */
@Injectable()
export class AttestationRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** Those that were not withdrawn. */
  async standing(manager: EntityManager = this.dataSource.manager): Promise<AttestationRecord[]> {
    return manager.find(AttestationRow, {
      where: { stationId: this.station.id, withdrawnAt: IsNull() },
      order: { airedAt: 'ASC' },
    });
  }

  /** Newest first, the withdrawn ones too. */
  async all(): Promise<AttestationRecord[]> {
    const where = { stationId: this.station.id };
    return this.dataSource.manager.find(AttestationRow, { where, order: { attestedAt: 'DESC', id: 'ASC' } });
  }

  async get(id: string, manager: EntityManager = this.dataSource.manager): Promise<AttestationRecord | null> {
    return manager.findOneBy(AttestationRow, { stationId: this.station.id, id });
  }

  async insert(
    manager: EntityManager,
    fields: Omit<AttestationRecord, 'id' | 'stationId' | 'withdrawnBy' | 'withdrawnAt' | 'withdrawnNote'>,
  ): Promise<AttestationRecord> {
    const standing = { withdrawnBy: null, withdrawnAt: null, withdrawnNote: null };
    const row = { id: randomUUID(), stationId: this.station.id, ...fields, ...standing };
    await manager.insert(AttestationRow, row);
    return row;
  }

  /** @returns whether it was this call that withdrew it */
  async withdraw(
    manager: EntityManager,
    id: string,
    by: Pick<AttestationRecord, 'withdrawnBy' | 'withdrawnAt' | 'withdrawnNote'>,
  ): Promise<boolean> {
    const result = await manager.update(AttestationRow, { id, withdrawnAt: IsNull() }, by);
    return result.affected === 1;
  }
}
