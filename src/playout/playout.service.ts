import { Injectable, Logger } from '@nestjs/common';
import { outputsFor } from '../domain/addressing';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { decideStart } from '../domain/lateness';
import type { InterruptionPolicy } from '../domain/plan';
import { durationMsOf } from '../domain/rundown';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { AiringsService, type Cancellation } from '../schedule/airings.service';
import { RundownService, type FrozenAiring } from '../schedule/rundown.service';
import { ScheduleRowsService } from '../schedule/schedule-rows.service';
import type { Airing } from '../schedule/rows';
import { OutcomeRecorder } from './outcome.recorder';
import { PlayoutEngine, type PlayoutCue } from './playout-engine';
import type { DeliveryRow } from './playout.entity';
import { PlayoutRepository } from './playout.repository';

/** How long after its expected end a delivery that no engine reports on is given up. */
const LOST_AFTER_MS = 60_000;
/** The same for one that no engine has: a round in which it is being handed over may be under way. */
const NEVER_TAKEN_MS = 5_000;
/** The same for one that was interrupted and that its engine still holds: it waits for as long as the emergency lasts. */
const INTERRUPTED_LOST_AFTER_MS = 6 * 3_600_000;

/** Hands frozen airings to the engines, and keeps doing so until each has been taken or is too late. */
@Injectable()
export class PlayoutService {
  private readonly logger = new Logger(PlayoutService.name);
  /** Deliveries an engine of this process has taken; a restart forgets them and sends them again, which is harmless. */
  private readonly taken = new Set<string>();

