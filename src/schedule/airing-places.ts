import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { outputsFor, shareAnOutput } from '../domain/addressing';
import { isSettled } from '../domain/airing';
import {
  addDays,
  civilDateAt,
  instantOf,
  localTimeAt,
  parseCivilDate,
  periodOf,
  weekdayOf,
  type CivilDate,
  type EpochMs,
} from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import type { Priority } from '../domain/plan';
import { overlaps, type Interval } from '../domain/rundown';
import type { SessionTemplate } from '../domain/station';
import { gapInSession, routineWindowOn, sessionWindowOn } from '../domain/timetable';
import { Station } from '../platform/config/station';
import { RecordingsService } from '../recordings/recordings.service';
import { CalendarService } from './calendar.service';
import { secondsOf, startOf, type Airing } from './rows';
import { ScheduleRepository } from './schedule.repository';

/** A year and a month: beyond it a date is a slip of the pen. */
const FARTHEST_DAYS = 400;

interface Wanted {
  /** The airing itself, when it is on the schedule already. */
  readonly id: string | null;
  readonly clusterCodes: readonly string[] | null;
  readonly at: EpochMs;
  readonly durationSeconds: number;
  readonly priority: Priority;
}

/** Where staff may put an airing: at an instant, or into a session, where it takes the first stretch that is free. */
export type MoveTarget =
  | { readonly kind: 'instant'; readonly at: EpochMs }
  | { readonly kind: 'session'; readonly date: CivilDate; readonly sessionCode: string };

/** What stands in the way of an airing that a person places. */
@Injectable()
export class AiringPlaces {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly recordings: RecordingsService,
    private readonly calendar: CalendarService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * Says what a move would come to, without moving anything.
   * @returns the instant at which the airing would start
   * @throws DomainError notFound | noSession | sessionFull and those of `AiringsService.move`
   */
  async tryMove(id: string, target: MoveTarget): Promise<EpochMs> {
    const row = await this.repository.airing(id);
    if (!row) throw new DomainError('notFound', { kind: 'airing', id });
    const at = target.kind === 'instant' ? target.at : await this.startInSession(row, target);
    await this.refuseMove(row, at);
    return at;
  }

  /** @throws DomainError illegalTransition | outsidePeriod and those of refuseUnlessFree */
  async refuseMove(row: Airing, at: EpochMs, manager?: EntityManager): Promise<void> {
    if (row.state !== 'planned') throw new DomainError('illegalTransition', { from: row.state, to: 'moved' });
    await this.refuseOutsidePeriod(row, civilDateAt(at, this.station.timeZone), manager);
    await this.refuseUnlessFree({ ...wantedOf(row), at }, manager);
  }

  /** Whether the air it had when it was cancelled is still free. */
  async refuseTaken(row: Airing, manager: EntityManager): Promise<void> {
    await this.refuseUnlessFree({ ...wantedOf(row), at: row.provisionalStart }, manager);
  }

  /** @throws DomainError inThePast | tooFarAhead | quietHours | calendarBlocked | insideRelay | beyondSession | scheduleConflict */
  async refuseUnlessFree(wish: Wanted, manager?: EntityManager): Promise<void> {
    const { timeZone, grid } = this.station;
    const { at } = wish;
    const now = this.clock.now();
    if (at < now) throw new DomainError('inThePast', { at: localTimeAt(at, timeZone) });
    if (at > now + FARTHEST_DAYS * 86_400_000) throw new DomainError('tooFarAhead', { days: FARTHEST_DAYS });
    const date = civilDateAt(at, timeZone);
    const wanted = { start: at, end: at + wish.durationSeconds * 1000 };
    const window = routineWindowOn(date, grid);
    if (wanted.start < window.start || wanted.end > window.end)
      throw new DomainError('quietHours', { from: grid.routineWindow.start, to: grid.routineWindow.end });
    await this.refuseBlocked(date, manager);
    if (wish.priority === 'NORMAL') this.refuseBrokenSession(date, wanted);
    const other = (await this.standing(wish, window.start, manager)).find((row) => overlaps(wanted, airOf(row)));
    if (!other) return;
    const [start, title] = [localTimeAt(startOf(other), timeZone), other.title];
    throw new DomainError('scheduleConflict', { airing: other.id, title, at: start });
  }

