import type { Finding } from '../audio/findings';
import type { Trim } from '../audio/trim';
import { Column, Entity, Index, Unique } from 'typeorm';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

export type ContentKind = 'issue' | 'special' | 'relay' | 'tune';

/** What a recording is for: an issue of a programme's period, or a special. */
@Entity('content')
@Unique(['stationId', 'programmeKey', 'periodKey'])
export class ContentRow extends StationRow {
  @Text() kind!: ContentKind;
  @Text({ nullable: true }) programmeKey!: string | null;
  @Text({ nullable: true }) periodKey!: string | null;
  /** Edition number (số) inside the plan's year. */
  @Column({ type: 'integer', nullable: true }) number!: number | null;
  /** Whether the plan's yearly number requires it; a 53rd week is a surplus. */
  @Column({ type: 'boolean' }) required!: boolean;
  @Text() title!: string;
  @BigInteger() createdAt!: number;
}

/** Which queue a recording waits in; the urgent one, for emergencies, has a worker of its own. */
export type Lane = 'usual' | 'urgent';

export type RecordingStatus = 'processing' | 'ready' | 'rejected';
export type ReviewStatus = 'draft' | 'submitted' | 'approved' | 'returned';

/** Figures of the file as it was uploaded. */
export interface SourceFigures {
  readonly integratedLufs: number;
  readonly rangeLu: number;
  readonly truePeakDbtp: number;
  readonly shortTermMaxLufs: number;
  readonly codec: string;
  readonly container: string;
  readonly channels: number;
  readonly sampleRateHz: number;
}

@Entity('recording')
@Unique(['stationId', 'contentId', 'language', 'version'])
export class RecordingRow extends StationRow {
  @Text() contentId!: string;
  /** ISO 639-3. */
  @Text() language!: string;
  @Column({ type: 'integer' }) version!: number;
  @Text() title!: string;
  @Text() originalSha256!: string;
  @Text() originalName!: string;
  @BigInteger() originalBytes!: number;
  @Column({ type: 'boolean' }) hasMusic!: boolean;
  /** Topic codes of the plan. */
  @Json() topics!: string[];
  /** A name typed before there was sign-in is printed as "(chưa xác thực)". */
  @Text() uploadedBy!: string;
  /** Their account, or who stands behind the token; null before there was sign-in. */
  @Text({ nullable: true }) uploaderId!: string | null;
  @Index() @Text() status!: RecordingStatus;
  @Text() reviewStatus!: ReviewStatus;
  @Column({ type: 'double precision', nullable: true }) durationSeconds!: number | null;
  @Json({ nullable: true }) source!: SourceFigures | null;
  @Json() warnings!: string[];
  /** What the warnings are about, with its place; null until the file was analysed. */
  @Json({ nullable: true }) findings!: Finding[] | null;
  /** What a person chose to keep of the original; null is all of it. */
  @Json({ nullable: true }) trim!: Trim | null;
  @Text({ nullable: true }) errorCode!: string | null;
  @Column({ type: 'integer' }) revision!: number;
  @BigInteger() createdAt!: number;
  /** The upload in pieces that it came by: finishing one twice gives one recording. */
  @Index('UQ_recording_upload', { unique: true }) @Text({ nullable: true }) uploadId!: string | null;
  @Text({ default: 'usual' }) lane!: Lane;
}

/** Figures of the normalised file. */
export interface RenditionFigures {
  readonly integratedLufs: number;
  readonly rangeLu: number;
  readonly truePeakDbtp: number;
  readonly shortTermMaxLufs: number;
  readonly gainDb: number;
  readonly limiterReductionDb: number;
  readonly targetReached: boolean;
}

@Entity('rendition')
@Unique(['stationId', 'recordingId', 'profileHash'])
export class RenditionRow extends StationRow {
  @Text() recordingId!: string;
  @Text() profileHash!: string;
  @Text() sha256!: string;
  /** Decoded frames at 48 kHz. */
  @BigInteger() frames!: number;
  @BigInteger() bytes!: number;
  @Json() loudness!: RenditionFigures;
  /** Of the waveform's JSON in the media store; null in renditions made before there was one. */
  @Text({ nullable: true }) waveformSha256!: string | null;
  @BigInteger() createdAt!: number;
}

/** Append-only: what was decided about one exact pair of files. */
@Entity('review')
export class ReviewRow extends StationRow {
  @Index() @Text() recordingId!: string;
  @Text() originalSha256!: string;
  @Text() renditionSha256!: string;
  @Text() decision!: 'submit' | 'approve' | 'return';
  @Text() actor!: string;
  @Text({ nullable: true }) comment!: string | null;
  @BigInteger() at!: number;
}
