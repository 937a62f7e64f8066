import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../../audit/audit.service';
import type { EpochMs } from '../../domain/calendar';
import { Clock } from '../../domain/clock';
import { DomainError } from '../../domain/errors';
import type { MakeUpCandidate } from '../../domain/make-up';
import type { MakeUpPolicy } from '../../domain/plan';
import { Station } from '../../platform/config/station';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { RecordingsService, type ApprovedRendition, type Content } from '../../recordings/recordings.service';
import { AttestationRepository } from '../compliance/attestation.repository';
import { CueQueue } from '../cue-queue';
import { ExpansionService, type ScheduleState } from '../expansion.service';
import { notYetAired, type Airing } from '../rows';
import { ScheduleRepository } from '../schedule.repository';
import { candidateFor, isLost, openLosses } from './lost-airings';
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

interface Situation {
  readonly state: ScheduleState;
  readonly contents: ReadonlyMap<string, Content>;
  readonly losses: readonly Airing[];
  readonly declines: ReadonlyMap<string, Decline>;
}

/** Make-ups of lost airings: proposed afresh from the rows each time, placed by the service or by staff, or declined. */
@Injectable()
export class MakeUpsService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly makeUps: MakeUpRepository,
    private readonly attestations: AttestationRepository,
    private readonly expansion: ExpansionService,
    private readonly recordings: RecordingsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly station: Station,
    private readonly cueQueue: CueQueue,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** Every lost airing that nothing answers for, oldest first, each with a slot of its own; then those that staff declined. */
  async list(): Promise<MakeUpProposal[]> {
    const now = this.clock.now();
    const situation = await this.situation(now);
    const { contents, losses, declines, state } = situation;
    const open: MakeUpProposal[] = [];
    let planned = state;
    for (const lost of losses) {
      const media = await this.mediaOf(lost);
      const content = contents.get(lost.contentId) ?? null;
      const candidate = candidateFor(lost, content, planned, this.station, now, secondsOf(lost, media));
      if (candidate) planned = withCandidate(planned, candidate, lost, content);
      const policy = policyOf(lost, content, state);
      open.push({ lost, content, policy, recorded: media !== null, candidate, declined: null });
    }
    const declined = state.airings.flatMap(({ row: lost }): MakeUpProposal[] => {
      const decline = declines.get(lost.id);
      const content = contents.get(lost.contentId) ?? null;
      const none = { recorded: false, candidate: null };
      return decline ? [{ lost, content, policy: policyOf(lost, content, state), ...none, declined: decline }] : [];
    });
    return [...open, ...declined];
  }

  /** Places what programmes let the service place by itself; what staff took off again waits for them. @returns how many */
  async placeAutomatic(now: EpochMs): Promise<number> {
    const placed = await this.unitOfWork.run(async (manager) => {
      if (!(await this.repository.hasUnansweredLoss(manager))) return [];
      const { state, contents, losses } = await this.situation(now, manager);
      const takenOff = new Set(
        state.airings.flatMap(({ row }) => (row.state === 'cancelled' ? (row.makeUpForId ?? []) : [])),
      );
      const rows: Airing[] = [];
      let current = state;
      for (const lost of losses) {
        const content = contents.get(lost.contentId) ?? null;
        const isOurs = lost.state !== 'cancelled' && !takenOff.has(lost.id);
        if (!isOurs || policyOf(lost, content, state) !== 'automatic') continue;
        const media = await this.mediaOf(lost, manager);
        const candidate = media && candidateFor(lost, content, current, this.station, now, secondsOf(lost, media));
        if (!media || !candidate) continue;
        rows.push(await this.place(manager, { lost, media, candidate, actor: SERVICE, now }));
        current = withCandidate(current, candidate, lost, content);
      }
      return rows;
    });
    for (const row of placed) this.nudge(row);
    return placed.length;
  }

  /**
   * Places the make-up that is proposed now, also one that was declined before.
   * @throws DomainError notFound | illegalTransition | makeUpExists | notApproved | noMakeUpSlot
   */
  async confirm(airingId: string, actor: string): Promise<Airing> {
    const now = this.clock.now();
    const row = await this.unitOfWork.run(async (manager) => {
      await this.makeUps.deleteDecline(manager, airingId);
      const { state, contents, losses } = await this.situation(now, manager);
      const lost = losses.find(({ id }) => id === airingId) ?? (await this.refusal(airingId, manager));
      const content = contents.get(lost.contentId) ?? null;
      const media = await this.mediaOf(lost, manager);
      if (!media) throw new DomainError('notApproved', { recording: lost.contentId });
      const candidate = candidateFor(lost, content, state, this.station, now, secondsOf(lost, media));
      if (!candidate) throw new DomainError('noMakeUpSlot', { days: this.station.config.horizonDays });
      return this.place(manager, { lost, media, candidate, actor, now });
    });
    this.nudge(row);
    return row;
  }

  /** Decides that a lost airing is not made up. @throws DomainError notFound | illegalTransition | makeUpExists */
  async decline(airingId: string, reason: string, actor: string): Promise<Decline> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (manager) => {
      const { losses } = await this.situation(now, manager);
      if (!losses.some(({ id }) => id === airingId)) await this.refusal(airingId, manager);
      const decline = { airingId, reason, declinedBy: actor, declinedAt: now };
      await this.makeUps.insertDecline(manager, decline);
      await this.record(manager, actor, 'makeUp.decline', airingId, { reason });
      return decline;
    });
  }

  private async situation(now: EpochMs, manager?: EntityManager): Promise<Situation> {
    const state = await this.expansion.stateAt(now, manager);
    const ids = [...new Set(state.airings.map(({ row }) => row.contentId))];
    const contents = new Map((await this.recordings.contents(ids, manager)).map((content) => [content.id, content]));
    const declines = await this.makeUps.declines(manager);
    const attestations = await this.attestations.standing(manager);
    return { state, contents, declines, losses: openLosses(state, contents, { attestations, declines }) };
  }

  private async mediaOf(lost: Airing, manager?: EntityManager): Promise<ApprovedRendition | null> {
    return (await this.recordings.approvedFor([lost.contentId], lost.language, manager)).get(lost.contentId) ?? null;
  }

  /** Why an airing has no proposal. */
  private async refusal(airingId: string, manager: EntityManager): Promise<never> {
    const row = await this.repository.airing(airingId, manager);
    if (!row) throw new DomainError('notFound', { kind: 'airing', id: airingId });
    if (!isLost(row) || row.makeUpForId !== null)
      throw new DomainError('illegalTransition', { from: row.state, to: 'makeUp' });
    throw new DomainError('makeUpExists', { airing: airingId });
  }

  /** In its session, so that it moves up with it; one live make-up per lost airing. */
  private async place(
    manager: EntityManager,
    wanted: {
      readonly lost: Airing;
      readonly media: ApprovedRendition;
      readonly candidate: MakeUpCandidate;
      readonly actor: string;
      readonly now: EpochMs;
    },
  ): Promise<Airing> {
    const { lost, media, candidate, actor, now } = wanted;
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
    await this.record(manager, actor, 'makeUp.place', row.id, { makeUpForId: lost.id, at: start, late });
    return row;
  }

  private async record(
    manager: EntityManager,
    actor: string,
    action: string,
    subjectId: string,
    after: Record<string, unknown>,
  ): Promise<void> {
    const subject = { subjectKind: 'airing', subjectId, before: null, after };
    await this.audit.append(manager, { stationId: this.station.id, actor, action, ...subject });
  }

  private nudge(row: Airing): void {
    this.cueQueue.nudge(row.id, row.revision, row.provisionalStart - this.station.config.cueLeadSeconds * 1000);
  }
}

