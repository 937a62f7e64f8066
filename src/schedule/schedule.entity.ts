import { Column, Entity, Index, Unique } from 'typeorm';
import type { AiringReason, AiringRole, AiringState, SessionPart } from '../domain/airing';
import type { CalendarPolicy, CalendarKind } from '../domain/calendar';
import type { Priority } from '../domain/plan';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

/** One session (buổi phát) of one day, made when something is first placed in it. */
@Entity('session')
@Unique(['stationId', 'date', 'templateCode'])
export class SessionRow extends StationRow {
  @Text() date!: string;
  @Text() templateCode!: string;
  @BigInteger() start!: number;
  @Column({ type: 'integer' }) maxDurationSeconds!: number;
  /** Set when its rundown was frozen. */
  @BigInteger({ nullable: true }) cuedAt!: number | null;
}

@Entity('calendar_day')
@Unique(['stationId', 'date'])
export class CalendarDayRow extends StationRow {
  @Text() date!: string;
  @Text() kind!: CalendarKind;
  @Text() policy!: CalendarPolicy;
  @Text() title!: string;
  /** Number of the document that ordered it; an excuse needs one. */
  @Text({ nullable: true }) document!: string | null;
  @Text() source!: 'library' | 'staff';
  @Column({ type: 'integer' }) revision!: number;
}

/** One issue × one slot (lượt phát). Unique by occurrenceKey before anything plays. */
@Entity('airing')
@Unique(['stationId', 'occurrenceKey'])
@Index(['stationId', 'state', 'provisionalStart'])
@Index(['stationId', 'provisionalStart'])
@Index(['stationId', 'measuredStart'])
export class AiringRow extends StationRow {
  @Text() occurrenceKey!: string;
  @Index() @Text() contentId!: string;
  @Text() language!: string;
  @Text() role!: AiringRole;
  @Column({ type: 'integer' }) ordinal!: number;
  @Text({ nullable: true }) makeUpForId!: string | null;
  @Text({ nullable: true }) planVersionId!: string | null;
  @Text() placedBy!: 'plan' | 'staff' | 'makeUp';
  @Text({ nullable: true }) sessionId!: string | null;
  @Column({ type: 'integer' }) position!: number;
  /** Where it will start as far as is known now; from the programme's planned duration. */
  @BigInteger() provisionalStart!: number;
  @Column({ type: 'integer' }) plannedDurationSeconds!: number;
  /** Frozen at cue; null before. */
  @BigInteger({ nullable: true }) plannedStart!: number | null;
  @Text() priority!: Priority;
  @Column({ type: 'integer' }) startGraceSeconds!: number;
  @Column({ type: 'double precision' }) requiredClusterShare!: number;
  @Text() state!: AiringState;
  @Text({ nullable: true }) reason!: AiringReason | null;
  /** Words of the person who cancelled. */
  @Text({ nullable: true }) note!: string | null;
  /** Document that ordered a cancellation; without it the airing stays owed. */
  @Text({ nullable: true }) document!: string | null;
  @Text() title!: string;
  @Text({ default: 'item' }) part!: SessionPart;
  /** Code of the live source that it airs instead of a rendition; `frames` is then the most that will be heard. */
  @Text({ nullable: true }) liveSource!: string | null;
  /** Clusters it is meant for; null: all. What it really addresses is in `airing_target` from the cue on. */
  @Json({ nullable: true }) clusterCodes!: readonly string[] | null;
  @Text({ nullable: true }) renditionId!: string | null;
  @Text({ nullable: true }) sha256!: string | null;
  @BigInteger({ nullable: true }) frames!: number | null;
  @Text({ nullable: true }) approver!: string | null;
  /** Measured start of the earliest delivery; what follows is the books' summary of the deliveries, written when they settle. */
  @BigInteger({ nullable: true }) measuredStart!: number | null;
  /** Longest delivery on a transmission output, in seconds. */
  @Column({ type: 'double precision' }) airtimeSeconds!: number;
  @Column({ type: 'integer' }) clustersReached!: number;
  @Column({ type: 'integer' }) clustersTotal!: number;
  @BigInteger({ nullable: true }) settledAt!: number | null;
  @Column({ type: 'integer' }) revision!: number;
  @BigInteger() createdAt!: number;
}

/** Clusters an airing addresses, frozen at cue. */
@Entity('airing_target')
@Unique(['stationId', 'airingId', 'clusterId'])
export class AiringTargetRow extends StationRow {
  @Text() airingId!: string;
  @Text() clusterId!: string;
}
