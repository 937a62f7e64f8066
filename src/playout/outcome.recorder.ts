import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { isTestTone, TEST_TONE } from '../domain/test-tone';
import { settleAiring, settleFiller, type DeliveryFact } from '../domain/settlement';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { ScheduleRowsService } from '../schedule/schedule-rows.service';
import { SettlementService } from '../schedule/settlement.service';
import { expectedFrames, reasonOf } from './delivery-terms';
import { PlayoutOutcomes, type PlayoutOutcome } from './playout-engine';
import type { DeliveryRow } from './playout.entity';
import { PlayoutRepository } from './playout.repository';

/** How a delivery ended; `commandedAt` is null when no engine ever took it. */
export type DeliveryEnd = Omit<Extract<PlayoutOutcome, { kind: 'ended' }>, 'kind' | 'commandedAt'> & {
  readonly commandedAt: EpochMs | null;
};

type Started = Extract<PlayoutOutcome, { kind: 'started' }>;
type Interrupted = Extract<PlayoutOutcome, { kind: 'interrupted' }>;

/** Writes what the engines report: delivery, log entry and, once every output has ended, the airing's state. */
@Injectable()
export class OutcomeRecorder extends PlayoutOutcomes {
  constructor(
    private readonly repository: PlayoutRepository,
    private readonly settlement: SettlementService,
    private readonly airings: ScheduleRowsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle(outputCode: string, outcome: PlayoutOutcome): Promise<void> {
    if (isTestTone(outcome.deliveryId)) await this.logTone(outputCode, outcome);
    else if (outcome.kind === 'ended') await this.close(outputCode, outcome);
    else if (outcome.kind === 'interrupted') await this.interrupt(outputCode, outcome);
    // The delivery began with its first segment; where a later one starts, the log tells once it is over.
    else if (outcome.segment === 0) await this.begin(outcome);
  }

  private async begin({ deliveryId, commandedAt, start, firstFrame }: Started): Promise<void> {
    await this.unitOfWork.run(async (manager) => {
      const delivery = await this.unfinished(deliveryId, manager);
      if (!delivery) return;
      const playing = { state: 'playing' as const, commandedAt, start, firstFrame };
      await this.repository.updateDelivery(manager, deliveryId, playing);
      const { outputs } = await this.repository.topology(manager);
      const output = outputs.find(({ id }) => id === delivery.outputId);
      // A monitor that listens along puts nothing on the air.
      if (output?.role === 'transmission') await this.settlement.markPlaying(manager, delivery.airingId, start);
    });
  }

  /** Logs one segment of an item that goes on; told again after a restart, it is in the log already. */
  private async interrupt(outputCode: string, outcome: Interrupted): Promise<void> {
    const { deliveryId, segment, end, wholeFrames: frames } = outcome;
    await this.unitOfWork.run(async (manager) => {
      const delivery = await this.unfinished(deliveryId, manager);
      if (!delivery || (await this.repository.loggedSegments(deliveryId, manager)) > segment) return;
      await this.repository.updateDelivery(manager, deliveryId, { end, frames });
      await this.log(manager, outputCode, delivery, { ...outcome, endReason: 'interrupted' });
    });
  }

  /** A test has no row but this one. */
  private async logTone(outputCode: string, outcome: PlayoutOutcome): Promise<void> {
    if (outcome.kind !== 'ended') return;
    const { kind: _ended, wholeFrames: _whole, deliveryId, commandedAt, ...measured } = outcome;
    await this.unitOfWork.run(async (manager) => {
      if ((await this.repository.loggedSegments(deliveryId, manager)) > 0) return;
      await this.repository.appendLog(manager, {
        ...{ kind: 'test', airingId: deliveryId, deliveryId, outputCode, plannedStart: commandedAt },
        ...{ title: TEST_TONE.title, commandedAt, ...measured, proof: null },
      });
    });
  }

  /** Books how a delivery ended, once; the report that comes first holds. */
  async close(outputCode: string, outcome: DeliveryEnd): Promise<void> {
    await this.unitOfWork.run(async (manager) => {
      const delivery = await this.unfinished(outcome.deliveryId, manager);
      if (delivery) await this.end(manager, outputCode, delivery, outcome);
    });
  }

  /** null also for a delivery of another database (a restored back-up), which is not ours to book. */
  private async unfinished(id: string, manager: EntityManager): Promise<DeliveryRow | null> {
    const delivery = await this.repository.delivery(id, manager);
    return delivery?.state === 'ended' ? null : delivery;
  }

  private async end(
    manager: EntityManager,
    outputCode: string,
    delivery: DeliveryRow,
    outcome: DeliveryEnd,
  ): Promise<void> {
    const { commandedAt, endReason, wholeFrames: frames } = outcome;
    const start = delivery.start ?? outcome.start;
    const firstFrame = delivery.firstFrame ?? outcome.firstFrame;
    const measured = { commandedAt, start, end: outcome.end ?? delivery.end, firstFrame, frames, endReason };
    if (!(await this.repository.updateDelivery(manager, delivery.id, { state: 'ended', ...measured }))) return;
    const { part } = await this.airings.required(delivery.airingId, manager);
    // One for which there was no gap was never on: the log is of what went out.
    if (part !== 'filler' || frames > 0) await this.log(manager, outputCode, delivery, outcome);
    await this.settleFromDeliveries(manager, delivery.airingId);
  }

  private async log(
    manager: EntityManager,
    outputCode: string,
    { id, airingId, plannedStart }: DeliveryRow,
    outcome: DeliveryEnd,
  ): Promise<void> {
    const { title } = await this.airings.required(airingId, manager);
    const { segment, sha256, commandedAt, start, end, firstFrame, frames, endReason, airCheck } = outcome;
    await this.repository.appendLog(manager, {
      ...{ kind: 'played', airingId, deliveryId: id, segment, outputCode, title, plannedStart, sha256 },
      ...{ commandedAt, start, end, firstFrame, frames, endReason, airCheck, proof: null },
    });
  }

  /** Settles an airing once all its outputs have ended; again when a proof has come in, which may make it partial. */
  async settleFromDeliveries(manager: EntityManager, airingId: string): Promise<void> {
    const deliveries = await this.repository.deliveriesOf(airingId, manager);
    if (deliveries.some((delivery) => delivery.state !== 'ended')) return;
    const airing = await this.airings.required(airingId, manager);
    const targets = new Set(await this.airings.targets(airingId, manager));
    // Settings may have changed since the cue: the airing is judged by what was meant to carry it then.
    const cuedAt = Math.min(...deliveries.map((delivery) => delivery.commandedAt ?? delivery.plannedStart));
    const { outputs, clusters } = await this.repository.topology(manager, cuedAt);
    const byId = new Map(outputs.map((output) => [output.id, output]));
    const silent = await this.repository.provedSilent(airingId, manager);
    const facts = deliveries.map((delivery): DeliveryFact => {
      const output = byId.get(delivery.outputId);
      const identity = { outputCode: output?.code ?? '', role: output?.role ?? 'monitor' };
      const reason = reasonOf(delivery.endReason ?? 'engineLost');
      return { ...identity, frames: delivery.frames ?? 0, provedSilent: silent.has(delivery.id), reason };
    });
    const addressed = clusters
      .filter(({ row }) => targets.has(row.id))
      .map(({ row, outputCodes }) => ({ code: row.code, outputCodes }));
    const { requiredClusterShare } = airing;
    const judged = settleAiring({
      deliveries: facts,
      clusters: addressed,
      expectedFrames: expectedFrames(airing, deliveries),
      requiredClusterShare,
    });
    const verdict = airing.part === 'filler' ? settleFiller(facts) : judged;
    const transmitted = deliveries.filter((_, index) => facts[index]?.role === 'transmission');
    const audible = transmitted.filter((delivery) => (delivery.frames ?? 0) > 0);
    const starts = audible.flatMap((delivery) => delivery.start ?? []);
    const measuredStart = starts.length > 0 ? Math.min(...starts) : null;
    const airtimeSeconds = Math.max(0, ...transmitted.map((delivery) => delivery.frames ?? 0)) / 48_000;
    await this.settlement.settle(manager, airingId, { ...verdict, measuredStart, airtimeSeconds }, this.clock.now());
  }
}