function secondsOf(lost: Airing, media: ApprovedRendition | null): number {
  return media ? Math.ceil(media.frames / 48_000) : lost.plannedDurationSeconds;
}

/** By its programme, where the plan owes it; what staff put on air by themselves is theirs to decide. */
function policyOf({ role }: Airing, content: Content | null, { plans }: ScheduleState): MakeUpPolicy {
  if (role === 'extra') return 'confirm';
  const programmes = plans.flatMap(({ plan }) => plan.programmes);
  return programmes.find(({ key }) => key === content?.programmeKey)?.policies.makeUp ?? 'confirm';
}

/** The state with the air that a candidate takes, so that the next one finds another place. */
function withCandidate(
  state: ScheduleState,
  { slot, start }: MakeUpCandidate,
  lost: Airing,
  content: Content | null,
): ScheduleState {
  const taken = {
    ...{ occurrenceKey: `makeup/${lost.id}`, language: lost.language, role: 'repeat' as const, ordinal: lost.ordinal },
    ...{ programmeKey: content?.programmeKey ?? '', periodKey: content?.periodKey ?? '' },
    ...{ date: slot.date, sessionCode: slot.kind === 'session' ? slot.sessionCode : null, position: 0 },
    ...{ provisionalStart: start, plannedDurationSeconds: lost.plannedDurationSeconds },
  };
  return { ...state, expansion: { ...state.expansion, airings: [...state.expansion.airings, taken] } };
}
