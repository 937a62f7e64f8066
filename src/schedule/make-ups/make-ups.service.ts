import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../../audit/audit.service';
import type { EpochMs } from '../../domain/calendar';
import { Clock } from '../../domain/clock';
import { DomainError } from '../../domain/errors';
import type { MakeUpCandidate } from '../../domain/make-up';
import type { MakeUpPolicy } from '../../domain/plan';
import { Recent } from '../../platform/database/recent';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { RecordingsService, type ApprovedRendition, type Content } from '../../recordings/recordings.service';
import type { ScheduleState } from '../expansion.service';
import type { Airing } from '../rows';
import { LossesService, type Losses } from './losses.service';
import { MakeUpPlacer } from './make-up-placer';
import { MakeUpRepository, type Decline } from './make-up.repository';

const SERVICE = 'hệ thống';

/** What becomes of a lost airing. `candidate` null: no session of the horizon has room. */
export interface MakeUpProposal {
  readonly lost: Airing;
  readonly content: Content | null;
  readonly policy: MakeUpPolicy;
  /** Without an approved recording there is nothing to place yet. */
  readonly recorded: boolean;
  readonly candidate: MakeUpCandidate | null;
  readonly declined: Decline | null;
}

/** Make-ups of lost airings: proposed afresh from the rows each time, placed by the service or by staff, or declined. */
@Injectable()
export class MakeUpsService {
  private readonly proposals: Recent<readonly MakeUpProposal[]>;

  constructor(
    private readonly losses: LossesService,
    private readonly placer: MakeUpPlacer,
    private readonly makeUps: MakeUpRepository,
    private readonly recordings: RecordingsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {
    this.proposals = new Recent(unitOfWork);
  }

  /** Every lost airing that nothing answers for, oldest first, each with a slot of its own; then those that staff declined. */
  async list(): Promise<readonly MakeUpProposal[]> {
    const now = this.clock.now();
    return this.proposals.at(now, () => this.proposalsAt(now));
  }

  private async proposalsAt(now: EpochMs): Promise<MakeUpProposal[]> {
    const losses = await this.losses.at(now);
    const mediaOf = await this.mediaOfAll(losses.open);
    const open: MakeUpProposal[] = [];
    let planned = losses;
    for (const lost of losses.open) {
      const media = mediaOf(lost);
      const candidate = this.placer.slotFor(lost, media, planned, now);
      if (candidate) planned = withCandidate(planned, candidate, lost);
      open.push({ ...about(lost, losses), recorded: media !== null, candidate, declined: null });
    }
    const declined = losses.state.airings.flatMap(({ row: lost }): MakeUpProposal[] => {
      const decline = losses.declines.get(lost.id);
      return decline ? [{ ...about(lost, losses), recorded: false, candidate: null, declined: decline }] : [];
    });
    return [...open, ...declined];
  }

  /** Places what programmes let the service place by itself; what staff took off again waits for them. @returns how many */
  async placeAutomatic(now: EpochMs): Promise<number> {
    const placed = await this.unitOfWork.run(async (manager) => {
      const losses = await this.losses.unansweredAt(now, manager);
      return losses ? this.placeAll(manager, losses, now) : [];
    });
    for (const row of placed) this.placer.nudge(row);
    return placed.length;
  }

  private async placeAll(manager: EntityManager, losses: Losses, now: EpochMs): Promise<Airing[]> {
    const takenOff = new Set(
      losses.state.airings.flatMap(({ row }) => (row.state === 'cancelled' ? (row.makeUpForId ?? []) : [])),
    );
    const rows: Airing[] = [];
    let planned = losses;
    for (const lost of losses.open) {
      const isOurs = lost.state !== 'cancelled' && !takenOff.has(lost.id);
      if (!isOurs || about(lost, losses).policy !== 'automatic') continue;
      const media = await this.mediaOf(lost, manager);
      const candidate = media && this.placer.slotFor(lost, media, planned, now);
      if (!media || !candidate) continue;
      rows.push(await this.placer.place(manager, candidate, { lost, media, actor: SERVICE, now }));
      planned = withCandidate(planned, candidate, lost);
    }
    return rows;
  }

  /**
   * Places the make-up that is proposed now, also one that was declined before.
   * @throws DomainError notFound | illegalTransition | makeUpExists | notApproved | noMakeUpSlot
   */
  async confirm(airingId: string, actor: string): Promise<Airing> {
    const now = this.clock.now();
    const row = await this.unitOfWork.run(async (manager) => {
      await this.makeUps.deleteDecline(manager, airingId);
      const losses = await this.losses.at(now, manager);
      const lost = await this.losses.required(losses, airingId, manager);
      const media = await this.mediaOf(lost, manager);
      if (!media) throw new DomainError('notApproved', { recording: lost.contentId });
      return this.placer.place(manager, this.placer.slotFor(lost, media, losses, now), { lost, media, actor, now });
    });
    this.placer.nudge(row);
    return row;
  }

  /** Decides that a lost airing is not made up. @throws DomainError notFound | illegalTransition | makeUpExists */
  async decline(airingId: string, reason: string, actor: string): Promise<Decline> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (manager) => {
      await this.losses.required(await this.losses.at(now, manager), airingId, manager);
      const decline = { airingId, reason, declinedBy: actor, declinedAt: now };
      await this.makeUps.insertDecline(manager, decline);
      await this.audit.append(manager, { actor, action: 'makeUp.decline', subjectId: airingId, after: { reason } });
      return decline;
    });
  }

  private async mediaOf(lost: Airing, manager?: EntityManager): Promise<ApprovedRendition | null> {
    return (await this.mediaOfAll([lost], manager))(lost);
  }

  /** Asked for once per language, however much was lost. */
  private async mediaOfAll(
    lost: readonly Airing[],
    manager?: EntityManager,
  ): Promise<(lost: Airing) => ApprovedRendition | null> {
    const byLanguage = new Map<string, ReadonlyMap<string, ApprovedRendition>>();
    for (const language of new Set(lost.map((row) => row.language))) {
      const ids = lost.filter((row) => row.language === language).map(({ contentId }) => contentId);
      byLanguage.set(language, await this.recordings.approvedFor([...new Set(ids)], language, manager));
    }
    return ({ contentId, language }) => byLanguage.get(language)?.get(contentId) ?? null;
  }
}

