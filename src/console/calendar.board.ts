import { Injectable } from '@nestjs/common';
import { addDays, civilDateAt, instantOf, type CivilDate, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { Station } from '../platform/config/station';
import { RecordingsService } from '../recordings/recordings.service';
import { CalendarService, type CalendarDayView } from '../schedule/calendar.service';
import { AiringsBoard } from './airings.board';
import { CALENDAR_WORDS } from './pages/calendar-words';
import { startOf, type AiringFacts } from './presenters/airings';
import {
  daysShown,
  presentAiring,
  presentCalendar,
  type AiringDetail,
  type CalendarFacts,
  type CalendarPlace,
  type CalendarView,
} from './presenters/calendar';
import { durationText } from './presenters/format';
import type { Words } from './words';

/** A choice of a form: what is sent, and what people read. */
export type Choice = readonly [value: string, text: string];

/** More than anybody wants to look through; the newest come first. */
const OFFERED = 100;

/** The schedule by days, and what may be put on it. */
@Injectable()
export class CalendarBoard {
  constructor(
    private readonly airings: AiringsBoard,
    private readonly calendar: CalendarService,
    private readonly recordings: RecordingsService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  get today(): CivilDate {
    return civilDateAt(this.clock.now(), this.station.timeZone);
  }

  async view(place: CalendarPlace, words: Words): Promise<CalendarView> {
    const { from, to } = daysShown(place);
    const facts = await this.factsBetween(from, to);
    return presentCalendar(place, facts, words, CALENDAR_WORDS[words.language]);
  }

  /** @throws DomainError notFound */
  async airing(id: string, words: Words): Promise<AiringDetail> {
    const detail = presentAiring(await this.calendarFacts(await this.airings.factsOfOne(id)), words);
    if (!detail) throw new DomainError('notFound', { kind: 'airing', id });
    return detail;
  }

  /** @throws DomainError notFound */
  async startOf(id: string): Promise<EpochMs> {
    const { views } = await this.airings.factsOfOne(id);
    return views.map(startOf)[0] ?? 0;
  }

  /** A day, and how many airings wait for it. */
  async day(date: CivilDate): Promise<{ readonly day: CalendarDayView; readonly waiting: number }> {
    const day = await this.calendar.day(date);
    const { views } = await this.factsBetween(date, date);
    return { day, waiting: views.filter(({ row }) => row.part === 'item' && row.state === 'planned').length };
  }

  /** Approved recordings, the newest first. */
  async approved(words: Words): Promise<readonly Choice[]> {
    const listed = await this.recordings.list({ status: 'ready', reviewStatus: 'approved' }, null, OFFERED);
    return listed.map(({ id, title, durationSeconds }) => {
      return [id, `${title} (${durationText(durationSeconds ?? 0, words)})`];
    });
  }

  get clusters(): readonly Choice[] {
    return this.station.config.clusters.map(({ code, name }) => [code, name]);
  }

  private async factsBetween(from: CivilDate, to: CivilDate): Promise<CalendarFacts> {
    const [start, end] = [from, addDays(to, 1)].map((date) => instantOf(date, '00:00', this.station.timeZone));
    return this.calendarFacts(await this.airings.factsBetween(start ?? 0, end ?? 0));
  }

  private async calendarFacts(facts: AiringFacts): Promise<CalendarFacts> {
    const days = await this.calendar.byDate();
    return { ...facts, days, grid: this.station.grid, now: this.clock.now() };
  }
}
