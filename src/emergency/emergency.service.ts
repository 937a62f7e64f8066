import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.service';
import { chosenClusters, outputsFor, shareAnOutput } from '../domain/addressing';
import { isSettled } from '../domain/airing';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { EmergencyPlayoutService } from '../playout/emergency-playout.service';
import type { OnSecond } from '../playout/playout-engine';
import { RecordingsService } from '../recordings/recordings.service';
import { ScheduleRowsService } from '../schedule/schedule-rows.service';
import type { Airing } from '../schedule/rows';
import { EmergencyRepository, type Emergency } from './emergency.repository';

export interface Authorisation {
  readonly recordingId: string;
  readonly reason: string;
  readonly documentNumber: string;
  readonly onSecond: OnSecond | null;
  /** Clusters that are to hear it; null: all. */
  readonly clusterCodes: readonly string[] | null;
  readonly actor: string;
}

/** With its airing, once it was started. */
export interface EmergencyView {
  readonly row: Emergency;
  readonly airing: Airing | null;
}

/** No emergency lasts longer. */
const LOOK_BACK_MS = 86_400_000;

/**
 * Khẩn cấp: authorised by somebody with a reason and a document, started, stopped if need be, and reviewed afterwards.
 * It waits for no review of its recording, no quiet hours, no calendar and no queue.
 */
