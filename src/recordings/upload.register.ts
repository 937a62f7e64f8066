import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditTrail } from '../audit/audit.service';
import { Clock } from '../domain/clock';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { StagedMedia } from './media-store';
import type { Lane, RecordingRow } from './recording.entity';
import { RecordingsRepository } from './recordings.repository';
import { RecordingsService } from './recordings.service';

/** What a recording is for. */
export type UploadTarget =
  | { readonly kind: 'content'; readonly contentId: string; readonly contentTitle: string }
  | { readonly kind: 'special'; readonly programmeKey: string | null };

export interface UploadDetails {
  readonly target: UploadTarget;
  /** null: the content's title, or the file's name for a special. */
  readonly title: string | null;
  /** ISO 639-3. */
  readonly language: string;
  readonly topics: readonly string[];
  readonly hasMusic: boolean;
  readonly lane: Lane;
  /** As printed, see `unverifiedActor`. */
  readonly actor: string;
  /** Account behind the name, for the rule of four eyes; null: nobody known. */
  readonly uploaderId: string | null;
  /** As the person's computer calls the file. */
  readonly originalName: string;
  /** An upload that came in pieces has a name of its own and is recorded once; null: it came in one. */
  readonly uploadId: string | null;
}

/** Writes the rows of an upload whose file is stored. */
@Injectable()
export class UploadRegister {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly repository: RecordingsRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** The recording is the next version of its content and language. Bytes uploaded before are a warning, no refusal. */
  async record(details: UploadDetails, original: StagedMedia): Promise<RecordingRow> {
    return this.unitOfWork.run(async (manager) => {
      const known =
        details.uploadId === null ? null : await this.repository.recordingOfUpload(details.uploadId, manager);
      if (known !== null) return known;
      const row = await this.insert(manager, details, original);
      const { id, contentId, language, version, originalSha256, originalName } = row;
      await this.audit.append(manager, {
        actor: details.actor,
        actorId: details.uploaderId,
        action: 'recording.upload',
        subjectId: id,
        after: { contentId, language, version, originalSha256, originalName },
      });
      return row;
    });
  }

  private async insert(manager: EntityManager, details: UploadDetails, original: StagedMedia): Promise<RecordingRow> {
    const { target, language, topics, hasMusic, lane, actor, uploaderId, originalName, uploadId } = details;
    const title = details.title ?? (target.kind === 'content' ? target.contentTitle : stem(originalName));
    const contentId =
      target.kind === 'content'
        ? target.contentId
        : await this.recordings.createSpecial(manager, { title, programmeKey: target.programmeKey });
    const duplicate = await this.repository.hasOriginal(manager, original.sha256);
    return this.repository.insertRecording(manager, {
      ...{ contentId, language, title, originalName, hasMusic, lane, uploadId },
      originalSha256: original.sha256,
      originalBytes: original.bytes,
      topics: [...topics],
      uploadedBy: actor,
      uploaderId,
      status: 'processing',
      reviewStatus: 'draft',
      durationSeconds: null,
      source: null,
      findings: null,
      trim: null,
      warnings: duplicate ? ['duplicateOriginal'] : [],
      errorCode: null,
      revision: 1,
      createdAt: this.clock.now(),
    });
  }
}

function stem(fileName: string): string {
  return fileName.replace(/\.[^.]{1,5}$/, '') || fileName;
}
