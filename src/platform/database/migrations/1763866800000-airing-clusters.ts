import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Clusters that an airing is meant for, as staff chose them; null is all. */
export class AiringClusters1763866800000 implements MigrationInterface {
  readonly name = 'AiringClusters1763866800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('airing', new TableColumn({ name: 'clusterCodes', type: 'text', isNullable: true }));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('airing', 'clusterCodes');
  }
}
