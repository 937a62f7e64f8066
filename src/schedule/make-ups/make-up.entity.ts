import { Entity, Unique } from 'typeorm';
import { BigInteger, StationRow, Text } from '../../platform/database/columns';

/** A lost airing that somebody decided not to make up; it stays missed. */
@Entity('make_up_decline')
@Unique(['stationId', 'airingId'])
export class MakeUpDeclineRow extends StationRow {
  @Text() airingId!: string;
  @Text() reason!: string;
  /** As printed, see `unverifiedActor`. */
  @Text() declinedBy!: string;
  @BigInteger() declinedAt!: number;
}
