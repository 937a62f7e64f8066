import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { PlanFiles } from '../plans/plan-files';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { ExpansionService } from '../schedule/expansion.service';
import { OverrunService } from '../schedule/overrun.service';
import { MakeUpsService } from '../schedule/make-ups/make-ups.service';
import { SettlementService } from '../schedule/settlement.service';
import { PlayoutService } from './playout.service';

const TICK_MS = 2000;
/** Plans and calendar also refresh the schedule when they change; this keeps the horizon rolling. */
const REFRESH_MS = 600_000;

/** Re-derives from the database whatever a lost queue, a crash or a power cut left undone. */
@Injectable()
export class Watchdog implements OnApplicationBootstrap {
  private readonly logger = new Logger(Watchdog.name);
  private running = false;
  private refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly playout: PlayoutService,
    private readonly planFiles: PlanFiles,
    private readonly expansion: ExpansionService,
    private readonly makeUps: MakeUpsService,
    private readonly settlement: SettlementService,
    private readonly overrun: OverrunService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.playout.storeTopology();
    await this.planFiles.importAll();
    await this.onInterval();
  }

  @Interval(TICK_MS)
  async onInterval(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      await this.tick(this.clock.now());
    } finally {
      this.running = false;
    }
  }

  /** One round of everything that is due at `now`; a round skipped or repeated does no harm. */
  async tick(now: EpochMs): Promise<void> {
    await this.step('refresh', () => this.refresh(now));
    await this.step('cue', () => this.playout.cueDue(now));
    await this.step('settle', () =>
      this.unitOfWork.run(async (manager) => {
        await this.settlement.missOverdue(manager, now);
        await this.settlement.warnOfMissingRecordings(manager, now);
      }),
    );
    await this.step('move', () => this.overrun.moveLost(now));
    await this.step('close', () => this.playout.closeLost(now));
  }

  /** A plan that cannot be laid out must not keep off the air what is laid out already. */
  private async step(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`${name} failed; the next round tries again`, (error as Error).stack);
    }
  }

  private async refresh(now: EpochMs): Promise<void> {
    // A wall clock set back must not stop the horizon for as long as it was set back.
    if (now - this.refreshedAt < REFRESH_MS && now >= this.refreshedAt) return;
    await this.expansion.refresh();
    await this.makeUps.placeAutomatic(now);
    this.refreshedAt = now;
  }
}
