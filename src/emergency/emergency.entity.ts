import { Column, Entity } from 'typeorm';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';
import type { OnSecond } from '../playout/playout-engine';

/** An authorised emergency message (lệnh phát khẩn cấp): who ordered it and why, what became of it, how it was judged. */
@Entity('emergency')
export class EmergencyRow extends StationRow {
  @Text() reason!: string;
  @Text() documentNumber!: string;
  /** As printed, see `unverifiedActor`; so are the other names. */
  @Text() authorisedBy!: string;
  @BigInteger() authorisedAt!: number;
  /** Account of who authorised it, of a token's maker; null: nobody known, or authorised before this was kept. */
  @Text({ nullable: true }) authoriserId!: string | null;
  @BigInteger({ nullable: true }) withdrawnAt!: number | null;
  @Text({ nullable: true }) withdrawnBy!: string | null;
  @Text({ nullable: true }) withdrawnNote!: string | null;
  /** null: from a live source. */
  @Text({ nullable: true }) recordingId!: string | null;
  /** Of the rendition that was authorised: no other one is aired. */
  @Text({ nullable: true }) sha256!: string | null;
  /** Code of the live source in the settings; null: a recording. */
  @Text({ nullable: true }) liveSource!: string | null;
  /** After which a live source is taken off. */
  @Column({ type: 'integer', nullable: true }) maxDurationSeconds!: number | null;
  @Text() title!: string;
  /** Of the airing that starting it makes. */
  @Text() airingId!: string;
  /** Towards an emergency on the air; null: it is asked for at the start. */
  @Text({ nullable: true }) onSecond!: OnSecond | null;
  /** Clusters that it was authorised for; null: all. */
  @Json({ nullable: true }) clusterCodes!: readonly string[] | null;
  /** Codes of the clusters it addressed when it started. */
  @Json({ nullable: true }) clusters!: readonly string[] | null;
  @BigInteger({ nullable: true }) startedAt!: number | null;
  @Text({ nullable: true }) startedBy!: string | null;
  @BigInteger({ nullable: true }) stoppedAt!: number | null;
  @Text({ nullable: true }) stoppedBy!: string | null;
  @BigInteger({ nullable: true }) reviewedAt!: number | null;
  @Text({ nullable: true }) reviewedBy!: string | null;
  @Text({ nullable: true }) reviewNote!: string | null;
}
