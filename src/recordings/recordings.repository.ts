import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThanOrEqual, Like, Not, type EntityManager, type FindOptionsWhere } from 'typeorm';
import { Station } from '../platform/config/station';
import {
  ContentRow,
  RecordingRow,
  RenditionRow,
  ReviewRow,
  type RecordingStatus,
  type ReviewStatus,
} from './recording.entity';

export interface RecordingFilter {
  readonly status?: RecordingStatus | undefined;
  readonly reviewStatus?: ReviewStatus | undefined;
  readonly contentId?: string | undefined;
  /** What the title contains. */
  readonly text?: string | undefined;
}

/** Where a newest-first list goes on: after the row made at `createdAt` with that id. */
export interface RecordingPosition {
  readonly createdAt: number;
  readonly id: string;
}

export interface ContentFilter {
  readonly programmeKey?: string | undefined;
  /** Calendar year of monthly periods, ISO week year of weekly ones. */
  readonly year?: number | undefined;
}

export type NewRecording = Omit<RecordingRow, 'id' | 'stationId' | 'version'>;
export type NewRendition = Omit<RenditionRow, 'id' | 'stationId'>;
export type NewReview = Omit<ReviewRow, 'id' | 'stationId'>;

/** A recording with the rendition that its latest approval names. */
export interface ApprovedRow {
  readonly recording: RecordingRow;
  readonly rendition: RenditionRow;
  readonly approver: string;
}

