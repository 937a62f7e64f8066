import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { groupBy } from '../domain/group-by';
import { MediaStore, type MediaKind } from './media-store';
import type { ContentRow, RecordingRow } from './recording.entity';
import { recordingView, type RecordingView, type ReviewedRecordingView } from './recording.view';
import {
  RecordingsRepository,
  type ApprovedRow,
  type ContentFilter,
  type RecordingFilter,
  type RecordingPosition,
} from './recordings.repository';

export type Content = Readonly<Omit<ContentRow, 'stationId'>>;

/** What a recording needs to go on air: an approved version with the exact file that was approved. */
export interface ApprovedRendition {
  readonly recordingId: string;
  readonly contentId: string;
  readonly language: string;
  readonly version: number;
  readonly title: string;
  readonly hasMusic: boolean;
  readonly topics: readonly string[];
  /** As printed, see `unverifiedActor`. */
  readonly approver: string;
  readonly renditionId: string;
  readonly sha256: string;
  /** At 48 kHz. */
  readonly frames: number;
  readonly durationSeconds: number;
  /** See `renditionPath`. */
  readonly file: string;
}

/** A recording's normalised file, whether or not it was approved. */
export type ReadyRendition = Omit<ApprovedRendition, 'approver'>;

/** How far an issue's recording has come, in one language. */
export type Readiness = 'none' | 'processing' | 'notApproved' | 'approved';

export interface IssueKey {
  readonly programmeKey: string;
  readonly periodKey: string;
  readonly number: number | null;
  readonly required: boolean;
  readonly title: string;
}

export type RecordingSummary = Pick<
  RecordingRow,
  'id' | 'language' | 'version' | 'title' | 'status' | 'reviewStatus' | 'durationSeconds'
>;

export interface IssueView extends Pick<ContentRow, 'programmeKey' | 'periodKey' | 'number' | 'required' | 'title'> {
  readonly contentId: string;
  /** The latest version in each language. */
  readonly recordings: readonly RecordingSummary[];
}

export interface MediaFile {
  readonly kind: MediaKind;
  readonly path: string;
  readonly sha256: string;
  /** For the person who saves it. */
  readonly name: string;
}

/** What there is to hear: contents, their recordings and what of them may air. The schedule's only way in. */
@Injectable()
export class RecordingsService {
  constructor(
    private readonly repository: RecordingsRepository,
    private readonly media: MediaStore,
    private readonly clock: Clock,
  ) {}

  /** The contents of programmes' periods, made or brought up to date, with one read for all. @returns their ids, in order */
  async ensureIssues(manager: EntityManager, issues: readonly IssueKey[]): Promise<string[]> {
    const keyOf = ({ programmeKey, periodKey }: Pick<ContentRow, 'programmeKey' | 'periodKey'>) =>
      `${programmeKey ?? ''}/${periodKey ?? ''}`;
    const known = new Map((await this.repository.issues({}, manager)).map((row) => [keyOf(row), row]));
    const ids: string[] = [];
    for (const issue of issues) {
      const { number, required, title } = issue;
      const found = known.get(keyOf(issue));
      if (found && (found.number !== number || found.required !== required || found.title !== title))
        await this.repository.updateContent(manager, found.id, { number, required, title });
      const createdAt = this.clock.now();
      ids.push(found?.id ?? (await this.repository.insertContent(manager, { kind: 'issue', ...issue, createdAt })));
    }
    return ids;
  }

  /** A content outside every cadence. @param special.programmeKey null: of no programme. @returns its id */
  async createSpecial(
    manager: EntityManager,
    special: { readonly title: string; readonly programmeKey: string | null },
  ): Promise<string> {
    return this.repository.insertContent(manager, {
      kind: 'special',
      ...special,
      periodKey: null,
      number: null,
      required: false,
      createdAt: this.clock.now(),
    });
  }

  /** The content of a tune or relay, of which there is one by that title. @returns its id */
  async ensureSound(manager: EntityManager, kind: 'relay' | 'tune', title: string): Promise<string> {
    const known = await this.repository.contentTitled(kind, title, manager);
    if (known !== null) return known.id;
    const nothing = { programmeKey: null, periodKey: null, number: null, required: false };
    return this.repository.insertContent(manager, { kind, title, ...nothing, createdAt: this.clock.now() });
  }

  /** null when it was never made. */
  async soundId(kind: 'relay' | 'tune', title: string): Promise<string | null> {
    return (await this.repository.contentTitled(kind, title))?.id ?? null;
  }

  /** In no order; ids that nobody knows are absent. */
  async contents(ids: readonly string[], manager?: EntityManager): Promise<readonly Content[]> {
    return this.repository.contents(ids, manager);
  }

  /** Of every year, in no order: what programmes owe, and what was recorded for them besides. */
  async contentsOfProgrammes(): Promise<readonly Content[]> {
    return this.repository.contentsOfProgrammes();
  }

  async issues(filter: ContentFilter): Promise<readonly IssueView[]> {
    const contents = await this.repository.issues(filter);
    const recordings = groupBy(
      await this.repository.recordingsOf(contents.map(({ id }) => id)),
      ({ contentId }) => contentId,
    );
    return contents.map(({ id, programmeKey, periodKey, number, required, title }) => {
      const latest = latestPerLanguage(recordings.get(id) ?? []);
      return { contentId: id, programmeKey, periodKey, number, required, title, recordings: latest.map(summary) };
    });
  }

