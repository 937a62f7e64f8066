import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const attestation = new Table({
  name: 'attestation',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'programmeKey', type: 'text' },
    { name: 'periodKey', type: 'text' },
    { name: 'ordinal', type: 'integer' },
    { name: 'airedAt', type: 'bigint' },
    { name: 'airtimeSeconds', type: 'integer' },
    { name: 'note', type: 'text' },
    { name: 'document', type: 'text' },
    { name: 'attachment', type: 'text', isNullable: true },
    { name: 'attestedBy', type: 'text' },
    { name: 'attestedAt', type: 'bigint' },
    { name: 'withdrawnBy', type: 'text', isNullable: true },
    { name: 'withdrawnAt', type: 'bigint', isNullable: true },
    { name: 'withdrawnNote', type: 'text', isNullable: true },
  ],
  indices: [{ columnNames: ['stationId', 'programmeKey', 'periodKey'] }],
});

const makeUpDecline = new Table({
  name: 'make_up_decline',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'airingId', type: 'text' },
    { name: 'reason', type: 'text' },
    { name: 'declinedBy', type: 'text' },
    { name: 'declinedAt', type: 'bigint' },
  ],
  uniques: [{ columnNames: ['stationId', 'airingId'] }],
});

/** Attested airings, and lost ones that staff decided not to make up. */
export class Compliance1763920000000 implements MigrationInterface {
  readonly name = 'Compliance1763920000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(attestation);
    await queryRunner.createTable(makeUpDecline);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable(makeUpDecline);
    await queryRunner.dropTable(attestation);
  }
}
