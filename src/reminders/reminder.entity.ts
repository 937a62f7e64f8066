import { Column, Entity, Index, Unique } from 'typeorm';
import type { CivilDate } from '../domain/calendar';
import type { ReminderKind, ReminderStage } from '../domain/reminders';
import { BigInteger, Json, StationRow, Text } from '../platform/database/columns';

/** One thing to do, from when it was first due until it was done. At most one of a key is open. */
@Entity('reminder')
@Index(['stationId', 'closedAt'])
export class ReminderRow extends StationRow {
  @Text() key!: string;
  @Text() kind!: ReminderKind;
  @Text() stage!: ReminderStage;
  @BigInteger() dueAt!: number;
  @Json() facts!: Readonly<Record<string, string>>;
  @BigInteger() openedAt!: number;
  /** Done, or no longer asked for. */
  @BigInteger({ nullable: true }) closedAt!: number | null;
  @BigInteger({ nullable: true }) acknowledgedAt!: number | null;
  @Text({ nullable: true }) acknowledgedBy!: string | null;
  @Column({ type: 'integer' }) revision!: number;
}

/** What is to go out over one channel: written with the reminders that it tells of, so that no lost queue loses it. */
@Entity('reminder_message')
@Unique(['stationId', 'channel', 'digestOf'])
@Index(['stationId', 'settledAt'])
export class ReminderMessageRow extends StationRow {
  @Text() channel!: 'email' | 'webhook';
  /** The day whose digest it is; null: what is new. */
  @Text({ nullable: true }) digestOf!: CivilDate | null;
  /** What is done or at another stage by the time it goes out is left out. */
  @Json() items!: readonly { readonly reminderId: string; readonly stage: ReminderStage }[];
  @BigInteger() createdAt!: number;
  @Column({ type: 'integer' }) attempts!: number;
  @BigInteger() nextAttemptAt!: number;
  @BigInteger({ nullable: true }) settledAt!: number | null;
  /** dropped: nothing of it was left to tell. */
  @Text({ nullable: true }) outcome!: 'sent' | 'dropped' | null;
  @Text({ nullable: true }) lastError!: string | null;
}
