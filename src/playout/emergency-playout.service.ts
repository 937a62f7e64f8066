import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { outputsFor } from '../domain/addressing';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { emergencyAiring, type EmergencyOrder } from '../schedule/emergency-airing';
import { RundownService } from '../schedule/rundown.service';
import { ScheduleRowsService } from '../schedule/schedule-rows.service';
import type { Airing } from '../schedule/rows';
import { PlayoutEngine, type OnSecond, type PlayoutCue } from './playout-engine';
import { PlayoutRepository, type Topology } from './playout.repository';

/** An emergency as the engines were told of it. */
export interface CommandedEmergency {
  readonly at: EpochMs;
  /** Codes of the clusters it addresses. */
  readonly clusters: readonly string[];
  /** Writes its airing, clusters and deliveries. */
  readonly book: (manager: EntityManager) => Promise<void>;
}

interface Command extends CommandedEmergency {
  readonly deliveries: readonly { readonly id: string; readonly outputId: string; readonly outputCode: string }[];
}

/**
 * The short way on the air: straight to the engines, past every queue. They are told before the books are written, so that
 * neither a busy database nor a full disk makes people wait; their outcomes come seconds later and stand in line behind
 * the books.
 */
@Injectable()
export class EmergencyPlayoutService {
  private readonly logger = new Logger(EmergencyPlayoutService.name);
  /** By airing, for as long as the process lives: an emergency is commanded once, however often it is asked for. */
  private readonly commanded = new Map<string, Promise<Command>>();

  constructor(
    private readonly repository: PlayoutRepository,
    private readonly rundown: RundownService,
    private readonly rows: ScheduleRowsService,
    private readonly engine: PlayoutEngine,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts an emergency on the outputs that carry it. Repeating it commands nothing anew.
   * @throws DomainError clusterUnknown when every cluster that it was authorised for has left the settings
   */
  async start(order: EmergencyOrder, onSecond: OnSecond): Promise<CommandedEmergency> {
    let command = this.commanded.get(order.airingId);
    if (command === undefined) {
      command = this.command(order, onSecond);
      this.commanded.set(order.airingId, command);
      // What was never commanded may be asked for again.
      command.catch(() => this.commanded.delete(order.airingId));
    }
    return command;
  }

  /** Whether this process has commanded it, booked or not. */
  knows(airingId: string): boolean {
    return this.commanded.has(airingId);
  }

  /** Takes an emergency off at once; what it interrupted goes on. */
  async stop(airingId: string): Promise<void> {
    const deliveries = (await this.commanded.get(airingId))?.deliveries ?? (await this.booked(airingId));
    for (const { id, outputCode } of deliveries) await this.engine.withdraw(outputCode, id);
  }

  private async command(order: EmergencyOrder, onSecond: OnSecond): Promise<Command> {
    const { outputs, clusters } = await this.addressed(order.clusterCodes);
    const driven = new Set(this.engine.status().map(({ outputCode }) => outputCode));
    const deliveries = outputs
      .filter(({ code }) => driven.has(code))
      .map(({ id, code }) => ({ id: randomUUID(), outputId: id, outputCode: code }));
    const at = this.clock.now();
    const row = emergencyAiring(order, at, clusters.length);
    await Promise.all(deliveries.map(({ id, outputCode }) => this.send(outputCode, id, row, onSecond)));
    const clusterIds = clusters.map((cluster) => cluster.row.id);
    const book = async (manager: EntityManager): Promise<void> => {
      await this.rows.insertFrozen(manager, row, clusterIds);
      for (const { id, outputId } of deliveries)
        await this.repository.insertDelivery(manager, row.id, outputId, at, id);
    };
    return { at, clusters: clusters.map((cluster) => cluster.row.code), book, deliveries };
  }

  private async addressed(clusterCodes: readonly string[] | null): Promise<Topology> {
    const { outputs, clusters: all } = await this.repository.topology();
    const served = all.map(({ row, outputCodes }) => ({ code: row.code, outputs: outputCodes }));
    const carrying = outputsFor(clusterCodes, served, outputs);
    const clusters = all.filter(({ row }) => clusterCodes?.includes(row.code) ?? true);
    if (clusterCodes !== null && clusters.length === 0)
      throw new DomainError('clusterUnknown', { cluster: clusterCodes.join(', ') });
    return { outputs: outputs.filter(({ code }) => carrying.has(code)), clusters };
  }

  /** An output that does not take it now gets it again from the watchdog, within the grace. */
  private async send(outputCode: string, deliveryId: string, row: Airing, onSecond: OnSecond): Promise<void> {
    const frozen = await this.rundown.frozen(row);
    if (!frozen) return;
    const { id: airingId, priority, title, sha256, frames, plannedStart, startGraceSeconds } = row;
    const { file, blockId, blockName, latestEnd, isWithoutMusic } = frozen;
    const cue: PlayoutCue = {
      ...{ deliveryId, airingId, blockId, blockName, priority, title, latestEnd, onSecond },
      ...{ plannedStart: plannedStart ?? 0, startGraceMs: startGraceSeconds * 1000, interruption: 'abandon' },
      ...{ file: file ?? '', sha256: sha256 ?? '', frames: frames ?? 0 },
      ...{ chime: !isWithoutMusic, liveSource: row.liveSource },
    };
    await this.engine.cue(outputCode, cue).catch((error: unknown) => {
      this.logger.error(`output ${outputCode} did not take the emergency ${title}: ${String(error)}`);
    });
  }

  private async booked(airingId: string): Promise<Command['deliveries']> {
    const codes = new Map((await this.repository.topology()).outputs.map((output) => [output.id, output.code]));
    const deliveries = await this.repository.deliveriesOf(airingId);
    return deliveries
      .filter(({ state }) => state !== 'ended')
      .map(({ id, outputId }) => ({ id, outputId, outputCode: codes.get(outputId) ?? '' }));
  }
}
