import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const calendarFeed = new Table({
  name: 'calendar_feed',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'secretHash', type: 'text' },
    { name: 'createdAt', type: 'bigint' },
    { name: 'createdBy', type: 'text' },
    { name: 'revokedAt', type: 'bigint', isNullable: true },
  ],
  uniques: [{ columnNames: ['secretHash'] }],
});

const reminder = new Table({
  name: 'reminder',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'key', type: 'text' },
    { name: 'kind', type: 'text' },
    { name: 'stage', type: 'text' },
    { name: 'dueAt', type: 'bigint' },
    { name: 'facts', type: 'text' },
    { name: 'openedAt', type: 'bigint' },
    { name: 'closedAt', type: 'bigint', isNullable: true },
    { name: 'acknowledgedAt', type: 'bigint', isNullable: true },
    { name: 'acknowledgedBy', type: 'text', isNullable: true },
    { name: 'revision', type: 'integer' },
  ],
  indices: [{ columnNames: ['stationId', 'closedAt'] }],
});

const reminderMessage = new Table({
  name: 'reminder_message',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'channel', type: 'text' },
    { name: 'digestOf', type: 'text', isNullable: true },
    { name: 'items', type: 'text' },
    { name: 'createdAt', type: 'bigint' },
    { name: 'attempts', type: 'integer' },
    { name: 'nextAttemptAt', type: 'bigint' },
    { name: 'settledAt', type: 'bigint', isNullable: true },
    { name: 'outcome', type: 'text', isNullable: true },
    { name: 'lastError', type: 'text', isNullable: true },
  ],
  uniques: [{ columnNames: ['stationId', 'channel', 'digestOf'] }],
  indices: [{ columnNames: ['stationId', 'settledAt'] }],
});

/** Calendar feeds; reminders, and what is to be sent of them. */
export class Reminders1763940000000 implements MigrationInterface {
  readonly name = 'Reminders1763940000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [calendarFeed, reminder, reminderMessage]) await queryRunner.createTable(table);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of [reminderMessage, reminder, calendarFeed]) await queryRunner.dropTable(table);
  }
}
