import { Entity, Index } from 'typeorm';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

/** Who did what to which row, append-only. */
@Entity('audit')
@Index(['stationId', 'at'])
export class AuditRow extends StationRow {
  @BigInteger() at!: number;
  @Text() actor!: string;
  @Text() action!: string;
  @Text() subjectKind!: string;
  @Text() subjectId!: string;
  @Json({ nullable: true }) before!: unknown;
  @Json({ nullable: true }) after!: unknown;
}
