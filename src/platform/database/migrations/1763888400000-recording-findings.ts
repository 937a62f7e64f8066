import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const COLUMNS = ['findings', 'trim'] as const;

/** What was noticed about a recording, and what a person chose to keep of it (JSON). */
export class RecordingFindings1763888400000 implements MigrationInterface {
  readonly name = 'RecordingFindings1763888400000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const name of COLUMNS) {
      await queryRunner.addColumn('recording', new TableColumn({ name, type: 'text', isNullable: true }));
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of COLUMNS) await queryRunner.dropColumn('recording', name);
  }
}
