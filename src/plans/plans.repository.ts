import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Plan } from '../domain/plan';
import { Station } from '../platform/config/station';
import type { PlanVersion, StoredPlan } from './stored-plan';
import { PlanVersionRow, ProgrammeRow, TopicRow } from './plan.entity';

export type NewPlanVersion = Pick<PlanVersionRow, 'n' | 'sha256' | 'source' | 'origin' | 'activatedAt'>;

/** The only file that knows the plan tables. Versions are inserted, never changed. */
@Injectable()
export class PlansRepository {
  /** By version; immutable, and asked for in every round. */
  private readonly assembled = new Map<string, StoredPlan>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** The newest version of every plan of the station, by code. */
  async latest(manager: EntityManager = this.dataSource.manager): Promise<StoredPlan[]> {
    const versions = await manager.find(PlanVersionRow, {
      where: { stationId: this.station.id },
      order: { planCode: 'ASC', n: 'ASC' },
    });
    const newest = [...new Map(versions.map((version) => [version.planCode, version])).values()];
    return Promise.all(newest.map((version) => this.storedPlan(version, manager)));
  }

  /** Newest first. */
  async versions(planCode: string, manager: EntityManager = this.dataSource.manager): Promise<PlanVersion[]> {
    const where = { stationId: this.station.id, planCode };
    const rows = await manager.find(PlanVersionRow, { where, order: { n: 'DESC' } });
    return rows.map(({ n, sha256, origin, activatedAt }) => ({ n, sha256, origin, activatedAt }));
  }

  async version(planCode: string, n: number): Promise<StoredPlan | null> {
    const { manager } = this.dataSource;
    const row = await manager.findOneBy(PlanVersionRow, { stationId: this.station.id, planCode, n });
    return row ? this.storedPlan(row, manager) : null;
  }

  async insert(manager: EntityManager, plan: Plan, version: NewPlanVersion): Promise<string> {
    const stationId = this.station.id;
    const versionId = randomUUID();
    const { programmes, topics, ...header } = plan;
    const span = { effectiveFrom: plan.effective.from, effectiveTo: plan.effective.to };
    await manager.insert(PlanVersionRow, {
      id: versionId,
      stationId,
      planCode: plan.code,
      header,
      ...span,
      ...version,
    });
    for (const [position, definition] of programmes.entries()) {
      const row = { id: randomUUID(), stationId, planVersionId: versionId, programmeKey: definition.key };
      await manager.insert(ProgrammeRow, { ...row, position, definition });
    }
    for (const [position, topic] of topics.entries()) {
      await manager.insert(TopicRow, { id: randomUUID(), stationId, planVersionId: versionId, ...topic, position });
    }
    return versionId;
  }

  private async storedPlan(version: PlanVersionRow, manager: EntityManager): Promise<StoredPlan> {
    const known = this.assembled.get(version.id);
    if (known) return known;
    const stored = await this.assemble(version, manager);
    this.assembled.set(version.id, stored);
    return stored;
  }

  private async assemble(version: PlanVersionRow, manager: EntityManager): Promise<StoredPlan> {
    const where = { planVersionId: version.id };
    const programmes = await manager.find(ProgrammeRow, { where, order: { position: 'ASC' } });
    const topics = await manager.find(TopicRow, { where, order: { position: 'ASC' } });
    const plan: Plan = {
      ...version.header,
      programmes: programmes.map((row) => row.definition),
      topics: topics.map(({ code, title, quote }) => ({ code, title, quote })),
    };
    return { versionId: version.id, n: version.n, sha256: version.sha256, activatedAt: version.activatedAt, plan };
  }
}
