import { isSettled } from '../../domain/airing';
import {
  addDays,
  civilDateAt,
  datesBetween,
  isoAt,
  localTimeAt,
  monthOf,
  periodOf,
  weekdayOf,
  weekOf,
  type CalendarDay,
  type CivilDate,
  type EpochMs,
} from '../../domain/calendar';
import { groupBy } from '../../domain/group-by';
import type { StationGrid } from '../../domain/station';
import { sessionWindowOn } from '../../domain/timetable';
import type { AiringView } from '../../schedule/schedule.service';
import type { CalendarWords } from '../pages/calendar-words';
import type { Words } from '../words';
import { presentAirings, startOf, type AiringFacts, type AiringLine } from './airings';
import { dateText, dayText, durationText, monthText, timeText, whenText } from './format';

export type CalendarSpan = 'week' | 'month';

export interface CalendarItem {
  readonly line: AiringLine;
  readonly isMovable: boolean;
  /** ISO 8601 with the station's offset. */
  readonly start: string;
  readonly revision: number;
}

/** The airings of a session, or those outside of every session. */
export interface CalendarGroup {
  readonly session: { readonly code: string; readonly title: string; readonly hours: string } | null;
  readonly items: readonly CalendarItem[];
}

export interface CalendarCell {
  readonly date: CivilDate;
  /** "Thứ hai, 23/11/2026". */
  readonly title: string;
  readonly weekday: string;
  /** "23/11". */
  readonly short: string;
  readonly isToday: boolean;
  /** Of the month before or after. */
  readonly isOutside: boolean;
  readonly day: Pick<CalendarDay, 'kind' | 'policy' | 'title'> | null;
  readonly groups: readonly CalendarGroup[];
}

export interface CalendarPlace {
  readonly span: CalendarSpan;
  readonly date: CivilDate;
}

export interface CalendarView extends CalendarPlace {
  readonly heading: string;
  readonly previous: CivilDate;
  readonly next: CivilDate;
  readonly today: CivilDate;
  readonly cells: readonly CalendarCell[];
}

/** What a calendar is made from. */
export interface CalendarFacts extends AiringFacts {
  readonly days: ReadonlyMap<CivilDate, CalendarDay>;
  readonly grid: StationGrid;
  readonly now: EpochMs;
}

/** First and last day shown: a week, or the whole weeks that hold a month. */
export function daysShown({ span, date }: CalendarPlace): { readonly from: CivilDate; readonly to: CivilDate } {
  if (span === 'week') return { from: weekOf(date).start, to: weekOf(date).end };
  const { start, end } = monthOf(date);
  return { from: weekOf(start).start, to: weekOf(end).end };
}

export function presentCalendar(
  place: CalendarPlace,
  facts: CalendarFacts,
  words: Words,
  own: CalendarWords,
): CalendarView {
  const { from, to } = daysShown(place);
  const today = civilDateAt(facts.now, facts.timeZone);
  const shown = facts.views.filter(({ row }) => row.part === 'item' || row.part === 'relay');
  const byDate = groupBy(shown, (view) => civilDateAt(startOf(view), facts.timeZone));
  const month = monthOf(place.date);
  const cells = datesBetween(from, to).map((date): CalendarCell => {
    const title = dayText(date, words);
    return {
      ...{ date, title, weekday: title.slice(0, title.indexOf(',')), short: dateText(date).slice(0, 5) },
      isToday: date === today,
      isOutside: place.span === 'month' && (date < month.start || date > month.end),
      day: facts.days.get(date) ?? null,
      groups: groupsOf(date, { ...facts, views: byDate.get(date) ?? [] }, words),
    };
  });
  return { ...place, today, cells, ...headingOf(place, words, own) };
}

function headingOf({ span, date }: CalendarPlace, words: Words, own: CalendarWords) {
  if (span === 'month') {
    const { key, start, end } = monthOf(date);
    return { heading: monthText(key, words), previous: monthOf(addDays(start, -1)).start, next: addDays(end, 1) };
  }
  const { key, start, end } = weekOf(date);
  const heading = own.weekOf(key.slice(6), key.slice(0, 4), dateText(start).slice(0, 5), dateText(end));
  return { heading, previous: addDays(start, -7), next: addDays(start, 7) };
}

