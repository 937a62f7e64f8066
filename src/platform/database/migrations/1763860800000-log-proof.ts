import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const columns = [
  new TableColumn({ name: 'kind', type: 'text', default: "'played'" }),
  new TableColumn({ name: 'airCheck', type: 'text', isNullable: true }),
  new TableColumn({ name: 'proof', type: 'text', isNullable: true }),
];
const index = new TableIndex({ name: 'IDX_112ebf3c226471f07180dc5c8f', columnNames: ['deliveryId'] });

/** The as-played log takes in what air-checks prove. Entries from before are all of kind `played`. */
export class LogProof1763860800000 implements MigrationInterface {
  readonly name = 'LogProof1763860800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumns('playout_log', columns);
    await queryRunner.createIndex('playout_log', index);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('playout_log', index);
    await queryRunner.dropColumns('playout_log', columns);
  }
}