  private async startInSession(row: Airing, { date, sessionCode }: MoveTarget & { kind: 'session' }): Promise<EpochMs> {
    const { timeZone, grid } = this.station;
    const template = grid.sessions.find(({ code }) => code === sessionCode);
    if (!template?.weekdays.includes(weekdayOf(parseCivilDate(date)))) throw new DomainError('noSession', { date });
    if (date < civilDateAt(this.clock.now(), timeZone))
      throw new DomainError('inThePast', { at: `${template.title} ${template.start}` });
    await this.refuseBlocked(date);
    await this.refuseOutsidePeriod(row, date);
    const wish = wantedOf(row);
    const near = await this.standing(wish, instantOf(addDays(date, -1), '00:00', timeZone));
    const busy = near.map(airOf);
    const { durationSeconds } = wish;
    const start = gapInSession(date, template, grid, { durationSeconds, notBefore: this.clock.now(), busy });
    if (start !== null) return start;
    const minutes = Math.ceil(durationSeconds / 60);
    const limit = Math.floor(template.maxDurationSeconds / 60);
    throw new DomainError('sessionFull', { session: template.title, date, minutes, limit });
  }

  private async refuseBlocked(date: CivilDate, manager?: EntityManager): Promise<void> {
    if ((await this.calendar.byDate(manager)).get(date)?.policy === 'skip')
      throw new DomainError('calendarBlocked', { date });
  }

  private async refuseOutsidePeriod(row: Airing, date: CivilDate, manager?: EntityManager): Promise<void> {
    if (row.role === 'makeUp' || row.role === 'extra') return;
    const [content] = await this.recordings.contents([row.contentId], manager);
    if (!content?.periodKey) return;
    const period = periodOf(content.periodKey);
    if (date < period.start || date > period.end)
      throw new DomainError('outsidePeriod', { period: period.key, from: period.start, to: period.end });
  }

  /** Rows since an instant that the airing may not meet. */
  private async standing(
    { id, clusterCodes, priority }: Omit<Wanted, 'at'>,
    since: EpochMs,
    manager?: EntityManager,
  ): Promise<readonly Airing[]> {
    const carrying = this.carrying(clusterCodes);
    return (await this.repository.airingsSince(since, manager)).filter(
      (row) =>
        row.id !== id &&
        row.part !== 'filler' &&
        !isSettled(row.state) &&
        standsAgainst(row, priority) &&
        shareAnOutput(carrying, this.carrying(row.clusterCodes)),
    );
  }

  private carrying(clusterCodes: readonly string[] | null): ReadonlySet<string> {
    const { clusters, outputs } = this.station.config;
    return outputsFor(clusterCodes, clusters, outputs);
  }

  /** A session keeps air for its signature tune and relay, and its length is a limit that the province sets. */
  private refuseBrokenSession(date: CivilDate, wanted: Interval): void {
    const { grid } = this.station;
    for (const template of grid.sessions.filter(({ weekdays }) => weekdays.includes(weekdayOf(date)))) {
      const window = sessionWindowOn(date, template, grid);
      const leadInEnd = window.start + template.leadInSeconds * 1000;
      if (leadInEnd > window.start && overlaps(wanted, { start: window.start, end: leadInEnd }))
        throw new DomainError('insideRelay');
      if (wanted.start >= window.start && wanted.start < window.end && wanted.end > window.end)
        throw beyondSession(template, wanted, localTimeAt(window.end, grid.timeZone));
    }
  }
}

function beyondSession(template: SessionTemplate, { start, end }: Interval, sessionEnd: string): DomainError {
  const minutes = Math.ceil((end - start) / 60_000);
  return new DomainError('beyondSession', { session: template.title, end: sessionEnd, minutes });
}

function wantedOf({ id, clusterCodes, plannedDurationSeconds, priority }: Airing): Omit<Wanted, 'at'> {
  return { id, clusterCodes, durationSeconds: plannedDurationSeconds, priority };
}

function airOf(row: Airing): Interval {
  return { start: startOf(row), end: startOf(row) + secondsOf(row) * 1000 };
}

/** A PRIORITY airing interrupts a NORMAL one; for an emergency, of which nobody knows how long it lasts, the engine makes room. */
function standsAgainst(row: Airing, priority: Priority): boolean {
  return row.priority === 'PRIORITY' || (row.priority === 'NORMAL' && priority === 'NORMAL');
}