/** The only file that knows the tables of contents, recordings, renditions and reviews. */
@Injectable()
export class RecordingsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  async content(id: string, manager: EntityManager = this.dataSource.manager): Promise<ContentRow | null> {
    return manager.findOneBy(ContentRow, { id, stationId: this.station.id });
  }

  async contents(ids: readonly string[], manager: EntityManager = this.dataSource.manager): Promise<ContentRow[]> {
    return manager.findBy(ContentRow, { id: In(ids), stationId: this.station.id });
  }

  /** Of every year; issues, and specials that a programme asks for. */
  async contentsOfProgrammes(): Promise<ContentRow[]> {
    const where = { stationId: this.station.id, programmeKey: Not(IsNull()) };
    return this.dataSource.manager.findBy(ContentRow, where);
  }

  async issue(manager: EntityManager, programmeKey: string, periodKey: string): Promise<ContentRow | null> {
    return manager.findOneBy(ContentRow, { stationId: this.station.id, programmeKey, periodKey });
  }

  /** Issues only, in the order of programme and period. */
  async issues(filter: ContentFilter, manager: EntityManager = this.dataSource.manager): Promise<ContentRow[]> {
    const where: FindOptionsWhere<ContentRow> = { stationId: this.station.id, kind: 'issue' };
    if (filter.programmeKey !== undefined) where.programmeKey = filter.programmeKey;
    if (filter.year !== undefined) where.periodKey = Like(`${filter.year}-%`);
    return manager.find(ContentRow, { where, order: { programmeKey: 'ASC', periodKey: 'ASC' } });
  }

  async contentTitled(
    kind: ContentRow['kind'],
    title: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ContentRow | null> {
    return manager.findOneBy(ContentRow, { stationId: this.station.id, kind, title });
  }

  async insertContent(manager: EntityManager, content: Omit<ContentRow, 'id' | 'stationId'>): Promise<string> {
    const id = randomUUID();
    await manager.insert(ContentRow, { id, stationId: this.station.id, ...content });
    return id;
  }

  async updateContent(
    manager: EntityManager,
    id: string,
    values: Pick<ContentRow, 'number' | 'required' | 'title'>,
  ): Promise<void> {
    await manager.update(ContentRow, { id }, values);
  }

  async recording(id: string, manager: EntityManager = this.dataSource.manager): Promise<RecordingRow | null> {
    return manager.findOneBy(RecordingRow, { id, stationId: this.station.id });
  }

  /** Newest first. */
  async list(
    { text, ...filter }: RecordingFilter,
    after: RecordingPosition | null,
    limit: number,
  ): Promise<RecordingRow[]> {
    const query = this.dataSource
      .createQueryBuilder(RecordingRow, 'r')
      .where('r.stationId = :stationId', { stationId: this.station.id });
    for (const [column, value] of Object.entries(filter)) {
      if (value !== undefined) query.andWhere(`r.${column} = :${column}`, { [column]: value });
    }
    if (text !== undefined) {
      query.andWhere(`r.title LIKE :text ESCAPE '\\'`, { text: `%${text.replace(/[\\%_]/g, '\\$&')}%` });
    }
    if (after !== null) {
      query.andWhere('(r.createdAt < :createdAt OR (r.createdAt = :createdAt AND r.id < :id))', { ...after });
    }
    return query.orderBy('r.createdAt', 'DESC').addOrderBy('r.id', 'DESC').limit(limit).getMany();
  }

  /** Highest version first. */
  async recordingsOf(
    contentIds: readonly string[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<RecordingRow[]> {
    const where = { stationId: this.station.id, contentId: In(contentIds) };
    return manager.find(RecordingRow, { where, order: { version: 'DESC' } });
  }

  /** How far the recordings of contents have come, in one language. */
  async stagesOf(
    contentIds: readonly string[],
    language: string,
  ): Promise<Pick<RecordingRow, 'contentId' | 'status' | 'reviewStatus'>[]> {
    return this.dataSource.manager.find(RecordingRow, {
      select: { contentId: true, status: true, reviewStatus: true },
      where: { stationId: this.station.id, contentId: In(contentIds), language },
    });
  }

  /** Recordings still processing that were uploaded no later than the instant, oldest first. */
  async processingBefore(instant: number): Promise<Pick<RecordingRow, 'id' | 'title' | 'lane'>[]> {
    return this.dataSource.manager.find(RecordingRow, {
      select: { id: true, title: true, lane: true },
      where: { stationId: this.station.id, status: 'processing', createdAt: LessThanOrEqual(instant) },
      order: { createdAt: 'ASC' },
    });
  }

  /** What an upload in pieces became. */
  async recordingOfUpload(
    uploadId: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<RecordingRow | null> {
    return manager.findOneBy(RecordingRow, { uploadId });
  }

  async hasOriginal(manager: EntityManager, originalSha256: string): Promise<boolean> {
    return manager.existsBy(RecordingRow, { stationId: this.station.id, originalSha256 });
  }

  /** Its version is the next one of its content and language. */
  async insertRecording(manager: EntityManager, recording: NewRecording): Promise<RecordingRow> {
    const { contentId, language } = recording;
    const stationId = this.station.id;
    const latest = await manager.maximum(RecordingRow, 'version', { stationId, contentId, language });
    const version = (latest ?? 0) + 1;
    const row = manager.create(RecordingRow, { id: randomUUID(), stationId, version, ...recording });
    await manager.insert(RecordingRow, row);
    return row;
  }

  /**
   * Changes a recording that is still as it was read, and counts its revision up.
   * @returns false when somebody else changed it meanwhile
   */
  async updateRecording(
    manager: EntityManager,
    seen: RecordingRow,
    values: Partial<Omit<RecordingRow, 'id' | 'stationId' | 'revision'>>,
  ): Promise<boolean> {
    const { id, revision } = seen;
    const { affected } = await manager.update(RecordingRow, { id, revision }, { ...values, revision: revision + 1 });
    return affected === 1;
  }

  /** The rendition made last; a station may change its loudness profile. */
  async rendition(recordingId: string, manager: EntityManager = this.dataSource.manager): Promise<RenditionRow | null> {
    const where = { stationId: this.station.id, recordingId };
    return manager.findOne(RenditionRow, { where, order: { createdAt: 'DESC' } });
  }

  async renditions(recordingIds: readonly string[]): Promise<RenditionRow[]> {
    return this.dataSource.manager.find(RenditionRow, {
      where: { stationId: this.station.id, recordingId: In(recordingIds) },
      order: { createdAt: 'ASC' },
    });
  }

  async insertRendition(manager: EntityManager, rendition: NewRendition): Promise<void> {
    await manager.insert(RenditionRow, { id: randomUUID(), stationId: this.station.id, ...rendition });
  }

  /** Makes or replaces the rendition of that recording and profile. @returns its id */
  async putRendition(manager: EntityManager, rendition: NewRendition): Promise<string> {
    const { recordingId, profileHash } = rendition;
    const key = { stationId: this.station.id, recordingId, profileHash };
    const known = await manager.findOneBy(RenditionRow, key);
    const id = known?.id ?? randomUUID();
    await manager.save(RenditionRow, { id, ...key, ...rendition });
    return id;
  }

  async insertReview(manager: EntityManager, review: NewReview): Promise<void> {
    await manager.insert(ReviewRow, { id: randomUUID(), stationId: this.station.id, ...review });
  }

  /** Oldest first. */
  async reviews(recordingIds: readonly string[]): Promise<ReviewRow[]> {
    return this.dataSource.manager.find(ReviewRow, { where: { recordingId: In(recordingIds) }, order: { at: 'ASC' } });
  }

  async topicsOf(renditionIds: readonly string[]): Promise<Map<string, readonly string[]>> {
    const { manager } = this.dataSource;
    // A year of waveforms is megabytes.
    const where = { id: In([...new Set(renditionIds)]), stationId: this.station.id };
    const renditions = await manager.find(RenditionRow, { where, select: ['id', 'recordingId'] });
    const ids = [...new Set(renditions.map((one) => one.recordingId))];
    const recordings = await manager.find(RecordingRow, { where: { id: In(ids) }, select: ['id', 'topics'] });
    const topics = new Map(recordings.map((recording) => [recording.id, recording.topics]));
    return new Map(renditions.map(({ id, recordingId }) => [id, topics.get(recordingId) ?? []]));
  }

  /** Every recording that may air now, highest version first, with the very rendition that was approved. */
  async approved(
    contentIds: readonly string[],
    language: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<ApprovedRow[]> {
    const recordings = await manager.find(RecordingRow, {
      where: { stationId: this.station.id, contentId: In(contentIds), language, reviewStatus: 'approved' },
      order: { version: 'DESC' },
    });
    const ids = recordings.map((recording) => recording.id);
    const renditions = await manager.findBy(RenditionRow, { stationId: this.station.id, recordingId: In(ids) });
    const approvals = await manager.find(ReviewRow, {
      where: { recordingId: In(ids), decision: 'approve' },
      order: { at: 'ASC' },
    });
    const latest = new Map(approvals.map((review) => [review.recordingId, review]));
    return recordings.flatMap((recording): ApprovedRow[] => {
      const review = latest.get(recording.id);
      if (review?.originalSha256 !== recording.originalSha256) return [];
      const rendition = renditions.find(
        ({ recordingId, sha256 }) => recordingId === recording.id && sha256 === review.renditionSha256,
      );
      return rendition === undefined ? [] : [{ recording, rendition, approver: review.actor }];
    });
  }
}
