import { Column, Entity, Unique } from 'typeorm';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

@Entity('report')
@Unique(['stationId', 'kind', 'from', 'to', 'version'])
export class ReportRow extends StationRow {
  @Text() kind!: 'monthly';
  /** Inclusive civil dates of the window. */
  @Text() from!: string;
  @Text() to!: string;
  @Column({ type: 'integer' }) version!: number;
  /** The model the files were made from. */
  @Json() model!: unknown;
  @Json() files!: { readonly name: string; readonly sha256: string; readonly bytes: number }[];
  @BigInteger() createdAt!: number;
}
