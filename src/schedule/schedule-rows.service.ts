import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import type { InterruptionPolicy } from '../domain/plan';
import { PlansService } from '../plans/plans.service';
import { RecordingsService } from '../recordings/recordings.service';
import type { Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';

const DAY_MS = 86_400_000;

/** Single airings for the playout, inside its own unit of work. */
@Injectable()
export class ScheduleRowsService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly recordings: RecordingsService,
    private readonly plans: PlansService,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError notFound */
  async required(id: string, manager?: EntityManager): Promise<Airing> {
    const row = await this.repository.airing(id, manager);
    if (!row) throw new DomainError('notFound', { kind: 'airing', id });
    return row;
  }

  /** Airings that are planned, cued or on the air: what waits from before, and the day ahead. */
  async pending(manager: EntityManager): Promise<Airing[]> {
    return this.repository.inState(['planned', 'cued', 'playing'], this.clock.now() + DAY_MS, manager);
  }

  /** What becomes of it when it is interrupted, by the programme of its content; a special has none and resumes. */
  async interruptionOf(row: Airing): Promise<InterruptionPolicy> {
    const [content] = await this.recordings.contents([row.contentId]);
    const programmes = (await this.plans.inForce()).flatMap(({ plan }) => plan.programmes);
    return programmes.find(({ key }) => key === content?.programmeKey)?.policies.interruption ?? 'resume';
  }

  /** Books an airing that the engines have been told of already. */
  async insertFrozen(manager: EntityManager, row: Airing, clusterIds: readonly string[]): Promise<void> {
    await this.repository.insertFrozen(manager, row, clusterIds);
  }

  /** Clusters that the airing addresses, frozen at cue. */
  async targets(airingId: string, manager: EntityManager): Promise<string[]> {
    return this.repository.targets(airingId, manager);
  }
}
