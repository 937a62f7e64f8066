import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Uploads in pieces, each of which becomes one recording; and recordings that are made ready before all others. */
export class RecordingUpload1763892000000 implements MigrationInterface {
  readonly name = 'RecordingUpload1763892000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('recording', new TableColumn({ name: 'uploadId', type: 'text', isNullable: true }));
    const lane = new TableColumn({ name: 'lane', type: 'text', default: "'usual'" });
    await queryRunner.addColumn('recording', lane);
    const index = new TableIndex({ name: 'UQ_recording_upload', columnNames: ['uploadId'], isUnique: true });
    await queryRunner.createIndex('recording', index);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropIndex('recording', 'UQ_recording_upload');
    await queryRunner.dropColumn('recording', 'lane');
    await queryRunner.dropColumn('recording', 'uploadId');
  }
}
