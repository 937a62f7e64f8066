import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { mayApproveUpload } from '../domain/permissions';
import { Station } from '../platform/config/station';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { currentPrincipal } from '../platform/http/request-context';
import { MediaStore } from './media-store';
import type { RecordingRow, RenditionRow } from './recording.entity';
import { RecordingsRepository } from './recordings.repository';
import { nextReviewStatus, type ReviewDecision } from './review';

export interface ReviewRequest {
  readonly recordingId: string;
  readonly decision: ReviewDecision;
  /** As printed, see `unverifiedActor`. */
  readonly actor: string;
  readonly comment: string | null;
  /** What the person saw (If-Match); null when they do not say. */
  readonly revision: number | null;
}

interface Pair {
  readonly recording: RecordingRow;
  readonly rendition: RenditionRow;
}

/** Submit, approve, return. A decision is about one exact pair of files, original and rendition. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly repository: RecordingsRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly media: MediaStore,
    private readonly audit: AuditTrail,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws DomainError ownUpload | notFound | recordingNotReady | illegalTransition | commentRequired | revisionConflict, and
   * mediaMissing when a file to approve is gone or is no longer what it was
   */
  async decide(request: ReviewRequest): Promise<void> {
    const seen = await this.pair(request);
    // Reading whole files takes seconds, so it is done before the unit of work, which sees to it that they stayed the pair.
    if (request.decision === 'approve') await this.checkFiles(seen);
    await this.unitOfWork.run(async (manager) => {
      const { recording, rendition } = await this.pair(request, manager);
      if (recording.revision !== seen.recording.revision) throw new DomainError('revisionConflict');
      const reviewStatus = nextReviewStatus(recording, request.decision, request.comment);
      await this.repository.updateRecording(manager, recording, { reviewStatus });
      await this.record(manager, request, { recording, rendition });
      await this.audit.append(manager, {
        actor: request.actor,
        action: `recording.${request.decision}`,
        subjectId: recording.id,
        before: { reviewStatus: recording.reviewStatus },
        after: { reviewStatus, comment: request.comment },
      });
    });
  }

  /** The recording and its rendition, when the decision may be taken. */
  private async pair(request: ReviewRequest, manager?: EntityManager): Promise<Pair> {
    const { recordingId, decision, comment, revision } = request;
    const recording = await this.repository.recording(recordingId, manager);
    if (recording === null) throw new DomainError('notFound', { kind: 'recording', id: recordingId });
    if (revision !== null && revision !== recording.revision) throw new DomainError('revisionConflict');
    if (decision === 'approve') this.requireOtherEyes(recording);
    nextReviewStatus(recording, decision, comment);
    const rendition = await this.repository.rendition(recordingId, manager);
    if (rendition === null) throw new DomainError('recordingNotReady', { status: recording.status });
    return { recording, rendition };
  }

  private requireOtherEyes({ uploaderId }: RecordingRow): void {
    const ownAllowed = this.station.config.approval.ownUploads;
    if (!mayApproveUpload(uploaderId, currentPrincipal()?.id ?? null, ownAllowed)) throw new DomainError('ownUpload');
  }

  private async checkFiles({ recording, rendition }: Pair): Promise<void> {
    const intact =
      (await this.media.isIntact('originals', recording.originalSha256)) &&
      (await this.media.isIntact('renditions', rendition.sha256));
    if (!intact) throw new DomainError('mediaMissing');
  }

  private async record(manager: EntityManager, request: ReviewRequest, { recording, rendition }: Pair): Promise<void> {
    await this.repository.insertReview(manager, {
      recordingId: recording.id,
      originalSha256: recording.originalSha256,
      renditionSha256: rendition.sha256,
      decision: request.decision,
      actor: request.actor,
      comment: request.comment,
      at: this.clock.now(),
    });
  }
}
