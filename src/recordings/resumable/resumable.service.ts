import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { DomainError } from '../../domain/errors';
import { Station } from '../../platform/config/station';
import { mayNow } from '../../platform/http/request-context';
import { MediaStore } from '../media-store';
import { RecordingsRepository } from '../recordings.repository';
import { UploadService, type UploadRequest } from '../upload.service';
import { PartStore, unknownUpload, type Part } from './part-store';
import { isBegunBy, toAnnouncedUpload } from './resumable.dto';
import { UploadLocker } from './upload-lock';
import { quotaRefusal } from './upload-quota';

const SWEEP_MS = 10 * 60_000;

/** A recording that an upload became. */
export interface FinishedUpload {
  readonly recordingId: string;
  readonly bytes: number;
}

/** Uploads that come in pieces. Whole, they go the way of every other upload, and exactly once. */
@Injectable()
export class ResumableUploads implements OnApplicationBootstrap {
  private readonly logger = new Logger(ResumableUploads.name);
  private readonly finishing = new Map<string, Promise<FinishedUpload>>();

  constructor(
    private readonly parts: PartStore,
    private readonly locker: UploadLocker,
    private readonly uploads: UploadService,
    private readonly repository: RecordingsRepository,
    private readonly media: MediaStore,
    private readonly station: Station,
  ) {}

  /**
   * Everything that would refuse the recording, before a byte of it is sent.
   * @throws DomainError forbidden | invalidInput | notFound | unknownTopic | unknownProgramme
   */
  async check(metadata: Part['metadata']): Promise<void> {
    const { request } = toAnnouncedUpload(metadata);
    if (!isEmergencyMessage(request) && !mayNow('recordings.upload')) throw new DomainError('forbidden');
    await this.uploads.check(request);
  }

  /**
   * Nobody goes on with, or throws away, what another person has begun.
   * @param callerId account; null where no guard is wired
   * @throws DomainError notFound
   */
  async checkOwn(id: string, callerId: string | null): Promise<void> {
    const part = await this.parts.find(id);
    if (part === null || isBegunBy(part.metadata, callerId)) return;
    throw unknownUpload(id);
  }

  /** @throws DomainError uploadEmpty | uploadTooLarge | tooManyUnfinishedUploads | uploadNoRoom */
  async checkQuota(size: number, metadata: Part['metadata']): Promise<void> {
    const { limits } = this.station.config;
    const isUrgent = isEmergencyMessage(toAnnouncedUpload(metadata).request);
    const refusal = quotaRefusal({ size, isUrgent }, await this.parts.all(), await this.parts.freeBytes(), limits);
    if (refusal !== null) throw refusal;
  }

  /** null while nothing has become of it. */
  async finished(id: string): Promise<FinishedUpload | null> {
    const row = await this.repository.recordingOfUpload(id);
    return row && { recordingId: row.id, bytes: row.originalBytes };
  }

  /**
   * Records a whole upload; asked again, it gives the same recording. What refuses it for good leaves nothing of it
   * behind; after a fault that may pass, the part is still there to be finished.
   * @throws DomainError notFound | uploadIncomplete | uploadChecksumMismatch | what UploadService.receive throws
   */
  async finish(id: string): Promise<FinishedUpload> {
    const running = this.finishing.get(id) ?? this.finishOnce(id);
    this.finishing.set(id, running);
    try {
      return await running;
    } finally {
      this.finishing.delete(id);
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep();
  }

  /** Finishes what came whole just before the service died, and deletes what stood still for too long. */
  @Interval(SWEEP_MS)
  async sweep(): Promise<void> {
    try {
      for (const id of await this.parts.ids()) await this.tidy(id);
    } catch (error) {
      this.logger.warn(`unfinished uploads not looked through: ${(error as Error).message}`);
    }
  }

  /** Not under the hands of who sends it or cancels it: they deal with it themselves. */
  private async tidy(id: string): Promise<void> {
    const release = this.locker.tryLock(id);
    if (release === null) return;
    try {
      await this.tidyLocked(id);
    } finally {
      release();
    }
  }

  private async tidyLocked(id: string): Promise<void> {
    const part = await this.parts.find(id);
    if (part !== null && part.received === part.size) {
      await this.finish(id).catch((error: unknown) => {
        this.logger.warn(`upload ${id} could not be finished: ${(error as Error).message}`);
      });
    } else if (await this.parts.purge(id)) {
      this.logger.log(`upload ${id} expired unfinished`);
    }
  }

  private async finishOnce(id: string): Promise<FinishedUpload> {
    const finished = (await this.finished(id)) ?? (await this.record(id));
    await this.parts.forget(id);
    return finished;
  }

  private async record(id: string): Promise<FinishedUpload> {
    const part = await this.parts.find(id);
    if (part === null) throw unknownUpload(id);
    if (part.received !== part.size) throw new DomainError('uploadIncomplete');
    try {
      const announced = toAnnouncedUpload(part.metadata);
      const sha256 = await this.parts.sha256(part);
      if (announced.sha256 !== null && announced.sha256 !== sha256) throw new DomainError('uploadChecksumMismatch');
      // The store takes a second name of the bytes: until the rows are written the upload can be finished again.
      const file = await this.media.temporaryFile('part');
      await this.parts.linkTo(part, file);
      const staged = { file, sha256, bytes: part.size };
      const recording = await this.uploads.receive({ ...announced.request, uploadId: id }, staged);
      return { recordingId: recording.id, bytes: part.size };
    } catch (error) {
      if (isFinal(error)) await this.parts.forget(id);
      // Its owner may cancel it while its last byte is being dealt with.
      throw isGone(error) && (await this.parts.find(id)) === null ? unknownUpload(id) : error;
    }
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** For nothing else but an emergency: neither for an issue nor for a programme. */
function isEmergencyMessage({ target, lane }: UploadRequest): boolean {
  return lane === 'urgent' && target.kind === 'special' && target.programmeKey === null;
}

const MAY_PASS: readonly string[] = ['diskFull', 'databaseLocked', 'unavailable', 'uploadIncomplete'];

/** Sending the same bytes with the same fields again would be refused again. */
function isFinal(error: unknown): boolean {
  return error instanceof DomainError && !MAY_PASS.includes(error.code);
}
