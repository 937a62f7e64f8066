import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../audit/audit.service';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { NormaliseProgress, type WorkProgress } from './normalise.progress';
import { NormaliseQueue, type QueuedWork } from './normalise.queue';
import { REST_AFTER_FAILURE_MS } from './normalise.watchdog';
import type { Lane } from './recording.entity';
import { RecordingsRepository } from './recordings.repository';

/** Where a recording that is not ready yet stands. Instants are epoch milliseconds. */
export type NormaliseState =
  | ({ readonly state: 'working' } & WorkProgress)
  | { readonly state: 'queued' }
  /** The queue is away; the recording waits for it, or is made ready without it after some minutes. */
  | { readonly state: 'waitingForQueue' }
  /** Every attempt failed for the machine's sake, not the file's. It is tried again at `nextTryAt` by itself. */
  | { readonly state: 'failed'; readonly reason: string; readonly failedAt: number; readonly nextTryAt: number };

export interface NormalisingItem {
  readonly recordingId: string;
  readonly title: string;
  readonly lane: Lane;
  readonly progress: NormaliseState;
}

/** Recordings on their way to being ready. */
@Injectable()
export class NormalisingService {
  constructor(
    private readonly repository: RecordingsRepository,
    private readonly queue: NormaliseQueue,
    private readonly progress: NormaliseProgress,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Oldest first. */
  async items(): Promise<readonly NormalisingItem[]> {
    const rows = await this.repository.processingBefore(this.clock.now());
    if (rows.length === 0) return [];
    const queued = await this.queue.look().catch(() => null);
    return rows.map(({ id, title, lane }) => ({ recordingId: id, title, lane, progress: this.stateOf(id, queued) }));
  }

  /**
   * Queues a recording afresh, whatever became of its earlier jobs.
   * @throws DomainError notFound | illegalTransition when it is not waiting for anything | unavailable
   */
  async retry(recordingId: string, actor: string): Promise<void> {
    const row = await this.repository.recording(recordingId);
    if (row === null) throw new DomainError('notFound', { kind: 'recording', id: recordingId });
    if (row.status !== 'processing') throw new DomainError('illegalTransition', { from: row.status, to: 'processing' });
    await this.queue.add(recordingId, row.lane, this.clock.now()).catch((error: unknown) => {
      throw new DomainError('unavailable', {}, { cause: error });
    });
    await this.unitOfWork.run((manager) =>
      this.audit.append(manager, { actor, action: 'recording.retry', subjectId: recordingId }),
    );
  }

  private stateOf(id: string, queued: QueuedWork | null): NormaliseState {
    const work = this.progress.of(id);
    if (work !== null) return { state: 'working', ...work };
    if (queued === null) return { state: 'waitingForQueue' };
    const failure = queued.failed.get(id);
    if (failure === undefined) return { state: 'queued' };
    const { at, reason } = failure;
    return { state: 'failed', reason, failedAt: at, nextTryAt: at + REST_AFTER_FAILURE_MS };
  }
}
