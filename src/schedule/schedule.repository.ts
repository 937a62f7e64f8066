import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Between,
  DataSource,
  In,
  IsNull,
  LessThanOrEqual,
  MoreThan,
  MoreThanOrEqual,
  type EntityManager,
} from 'typeorm';
import type { AiringState } from '../domain/airing';
import type { CivilDate, EpochMs } from '../domain/calendar';
import { sessionWindowOn } from '../domain/timetable';
import type { SessionTemplate } from '../domain/station';
import { Station } from '../platform/config/station';
import type { Airing, Session } from './rows';
import { AiringRow, AiringTargetRow, CalendarDayRow, SessionRow } from './schedule.entity';

export interface AiringFilter {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly state?: AiringState;
  readonly after?: { readonly start: EpochMs; readonly id: string };
  readonly limit: number;
}

/** The only file that knows the schedule's tables. */
@Injectable()
export class ScheduleRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  private get stationId(): string {
    return this.station.id;
  }

  /** Airings that start (or started) at or after `from`. */
  async airingsSince(from: EpochMs, manager: EntityManager = this.dataSource.manager): Promise<Airing[]> {
    const where = { stationId: this.stationId, provisionalStart: MoreThanOrEqual(from) };
    return manager.find(AiringRow, { where, order: { provisionalStart: 'ASC', position: 'ASC' } });
  }

  /** The same without what sessions add round their items. */
  async itemsSince(from: EpochMs, manager: EntityManager = this.dataSource.manager): Promise<Airing[]> {
    const where = { stationId: this.stationId, provisionalStart: MoreThanOrEqual(from), part: 'item' as const };
    return manager.find(AiringRow, { where, order: { provisionalStart: 'ASC', position: 'ASC' } });
  }

  /** One page in order of start; `after` is the last row of the page before. */
  async page(filter: AiringFilter): Promise<Airing[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(AiringRow, 'airing')
      .where('airing.stationId = :stationId', { stationId: this.stationId })
      .orderBy('airing.provisionalStart')
      .addOrderBy('airing.id')
      .take(filter.limit);
    if (filter.from !== undefined) query.andWhere('airing.provisionalStart >= :from', { from: filter.from });
    if (filter.to !== undefined) query.andWhere('airing.provisionalStart < :to', { to: filter.to });
    if (filter.state !== undefined) query.andWhere('airing.state = :state', { state: filter.state });
    if (filter.after) query.andWhere('(airing.provisionalStart, airing.id) > (:start, :id)', filter.after);
    return query.getMany();
  }

  async countByState(): Promise<ReadonlyMap<AiringState, number>> {
    const rows = await this.dataSource.manager
      .createQueryBuilder(AiringRow, 'airing')
      .select('airing.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .where('airing.stationId = :stationId', { stationId: this.stationId })
      .groupBy('airing.state')
      .getRawMany<{ state: AiringState; count: number | string }>();
    return new Map(rows.map(({ state, count }) => [state, Number(count)]));
  }

  async inState(
    states: readonly AiringState[],
    before: EpochMs,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Airing[]> {
    const where = { stationId: this.stationId, state: In([...states]), provisionalStart: LessThanOrEqual(before) };
    return manager.find(AiringRow, { where, order: { provisionalStart: 'ASC', position: 'ASC' } });
  }

  /** Airings of which something went out, by measured start; `to` exclusive. */
  async measuredBetween(from: EpochMs, to: EpochMs): Promise<Airing[]> {
    const where = { stationId: this.stationId, measuredStart: Between(from, to - 1) };
    return this.dataSource.manager.find(AiringRow, { where, order: { measuredStart: 'ASC' } });
  }

  /** Items and relays that are to start, or started, in the span; `to` exclusive. */
  async startingBetween(from: EpochMs, to: EpochMs): Promise<Airing[]> {
    const where = { stationId: this.stationId, provisionalStart: Between(from, to - 1), part: In(['item', 'relay']) };
    const order = { provisionalStart: 'ASC', position: 'ASC' } as const;
    return this.dataSource.manager.find(AiringRow, { where, order });
  }

  /** Clusters that the airings of the span address, by airing; `to` exclusive. */
  async targetsBetween(from: EpochMs, to: EpochMs): Promise<Map<string, string[]>> {
    const { stationId } = this;
    const rows = await this.dataSource.manager
      .createQueryBuilder(AiringRow, 'airing')
      .innerJoin(AiringTargetRow, 'target', 'target.stationId = airing.stationId AND target.airingId = airing.id')
      .where('airing.stationId = :stationId', { stationId })
      .andWhere('airing.provisionalStart >= :from AND airing.provisionalStart < :to', { from, to })
      .select('airing.id', 'airingId')
      .addSelect('target.clusterId', 'clusterId')
      .getRawMany<{ airingId: string; clusterId: string }>();
    const byAiring = new Map<string, string[]>();
    for (const { airingId, clusterId } of rows) byAiring.set(airingId, [...(byAiring.get(airingId) ?? []), clusterId]);
    return byAiring;
  }

  /** Contents among `contentIds` with the instant each was first measured on air. */
  async firstMeasured(contentIds: readonly string[]): Promise<Map<string, EpochMs>> {
    if (contentIds.length === 0) return new Map();
    const rows = await this.dataSource.manager
      .createQueryBuilder(AiringRow, 'airing')
      .where('airing.stationId = :stationId', { stationId: this.stationId })
      .andWhere('airing.contentId IN (:...contentIds) AND airing.measuredStart IS NOT NULL', { contentIds })
      .select('airing.contentId', 'contentId')
      .addSelect('MIN(airing.measuredStart)', 'first')
      .groupBy('airing.contentId')
      .getRawMany<{ contentId: string; first: number | string }>();
    return new Map(rows.map(({ contentId, first }) => [contentId, Number(first)]));
  }

  async airing(id: string, manager: EntityManager = this.dataSource.manager): Promise<Airing | null> {
    return manager.findOneBy(AiringRow, { stationId: this.stationId, id });
  }

  async airingByKey(occurrenceKey: string, manager: EntityManager): Promise<Airing | null> {
    return manager.findOneBy(AiringRow, { stationId: this.stationId, occurrenceKey });
  }

  /** Whether an original airing was lost for which no make-up has aired or is still to air: cheap to ask often. */
  async hasUnansweredLoss(manager: EntityManager): Promise<boolean> {
    const answers = manager
      .createQueryBuilder(AiringRow, 'answer')
      .where('answer.stationId = lost.stationId AND answer.makeUpForId = lost.id')
      .andWhere(`answer.state IN ('planned', 'cued', 'playing', 'aired')`);
    return manager
      .createQueryBuilder(AiringRow, 'lost')
      .where({ stationId: this.stationId, state: In(['missed', 'partial']), makeUpForId: IsNull() })
      .andWhere(`NOT EXISTS (${answers.select('1').getQuery()})`)
      .getExists();
  }

  async makeUpsOf(airingId: string, manager: EntityManager = this.dataSource.manager): Promise<Airing[]> {
    return manager.findBy(AiringRow, { stationId: this.stationId, makeUpForId: airingId });
  }

  /** An airing that was frozen before it became a row, with the clusters it addresses. */
  async insertFrozen(manager: EntityManager, row: Airing, clusterIds: readonly string[]): Promise<void> {
    await manager.insert(AiringRow, row);
    await this.insertTargets(manager, row.id, clusterIds);
  }

  async insertAiring(manager: EntityManager, row: Omit<Airing, 'id' | 'stationId' | 'revision'>): Promise<Airing> {
    const full = { id: randomUUID(), stationId: this.stationId, revision: 1, ...row };
    await manager.insert(AiringRow, full);
    return full;
  }

  /**
   * Changes a row only while it is in `from` and at the revision that was read: claimed in one statement.
   * @returns whether it was this call that changed it
   */
  async change(manager: EntityManager, row: Airing, changes: Partial<Airing>): Promise<boolean> {
    const claim = { id: row.id, state: row.state, revision: row.revision };
    const result = await manager.update(AiringRow, claim, { ...changes, revision: row.revision + 1 });
    return result.affected === 1;
  }

  async deleteAiring(manager: EntityManager, row: Airing): Promise<void> {
    await manager.delete(AiringRow, { id: row.id, state: 'planned', revision: row.revision });
  }

  /** The day's session row, made when something is first placed in it. */
  async sessionOn(manager: EntityManager, date: CivilDate, template: SessionTemplate): Promise<Session> {
    const key = { stationId: this.stationId, date, templateCode: template.code };
    const known: Session | null = await manager.findOneBy(SessionRow, key);
    const window = sessionWindowOn(date, template, this.station.grid);
    const maxDurationSeconds = Math.floor((window.end - window.start) / 1000);
    const shape = { start: window.start, maxDurationSeconds };
    if (!known) {
      const row = { id: randomUUID(), ...key, ...shape, cuedAt: null };
      await manager.insert(SessionRow, row);
      return row;
    }
    if (known.cuedAt === null && (known.start !== shape.start || known.maxDurationSeconds !== shape.maxDurationSeconds))
      await manager.update(SessionRow, { id: known.id }, shape);
    return known.cuedAt === null ? { ...known, ...shape } : known;
  }

  async sessions(
    ids: readonly string[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, Session>> {
    const rows = await manager.findBy(SessionRow, { stationId: this.stationId, id: In([...ids]) });
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Sessions frozen after the instant. */
  async sessionsCuedSince(since: EpochMs, manager: EntityManager): Promise<Session[]> {
    return manager.findBy(SessionRow, { stationId: this.stationId, cuedAt: MoreThan(since) });
  }

  async airingsOfSession(sessionId: string, manager: EntityManager): Promise<Airing[]> {
    return manager.findBy(AiringRow, { stationId: this.stationId, sessionId });
  }

  async markSessionCued(manager: EntityManager, id: string, cuedAt: EpochMs): Promise<void> {
    await manager.update(SessionRow, { id, cuedAt: IsNull() }, { cuedAt });
  }

  async insertTargets(manager: EntityManager, airingId: string, clusterIds: readonly string[]): Promise<void> {
    for (const clusterId of clusterIds)
      await manager.insert(AiringTargetRow, { id: randomUUID(), stationId: this.stationId, airingId, clusterId });
  }

  async targets(airingId: string, manager: EntityManager = this.dataSource.manager): Promise<string[]> {
    const rows = await manager.findBy(AiringTargetRow, { stationId: this.stationId, airingId });
    return rows.map((row) => row.clusterId);
  }

  async calendarDays(manager: EntityManager = this.dataSource.manager): Promise<CalendarDayRow[]> {
    return manager.find(CalendarDayRow, { where: { stationId: this.stationId }, order: { date: 'ASC' } });
  }

  async calendarDay(date: CivilDate, manager: EntityManager = this.dataSource.manager): Promise<CalendarDayRow | null> {
    return manager.findOneBy(CalendarDayRow, { stationId: this.stationId, date });
  }

  async saveCalendarDay(manager: EntityManager, day: Omit<CalendarDayRow, 'id' | 'stationId'>): Promise<void> {
    const known = await this.calendarDay(day.date, manager);
    if (known) await manager.update(CalendarDayRow, { id: known.id }, day);
    else await manager.insert(CalendarDayRow, { id: randomUUID(), stationId: this.stationId, ...day });
  }
}
