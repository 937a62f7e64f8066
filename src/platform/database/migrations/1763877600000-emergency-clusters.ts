import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Clusters that an emergency was authorised for; null is all. */
export class EmergencyClusters1763877600000 implements MigrationInterface {
  readonly name = 'EmergencyClusters1763877600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('emergency', new TableColumn({ name: 'clusterCodes', type: 'text', isNullable: true }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('emergency', 'clusterCodes');
  }
}
