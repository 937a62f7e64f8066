import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const COLUMNS = [
  ['authoriserId', 'text'],
  ['withdrawnAt', 'bigint'],
  ['withdrawnBy', 'text'],
  ['withdrawnNote', 'text'],
] as const;

/** An authorisation that was never used is taken back by whoever gave it. */
export class EmergencyWithdrawal1763950000000 implements MigrationInterface {
  readonly name = 'EmergencyWithdrawal1763950000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, type] of COLUMNS)
      await queryRunner.addColumn('emergency', new TableColumn({ name, type, isNullable: true }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [name] of COLUMNS) await queryRunner.dropColumn('emergency', name);
  }
}