function about(lost: Airing, { state, contents }: Losses): Pick<MakeUpProposal, 'lost' | 'content' | 'policy'> {
  const content = contents.get(lost.contentId) ?? null;
  return { lost, content, policy: policyOf(lost, content, state) };
}

/** By its programme, where the plan owes it; what staff put on air by themselves is theirs to decide. */
function policyOf({ role }: Airing, content: Content | null, { plans }: ScheduleState): MakeUpPolicy {
  if (role === 'extra') return 'confirm';
  const programmes = plans.flatMap(({ plan }) => plan.programmes);
  return programmes.find(({ key }) => key === content?.programmeKey)?.policies.makeUp ?? 'confirm';
}

/** The losses with the air that a candidate takes, so that the next one finds another place. */
function withCandidate(losses: Losses, { slot, start }: MakeUpCandidate, lost: Airing): Losses {
  const content = losses.contents.get(lost.contentId);
  const taken = {
    ...{ occurrenceKey: `makeup/${lost.id}`, language: lost.language, role: 'repeat' as const, ordinal: lost.ordinal },
    ...{ programmeKey: content?.programmeKey ?? '', periodKey: content?.periodKey ?? '' },
    ...{ date: slot.date, sessionCode: slot.kind === 'session' ? slot.sessionCode : null, position: 0 },
    ...{ provisionalStart: start, plannedDurationSeconds: lost.plannedDurationSeconds },
  };
  const { state } = losses;
  const expansion = { ...state.expansion, airings: [...state.expansion.airings, taken] };
  return { ...losses, state: { ...state, expansion } };
}
