import { Column, Entity, Index } from 'typeorm';
import { BigInteger, Json, StationRow, Text } from '../../platform/database/columns';

/** A file that backs an attestation, kept by its hash among the documents. */
export interface Attachment {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** An airing that somebody vouches for (xác nhận đã phát): nothing measured it. Never changed, only withdrawn. */
@Entity('attestation')
@Index(['stationId', 'programmeKey', 'periodKey'])
export class AttestationRow extends StationRow {
  @Text() programmeKey!: string;
  @Text() periodKey!: string;
  /** 0 for the first airing, n for the nth repeat. */
  @Column({ type: 'integer' }) ordinal!: number;
  @BigInteger() airedAt!: number;
  @Column({ type: 'integer' }) airtimeSeconds!: number;
  /** How it was aired, and why it was not measured. */
  @Text() note!: string;
  /** Number of the document that records it. */
  @Text() document!: string;
  @Json({ nullable: true }) attachment!: Attachment | null;
  /** As printed, see `unverifiedActor`; so is the other name. */
  @Text() attestedBy!: string;
  @BigInteger() attestedAt!: number;
  @Text({ nullable: true }) withdrawnBy!: string | null;
  @BigInteger({ nullable: true }) withdrawnAt!: number | null;
  @Text({ nullable: true }) withdrawnNote!: string | null;
}
