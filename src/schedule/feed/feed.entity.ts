import { Entity, Unique } from 'typeorm';
import { BigInteger, StationRow, Text } from '../../platform/database/columns';

/** An address at which a calendar program reads the schedule. Its secret opens nothing else. */
@Entity('calendar_feed')
@Unique(['secretHash'])
export class CalendarFeedRow extends StationRow {
  /** Who or what reads it: "Điện thoại chị Lan". */
  @Text() name!: string;
  /** The address holds the secret, the table its SHA-256. */
  @Text() secretHash!: string;
  @BigInteger() createdAt!: number;
  @Text() createdBy!: string;
  @BigInteger({ nullable: true }) revokedAt!: number | null;
}