  /** By content: the highest approved version. Contents without one are absent. */
  async approvedFor(
    contentIds: readonly string[],
    language: string,
    manager?: EntityManager,
  ): Promise<ReadonlyMap<string, ApprovedRendition>> {
    const approved = new Map<string, ApprovedRendition>();
    for (const row of await this.repository.approved(contentIds, language, manager)) {
      const { contentId } = row.recording;
      if (!approved.has(contentId)) approved.set(contentId, this.rendition(row));
    }
    return approved;
  }

  /**
   * What a recording sounds like, approved or not: for an emergency, whose authorisation stands in for the review.
   * @throws DomainError notFound | recordingNotReady
   */
  async readyRendition(recordingId: string): Promise<ReadyRendition> {
    const recording = await this.existing(recordingId);
    const rendition = recording.status === 'ready' ? await this.repository.rendition(recordingId) : null;
    if (rendition === null) throw new DomainError('recordingNotReady', { status: recording.status });
    return this.rendition({ recording, rendition, approver: '' });
  }

  /** Reads the whole file. @throws DomainError mediaMissing when it is gone or is no longer what it was */
  async requireIntact(renditionSha256: string): Promise<void> {
    if (!(await this.media.isIntact('renditions', renditionSha256))) throw new DomainError('mediaMissing');
  }

  /** Absolute path; its bytes are to be checked against the hash before they are played. */
  renditionPath(sha256: string): string {
    return this.media.path('renditions', sha256);
  }

  /** Topic codes of the recordings behind renditions, by rendition. */
  async topicsOf(renditionIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    return this.repository.topicsOf(renditionIds);
  }

  /** For every content asked about, in one language. */
  async readinessFor(contentIds: readonly string[], language: string): Promise<ReadonlyMap<string, Readiness>> {
    const stages = groupBy(await this.repository.stagesOf(contentIds, language), ({ contentId }) => contentId);
    return new Map(contentIds.map((id) => [id, readiness(stages.get(id) ?? [])] as const));
  }

  /** @throws DomainError notFound */
  async get(id: string): Promise<ReviewedRecordingView> {
    const recording = await this.existing(id);
    const view = recordingView(recording, await this.repository.rendition(id));
    return { ...view, reviews: (await this.reviewsOf([id])).get(id) ?? [] };
  }

  /** By recording, each oldest first; those that nothing was decided about are absent. */
  async reviewsOf(ids: readonly string[]): Promise<ReadonlyMap<string, ReviewedRecordingView['reviews']>> {
    const byRecording = new Map<string, ReviewedRecordingView['reviews']>();
    for (const { recordingId, decision, actor, comment, at } of await this.repository.reviews(ids))
      byRecording.set(recordingId, [...(byRecording.get(recordingId) ?? []), { decision, actor, comment, at }]);
    return byRecording;
  }

  /** Newest first, at most `limit`. @param after null: from the newest */
  async list(
    filter: RecordingFilter,
    after: RecordingPosition | null,
    limit: number,
  ): Promise<readonly RecordingView[]> {
    const recordings = await this.repository.list(filter, after, limit);
    const renditions = await this.repository.renditions(recordings.map(({ id }) => id));
    const latest = new Map(renditions.map((rendition) => [rendition.recordingId, rendition]));
    return recordings.map((recording) => recordingView(recording, latest.get(recording.id) ?? null));
  }

  /** @throws DomainError notFound | recordingNotReady */
  async mediaFile(id: string, kind: MediaKind): Promise<MediaFile> {
    const recording = await this.existing(id);
    if (kind === 'originals') return this.file(kind, recording.originalSha256, recording.originalName);
    const rendition = await this.repository.rendition(id);
    if (rendition === null) throw new DomainError('recordingNotReady', { status: recording.status });
    if (kind === 'renditions') return this.file(kind, rendition.sha256, `${recording.title}.mp3`);
    if (rendition.waveformSha256 === null) throw new DomainError('notFound', { kind: 'waveform', id });
    return this.file(kind, rendition.waveformSha256, `${recording.title}.json`);
  }

  private file(kind: MediaKind, sha256: string, name: string): MediaFile {
    return { kind, path: this.media.path(kind, sha256), sha256, name };
  }

  private async existing(id: string): Promise<RecordingRow> {
    const recording = await this.repository.recording(id);
    if (recording === null) throw new DomainError('notFound', { kind: 'recording', id });
    return recording;
  }

  private rendition({ recording, rendition, approver }: ApprovedRow): ApprovedRendition {
    const { contentId, language, version, title, hasMusic, topics, durationSeconds } = recording;
    return {
      recordingId: recording.id,
      ...{ contentId, language, version, title, hasMusic, topics, approver },
      renditionId: rendition.id,
      sha256: rendition.sha256,
      frames: rendition.frames,
      durationSeconds: durationSeconds ?? 0,
      file: this.renditionPath(rendition.sha256),
    };
  }
}

/** @param recordings highest version first */
function latestPerLanguage(recordings: readonly RecordingRow[]): RecordingRow[] {
  return recordings.filter((one, index) => recordings.findIndex(({ language }) => language === one.language) === index);
}

function summary(recording: RecordingRow): RecordingSummary {
  const { id, language, version, title, status, reviewStatus, durationSeconds } = recording;
  return { id, language, version, title, status, reviewStatus, durationSeconds };
}

function readiness(recordings: readonly Pick<RecordingRow, 'status' | 'reviewStatus'>[]): Readiness {
  if (recordings.some(({ reviewStatus }) => reviewStatus === 'approved')) return 'approved';
  if (recordings.some(({ status }) => status === 'ready')) return 'notApproved';
  return recordings.some(({ status }) => status === 'processing') ? 'processing' : 'none';
}
