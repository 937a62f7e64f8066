import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '../domain/errors';
import { MediaStore, type StagedMedia } from './media-store';
import { NormaliseQueue } from './normalise.queue';
import { RecordingRules } from './recording-rules';
import type { RecordingRow } from './recording.entity';
import { recordingView, type RecordingView } from './recording.view';
import { RecordingsService } from './recordings.service';
import { UploadRegister, type UploadDetails, type UploadTarget } from './upload.register';

/** An upload as it was asked for, nothing about it checked against plans or contents yet. */
export interface UploadRequest extends Omit<UploadDetails, 'target'> {
  readonly target:
    { readonly kind: 'content'; readonly contentId: string } | Extract<UploadTarget, { readonly kind: 'special' }>;
}

const FIRST_ROUND = 0;

/** Takes in uploaded files. */
@Injectable()
export class UploadService {
  private readonly logger = new Logger(UploadService.name);

  constructor(
    private readonly media: MediaStore,
    private readonly rules: RecordingRules,
    private readonly recordings: RecordingsService,
    private readonly register: UploadRegister,
    private readonly queue: NormaliseQueue,
  ) {}

  /**
   * Keeps the file and records it as processing; a refused upload leaves no file behind.
   * @param staged the file; undefined when the request had none
   * @throws DomainError fileRequired | notFound | unknownTopic | unknownProgramme | diskFull
   */
  async receive(request: UploadRequest, staged: StagedMedia | undefined): Promise<RecordingView> {
    if (staged === undefined) throw new DomainError('fileRequired');
    try {
      const target = await this.check(request);
      await this.media.keep('originals', staged);
      const recording = await this.register.record({ ...request, target }, staged);
      await this.enqueue(recording);
      return recordingView(recording, null);
    } finally {
      await this.media.discard(staged.file);
    }
  }

  /**
   * What can be said against an upload without its bytes.
   * @throws DomainError notFound | unknownTopic | unknownProgramme
   */
  async check(request: UploadRequest): Promise<UploadTarget> {
    const target = await this.target(request.target);
    await this.rules.check(request.topics, target.kind === 'special' ? target.programmeKey : null);
    return target;
  }

  private async target(wanted: UploadRequest['target']): Promise<UploadTarget> {
    if (wanted.kind === 'special') return wanted;
    const [content] = await this.recordings.contents([wanted.contentId]);
    if (content === undefined) throw new DomainError('notFound', { kind: 'content', id: wanted.contentId });
    return { ...wanted, contentTitle: content.title };
  }

  /** The upload is safe in the database: a queue that does not answer is made up for by the watchdog. */
  private async enqueue({ id, lane }: Pick<RecordingRow, 'id' | 'lane'>): Promise<void> {
    try {
      await this.queue.add(id, lane, FIRST_ROUND);
    } catch (error) {
      this.logger.warn(`recording ${id} not queued yet: ${(error as Error).message}`);
    }
  }
}
