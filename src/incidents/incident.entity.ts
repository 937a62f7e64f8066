import { Entity, Index, Unique } from 'typeorm';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

/** Something staff should know: a missing recording, an output down. */
@Entity('incident')
@Unique(['stationId', 'dedupeKey'])
export class IncidentRow extends StationRow {
  /** One row per fact however often it is noticed. */
  @Text() dedupeKey!: string;
  @Text() kind!: string;
  @Text() severity!: 'warning' | 'error';
  @BigInteger() at!: number;
  @Index() @Text({ nullable: true }) airingId!: string | null;
  @Json() facts!: Record<string, string | number | null>;
}
