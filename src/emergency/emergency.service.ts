import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.service';
import { chosenClusters, outputsFor, shareAnOutput } from '../domain/addressing';
import { isSettled } from '../domain/airing';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { mayWithdraw } from '../domain/permissions';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { currentPrincipal } from '../platform/http/request-context';
import { EmergencyPlayoutService } from '../playout/emergency-playout.service';
import type { OnSecond } from '../playout/playout-engine';
import { RecordingsService } from '../recordings/recordings.service';
import type { EmergencyAiringSound } from '../schedule/emergency-airing';
import { ScheduleRowsService } from '../schedule/schedule-rows.service';
import type { Airing } from '../schedule/rows';
import { EmergencyRepository, type Emergency } from './emergency.repository';

export type EmergencySound =
  | { readonly kind: 'recording'; readonly recordingId: string }
  /** `source` is a code of the settings' live sources. */
  | { readonly kind: 'live'; readonly source: string; readonly maxDurationSeconds: number };

export interface Authorisation {
  readonly sound: EmergencySound;
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
  /** For as long as the process lives: a start that read its row before the withdrawal was booked finds it here. */
  private readonly withdrawn = new Set<string>();

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
   * @throws DomainError notFound | clusterUnknown | recordingNotReady | mediaMissing | liveSourceUnknown
   */
  async authorise({ actor, clusterCodes: chosen, ...order }: Authorisation): Promise<EmergencyView> {
    const { sound, reason, documentNumber, onSecond } = order;
    const clusterCodes = chosenClusters(chosen, this.station.config.clusters);
    const named = await this.named(sound);
    const row: Emergency = {
      ...{ id: randomUUID(), stationId: this.station.id, airingId: randomUUID() },
      ...{ reason, documentNumber, authorisedBy: actor, authorisedAt: this.clock.now() },
      ...{ authoriserId: currentPrincipal()?.id ?? null, withdrawnAt: null, withdrawnBy: null, withdrawnNote: null },
      ...{ ...named, onSecond, clusterCodes, clusters: null },
      ...{ startedAt: null, startedBy: null, stoppedAt: null, stoppedBy: null },
      ...{ reviewedAt: null, reviewedBy: null, reviewNote: null },
    };
    await this.unitOfWork.run(async (manager) => {
      await this.repository.insert(manager, row);
      // Here and not at the start, which must wait for no write.
      if (row.liveSource !== null) await this.recordings.ensureSound(manager, 'relay', row.title);
      const after = { ...named, reason, documentNumber, onSecond, clusterCodes };
      await this.audit.append(manager, { actor, action: 'emergency.authorise', subjectId: row.id, after });
    });
    return { row, airing: null };
  }

  /**
   * Puts an authorised emergency on the air at once.
   * @param onSecond what it does to another one that is on the air; null: as it was authorised
   * @throws DomainError notFound | illegalTransition | emergencyOnAir | clusterUnknown | recordingNotReady | mediaMissing |
   * liveSourceUnknown
   */
  async start(id: string, onSecond: OnSecond | null, actor: string): Promise<EmergencyView> {
    const row = await this.required(id);
    requireUnused(row, 'started');
    const choice = onSecond ?? row.onSecond ?? (await this.onlyOneOnAir(row));
    const sound = await this.orderedSound(row);
    const { airingId, stationId, authorisedBy, documentNumber, clusterCodes } = row;
    const facts = { airingId, stationId, authorisedBy, documentNumber, clusterCodes };
    const order = { ...facts, occurrenceKey: `emergency/${id}`, sound };
    if (this.withdrawn.has(id)) throw new DomainError('illegalTransition', { from: 'withdrawn', to: 'started' });
    const { at, clusters, book } = await this.playout.start(order, choice);
    const changes = { startedAt: at, startedBy: actor, clusters };
    await this.unitOfWork.run(async (manager) => {
      if (!(await this.repository.step(manager, id, 'startedAt', changes)))
        throw new DomainError('illegalTransition', { from: 'started', to: 'started' });
      await book(manager);
      await this.audit.append(manager, {
        actor,
        action: 'emergency.start',
        subjectId: id,
        after: { at, onSecond: choice, clusters },
      });
    });
    return this.view(id);
  }

