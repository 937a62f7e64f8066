import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AUDIO_ERRORS } from '../audio/audio-errors';
import { profileHash } from '../audio/profile-hash';
import type { NormaliseResult } from '../audio/normaliser';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { RecordingRow, RenditionFigures, SourceFigures } from './recording.entity';
import { RecordingRules } from './recording-rules';
import { RecordingsRepository } from './recordings.repository';
import { RenditionMaker, type MadeRendition } from './rendition-maker';

/** Takes recordings from processing to ready or rejected. */
@Injectable()
export class NormaliseService {
  private readonly logger = new Logger(NormaliseService.name);

  constructor(
    private readonly repository: RecordingsRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly maker: RenditionMaker,
    private readonly rules: RecordingRules,
    private readonly clock: Clock,
  ) {}

  /**
   * Idempotent: a recording that is no longer processing, or that nobody knows, is left alone.
   * @throws what may pass by itself (disk full, ffmpeg missing, stopping); the recording is then still processing
   */
  async process(recordingId: string, signal: AbortSignal, onProgress?: (share: number) => void): Promise<void> {
    const recording = await this.repository.recording(recordingId);
    if (recording?.status !== 'processing') return;
    const content = await this.repository.content(recording.contentId);
    try {
      const made = await this.maker.make(recording, content?.programmeKey ?? null, signal, onProgress);
      await this.settle(recordingId, (manager, seen) => this.accept(manager, seen, made));
    } catch (error) {
      if (!isFinal(error)) throw error;
      this.logger.warn(`recording ${recordingId} rejected: ${error.message}`);
      await this.settle(recordingId, (manager, seen) =>
        this.repository.updateRecording(manager, seen, { status: 'rejected', errorCode: error.code }),
      );
    }
  }

  private async settle(
    recordingId: string,
    change: (manager: EntityManager, seen: RecordingRow) => Promise<unknown>,
  ): Promise<void> {
    await this.unitOfWork.run(async (manager) => {
      const seen = await this.repository.recording(recordingId, manager);
      if (seen?.status === 'processing') await change(manager, seen);
    });
  }

  private async accept(manager: EntityManager, seen: RecordingRow, made: MadeRendition): Promise<void> {
    const { sha256, frames, bytes } = made.rendition;
    await this.repository.insertRendition(manager, {
      recordingId: seen.id,
      profileHash: profileHash(this.rules.profile()),
      sha256,
      frames,
      bytes,
      loudness: renditionFigures(made),
      waveformSha256: made.waveformSha256,
      createdAt: this.clock.now(),
    });
    await this.repository.updateRecording(manager, seen, {
      status: 'ready',
      durationSeconds: made.durationSeconds,
      source: sourceFigures(made),
      warnings: [...seen.warnings, ...made.warnings],
      findings: [...made.findings],
    });
  }
}

/** Trying again would not help: the file itself is at fault, or gone. */
function isFinal(error: unknown): error is DomainError {
  return error instanceof DomainError && (error.code in AUDIO_ERRORS || error.code === 'mediaMissing');
}

function sourceFigures({ source }: MadeRendition): SourceFigures {
  const { integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs, codec, container, channels, sampleRateHz } = source;
  return { integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs, codec, container, channels, sampleRateHz };
}

export function renditionFigures({ rendition }: Pick<NormaliseResult, 'rendition'>): RenditionFigures {
  const { integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs, gainDb, limiterReductionDb, targetReached } =
    rendition;
  return { integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs, gainDb, limiterReductionDb, targetReached };
}
