import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Between, DataSource, In, IsNull, MoreThan, Not, type EntityManager } from 'typeorm';
import type { EpochMs } from '../domain/calendar';
import { Station } from '../platform/config/station';
import type { StationConfig } from '../platform/config/station-config';
import { CHAIN_START, chainHash, type LogEntry } from './log-chain';
import { proofOf } from './proof/logged-proof';
import { ClusterOutputRow, ClusterRow, DeliveryRow, OutputRow, PlayoutLogRow } from './playout.entity';

/** Outputs and the clusters they serve now. */
export interface Topology {
  readonly outputs: readonly OutputRow[];
  readonly clusters: readonly { readonly row: ClusterRow; readonly outputCodes: readonly string[] }[];
}

/** The only file that knows the playout tables. */
@Injectable()
export class PlayoutRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  private get stationId(): string {
    return this.station.id;
  }

  /** Brings outputs, clusters and their links in line with the station's settings; ended links keep their history. */
  async storeTopology(
    manager: EntityManager,
    config: Pick<StationConfig, 'outputs' | 'clusters'>,
    now: EpochMs,
  ): Promise<void> {
    const { stationId } = this;
    for (const { code, kind, role, label } of config.outputs) {
      const known = await manager.findOneBy(OutputRow, { stationId, code });
      if (known) await manager.update(OutputRow, { id: known.id }, { kind, role, label });
      else await manager.insert(OutputRow, { id: randomUUID(), stationId, code, kind, role, label });
    }
    for (const { code, name, village } of config.clusters) {
      const known = await manager.findOneBy(ClusterRow, { stationId, code });
      if (known) await manager.update(ClusterRow, { id: known.id }, { name, village });
      else await manager.insert(ClusterRow, { id: randomUUID(), stationId, code, name, village });
    }
    await this.storeLinks(manager, config, now);
  }

  private async storeLinks(
    manager: EntityManager,
    config: Pick<StationConfig, 'clusters'>,
    now: EpochMs,
  ): Promise<void> {
    const { stationId } = this;
    const outputs = await manager.findBy(OutputRow, { stationId });
    const clusters = await manager.findBy(ClusterRow, { stationId });
    const links = await manager.findBy(ClusterOutputRow, { stationId, validTo: IsNull() });
    const wanted = config.clusters.flatMap((cluster) =>
      cluster.outputs.map((output) => ({
        clusterId: clusters.find((row) => row.code === cluster.code)?.id ?? '',
        outputId: outputs.find((row) => row.code === output)?.id ?? '',
      })),
    );
    const same = (a: { clusterId: string; outputId: string }, b: { clusterId: string; outputId: string }) =>
      a.clusterId === b.clusterId && a.outputId === b.outputId;
    for (const link of links)
      if (!wanted.some((want) => same(want, link)))
        await manager.update(ClusterOutputRow, { id: link.id }, { validTo: now });
    for (const want of wanted)
      if (!links.some((link) => same(want, link)))
        await manager.insert(ClusterOutputRow, { id: randomUUID(), stationId, ...want, validFrom: now, validTo: null });
  }

  async outputs(manager: EntityManager = this.dataSource.manager): Promise<OutputRow[]> {
    return manager.findBy(OutputRow, { stationId: this.stationId });
  }

  /** @param since also links that ended after it, for what was cued while they held; without it those of now */
  async topology(manager: EntityManager = this.dataSource.manager, since?: EpochMs): Promise<Topology> {
    const { stationId } = this;
    const outputs = await this.outputs(manager);
    const clusters = await manager.find(ClusterRow, { where: { stationId }, order: { code: 'ASC' } });
    const held = since === undefined ? [] : [{ stationId, validTo: MoreThan(since) }];
    const links = await manager.findBy(ClusterOutputRow, [{ stationId, validTo: IsNull() }, ...held]);
    const codes = new Map(outputs.map((output) => [output.id, output.code]));
    const served = clusters.map((row) => ({
      row,
      outputCodes: links.filter((link) => link.clusterId === row.id).flatMap((link) => codes.get(link.outputId) ?? []),
    }));
    // A cluster that left the settings has no link any more and is no longer addressed.
    return { outputs, clusters: served.filter((cluster) => cluster.outputCodes.length > 0) };
  }

  /** @param id given when an engine knows the delivery already */
  async insertDelivery(
    manager: EntityManager,
    airingId: string,
    outputId: string,
    plannedStart: EpochMs,
    id: string = randomUUID(),
  ): Promise<void> {
    const measured = { commandedAt: null, start: null, end: null, firstFrame: null, frames: null, endReason: null };
    const identity = { id, stationId: this.stationId, airingId, outputId };
    await manager.insert(DeliveryRow, { ...identity, attempt: 1, state: 'cued', plannedStart, ...measured });
  }

  async delivery(id: string, manager: EntityManager): Promise<DeliveryRow | null> {
    return manager.findOneBy(DeliveryRow, { stationId: this.stationId, id });
  }

  async deliveriesOf(airingId: string, manager: EntityManager = this.dataSource.manager): Promise<DeliveryRow[]> {
    return manager.findBy(DeliveryRow, { stationId: this.stationId, airingId });
  }

  async deliveriesOfAll(airingIds: readonly string[]): Promise<DeliveryRow[]> {
    return this.dataSource.manager.findBy(DeliveryRow, { stationId: this.stationId, airingId: In([...airingIds]) });
  }

  /** Every cluster that ever was, and which output served it when. */
  async history(): Promise<{
    readonly outputs: readonly OutputRow[];
    readonly clusters: readonly ClusterRow[];
    readonly links: readonly ClusterOutputRow[];
  }> {
    const { manager } = this.dataSource;
    const { stationId } = this;
    const clusters = await manager.find(ClusterRow, { where: { stationId }, order: { code: 'ASC' } });
    const links = await manager.findBy(ClusterOutputRow, { stationId });
    return { outputs: await this.outputs(), clusters, links };
  }

  async unfinished(): Promise<DeliveryRow[]> {
    return this.dataSource.manager.findBy(DeliveryRow, { stationId: this.stationId, state: In(['cued', 'playing']) });
  }

  /** @returns whether the delivery had not ended before */
  async updateDelivery(manager: EntityManager, id: string, changes: Partial<DeliveryRow>): Promise<boolean> {
    const result = await manager.update(DeliveryRow, { id, state: In(['cued', 'playing']) }, changes);
    return result.affected === 1;
  }

  /** Segments of the delivery that the log holds; they are numbered from 0. */
  async loggedSegments(deliveryId: string, manager: EntityManager = this.dataSource.manager): Promise<number> {
    return manager.countBy(PlayoutLogRow, { stationId: this.stationId, deliveryId, kind: Not('proof') });
  }

  async appendLog(manager: EntityManager, entry: Omit<LogEntry, 'stationId'>): Promise<void> {
    const full = { stationId: this.stationId, ...entry };
    const previousHash = (await this.logHead(manager))?.hash ?? CHAIN_START;
    await manager.insert(PlayoutLogRow, { ...full, previousHash, hash: chainHash(previousHash, full) });
  }

  /** The newest entry of the log: its hash stands for all before it. */
  async logHead(manager: EntityManager = this.dataSource.manager): Promise<PlayoutLogRow | null> {
    const where = { stationId: this.stationId };
    const [last] = await manager.find(PlayoutLogRow, { where, order: { id: 'DESC' }, take: 1 });
    return last ?? null;
  }

  /** Stretches planned since `from` that an air-check holds and that no proof entry repeats yet, oldest first. */
  async unproved(from: EpochMs): Promise<PlayoutLogRow[]> {
    return (
      this.dataSource.manager
        .createQueryBuilder(PlayoutLogRow, 'played')
        .where('played.stationId = :stationId AND played.plannedStart >= :from', { stationId: this.stationId, from })
        .andWhere("played.kind = 'played' AND played.frames > 0 AND played.airCheck IS NOT NULL")
        // What came from a live source was recorded nowhere but in the air-check.
        .andWhere("played.sha256 <> ''")
        .andWhere((query) => {
          const proof = query.subQuery().select('1').from(PlayoutLogRow, 'proof');
          proof.where(
            "proof.deliveryId = played.deliveryId AND proof.segment = played.segment AND proof.kind = 'proof'",
          );
          return `NOT EXISTS ${proof.getQuery()}`;
        })
        .orderBy('played.id')
        .getMany()
    );
  }

  /** Frames of each segment that the log holds of a delivery, in order, and of the delivery as a whole. */
  async playedOf(deliveryId: string): Promise<{ readonly segments: readonly number[]; readonly delivered: number }> {
    const { manager } = this.dataSource;
    const where = { stationId: this.stationId, deliveryId, kind: 'played' as const };
    const rows = await manager.find(PlayoutLogRow, { where, order: { segment: 'ASC' } });
    const delivery = await this.delivery(deliveryId, manager);
    return { segments: rows.map(({ frames }) => frames), delivered: delivery?.frames ?? 0 };
  }

  async isProved(manager: EntityManager, { deliveryId, segment }: PlayoutLogRow): Promise<boolean> {
    return manager.existsBy(PlayoutLogRow, { stationId: this.stationId, deliveryId, segment, kind: 'proof' });
  }

  /** Deliveries of the airing that an air-check has proved silent. */
  async provedSilent(airingId: string, manager: EntityManager): Promise<ReadonlySet<string>> {
    const deliveryId = In((await this.deliveriesOf(airingId, manager)).map(({ id }) => id));
    const rows = await manager.findBy(PlayoutLogRow, { stationId: this.stationId, deliveryId, kind: 'proof' });
    return new Set(rows.filter((row) => proofOf(row)?.verdict === 'silent').map((row) => row.deliveryId));
  }

  async logEntry(id: number): Promise<PlayoutLogRow | null> {
    return this.dataSource.manager.findOneBy(PlayoutLogRow, { stationId: this.stationId, id, kind: Not('proof') });
  }

  /** By planned start; `to` exclusive. */
  async log(from: EpochMs, to: EpochMs): Promise<PlayoutLogRow[]> {
    const where = { stationId: this.stationId, plannedStart: Between(from, to - 1) };
    return this.dataSource.manager.find(PlayoutLogRow, { where, order: { id: 'ASC' } });
  }
}
