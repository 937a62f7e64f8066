import { Column, Entity, Index, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { BigInteger, StationRow, Text } from '../platform/database/columns';
import type { EndReason } from './playout-engine';

@Entity('output')
@Unique(['stationId', 'code'])
export class OutputRow extends StationRow {
  @Text() code!: string;
  @Text() kind!: 'file' | 'soundcard' | 'icecast';
  /** A monitor never counts as delivery. */
  @Text() role!: 'transmission' | 'monitor';
  @Text() label!: string;
}

@Entity('cluster')
@Unique(['stationId', 'code'])
export class ClusterRow extends StationRow {
  @Text() code!: string;
  @Text() name!: string;
  @Text() village!: string;
}

/** Which output served a cluster, and when. */
@Entity('cluster_output')
@Unique(['stationId', 'clusterId', 'outputId', 'validFrom'])
export class ClusterOutputRow extends StationRow {
  @Text() clusterId!: string;
  @Text() outputId!: string;
  @BigInteger() validFrom!: number;
  @BigInteger({ nullable: true }) validTo!: number | null;
}

/** Airing × output: what one output did with it. */
@Entity('delivery')
@Unique(['stationId', 'airingId', 'outputId', 'attempt'])
@Index(['stationId', 'state'])
export class DeliveryRow extends StationRow {
  @Index() @Text() airingId!: string;
  @Text() outputId!: string;
  @Column({ type: 'integer' }) attempt!: number;
  @Text() state!: 'cued' | 'playing' | 'ended';
  @BigInteger() plannedStart!: number;
  @BigInteger({ nullable: true }) commandedAt!: number | null;
  @BigInteger({ nullable: true }) start!: number | null;
  @BigInteger({ nullable: true }) end!: number | null;
  @BigInteger({ nullable: true }) firstFrame!: number | null;
  @BigInteger({ nullable: true }) frames!: number | null;
  @Text({ nullable: true }) endReason!: EndReason | null;
}

/**
 * As-played log (nhật ký phát sóng), append-only. A `played` entry is a stretch that an output really accepted, or
 * failed to; a `proof` entry repeats one and adds what its air-check showed later; a `test` entry is a test tone.
 */
@Entity('playout_log')
@Index(['stationId', 'plannedStart'])
@Index(['deliveryId'])
export class PlayoutLogRow {
  /** Order of the hash chain. */
  @PrimaryGeneratedColumn({ type: 'integer' })
  id!: number;
  @Text() stationId!: string;
  @Text({ default: 'played' }) kind!: 'played' | 'proof' | 'test';
  /** Of a `test` the same as its delivery. */
  @Text() airingId!: string;
  @Text() deliveryId!: string;
  @Column({ type: 'integer' }) segment!: number;
  @Text() outputCode!: string;
  @Text() title!: string;
  @BigInteger() plannedStart!: number;
  @BigInteger({ nullable: true }) commandedAt!: number | null;
  @BigInteger({ nullable: true }) start!: number | null;
  @BigInteger({ nullable: true }) end!: number | null;
  @BigInteger({ nullable: true }) firstFrame!: number | null;
  @BigInteger() frames!: number;
  @Text() sha256!: string;
  @Text() endReason!: EndReason;
  /** As PlayoutOutcome.airCheck. */
  @Text({ nullable: true }) airCheck!: string | null;
  /** JSON of a LoggedProof, kept as the very text that was hashed; only in `proof` entries. */
  @Text({ nullable: true }) proof!: string | null;
  @Text() previousHash!: string;
  @Text() hash!: string;
}
