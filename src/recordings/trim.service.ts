import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import type { Trim } from '../audio/trim';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { RecordingRow } from './recording.entity';
import { NormaliseQueue } from './normalise.queue';
import { recordingView, type RecordingView } from './recording.view';
import { RecordingsRepository } from './recordings.repository';

export interface TrimRequest {
  readonly recordingId: string;
  /** In seconds of the recording as it is heard now. */
  readonly trim: Trim;
  /** As printed, see `unverifiedActor`. */
  readonly actor: string;
  /** What the person saw (If-Match); null when they do not say. */
  readonly revision: number | null;
}

const FIRST_ROUND = 0;

/** Cuts the ends off a recording because somebody asked for it: a new version from the same original, which stays. */
@Injectable()
export class TrimService {
  constructor(
    private readonly repository: RecordingsRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly queue: NormaliseQueue,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError notFound | revisionConflict | recordingNotReady {status} | trimOutside {durationSeconds} */
  async trim(request: TrimRequest): Promise<RecordingView> {
    const made = await this.unitOfWork.run(async (manager) => {
      const seen = await this.seen(request, manager);
      const { id, stationId: _stationId, version: _version, ...kept } = seen;
      const trim = within(request.trim, seen);
      const changed = { source: null, durationSeconds: null, findings: null, warnings: [], errorCode: null, trim };
      // It did not come by an upload of its own.
      const origin = { uploadId: null };
      const state = { status: 'processing', reviewStatus: 'draft', revision: 1 } as const;
      const by = { uploadedBy: request.actor, createdAt: this.clock.now() };
      const row = await this.repository.insertRecording(manager, { ...kept, ...changed, ...origin, ...state, ...by });
      await this.audit.append(manager, {
        actor: request.actor,
        action: 'recording.trim',
        subjectId: row.id,
        before: { recordingId: id, trim: seen.trim },
        after: { version: row.version, trim },
      });
      return row;
    });
    // The watchdog makes up for a queue that does not answer.
    await this.queue.add(made.id, made.lane, FIRST_ROUND).catch(() => undefined);
    return recordingView(made, null);
  }

  private async seen({ recordingId, revision }: TrimRequest, manager: EntityManager): Promise<RecordingRow> {
    const seen = await this.repository.recording(recordingId, manager);
    if (seen === null) throw new DomainError('notFound', { kind: 'recording', id: recordingId });
    if (revision !== null && revision !== seen.revision) throw new DomainError('revisionConflict');
    if (seen.status !== 'ready') throw new DomainError('recordingNotReady', { status: seen.status });
    return seen;
  }
}

/** In seconds of the original: what is heard may have been trimmed before. */
function within({ fromSeconds, toSeconds }: Trim, seen: RecordingRow): Trim {
  const durationSeconds = seen.durationSeconds ?? 0;
  if (fromSeconds >= toSeconds || toSeconds > durationSeconds)
    throw new DomainError('trimOutside', { durationSeconds });
  const before = seen.trim?.fromSeconds ?? 0;
  return { fromSeconds: before + fromSeconds, toSeconds: before + toSeconds };
}
