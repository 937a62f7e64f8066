import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { RecordingsService } from '../recordings/recordings.service';
import { ReportRegister } from '../reports/report.register';
import { dateText } from './presenters/format';
import type { Words } from './words';

export const newsQuery = z.object({
  /** What `at` was in the answer before; nothing the first time. */
  since: z.coerce.number().int().min(0).optional(),
  /** A recording whose normalisation has just ended. */
  recording: z.uuid().optional(),
});
export type NewsQuery = z.output<typeof newsQuery>;

/** Says what was finished in the background, in a sentence each. */
@Injectable()
export class NewsBoard {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly reports: ReportRegister,
    private readonly clock: Clock,
  ) {}

  async news(
    { since, recording }: NewsQuery,
    words: Words,
  ): Promise<{ readonly at: EpochMs; readonly items: string[] }> {
    const at = this.clock.now();
    const made = since === undefined ? [] : (await this.reports.list()).filter(({ createdAt }) => createdAt > since);
    const reports = made.map(({ from, to, version }) =>
      words.page.reportMade(`${dateText(from)}–${dateText(to)}`, version),
    );
    return { at, items: [...(recording === undefined ? [] : await this.ended(recording, words)), ...reports] };
  }

  /** Nothing of one that is tried again. */
  private async ended(id: string, { page }: Words): Promise<string[]> {
    const found = await this.recordings.get(id).catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
    if (found?.status === 'ready') return [page.recordingReady(found.title)];
    return found?.status === 'rejected' ? [page.recordingRejected(found.title)] : [];
  }
}
