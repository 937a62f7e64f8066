import { Injectable } from '@nestjs/common';
import { addDays, civilDateAt, periodOf, type EpochMs } from '../domain/calendar';
import type { UnplacedAiring, UpcomingAiring } from '../domain/reminders';
import type { Plan } from '../domain/plan';
import { Station } from '../platform/config/station';
import { RecordingsService, type Readiness } from '../recordings/recordings.service';
import { ExpansionService } from './expansion.service';
import { startOf, type Airing } from './rows';

export interface Upcoming {
  readonly plans: readonly Plan[];
  readonly airings: readonly UpcomingAiring[];
  readonly unplaced: readonly UnplacedAiring[];
}

/** What is to air soon, and how far its recordings have come. */
@Injectable()
export class UpcomingService {
  constructor(
    private readonly expansion: ExpansionService,
    private readonly recordings: RecordingsService,
    private readonly station: Station,
  ) {}

  /** Airings that are not cued yet and start within `days`; airings of the plan that found no slot until then. */
  async within(days: number, now: EpochMs): Promise<Upcoming> {
    const { plans: stored, airings, expansion } = await this.expansion.stateAt(now);
    const plans = stored.map(({ plan }) => plan);
    const until = now + days * 86_400_000;
    const rows = airings
      .map(({ row }) => row)
      .filter((row) => row.state === 'planned' && startOf(row) > now && startOf(row) <= until);
    const last = addDays(civilDateAt(now, this.station.timeZone), days);
    const titles = new Map(
      plans.flatMap(({ programmes }) => programmes.map(({ key, title }) => [key, title] as const)),
    );
    const unplaced = expansion.shortfalls
      .filter(({ kind, periodKey }) => kind === 'conflict' && periodOf(periodKey).start <= last)
      .map(({ occurrenceKey, programmeKey, periodKey }) => {
        const title = titles.get(programmeKey) ?? programmeKey;
        return { occurrenceKey, programmeKey, periodKey, title, until: periodOf(periodKey).end };
      });
    return { plans, airings: await this.withReadiness(rows), unplaced };
  }

  private async withReadiness(rows: readonly Airing[]): Promise<UpcomingAiring[]> {
    const ids = [...new Set(rows.map(({ contentId }) => contentId))];
    const contents = new Map((await this.recordings.contents(ids)).map((content) => [content.id, content]));
    const languages = [...new Set(rows.map(({ language }) => language))];
    const ready = new Map<string, ReadonlyMap<string, Readiness>>();
    for (const language of languages) ready.set(language, await this.recordings.readinessFor(ids, language));
    return rows.map((row) => {
      const { id: airingId, contentId, language, title } = row;
      const { programmeKey = null, periodKey = null } = contents.get(contentId) ?? {};
      const readiness = issueReadiness(ready.get(language)?.get(contentId));
      return { airingId, programmeKey, periodKey, language, title, start: startOf(row), readiness };
    });
  }
}

function issueReadiness(readiness: Readiness | undefined): UpcomingAiring['readiness'] {
  if (readiness === 'approved') return 'approved';
  return readiness === 'notApproved' || readiness === 'processing' ? 'recorded' : 'none';
}
