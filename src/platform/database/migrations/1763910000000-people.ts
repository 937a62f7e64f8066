import { Table, TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const account = new Table({
  name: 'account',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'username', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'roles', type: 'text' },
    { name: 'passwordHash', type: 'text' },
    { name: 'mustChangePassword', type: 'boolean' },
    { name: 'isActive', type: 'boolean' },
    { name: 'createdAt', type: 'bigint' },
    { name: 'revision', type: 'integer' },
  ],
  uniques: [{ columnNames: ['stationId', 'username'] }],
});

const session = new Table({
  name: 'sign_in',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'accountId', type: 'text' },
    { name: 'secretHash', type: 'text', isUnique: true },
    { name: 'createdAt', type: 'bigint' },
    { name: 'lastSeenAt', type: 'bigint' },
    { name: 'endedAt', type: 'bigint', isNullable: true },
    { name: 'address', type: 'text', isNullable: true },
    { name: 'userAgent', type: 'text', isNullable: true },
  ],
});

const token = new Table({
  name: 'api_token',
  columns: [
    { name: 'id', type: 'text', isPrimary: true },
    { name: 'stationId', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'role', type: 'text' },
    { name: 'secretHash', type: 'text', isUnique: true },
    { name: 'createdAt', type: 'bigint' },
    { name: 'createdBy', type: 'text' },
    { name: 'createdById', type: 'text', isNullable: true },
    { name: 'expiresAt', type: 'bigint' },
    { name: 'revokedAt', type: 'bigint', isNullable: true },
    { name: 'lastUsedAt', type: 'bigint', isNullable: true },
  ],
});

/** People, their sessions and tokens; who uploaded a recording by account, and from where a deed was done. */
export class People1763910000000 implements MigrationInterface {
  readonly name = 'People1763910000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of [account, session, token]) await queryRunner.createTable(table);
    await queryRunner.addColumn('recording', new TableColumn({ name: 'uploaderId', type: 'text', isNullable: true }));
    await queryRunner.addColumn('audit', new TableColumn({ name: 'address', type: 'text', isNullable: true }));
    await queryRunner.addColumn('audit', new TableColumn({ name: 'actorId', type: 'text', isNullable: true }));
    // Append-only, whoever writes: a later migration that rebuilds the table makes them anew.
    for (const deed of ['UPDATE', 'DELETE'])
      await queryRunner.query(
        `CREATE TRIGGER audit_no_${deed.toLowerCase()} BEFORE ${deed} ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END`,
      );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const deed of ['update', 'delete']) await queryRunner.query(`DROP TRIGGER audit_no_${deed}`);
    await queryRunner.dropColumn('audit', 'actorId');
    await queryRunner.dropColumn('audit', 'address');
    await queryRunner.dropColumn('recording', 'uploaderId');
    for (const table of [token, session, account]) await queryRunner.dropTable(table);
  }
}
