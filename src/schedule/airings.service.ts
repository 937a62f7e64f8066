import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { chosenClusters, outputsFor, shareAnOutput } from '../domain/addressing';
import { isSettled } from '../domain/airing';
import { civilDateAt, localTimeAt, periodOf, weekdayOf, type CivilDate, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import type { Priority } from '../domain/plan';
import { overlaps, type Interval } from '../domain/rundown';
import { routineWindowOn, sessionWindowOn } from '../domain/timetable';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { RecordingsService, type ApprovedRendition } from '../recordings/recordings.service';
import { CalendarService } from './calendar.service';
import { CueQueue } from './cue-queue';
import { notYetAired, secondsOf, startOf, type Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** A year and a month: beyond it a date is a slip of the pen. */
const FARTHEST_DAYS = 400;

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

interface Wanted {
  /** The airing itself, when it is on the schedule already. */
  readonly id: string | null;
  readonly clusterCodes: readonly string[] | null;
  readonly at: EpochMs;
  readonly durationSeconds: number;
  readonly priority: Priority;
}

/** What staff do to single airings. */
@Injectable()
export class AiringsService {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly recordings: RecordingsService,
    private readonly calendar: CalendarService,
    private readonly station: Station,
    private readonly cueQueue: CueQueue,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Puts an approved recording on the schedule at an instant.
   * @throws DomainError emergencyNotAvailable | notApproved | quietHours | calendarBlocked | insideRelay | scheduleConflict |
   * inThePast | tooFarAhead | makeUpExists | idempotencyKeyReused | clusterUnknown | notFound
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
      await this.refuseUnlessFree(manager, { id: null, clusterCodes, at, durationSeconds, priority });
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
      await this.record(manager, request.actor, 'airing.create', created.id, null, { occurrenceKey, at, clusterCodes });
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
      if (before.state !== 'planned') throw new DomainError('illegalTransition', { from: before.state, to: 'moved' });
      await this.refuseOutsidePeriod(before, at);
      const { clusterCodes, plannedDurationSeconds: durationSeconds, priority } = before;
      await this.refuseUnlessFree(manager, { id, clusterCodes, at, durationSeconds, priority });
      const changes = { provisionalStart: at, sessionId: null, position: 0, placedBy: 'staff' as const };
      await this.apply(manager, before, changes);
      await this.record(manager, actor, 'airing.move', id, { at: startOf(before) }, { at });
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
      await this.record(manager, actor, 'airing.cancel', id, { state: before.state }, { note, document });
      return { ...before, ...changes, revision: before.revision + 1 };
    });
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
    const earlier = await this.repository.makeUpsOf(original.id, manager);
    const standing = earlier.find((row) => !isSettled(row.state) || row.state === 'aired');
    if (standing) throw new DomainError('makeUpExists', { airing: original.id, makeUp: standing.id });
    return `makeup/${original.id}/${String(earlier.length + 1)}`;
  }

  private async refuseOutsidePeriod(row: Airing, at: EpochMs): Promise<void> {
    if (row.role === 'makeUp' || row.role === 'extra') return;
    const [content] = await this.recordings.contents([row.contentId]);
    if (!content?.periodKey) return;
    const period = periodOf(content.periodKey);
    const date = civilDateAt(at, this.station.timeZone);
    if (date < period.start || date > period.end)
      throw new DomainError('outsidePeriod', { period: period.key, from: period.start, to: period.end });
  }

  private carrying(clusterCodes: readonly string[] | null): ReadonlySet<string> {
    const { clusters, outputs } = this.station.config;
    return outputsFor(clusterCodes, clusters, outputs);
  }

  private async refuseUnlessFree(
    manager: EntityManager,
    { id, clusterCodes, at, durationSeconds, priority }: Wanted,
  ): Promise<void> {
    const { timeZone, grid } = this.station;
    const now = this.clock.now();
    if (at < now) throw new DomainError('inThePast', { at: localTimeAt(at, timeZone) });
    if (at > now + FARTHEST_DAYS * 86_400_000) throw new DomainError('tooFarAhead', { days: FARTHEST_DAYS });
    const date = civilDateAt(at, timeZone);
    const wanted = { start: at, end: at + durationSeconds * 1000 };
    const window = routineWindowOn(date, grid);
    if (wanted.start < window.start || wanted.end > window.end)
      throw new DomainError('quietHours', { from: grid.routineWindow.start, to: grid.routineWindow.end });
    if ((await this.calendar.byDate(manager)).get(date)?.policy === 'skip')
      throw new DomainError('calendarBlocked', { date });
    if (priority === 'NORMAL' && this.meetsLeadIn(date, wanted)) throw new DomainError('insideRelay');
    const carrying = this.carrying(clusterCodes);
    const around = await this.repository.airingsSince(window.start, manager);
    const other = around.find(
      (row) =>
        row.id !== id &&
        row.part !== 'filler' &&
        !isSettled(row.state) &&
        standsAgainst(row, priority) &&
        shareAnOutput(carrying, this.carrying(row.clusterCodes)) &&
        overlaps(wanted, { start: startOf(row), end: startOf(row) + secondsOf(row) * 1000 }),
    );
    if (other)
      throw new DomainError('scheduleConflict', {
        airing: other.id,
        title: other.title,
        at: localTimeAt(startOf(other), timeZone),
      });
  }

  /** The air that a session of the day keeps for its signature tune and relay. */
  private meetsLeadIn(date: CivilDate, wanted: Interval): boolean {
    const { grid } = this.station;
    return grid.sessions.some((template) => {
      const { start } = sessionWindowOn(date, template, grid);
      const end = start + template.leadInSeconds * 1000;
      return template.weekdays.includes(weekdayOf(date)) && end > start && overlaps(wanted, { start, end });
    });
  }

  private async apply(manager: EntityManager, row: Airing, changes: Partial<Airing>): Promise<void> {
    if (!(await this.repository.change(manager, row, changes)))
      throw new DomainError('revisionConflict', { expected: row.revision, current: row.revision + 1 });
  }

  private async record(
    manager: EntityManager,
    actor: string,
    action: string,
    subjectId: string,
    before: Record<string, unknown> | null,
    after: Record<string, unknown>,
  ): Promise<void> {
    const entry = { stationId: this.station.id, actor, action, subjectKind: 'airing', subjectId, before, after };
    await this.audit.append(manager, entry);
  }

  private nudge(row: Airing): void {
    const at = row.provisionalStart - this.station.config.cueLeadSeconds * 1000;
    this.cueQueue.nudge(row.id, row.revision, at);
  }
}

/** A PRIORITY airing interrupts a NORMAL one; for an emergency, of which nobody knows how long it lasts, the engine makes room. */
function standsAgainst(row: Airing, priority: Priority): boolean {
  return row.priority === 'PRIORITY' || (row.priority === 'NORMAL' && priority === 'NORMAL');
}

function refuseStale(row: Airing, expectedRevision: number | null): void {
  if (expectedRevision !== null && expectedRevision !== row.revision)
    throw new DomainError('revisionConflict', { expected: expectedRevision, current: row.revision });
}
