import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const emergency = new Table({
  name: 'emergency',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'reason', type: 'text' },
    { name: 'documentNumber', type: 'text' },
    { name: 'authorisedBy', type: 'text' },
    { name: 'authorisedAt', type: 'bigint' },
    { name: 'recordingId', type: 'text' },
    { name: 'sha256', type: 'text' },
    { name: 'title', type: 'text' },
    { name: 'airingId', type: 'text' },
    { name: 'onSecond', type: 'text', isNullable: true },
    { name: 'clusters', type: 'text', isNullable: true },
    { name: 'startedAt', type: 'bigint', isNullable: true },
    { name: 'startedBy', type: 'text', isNullable: true },
    { name: 'stoppedAt', type: 'bigint', isNullable: true },
    { name: 'stoppedBy', type: 'text', isNullable: true },
    { name: 'reviewedAt', type: 'bigint', isNullable: true },
    { name: 'reviewedBy', type: 'text', isNullable: true },
    { name: 'reviewNote', type: 'text', isNullable: true },
  ],
});

export class Emergency1763856000000 implements MigrationInterface {
  readonly name = 'Emergency1763856000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(emergency);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable(emergency);
  }
}