  /**
   * Takes back an authorisation that was never started; another one is needed then.
   * @throws DomainError notFound | notOwnAuthorisation | illegalTransition
   */
  async withdraw(id: string, note: string, actor: string): Promise<EmergencyView> {
    const row = await this.required(id);
    if (!this.mayWithdraw(row)) throw new DomainError('notOwnAuthorisation', { by: row.authorisedBy });
    // A start is known before it is booked: whichever of the two says so first is the one that happens.
    requireUnused(row, 'withdrawn');
    if (this.playout.knows(row.airingId))
      throw new DomainError('illegalTransition', { from: 'started', to: 'withdrawn' });
    this.withdrawn.add(id);
    const changes = { withdrawnAt: this.clock.now(), withdrawnBy: actor, withdrawnNote: note };
    const booked = this.unitOfWork.run(async (manager) => {
      if (!(await this.repository.step(manager, id, 'withdrawnAt', changes)))
        throw new DomainError('illegalTransition', { from: 'withdrawn', to: 'withdrawn' });
      await this.audit.append(manager, { actor, action: 'emergency.withdraw', subjectId: id, after: { note } });
    });
    await booked.catch((error: unknown) => {
      this.withdrawn.delete(id);
      throw error;
    });
    return this.view(id);
  }

  /** Whether whoever asks may take it back, as long as it was not started. */
  mayWithdraw({ authoriserId }: Emergency): boolean {
    const who = currentPrincipal();
    return who !== null && mayWithdraw(authoriserId, who);
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
      await this.audit.append(manager, { actor, action: 'emergency.stop', subjectId: id, after: { at: stoppedAt } });
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
      await this.audit.append(manager, { actor, action: 'emergency.review', subjectId: id, after: { note } });
    });
    return this.view(id);
  }

  /** Newest first. */
  async list(limit: number): Promise<EmergencyView[]> {
    return Promise.all((await this.repository.list(limit)).map((row) => this.withAiring(row)));
  }

  /** Those of the last day that may be started or stopped, and those that have just ended; newest first. */
  async open(): Promise<EmergencyView[]> {
    const rows = await this.repository.open(this.clock.now() - LOOK_BACK_MS);
    return Promise.all(rows.map((row) => this.withAiring(row)));
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

  /** What the authorisation binds. */
  private async named(
    sound: EmergencySound,
  ): Promise<Pick<Emergency, 'recordingId' | 'sha256' | 'liveSource' | 'maxDurationSeconds' | 'title'>> {
    if (sound.kind === 'live') {
      const { source: liveSource, maxDurationSeconds } = sound;
      const title = `Trực tiếp: ${this.liveSourceName(liveSource)}`;
      return { recordingId: null, sha256: null, liveSource, maxDurationSeconds, title };
    }
    const { recordingId } = sound;
    const { sha256, title } = await this.recordings.readyRendition(recordingId);
    await this.recordings.requireIntact(sha256);
    return { recordingId, sha256, title, liveSource: null, maxDurationSeconds: null };
  }

  private async orderedSound(row: Emergency): Promise<EmergencyAiringSound> {
    const { recordingId, liveSource, maxDurationSeconds, title } = row;
    if (recordingId === null) {
      this.liveSourceName(liveSource ?? '');
      const contentId = await this.recordings.soundId('relay', title);
      if (contentId === null) throw new DomainError('liveSourceUnknown', { source: liveSource });
      const frames = (maxDurationSeconds ?? 0) * 48_000;
      return { contentId, title, liveSource, frames, language: 'vie', renditionId: null, sha256: null };
    }
    const media = await this.recordings.readyRendition(recordingId);
    if (media.sha256 !== row.sha256) throw new DomainError('mediaMissing');
    return { ...media, liveSource: null };
  }

  private liveSourceName(source: string): string {
    const known = this.station.config.liveSources.find(({ code }) => code === source);
    if (known === undefined) throw new DomainError('liveSourceUnknown', { source });
    return known.name;
  }

  private async withAiring(row: Emergency): Promise<EmergencyView> {
    return { row, airing: row.startedAt === null ? null : await this.airings.required(row.airingId) };
  }

  private async required(id: string): Promise<Emergency> {
    const row = await this.repository.get(id);
    if (!row) throw new DomainError('notFound', { kind: 'emergency', id });
    return row;
  }
}

/** @throws DomainError illegalTransition */
function requireUnused({ startedAt, withdrawnAt }: Emergency, to: 'started' | 'withdrawn'): void {
  if (startedAt !== null) throw new DomainError('illegalTransition', { from: 'started', to });
  if (withdrawnAt !== null) throw new DomainError('illegalTransition', { from: 'withdrawn', to });
}
