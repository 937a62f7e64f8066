import { TableColumn, TableUnique, type MigrationInterface, type QueryRunner } from 'typeorm';

const columns = [
  new TableColumn({ name: 'period', type: 'text', default: "''" }),
  new TableColumn({ name: 'scope', type: 'text', default: "'all'" }),
  new TableColumn({ name: 'status', type: 'text', default: "'draft'" }),
  new TableColumn({ name: 'checkedBy', type: 'text', isNullable: true }),
  new TableColumn({ name: 'lockedBy', type: 'text', isNullable: true }),
  new TableColumn({ name: 'lockedAt', type: 'bigint', isNullable: true }),
  new TableColumn({ name: 'revision', type: 'integer', default: 0 }),
];

const versionOfSpan = ['stationId', 'kind', 'from', 'to', 'version'];
const versionOfScope = ['stationId', 'kind', 'scope', 'from', 'to', 'version'];

/** Reports on other periods than months and on one field, from draft to locked. */
export class ReportLifecycle1763930000000 implements MigrationInterface {
  readonly name = 'ReportLifecycle1763930000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumns('report', columns);
    await queryRunner.query(`UPDATE report SET period = substr("from", 1, 7)`);
    await replaceUnique(queryRunner, versionOfSpan, versionOfScope);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await replaceUnique(queryRunner, versionOfScope, versionOfSpan);
    await queryRunner.dropColumns(
      'report',
      columns.map(({ name }) => name),
    );
  }
}

async function replaceUnique(queryRunner: QueryRunner, old: readonly string[], now: string[]): Promise<void> {
  const table = await queryRunner.getTable('report');
  const found = table?.uniques.find(({ columnNames }) => [...columnNames].sort().join() === [...old].sort().join());
  if (found) await queryRunner.dropUniqueConstraint('report', found);
  await queryRunner.createUniqueConstraint('report', new TableUnique({ columnNames: now }));
}