/** The sessions of the day's week, empty ones too, then what lies outside of them. */
function groupsOf(date: CivilDate, facts: CalendarFacts, words: Words): CalendarGroup[] {
  const { grid, views } = facts;
  const sessions = grid.sessions
    .filter(({ weekdays }) => weekdays.includes(weekdayOf(date)))
    .map((template) => ({ template, window: sessionWindowOn(date, template, grid) }))
    .sort((a, b) => a.window.start - b.window.start);
  const rest = new Set(views);
  const groups = sessions.map(({ template: { code, title }, window }): CalendarGroup => {
    const own = views.filter((view) => startOf(view) >= window.start && startOf(view) < window.end);
    for (const view of own) rest.delete(view);
    const [from, to] = [window.start, window.end].map((at) => timeText(at, grid.timeZone));
    return { session: { code, title, hours: `${from ?? ''}–${to ?? ''}` }, items: itemsOf(own, facts, words) };
  });
  return rest.size === 0 ? groups : [...groups, { session: null, items: itemsOf([...rest], facts, words) }];
}

function itemsOf(views: readonly AiringView[], facts: CalendarFacts, words: Words): CalendarItem[] {
  const byId = new Map(views.map((view) => [view.row.id, view]));
  return presentAirings({ ...facts, views }, words).flatMap((line) => {
    const view = byId.get(line.id);
    if (!view) return [];
    const start = isoAt(startOf(view), facts.timeZone);
    return [{ line, start, isMovable: isMovable(view, facts.now), revision: view.row.revision }];
  });
}

function isMovable(view: AiringView, now: EpochMs): boolean {
  return view.row.state === 'planned' && view.row.part === 'item' && startOf(view) > now;
}

/** One airing with all that its page says. */
export interface AiringDetail {
  readonly line: AiringLine;
  readonly when: string;
  readonly date: CivilDate;
  /** As forms take them: "23/11/2026", "05:30" or "05:30:13". */
  readonly typed: { readonly date: string; readonly time: string };
  readonly duration: string;
  readonly language: string;
  /** Days in which its issue has to air: "23/11/2026–29/11/2026". */
  readonly period: string | null;
  readonly isPlacedByStaff: boolean;
  readonly isMovable: boolean;
  readonly isCancellable: boolean;
  readonly isRestorable: boolean;
  readonly isLost: boolean;
  readonly isOver: boolean;
  readonly revision: number;
}

export function presentAiring(facts: CalendarFacts, words: Words): AiringDetail | null {
  const [view] = facts.views;
  const [line] = presentAirings(facts, words);
  if (!view || !line) return null;
  const { row, content } = view;
  const at = startOf(view);
  const date = civilDateAt(at, facts.timeZone);
  const periodKey = row.role === 'first' || row.role === 'repeat' ? (content?.periodKey ?? null) : null;
  const period = periodKey === null ? null : periodOf(periodKey);
  return {
    ...{ line, date, when: whenText(at, facts.timeZone, words) },
    typed: { date: dateText(date), time: localTimeAt(at, facts.timeZone).replace(/:00$/, '') },
    duration: durationText(row.frames === null ? row.plannedDurationSeconds : row.frames / 48_000, words),
    language: words.spoken[row.language] ?? row.language,
    period: period && `${dateText(period.start)}–${dateText(period.end)}`,
    isPlacedByStaff: row.placedBy === 'staff' && row.role !== 'extra',
    isMovable: isMovable(view, facts.now),
    isCancellable: row.part === 'item' && (row.state === 'planned' || row.state === 'cued'),
    isRestorable: row.reason === 'cancelledByStaff' && row.plannedStart === null && at > facts.now,
    isLost: row.state === 'missed' || row.state === 'partial' || (row.state === 'cancelled' && row.document === null),
    isOver: isSettled(row.state) && row.measuredStart !== null,
    revision: row.revision,
  };
}
