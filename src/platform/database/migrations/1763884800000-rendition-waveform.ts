import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** The waveform made with a rendition, in the media store; null for renditions made before there was one. */
export class RenditionWaveform1763884800000 implements MigrationInterface {
  readonly name = 'RenditionWaveform1763884800000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn(
      'rendition',
      new TableColumn({ name: 'waveformSha256', type: 'text', isNullable: true }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('rendition', 'waveformSha256');
  }
}
