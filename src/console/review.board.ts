import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import type { Waveform } from '../audio/waveform';
import { DomainError } from '../domain/errors';
import { RecordingsService } from '../recordings/recordings.service';
import type { RecordingCard } from './presenters/recordings';
import { presentWaveform, type WaveView } from './presenters/waveform';
import { RecordingsBoard } from './recordings.board';
import type { Words } from './words';

/** One recording that awaits the approver. */
export interface QueuedReview {
  readonly card: RecordingCard;
  /** null for recordings from before waveforms were made, and where the file is gone. */
  readonly wave: WaveView | null;
}

/** What awaits the approver, the longest waiting first. */
@Injectable()
export class ReviewBoard {
  constructor(
    private readonly board: RecordingsBoard,
    private readonly recordings: RecordingsService,
  ) {}

  async queue(words: Words): Promise<readonly QueuedReview[]> {
    const { waiting } = await this.board.recordingsView(words);
    const submitted = waiting.filter(({ stage }) => stage === 'submitted').reverse();
    return Promise.all(submitted.map(async (card) => ({ card, wave: await this.waveOf(card.id) })));
  }

  /** null for recordings from before waveforms were made, and where the file is gone. */
  async waveOf(id: string): Promise<WaveView | null> {
    try {
      const { path } = await this.recordings.mediaFile(id, 'waveforms');
      return presentWaveform(JSON.parse(await readFile(path, 'utf8')) as Waveform);
    } catch (error) {
      if (error instanceof DomainError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }
}
