import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../../audit/audit.service';
import type { EpochMs } from '../../domain/calendar';
import { DomainError } from '../../domain/errors';
import type { MakeUpCandidate } from '../../domain/make-up';
import { Station } from '../../platform/config/station';
import type { ApprovedRendition } from '../../recordings/recordings.service';
import { CueQueue } from '../cue-queue';
import { notYetAired, type Airing } from '../rows';
import { ScheduleRepository } from '../schedule.repository';
import { candidateFor } from './lost-airings';
import type { Losses } from './losses.service';

/** A make-up about to be placed. */
interface WantedMakeUp {
  readonly lost: Airing;
  readonly media: ApprovedRendition;
  readonly actor: string;
  readonly now: EpochMs;
}

/** Finds a lost airing its slot and puts its make-up there. */
@Injectable()
export class MakeUpPlacer {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly station: Station,
    private readonly cueQueue: CueQueue,
    private readonly audit: AuditTrail,
  ) {}

  /** @param media null: what the plan reserves stands for what is not recorded. @returns null: no session has room */
  slotFor(
    lost: Airing,
    media: ApprovedRendition | null,
    { state, contents }: Losses,
    now: EpochMs,
  ): MakeUpCandidate | null {
    const content = contents.get(lost.contentId) ?? null;
    return candidateFor(lost, content, state, this.station, now, secondsOf(lost, media));
  }

  /**
   * In its session, so that it moves up with it.
   * @throws DomainError noMakeUpSlot
   */
  async place(manager: EntityManager, candidate: MakeUpCandidate | null, wanted: WantedMakeUp): Promise<Airing> {
    if (!candidate) throw new DomainError('noMakeUpSlot', { days: this.station.config.horizonDays });
    const { lost, media, actor, now } = wanted;
    const { slot, start, late } = candidate;
    const template =
      slot.kind === 'session' ? this.station.grid.sessions.find(({ code }) => code === slot.sessionCode) : undefined;
    const session = template ? await this.repository.sessionOn(manager, slot.date, template) : null;
    const n = (await this.repository.makeUpsOf(lost.id, manager)).length + 1;
    const { contentId, language, ordinal, priority, startGraceSeconds, requiredClusterShare, clusterCodes } = lost;
    const row = await this.repository.insertAiring(manager, {
      ...notYetAired(now),
      ...{ contentId, language, ordinal, priority, startGraceSeconds, requiredClusterShare, clusterCodes },
      occurrenceKey: `makeup/${lost.id}/${String(n)}`,
      ...{ role: 'makeUp', makeUpForId: lost.id, placedBy: 'makeUp', planVersionId: null },
      ...{ sessionId: session?.id ?? null, position: 0, provisionalStart: start },
      plannedDurationSeconds: secondsOf(lost, media),
      title: lost.title,
    });
    const after = { makeUpForId: lost.id, at: start, late };
    await this.audit.append(manager, { actor, action: 'makeUp.place', subjectId: row.id, after });
    return row;
  }

  /** Once its row is committed. */
  nudge(row: Airing): void {
    this.cueQueue.nudge(row.id, row.revision, row.provisionalStart - this.station.config.cueLeadSeconds * 1000);
  }
}

function secondsOf(lost: Airing, media: ApprovedRendition | null): number {
  return media ? Math.ceil(media.frames / 48_000) : lost.plannedDurationSeconds;
}
