import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EpochMs } from '../../domain/calendar';
import { DomainError } from '../../domain/errors';
import { Recent } from '../../platform/database/recent';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { RecordingsService, type Content } from '../../recordings/recordings.service';
import { AttestationRepository } from '../compliance/attestation.repository';
import { ExpansionService, type ScheduleState } from '../expansion.service';
import type { Airing } from '../rows';
import { ScheduleRepository } from '../schedule.repository';
import { isLost, openLosses } from './lost-airings';
import { MakeUpRepository, type Decline } from './make-up.repository';

/** What is lost at an instant, beside everything that decides where it can be made up. */
export interface Losses {
  readonly state: ScheduleState;
  /** Of what was lost. */
  readonly contents: ReadonlyMap<string, Content>;
  /** Original airings that nothing answers for, oldest first. */
  readonly open: readonly Airing[];
  /** By airing. */
  readonly declines: ReadonlyMap<string, Decline>;
}

/** Reads what was lost and what answers for it. */
@Injectable()
export class LossesService {
  private readonly shown: Recent<Losses>;

  constructor(
    private readonly repository: ScheduleRepository,
    private readonly makeUps: MakeUpRepository,
    private readonly attestations: AttestationRepository,
    private readonly expansion: ExpansionService,
    private readonly recordings: RecordingsService,
    unitOfWork: UnitOfWork,
  ) {
    this.shown = new Recent(unitOfWork);
  }

  /** @param manager of the run that a decision is made in; without one for what is only shown */
  async at(now: EpochMs, manager?: EntityManager): Promise<Losses> {
    return manager ? this.read(now, manager) : this.shown.at(now, () => this.read(now));
  }

  private async read(now: EpochMs, manager?: EntityManager): Promise<Losses> {
    const state = await (manager ? this.expansion.stateAt(now, manager) : this.expansion.shownAt(now));
    const ids = [...new Set(state.airings.flatMap(({ row }) => (isLost(row) ? row.contentId : [])))];
    const contents = new Map((await this.recordings.contents(ids, manager)).map((content) => [content.id, content]));
    const declines = await this.makeUps.declines(manager);
    const attestations = await this.attestations.standing(manager);
    return { state, contents, declines, open: openLosses(state, contents, { attestations, declines }) };
  }

  /** null without laying out the plans when the rows alone show that every loss is answered: cheap to ask often. */
  async unansweredAt(now: EpochMs, manager: EntityManager): Promise<Losses | null> {
    return (await this.repository.hasUnansweredLoss(manager)) ? this.at(now, manager) : null;
  }

  /** @throws DomainError notFound | illegalTransition for what was not lost | makeUpExists for what is answered */
  async required(losses: Losses, airingId: string, manager: EntityManager): Promise<Airing> {
    const lost = losses.open.find(({ id }) => id === airingId);
    if (lost) return lost;
    const row = await this.repository.airing(airingId, manager);
    if (!row) throw new DomainError('notFound', { kind: 'airing', id: airingId });
    if (!isLost(row) || row.makeUpForId !== null)
      throw new DomainError('illegalTransition', { from: row.state, to: 'makeUp' });
    throw new DomainError('makeUpExists', { airing: airingId });
  }
}
