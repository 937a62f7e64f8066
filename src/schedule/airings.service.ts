import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { chosenClusters } from '../domain/addressing';
import { isSettled } from '../domain/airing';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import type { Priority } from '../domain/plan';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { RecordingsService, type ApprovedRendition } from '../recordings/recordings.service';
import { AiringPlaces } from './airing-places';
import { CueQueue } from './cue-queue';
import { notYetAired, startOf, toScheduled, type Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';

export interface OneOff {
  readonly recordingId: string;
  readonly at: EpochMs;
  readonly priority: Priority;
  /** The lost airing this one answers for. */
  readonly makeUpForId: string | null;
  /** Clusters that are to hear it; null: all. A make-up addresses what its original did. */
  readonly clusterCodes: readonly string[] | null;
  /** The client's Idempotency-Key: the same key never makes a second airing. */
  readonly idempotencyKey: string | null;
  readonly actor: string;
}

export interface Cancellation {
  readonly reason: string;
  /** Number of the document that ordered it; without it the airing stays owed. */
  readonly document: string | null;
  readonly actor: string;
}

/** What staff do to single airings. */
@Injectable()
export class AiringsService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly recordings: RecordingsService,
    private readonly places: AiringPlaces,
    private readonly station: Station,
    private readonly cueQueue: CueQueue,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Puts an approved recording on the schedule at an instant.
   * @throws DomainError emergencyNotAvailable | notApproved | quietHours | calendarBlocked | insideRelay | beyondSession |
   * scheduleConflict | inThePast | tooFarAhead | makeUpExists | idempotencyKeyReused | clusterUnknown | notFound
   */
  async addOneOff(request: OneOff): Promise<Airing> {
    // It needs an authorisation on record: src/emergency.
    if (request.priority === 'EMERGENCY') throw new DomainError('emergencyNotAvailable');
    const media = await this.approved(request.recordingId);
    const row = await this.unitOfWork.run(async (manager) => {
      const original = await this.originalOf(request.makeUpForId, media, manager);
      const known = await this.sentBefore(request, media, original, manager);
      if (known) return known;
      const occurrenceKey = original
        ? await this.makeUpKey(original, manager)
        : `oneoff/${request.idempotencyKey ?? randomUUID()}`;
      const durationSeconds = Math.ceil(media.frames / 48_000);
      const { at, priority } = request;
      const { clusters } = this.station.config;
      const clusterCodes = original ? original.clusterCodes : chosenClusters(request.clusterCodes, clusters);
      await this.places.refuseUnlessFree({ id: null, clusterCodes, at, durationSeconds, priority }, manager);
      const created = await this.repository.insertAiring(manager, {
        ...notYetAired(this.clock.now()),
        occurrenceKey,
        contentId: media.contentId,
        language: media.language,
        role: original ? 'makeUp' : 'extra',
        ordinal: original?.ordinal ?? 0,
        makeUpForId: original?.id ?? null,
        placedBy: original ? 'makeUp' : 'staff',
        ...{ planVersionId: null, sessionId: null, position: 0 },
        provisionalStart: at,
        plannedDurationSeconds: durationSeconds,
        priority,
        startGraceSeconds: original?.startGraceSeconds ?? 120,
        requiredClusterShare: original?.requiredClusterShare ?? 0.5,
        title: media.title,
        clusterCodes,
      });
      const after = { occurrenceKey, at, clusterCodes };
      await this.audit.append(manager, { actor: request.actor, action: 'airing.create', subjectId: created.id, after });
      return created;
    });
    this.nudge(row);
    return row;
  }

  /**
   * Moves an airing that is not cued yet; it stays where staff put it whatever the plan does.
   * @throws DomainError notFound | revisionConflict | illegalTransition | outsidePeriod and those of addOneOff
   */
  async move(id: string, at: EpochMs, expectedRevision: number | null, actor: string): Promise<Airing> {
    const row = await this.unitOfWork.run(async (manager) => {
      const before = await this.required(id, manager);
      refuseStale(before, expectedRevision);
      await this.places.refuseMove(before, at, manager);
      const changes = { provisionalStart: at, sessionId: null, position: 0, placedBy: 'staff' as const };
      await this.apply(manager, before, changes);
      const [from, to] = [{ at: startOf(before) }, { at }];
      await this.audit.append(manager, { actor, action: 'airing.move', subjectId: id, before: from, after: to });
      return { ...before, ...changes, revision: before.revision + 1 };
    });
    this.nudge(row);
    return row;
  }

  /**
   * Takes an airing off the schedule. A cued one must also be withdrawn from its engines by the caller.
   * @throws DomainError notFound | revisionConflict | illegalTransition
   */
  async cancel(id: string, cancellation: Cancellation, expectedRevision: number | null): Promise<Airing> {
    return this.unitOfWork.run(async (manager) => {
      const before = await this.required(id, manager);
      refuseStale(before, expectedRevision);
      if (before.state !== 'planned' && before.state !== 'cued')
        throw new DomainError('illegalTransition', { from: before.state, to: 'cancelled' });
      const { reason: note, document, actor } = cancellation;
      const settled = { state: 'cancelled' as const, reason: 'cancelledByStaff' as const, settledAt: this.clock.now() };
      const changes = { ...settled, note, document };
      await this.apply(manager, before, changes);
      const [was, after] = [{ state: before.state }, { note, document }];
      await this.audit.append(manager, { actor, action: 'airing.cancel', subjectId: id, before: was, after });
      return { ...before, ...changes, revision: before.revision + 1 };
    });
  }

  /**
   * Plans again what staff cancelled before it was frozen. One of the plan's own is laid out anew with its session at the
   * next expansion; any other goes back to its very instant.
   * @throws DomainError notFound | revisionConflict | illegalTransition | tooLateToRestore | makeUpExists and those of addOneOff
   */
  async restore(id: string, expectedRevision: number | null, actor: string): Promise<Airing> {
    const row = await this.unitOfWork.run(async (manager) => {
      const before = await this.required(id, manager);
      refuseStale(before, expectedRevision);
      if (before.state !== 'cancelled' || before.reason !== 'cancelledByStaff')
        throw new DomainError('illegalTransition', { from: before.state, to: 'planned' });
      await this.refuseBegun(before, manager);
      await this.refuseMadeUp(before.makeUpForId ?? id, manager);
      if (before.placedBy !== 'plan') await this.places.refuseTaken(before, manager);
      const changes = { state: 'planned' as const, reason: null, note: null, document: null, settledAt: null };
      await this.apply(manager, before, changes);
      const { note, document } = before;
      const was = { state: before.state, note, document };
      await this.audit.append(manager, { actor, action: 'airing.restore', subjectId: id, before: was, after: changes });
      return { ...before, ...changes, revision: before.revision + 1 };
    });
    this.nudge(row);
    return row;
  }

  /** A session is frozen as a whole; what was frozen once has been given to the engines. */
  private async refuseBegun(row: Airing, manager: EntityManager): Promise<void> {
    const sessions = await this.repository.sessions(row.sessionId === null ? [] : [row.sessionId], manager);
    const { slotStart } = toScheduled(row, sessions);
    const isFrozen = row.plannedStart !== null || slotStart < this.clock.now() + this.leadMs;
    if (isFrozen) throw new DomainError('tooLateToRestore');
  }

  private async approved(recordingId: string): Promise<ApprovedRendition> {
    const { contentId, language } = await this.recordings.get(recordingId);
    const media = (await this.recordings.approvedFor([contentId], language)).get(contentId);
    if (!media) throw new DomainError('notApproved', { recording: recordingId });
    return media;
  }

  private async required(id: string, manager: EntityManager): Promise<Airing> {
    const row = await this.repository.airing(id, manager);
    if (!row) throw new DomainError('notFound', { kind: 'airing', id });
    return row;
  }

  private async originalOf(
    id: string | null,
    media: ApprovedRendition,
    manager: EntityManager,
  ): Promise<Airing | null> {
    if (id === null) return null;
    const named = await this.required(id, manager);
    const original = named.makeUpForId === null ? named : await this.required(named.makeUpForId, manager);
    if (original.contentId !== media.contentId || original.language !== media.language)
      throw new DomainError('makeUpOfOtherContent', { airing: id });
    if (!['missed', 'partial', 'cancelled'].includes(original.state))
      throw new DomainError('illegalTransition', { from: original.state, to: 'makeUp' });
    return original;
  }

  /**
   * The airing that the very same request made already: a script or browser that got no answer sends it again.
   * @throws DomainError idempotencyKeyReused when the key came with something else before
   */
  private async sentBefore(
    { idempotencyKey, at, clusterCodes }: OneOff,
    { contentId }: ApprovedRendition,
    original: Airing | null,
    manager: EntityManager,
  ): Promise<Airing | null> {
    if (idempotencyKey === null) return null;
    const same = (row: Airing) => row.contentId === contentId && row.provisionalStart === at;
    if (original) return (await this.repository.makeUpsOf(original.id, manager)).find(same) ?? null;
    const known = await this.repository.airingByKey(`oneoff/${idempotencyKey}`, manager);
    const addressed = JSON.stringify(chosenClusters(clusterCodes, this.station.config.clusters));
    if (known && !(same(known) && JSON.stringify(known.clusterCodes) === addressed))
      throw new DomainError('idempotencyKeyReused', { airing: known.id });
    return known;
  }

  /** One live make-up per original; a missed one frees the place. */
  private async makeUpKey(original: Airing, manager: EntityManager): Promise<string> {
    const earlier = await this.refuseMadeUp(original.id, manager);
    return `makeup/${original.id}/${String(earlier.length + 1)}`;
  }

  /** @returns make-ups of the airing that came to nothing */
  private async refuseMadeUp(airing: string, manager: EntityManager): Promise<readonly Airing[]> {
    const earlier = await this.repository.makeUpsOf(airing, manager);
    const standing = earlier.find((row) => !isSettled(row.state) || row.state === 'aired');
    if (standing) throw new DomainError('makeUpExists', { airing, makeUp: standing.id });
    return earlier;
  }

  private async apply(manager: EntityManager, row: Airing, changes: Partial<Airing>): Promise<void> {
    if (!(await this.repository.change(manager, row, changes)))
      throw new DomainError('revisionConflict', { expected: row.revision, current: row.revision + 1 });
  }

  private nudge(row: Airing): void {
    this.cueQueue.nudge(row.id, row.revision, row.provisionalStart - this.leadMs);
  }

  private get leadMs(): number {
    return this.station.config.cueLeadSeconds * 1000;
  }
}

function refuseStale(row: Airing, expectedRevision: number | null): void {
  if (expectedRevision !== null && expectedRevision !== row.revision)
    throw new DomainError('revisionConflict', { expected: expectedRevision, current: row.revision });
}
