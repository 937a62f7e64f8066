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
  /** IP address that the request came from; null for what the service did by itself. */
  @Text({ nullable: true }) address!: string | null;
  /** Of the account or token; null before there was sign-in, and for the service itself. */
  @Text({ nullable: true }) actorId!: string | null;
}
