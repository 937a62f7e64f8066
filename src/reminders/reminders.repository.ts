import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThanOrEqual, type EntityManager } from 'typeorm';
import { Station } from '../platform/config/station';
import { ReminderMessageRow, ReminderRow } from './reminder.entity';

export type StoredReminder = Readonly<Omit<ReminderRow, never>>;
export type ReminderMessage = Readonly<Omit<ReminderMessageRow, never>>;
export type Channel = ReminderMessage['channel'];

/** The only file that knows the tables of reminders. */
@Injectable()
export class RemindersRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly station: Station,
  ) {}

  /** Not done yet, earliest due first. */
  async open(manager: EntityManager = this.dataSource.manager): Promise<StoredReminder[]> {
    const where = { stationId: this.station.id, closedAt: IsNull() };
    return manager.find(ReminderRow, { where, order: { dueAt: 'ASC', key: 'ASC' } });
  }

  async byId(id: string, manager: EntityManager): Promise<StoredReminder | null> {
    return manager.findOneBy(ReminderRow, { stationId: this.station.id, id });
  }

  async insert(manager: EntityManager, row: Omit<StoredReminder, 'id' | 'stationId' | 'revision'>): Promise<string> {
    const id = randomUUID();
    await manager.insert(ReminderRow, { id, stationId: this.station.id, revision: 1, ...row });
    return id;
  }

  async update(manager: EntityManager, row: StoredReminder, changes: Partial<StoredReminder>): Promise<void> {
    await manager.update(ReminderRow, { id: row.id }, { ...changes, revision: row.revision + 1 });
  }

  async insertMessage(manager: EntityManager, row: Omit<ReminderMessage, 'id' | 'stationId'>): Promise<string> {
    const id = randomUUID();
    await manager.insert(ReminderMessageRow, { id, stationId: this.station.id, ...row });
    return id;
  }

  async message(id: string): Promise<ReminderMessage | null> {
    return this.dataSource.manager.findOneBy(ReminderMessageRow, { stationId: this.station.id, id });
  }

  /** Those that have neither gone out nor been dropped, oldest first. @param dueBy only what may be tried by then */
  async unsettled(dueBy?: number): Promise<ReminderMessage[]> {
    const due = dueBy === undefined ? {} : { nextAttemptAt: LessThanOrEqual(dueBy) };
    const where = { stationId: this.station.id, settledAt: IsNull(), ...due };
    return this.dataSource.manager.find(ReminderMessageRow, { where, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  /** When anything last went out over a channel; null: never. */
  async lastSentAt(channel: Channel): Promise<number | null> {
    const where = { stationId: this.station.id, channel, outcome: 'sent' as const };
    const last = await this.dataSource.manager.findOne(ReminderMessageRow, { where, order: { settledAt: 'DESC' } });
    return last?.settledAt ?? null;
  }

  async hasDigest(manager: EntityManager, channel: Channel, digestOf: string): Promise<boolean> {
    return manager.existsBy(ReminderMessageRow, { stationId: this.station.id, channel, digestOf });
  }

  async updateMessage(manager: EntityManager, id: string, changes: Partial<ReminderMessage>): Promise<void> {
    await manager.update(ReminderMessageRow, { id }, changes);
  }

  async remindersOf({ items }: ReminderMessage): Promise<StoredReminder[]> {
    const id = In(items.map(({ reminderId }) => reminderId));
    const where = { stationId: this.station.id, id };
    return this.dataSource.manager.find(ReminderRow, { where, order: { dueAt: 'ASC', key: 'ASC' } });
  }
}
