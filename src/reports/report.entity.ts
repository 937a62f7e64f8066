import { Column, Entity, Unique } from 'typeorm';
import type { ReportKind, ReportScope } from '../domain/report-period';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

/** draft: made; checked: somebody has gone through it; locked: never changed again. */
export type ReportStatus = 'draft' | 'checked' | 'locked';

@Entity('report')
@Unique(['stationId', 'kind', 'scope', 'from', 'to', 'version'])
export class ReportRow extends StationRow {
  @Text() kind!: ReportKind;
  /** As `reportPeriodOf` takes it. */
  @Text({ default: '' }) period!: string;
  @Text({ default: 'all' }) scope!: ReportScope;
  /** Inclusive civil dates of the window. */
  @Text() from!: string;
  @Text() to!: string;
  @Column({ type: 'integer' }) version!: number;
  @Text({ default: 'draft' }) status!: ReportStatus;
  /** The model the files were made from. */
  @Json() model!: unknown;
  @Json() files!: { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  @BigInteger() createdAt!: number;
  /** As printed, see `unverifiedActor`; so is the other name. */
  @Text({ nullable: true }) checkedBy!: string | null;
  @Text({ nullable: true }) lockedBy!: string | null;
  @BigInteger({ nullable: true }) lockedAt!: number | null;
  @Column({ type: 'integer', default: 0 }) revision!: number;
}