  constructor(
    private readonly repository: PlayoutRepository,
    private readonly rundown: RundownService,
    private readonly airings: AiringsService,
    private readonly rows: ScheduleRowsService,
    private readonly engine: PlayoutEngine,
    private readonly recorder: OutcomeRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** Outputs and clusters as the settings have them. */
  async storeTopology(): Promise<void> {
    await this.unitOfWork.run((manager) =>
      this.repository.storeTopology(manager, this.station.config, this.clock.now()),
    );
  }

  /**
   * Freezes what is due, books its deliveries, and only then tells the engines. Idempotent. While the database cannot be
   * written the engines still get what is booked already.
   */
  async cueDue(now: EpochMs): Promise<void> {
    try {
      await this.freezeDue(now);
    } finally {
      await this.sendCued(now);
    }
  }

  private async freezeDue(now: EpochMs): Promise<void> {
    await this.unitOfWork.run(async (manager) => {
      await this.rundown.silenceCued(manager, now);
      const { outputs, clusters } = await this.repository.topology(manager);
      const served = clusters.map(({ row }) => row);
      for (const { row } of await this.rundown.freezeDue(manager, now, served)) {
        // An output that left the settings keeps its row for the log, and has no engine any more.
        const carrying = outputsFor(row.clusterCodes, this.station.config.clusters, this.station.config.outputs);
        for (const output of outputs)
          if (carrying.has(output.code))
            await this.repository.insertDelivery(manager, row.id, output.id, row.plannedStart ?? now);
      }
    });
  }

  /** A queue job's nudge: a stale revision does nothing, since `cueDue` reads only the rows. */
  async cueIfCurrent(airingId: string, revision: number): Promise<void> {
    const row = await this.rows.required(airingId).catch(() => null);
    if (row?.state === 'planned' && row.revision === revision) await this.cueDue(this.clock.now());
  }

  /** Deliveries that no engine reported on long after they should have ended are closed with what is known. */
  async closeLost(now: EpochMs): Promise<void> {
    const unfinished = await this.repository.unfinished();
    if (unfinished.length === 0) return;
    const codes = await this.outputCodes();
    const engines = this.engine.status();
    // A wall clock set forward makes an item look overdue that is still on the air.
    const onAir = new Set(engines.flatMap(({ current }) => current?.deliveryId ?? []));
    // An engine that is starting first tells from its journal what became of the items of the one before it.
    const ready = new Set(
      engines.filter(({ state }) => state === 'idle' || state === 'onAir').map(({ outputCode }) => outputCode),
    );
    const starting = new Set(engines.filter(({ state }) => state === 'starting').map(({ outputCode }) => outputCode));
    for (const delivery of unfinished) {
      const outputCode = codes.get(delivery.outputId) ?? '';
      if (onAir.has(delivery.id) || starting.has(outputCode)) continue;
      const row = await this.rows.required(delivery.airingId);
      const expectedEnd = delivery.plannedStart + row.startGraceSeconds * 1000 + durationMsOf(row.frames ?? 0);
      const deadline =
        delivery.state === 'playing' ? expectedEnd : delivery.plannedStart + row.startGraceSeconds * 1000;
      // An engine that is ready has told all that its journal knows: what it does not hold never came to it.
      const neverTaken =
        delivery.state === 'cued' && ready.has(outputCode) && !this.engine.holds(outputCode, delivery.id);
      if (now < deadline + (neverTaken ? NEVER_TAKEN_MS : LOST_AFTER_MS)) continue;
      const segment = await this.repository.loggedSegments(delivery.id);
      const isInterrupted = segment > 0 && this.engine.holds(outputCode, delivery.id);
      if (isInterrupted && now < deadline + INTERRUPTED_LOST_AFTER_MS) continue;
      const { commandedAt } = delivery;
      const { start, firstFrame } = segment === 0 ? delivery : { start: null, firstFrame: null };
      await this.recorder.close(outputCode, {
        ...{ deliveryId: delivery.id, segment, commandedAt, start, end: null, firstFrame, sha256: row.sha256 ?? '' },
        ...{ frames: 0, wholeFrames: delivery.frames ?? 0, airCheck: null },
        endReason: row.state === 'cancelled' ? 'withdrawn' : 'engineLost',
      });
    }
  }

  /** Cancels an airing and takes it back from the engines that hold it. */
  async cancel(id: string, cancellation: Cancellation, expectedRevision: number | null): Promise<Airing> {
    const row = await this.airings.cancel(id, cancellation, expectedRevision);
    const codes = await this.outputCodes();
    for (const delivery of await this.repository.deliveriesOf(id))
      if (delivery.state !== 'ended') await this.withdraw(codes.get(delivery.outputId) ?? '', delivery.id);
    return row;
  }

  /** The cancellation stands whatever an engine says; every round asks again until the delivery has ended. */
  private async withdraw(outputCode: string, deliveryId: string): Promise<void> {
    try {
      await this.engine.withdraw(outputCode, deliveryId);
    } catch (error) {
      this.logger.warn(`output ${outputCode} did not give back ${deliveryId}: ${(error as Error).message}`);
    }
  }

  private async sendCued(now: EpochMs): Promise<void> {
    const unfinished = await this.repository.unfinished();
    const ids = new Set(unfinished.map(({ id }) => id));
    for (const id of this.taken) if (!ids.has(id)) this.taken.delete(id);
    if (unfinished.length === 0) return;
    const codes = await this.outputCodes();
    for (const delivery of unfinished) {
      const outputCode = codes.get(delivery.outputId) ?? '';
      const row = await this.rows.required(delivery.airingId);
      // Cancelled just as it was being handed over, or while its engine was down.
      if (row.state === 'cancelled') await this.withdraw(outputCode, delivery.id);
      else if (delivery.state === 'cued' && !this.taken.has(delivery.id))
        await this.send(outputCode, delivery, row, now);
    }
  }

  private async send(outputCode: string, delivery: DeliveryRow, row: Airing, now: EpochMs): Promise<void> {
    if (decideStart(delivery.plannedStart, row.startGraceSeconds, now).kind === 'missed') return;
    const frozen = await this.rundown.frozen(row);
    if (!frozen) return;
    try {
      await this.engine.cue(outputCode, cueFor(delivery, frozen, await this.rows.interruptionOf(row)));
      this.taken.add(delivery.id);
    } catch (error) {
      // Left as cued: the next tick tries again for as long as the grace lasts.
      this.logger.warn(`output ${outputCode} did not take ${row.title}: ${(error as Error).message}`);
    }
  }

  private async outputCodes(): Promise<Map<string, string>> {
    return new Map((await this.repository.outputs()).map((output) => [output.id, output.code]));
  }
}

function cueFor(delivery: DeliveryRow, frozen: FrozenAiring, interruption: InterruptionPolicy): PlayoutCue {
  const { row, file, blockId, blockName, latestEnd, isWithoutMusic } = frozen;
  return {
    ...{ deliveryId: delivery.id, airingId: row.id, blockId, blockName },
    plannedStart: delivery.plannedStart,
    startGraceMs: row.startGraceSeconds * 1000,
    priority: row.part === 'filler' ? 'FILLER' : row.priority,
    chime: !isWithoutMusic,
    liveSource: row.liveSource,
    ...{ interruption, latestEnd },
    // What an emergency was to replace was taken off when it was first commanded.
    onSecond: 'queue',
    file: file ?? '',
    sha256: row.sha256 ?? '',
    frames: row.frames ?? 0,
    title: row.title,
  };
}
