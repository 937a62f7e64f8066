import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { AudioNormaliser, type NormaliseResult } from '../audio/normaliser';
import { DomainError } from '../domain/errors';
import { MediaStore } from './media-store';
import type { RecordingRow } from './recording.entity';
import { RecordingRules } from './recording-rules';

export interface MadeRendition extends Omit<NormaliseResult, 'waveform'> {
  readonly waveformSha256: string;
}

/** No waveform comes near it. */
const WAVEFORM_MAX_BYTES = 1_000_000;

/** The slow part of normalising, from stored original to stored rendition and waveform; writes no rows. */
@Injectable()
export class RenditionMaker {
  constructor(
    private readonly media: MediaStore,
    private readonly normaliser: AudioNormaliser,
    private readonly rules: RecordingRules,
  ) {}

  /**
   * @param programmeKey whose limits apply; null for a special of no programme
   * @throws DomainError mediaMissing | diskFull | one of AUDIO_ERRORS; anything else is a fault that may pass
   */
  async make(
    { originalSha256, trim }: Pick<RecordingRow, 'originalSha256' | 'trim'>,
    programmeKey: string | null,
    signal: AbortSignal,
    onProgress: (share: number) => void = () => undefined,
  ): Promise<MadeRendition> {
    const limits = await this.rules.limits(programmeKey);
    if (!(await this.media.isIntact('originals', originalSha256))) throw new DomainError('mediaMissing');
    const inputFile = this.media.path('originals', originalSha256);
    const outputFile = await this.media.temporaryFile('mp3');
    try {
      const profile = this.rules.profile();
      const { waveform, ...result } = await this.normaliser.normalise({
        inputFile,
        outputFile,
        profile,
        limits,
        trim,
        signal,
        onProgress,
      });
      const { sha256, bytes } = result.rendition;
      await this.media.keep('renditions', { file: outputFile, sha256, bytes });
      const staged = await this.media.stage(Readable.from([Buffer.from(JSON.stringify(waveform))]), WAVEFORM_MAX_BYTES);
      await this.media.keep('waveforms', staged);
      return { ...result, waveformSha256: staged.sha256 };
    } finally {
      await this.media.discard(outputFile);
    }
  }
}
