import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../audit/audit.service';
import { DomainError } from '../../domain/errors';
import { UnitOfWork } from '../../platform/database/unit-of-work';
import { currentPrincipal, mayNow } from '../../platform/http/request-context';
import { safeName } from '../recordings.dto';
import { PartStore, unknownUpload, type Part } from './part-store';
import { isBegunBy, partedFromUploader } from './resumable.dto';
import { UploadLocker } from './upload-lock';

/** An upload that has begun and not come whole. Instants are epoch milliseconds. */
export interface UnfinishedUpload {
  readonly id: string;
  readonly filename: string;
  readonly uploadedBy: string;
  /** Bytes. */
  readonly size: number;
  readonly received: number;
  /** When its last byte came. */
  readonly touchedAt: number;
  /** When it goes by itself, unless more of it comes. */
  readonly expiresAt: number;
  /** By who asks: its sender, as long as they may send anything, and who clears up after others. */
  readonly mayCancel: boolean;
}

/** What others see of uploads under way: they all share one quota. */
@Injectable()
export class UnfinishedUploads {
  constructor(
    private readonly parts: PartStore,
    private readonly locker: UploadLocker,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  /** The longest untouched first. */
  async list(): Promise<readonly UnfinishedUpload[]> {
    const parts = await this.parts.all();
    return parts.map((part) => this.view(part)).sort((a, b) => a.touchedAt - b.touchedAt);
  }

  /**
   * Throws away what has come of it; a request that still brings more is cut.
   * @throws DomainError notFound | forbidden | unavailable
   */
  async cancel(id: string, actor: string): Promise<void> {
    const found = (await this.list()).find((one) => one.id === id);
    if (found === undefined) throw unknownUpload(id);
    if (!found.mayCancel) throw new DomainError('forbidden');
    const lock = this.locker.newLock(id);
    await lock.lock(new AbortController().signal, () => undefined);
    try {
      // Meanwhile it may have become a recording.
      const part = await this.parts.find(id);
      if (part === null) throw unknownUpload(id);
      const before = { originalName: found.filename, bytes: part.received };
      await this.unitOfWork.run(async (manager) => {
        await this.audit.append(manager, { actor, action: 'upload.cancel', subjectId: id, before });
        await this.parts.forget(id);
      });
    } finally {
      await lock.unlock();
    }
  }

  private view({ id, metadata, size, received, touchedAt }: Part): UnfinishedUpload {
    const { given, uploader } = partedFromUploader(metadata);
    const isOwn = isBegunBy(metadata, currentPrincipal()?.id ?? null);
    return {
      ...{ id, filename: safeName(given['filename'] ?? ''), uploadedBy: uploader.name, size, received, touchedAt },
      expiresAt: touchedAt + this.parts.keepMs,
      mayCancel: mayNow('uploads.cancel') || (mayNow('emergencies.record') && isOwn),
    };
  }
}