@Injectable()
export class EmergencyService {
  constructor(
    private readonly repository: EmergencyRepository,
    private readonly recordings: RecordingsService,
    private readonly playout: EmergencyPlayoutService,
    private readonly airings: ScheduleRowsService,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * Puts an authorisation on record. It binds the rendition as it is now, whose file is read through.
   * @throws DomainError notFound | clusterUnknown | recordingNotReady | mediaMissing
   */
  async authorise({ actor, clusterCodes: chosen, ...order }: Authorisation): Promise<EmergencyView> {
    const { recordingId, reason, documentNumber, onSecond } = order;
    const clusterCodes = chosenClusters(chosen, this.station.config.clusters);
    const { sha256, title } = await this.recordings.readyRendition(recordingId);
    await this.recordings.requireIntact(sha256);
    const row: Emergency = {
      ...{ id: randomUUID(), stationId: this.station.id, airingId: randomUUID() },
      ...{ reason, documentNumber, authorisedBy: actor, authorisedAt: this.clock.now() },
      ...{ recordingId, sha256, title, onSecond, clusterCodes, clusters: null },
      ...{ startedAt: null, startedBy: null, stoppedAt: null, stoppedBy: null },
      ...{ reviewedAt: null, reviewedBy: null, reviewNote: null },
    };
    await this.unitOfWork.run(async (manager) => {
      await this.repository.insert(manager, row);
      const after = { recordingId, sha256, reason, documentNumber, onSecond, clusterCodes };
      await this.audit.append(manager, this.deed(row.id, 'authorise', actor, after));
    });
    return { row, airing: null };
  }

  /**
   * Puts an authorised emergency on the air at once.
   * @param onSecond what it does to another one that is on the air; null: as it was authorised
   * @throws DomainError notFound | illegalTransition | emergencyOnAir | clusterUnknown | recordingNotReady | mediaMissing
   */
  async start(id: string, onSecond: OnSecond | null, actor: string): Promise<EmergencyView> {
    const row = await this.required(id);
    if (row.startedAt !== null) throw new DomainError('illegalTransition', { from: 'started', to: 'started' });
    const choice = onSecond ?? row.onSecond ?? (await this.onlyOneOnAir(row));
    const media = await this.recordings.readyRendition(row.recordingId);
    if (media.sha256 !== row.sha256) throw new DomainError('mediaMissing');
    const { airingId, stationId, authorisedBy, documentNumber, clusterCodes } = row;
    const facts = { airingId, stationId, authorisedBy, documentNumber, clusterCodes };
    const order = { ...facts, occurrenceKey: `emergency/${id}`, media };
    const { at, clusters, book } = await this.playout.start(order, choice);
    const changes = { startedAt: at, startedBy: actor, clusters };
    await this.unitOfWork.run(async (manager) => {
      if (!(await this.repository.step(manager, id, 'startedAt', changes)))
        throw new DomainError('illegalTransition', { from: 'started', to: 'started' });
      await book(manager);
      await this.audit.append(manager, this.deed(id, 'start', actor, { at, onSecond: choice, clusters }));
    });
    return this.view(id);
  }

  /**
   * Ends an emergency at once; what it interrupted goes on.
   * @throws DomainError notFound | illegalTransition
   */
  async stop(id: string, actor: string): Promise<EmergencyView> {
    const row = await this.required(id);
    const isCommanded = row.startedAt !== null || this.playout.knows(row.airingId);
    if (!isCommanded) throw new DomainError('illegalTransition', { from: 'authorised', to: 'stopped' });
    // Silence first: the books follow.
    await this.playout.stop(row.airingId);
    const stoppedAt = this.clock.now();
    await this.unitOfWork.run(async (manager) => {
      const airing = await this.airings.required(row.airingId, manager);
      const changes = { stoppedAt, stoppedBy: actor };
      if (isSettled(airing.state) || !(await this.repository.step(manager, id, 'stoppedAt', changes)))
        throw new DomainError('illegalTransition', { from: 'ended', to: 'stopped' });
      await this.audit.append(manager, this.deed(id, 'stop', actor, { at: stoppedAt }));
    });
    return this.view(id);
  }

  /**
   * Records what was found afterwards, once.
   * @throws DomainError notFound | illegalTransition
   */
  async review(id: string, note: string, actor: string): Promise<EmergencyView> {
    const { airing } = await this.view(id);
    if (airing === null || !isSettled(airing.state))
      throw new DomainError('illegalTransition', { from: airing?.state ?? 'authorised', to: 'reviewed' });
    const changes = { reviewedAt: this.clock.now(), reviewedBy: actor, reviewNote: note };
    await this.unitOfWork.run(async (manager) => {
      if (!(await this.repository.step(manager, id, 'reviewedAt', changes)))
        throw new DomainError('illegalTransition', { from: 'reviewed', to: 'reviewed' });
      await this.audit.append(manager, this.deed(id, 'review', actor, { note }));
    });
    return this.view(id);
  }

  /** Newest first. */
  async list(limit: number): Promise<EmergencyView[]> {
    return Promise.all((await this.repository.list(limit)).map((row) => this.withAiring(row)));
  }

  /** @throws DomainError notFound */
  async view(id: string): Promise<EmergencyView> {
    return this.withAiring(await this.required(id));
  }

  /** @throws DomainError emergencyOnAir when one is on an output that this one needs: what to do must then be said */
  private async onlyOneOnAir({ clusterCodes }: Emergency): Promise<OnSecond> {
    for (const other of await this.repository.running(this.clock.now() - LOOK_BACK_MS)) {
      if (!shareAnOutput(this.carrying(clusterCodes), this.carrying(other.clusterCodes))) continue;
      const { state } = await this.airings.required(other.airingId);
      if (!isSettled(state)) throw new DomainError('emergencyOnAir', { id: other.id, title: other.title });
    }
    return 'queue';
  }

  private carrying(clusterCodes: readonly string[] | null): ReadonlySet<string> {
    const { clusters, outputs } = this.station.config;
    return outputsFor(clusterCodes, clusters, outputs);
  }

  private async withAiring(row: Emergency): Promise<EmergencyView> {
    return { row, airing: row.startedAt === null ? null : await this.airings.required(row.airingId) };
  }

  private async required(id: string): Promise<Emergency> {
    const row = await this.repository.get(id);
    if (!row) throw new DomainError('notFound', { kind: 'emergency', id });
    return row;
  }

  private deed(subjectId: string, verb: string, actor: string, after: Record<string, unknown>) {
    const subject = { subjectKind: 'emergency', subjectId, before: null, after };
    return { stationId: this.station.id, actor, action: `emergency.${verb}`, ...subject };
  }
}
