import { Injectable } from '@nestjs/common';
import { addDays, instantOf, type CivilDate, type EpochMs } from '../domain/calendar';
import type { Span } from '../domain/report-period';
import { Station } from '../platform/config/station';
import { RecordingsService } from '../recordings/recordings.service';
import type { AiredItem } from './aired-item';
import { startOf, type Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';
import { ScheduleService, type Books } from './schedule.service';

/** An airing of the schedule, whatever became of it; tunes and fillers are none. */
export interface BookedAiring extends Pick<
  Airing,
  | 'state'
  | 'reason'
  | 'document'
  | 'title'
  | 'role'
  | 'part'
  | 'language'
  | 'makeUpForId'
  | 'clusterCodes'
  | 'frames'
  | 'liveSource'
  | 'priority'
> {
  readonly airingId: string;
  /** Frozen start once cued, the expected one before. */
  readonly start: EpochMs;
  readonly programmeKey: string | null;
  readonly number: number | null;
  /** Clusters addressed, frozen at the cue; none before it. */
  readonly clusterIds: readonly string[];
}

/** The books of a span, read so that the station's other years cost nothing. */
export interface ReportBooks extends Books {
  /** From the first day of the plans in effect in the span to its last day. */
  readonly aired: readonly AiredItem[];
  readonly booked: readonly BookedAiring[];
}

const DAY_MS = 86_400_000;

@Injectable()
export class ReportBooksService {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly repository: ScheduleRepository,
    private readonly recordings: RecordingsService,
    private readonly station: Station,
  ) {}

  async read(span: Span, now: EpochMs): Promise<ReportBooks> {
    const books = await this.schedule.ledger(now, span);
    // Programmes without a cadence are counted to date from the log itself.
    const since = books.plans.reduce(
      (first, { effective }) => (effective.from < first ? effective.from : first),
      span.from,
    );
    const end = this.midnight(addDays(span.to, 1));
    const aired = await this.schedule.airedBetween(this.midnight(since), end);
    return { ...books, aired, booked: await this.booked(span) };
  }

  /** Airings of the span by their start, in order. */
  async booked(span: Span): Promise<BookedAiring[]> {
    const [from, end] = [this.midnight(span.from), this.midnight(addDays(span.to, 1))];
    // A cue moves a start by minutes at most.
    const [first, last] = [from - DAY_MS, end + DAY_MS];
    const near = await this.repository.startingBetween(first, last);
    const rows = near.filter((row) => startOf(row) >= from && startOf(row) < end);
    const targets = await this.repository.targetsBetween(first, last);
    const contents = await this.recordings.contents([...new Set(rows.map(({ contentId }) => contentId))]);
    const byId = new Map(contents.map((content) => [content.id, content]));
    return rows.map((row) => {
      const content = byId.get(row.contentId);
      return {
        ...termsOf(row),
        airingId: row.id,
        start: startOf(row),
        programmeKey: content?.programmeKey ?? null,
        number: content?.number ?? null,
        clusterIds: targets.get(row.id) ?? [],
      };
    });
  }

  private midnight(date: CivilDate): EpochMs {
    return instantOf(date, '00:00', this.station.timeZone);
  }
}

function termsOf(row: Airing) {
  const { state, reason, document, title, role, part, language, makeUpForId } = row;
  const { clusterCodes, frames, liveSource, priority } = row;
  return {
    ...{ state, reason, document, title, role, part, language, makeUpForId },
    ...{ clusterCodes, frames, liveSource, priority },
  };
}
