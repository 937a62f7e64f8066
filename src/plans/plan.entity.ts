import { Column, Entity, Unique } from 'typeorm';
import type { Plan, Programme } from '../domain/plan';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

/** What a plan says besides its programmes and topics. */
export type PlanHeader = Omit<Plan, 'programmes' | 'topics'>;

/** An immutable version of a plan. */
@Entity('plan_version')
@Unique(['stationId', 'planCode', 'n'])
export class PlanVersionRow extends StationRow {
  @Text() planCode!: string;
  @Column({ type: 'integer' }) n!: number;
  /** Of `source`; an import whose hash is known changes nothing. */
  @Text() sha256!: string;
  @Text() source!: string;
  @Text() origin!: 'file' | 'clone' | 'console';
  @Json() header!: PlanHeader;
  @Text() effectiveFrom!: string;
  @Text() effectiveTo!: string;
  /** From here on this version decides; airings before it are left as they were. */
  @BigInteger() activatedAt!: number;
}

@Entity('programme')
@Unique(['stationId', 'planVersionId', 'programmeKey'])
export class ProgrammeRow extends StationRow {
  @Text() planVersionId!: string;
  @Text() programmeKey!: string;
  @Column({ type: 'integer' }) position!: number;
  @Json() definition!: Programme;
}

@Entity('topic')
@Unique(['stationId', 'planVersionId', 'code'])
export class TopicRow extends StationRow {
  @Text() planVersionId!: string;
  @Text() code!: string;
  @Text() title!: string;
  @Text() quote!: string;
  /** Order of the plan: Vietnamese letters are never sorted as ASCII. */
  @Column({ type: 'integer' }) position!: number;
}
