import { Injectable } from '@nestjs/common';
import { addDays, civilDateAt, instantOf, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { PlansService } from '../plans/plans.service';
import { Station } from '../platform/config/station';
import { RecordingsService } from '../recordings/recordings.service';
import { ScheduleService, type AiringView } from '../schedule/schedule.service';
import {
  missingIssues,
  presentAirings,
  presentDays,
  readinessKey,
  startOf,
  type AiringDay,
  type AiringFacts,
  type AiringLine,
} from './presenters/airings';
import { whenText } from './presenters/format';
import { presentTargets, presentUpload, type UploadTargets, type UploadView } from './presenters/upload';
import type { Words } from './words';

export interface NextAiring {
  readonly when: string;
  readonly title: string;
}

export interface TodayView {
  readonly lines: readonly AiringLine[];
  readonly next: NextAiring | null;
}

const DAYS_AHEAD = 7;
/** How far back a lost airing is still offered for a make-up: its month, whatever its length. */
const LOST_DAYS = 31;
/** Far more than a day, a week or a horizon of a commune holds. */
const MANY = 500;

/** Airings of today and of the days ahead, and what is missing for them. */
@Injectable()
export class AiringsBoard {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly recordings: RecordingsService,
    private readonly plans: PlansService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async today(words: Words): Promise<TodayView> {
    const facts = await this.factsBetween(this.midnight(0), this.midnight(1));
    return { lines: presentAirings(facts, words), next: facts.views.length > 0 ? null : await this.next(words) };
  }

  async coming(words: Words): Promise<readonly AiringDay[]> {
    return presentDays(await this.factsBetween(this.midnight(1), this.midnight(1 + DAYS_AHEAD)), words);
  }

  /** The next airing that has not begun. */
  async next(words: Words): Promise<NextAiring | null> {
    const views = await this.schedule.airings({ from: this.clock.now(), limit: 20 });
    const next = views.find(({ row }) => row.state === 'planned' || row.state === 'cued');
    return next ? this.shortly(next, words) : null;
  }

  private shortly(view: AiringView, words: Words): NextAiring {
    return { when: whenText(startOf(view), this.station.timeZone, words), title: view.row.title };
  }

  /** Issues that air from now to the end of the 7 days without an approved recording, and the first of them. */
  async missing(words: Words): Promise<{ readonly missing: number; readonly missingNext: NextAiring | null }> {
    const facts = await this.factsBetween(this.clock.now(), this.midnight(1 + DAYS_AHEAD));
    const contents = missingIssues(facts);
    const soonest = [...facts.views].sort((a, b) => startOf(a) - startOf(b));
    const first = soonest.find(({ row }) => row.contentId === contents[0] && row.state === 'planned');
    return { missing: contents.length, missingNext: first ? this.shortly(first, words) : null };
  }

  async upload(words: Words): Promise<UploadView> {
    return presentUpload(await this.uploadFacts(), words);
  }

  async targets(words: Words): Promise<UploadTargets> {
    return presentTargets(await this.uploadFacts(), words);
  }

  /** Titles of plans in effect today whose year's own decision is not confirmed yet. */
  async draftPlans(): Promise<string[]> {
    const today = this.day();
    const plans = (await this.plans.inForce()).map(({ plan }) => plan);
    return plans
      .filter(({ status, effective }) => status === 'draft' && effective.from <= today && today <= effective.to)
      .map(({ title }) => title);
  }

  private async uploadFacts() {
    const now = this.clock.now();
    const { timeZone, config } = this.station;
    const views = await this.schedule.airings({ from: now, to: this.midnight(config.horizonDays), limit: MANY });
    const lost = await this.schedule.airings({
      from: this.midnight(-LOST_DAYS),
      to: now,
      state: 'missed',
      limit: MANY,
    });
    const readiness = await this.readinessOf([...views, ...lost]);
    const plans = (await this.plans.inForce()).map(({ plan }) => plan);
    return {
      views: views.filter(({ row }) => row.state === 'planned'),
      lost,
      readiness,
      timeZone,
      plans,
      today: this.day(),
    };
  }

  async factsBetween(from: EpochMs, to: EpochMs): Promise<AiringFacts> {
    return this.factsOf(await this.schedule.airings({ from, to, limit: MANY }));
  }

  /** @throws DomainError notFound */
  async factsOfOne(id: string): Promise<AiringFacts> {
    const view = await this.schedule.airingView(id);
    if (!view) throw new DomainError('notFound', { kind: 'airing', id });
    return this.factsOf([view]);
  }

  private async factsOf(views: readonly AiringView[]): Promise<AiringFacts> {
    const { timeZone, config } = this.station;
    const clusterNames = new Map(config.clusters.map(({ code, name }) => [code, name]));
    return { views, readiness: await this.readinessOf(views), timeZone, clusterNames };
  }

  private async readinessOf(views: readonly AiringView[]): Promise<AiringFacts['readiness']> {
    const readiness = new Map<string, 'none' | 'processing' | 'notApproved' | 'approved'>();
    for (const language of new Set(views.map(({ row }) => row.language))) {
      const ids = views.filter(({ row }) => row.language === language).map(({ row }) => row.contentId);
      for (const [id, state] of await this.recordings.readinessFor([...new Set(ids)], language))
        readiness.set(readinessKey(id, language), state);
    }
    return readiness;
  }

  /** Today at the station. */
  day(): string {
    return civilDateAt(this.clock.now(), this.station.timeZone);
  }

  /** The station's midnight at the start of the day so many days from today. */
  private midnight(days: number): EpochMs {
    return instantOf(addDays(this.day(), days), '00:00', this.station.timeZone);
  }
}
