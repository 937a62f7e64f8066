import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const text = (name: string, isNullable: boolean): TableColumn => new TableColumn({ name, type: 'text', isNullable });

/** Tunes and relays of sessions, and emergencies from a live source, which have no recording. */
export class Sessions1763881200000 implements MigrationInterface {
  readonly name = 'Sessions1763881200000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn('airing', new TableColumn({ name: 'part', type: 'text', default: "'item'" }));
    await queryRunner.addColumn('airing', text('liveSource', true));
    await queryRunner.changeColumn('emergency', 'recordingId', text('recordingId', true));
    await queryRunner.changeColumn('emergency', 'sha256', text('sha256', true));
    await queryRunner.addColumn('emergency', text('liveSource', true));
    await queryRunner.addColumn(
      'emergency',
      new TableColumn({ name: 'maxDurationSeconds', type: 'integer', isNullable: true }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('emergency', 'maxDurationSeconds');
    await queryRunner.dropColumn('emergency', 'liveSource');
    await queryRunner.changeColumn('emergency', 'sha256', text('sha256', false));
    await queryRunner.changeColumn('emergency', 'recordingId', text('recordingId', false));
    await queryRunner.dropColumn('airing', 'liveSource');
    await queryRunner.dropColumn('airing', 'part');
  }
}
