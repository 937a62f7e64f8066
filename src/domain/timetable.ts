import {
  civilDateAt,
  datesBetween,
  instantOf,
  weekdayOf,
  type CalendarDay,
  type CivilDate,
  type EpochMs,
} from './calendar';
import { remember } from './remember';
import { layOut, overlaps, type Interval } from './rundown';
import type { SessionTemplate, StationGrid } from './station';

/** Where an airing may go: a session of a day, or a fixed instant of a day. */
export type Slot =
  | { readonly kind: 'session'; readonly date: CivilDate; readonly sessionCode: string; readonly start: EpochMs }
  | { readonly kind: 'fixedTime'; readonly date: CivilDate; readonly start: EpochMs };

/** Why a slot cannot take an airing. */
export type Obstacle =
  | 'past'
  | 'notInForce'
  | 'noOccurrence'
  | 'calendarBlocked'
  | 'noSession'
  | 'sessionFull'
  | 'quietHours'
  | 'insideSession'
  | 'overlap'
  | 'beforeFirst';

export interface Booking {
  readonly key: string;
  readonly durationSeconds: number;
  /** Order inside a session; ties are broken by key. */
  readonly rank: number;
}

interface SessionBook {
  /** The whole session. */
  readonly window: Interval;
  /** What of it is left for items. */
  readonly room: Interval;
  readonly items: Booking[];
}

/**
 * What is placed where on the station's air. Built and dropped inside one pure decision; what it answers
 * depends only on the bookings it holds, not on the order they came in.
 */
export class Timetable {
  private readonly templates: ReadonlyMap<string, SessionTemplate>;
  private readonly sessions = new Map<string, SessionBook>();
  private readonly busyByDate = new Map<CivilDate, Interval[]>();

  constructor(
    private readonly grid: StationGrid,
    private readonly calendar: ReadonlyMap<CivilDate, CalendarDay>,
    /** Nothing new is placed before it. */
    private readonly notBefore: EpochMs,
  ) {
    this.templates = new Map(grid.sessions.map((session) => [session.code, session]));
  }

  sessionSlot(date: CivilDate, sessionCode: string): Slot | null {
    const template = this.templates.get(sessionCode);
    if (!template) return null;
    return { kind: 'session', date, sessionCode, start: instantOf(date, template.start, this.grid.timeZone) };
  }

  fixedSlot(date: CivilDate, at: string): Slot {
    return { kind: 'fixedTime', date, start: instantOf(date, at, this.grid.timeZone) };
  }

  /** Sessions that the station's week holds on a date, whether or not they can take something. */
  sessionSlotsOn(date: CivilDate): readonly Slot[] {
    return weekOfSessions(this.grid)(date);
  }

  isCalendarBlocked(date: CivilDate): boolean {
    return this.calendar.get(date)?.policy === 'skip';
  }

  /** Where the booking would start in the slot; null when the slot cannot take it. */
  startIn(slot: Slot, booking: Booking): EpochMs | null {
    if (this.obstacle(slot, booking) !== null) return null;
    if (slot.kind === 'fixedTime') return slot.start;
    const book = this.bookOf(slot.date, slot.sessionCode);
    const { placed } = this.lay(slot.date, book, [...book.items, booking]);
    return placed.find((item) => item.key === booking.key)?.start ?? null;
  }

  /** null when the slot can take the booking. */
  obstacle(slot: Slot, booking: Booking): Obstacle | null {
    if (slot.start < this.notBefore) return 'past';
    if (this.isCalendarBlocked(slot.date)) return 'calendarBlocked';
    return slot.kind === 'session' ? this.sessionObstacle(slot, booking) : this.fixedTimeObstacle(slot, booking);
  }

  book(slot: Slot, booking: Booking): void {
    if (slot.kind === 'session') this.bookOf(slot.date, slot.sessionCode).items.push(booking);
    else this.addBusy(slot.date, { start: slot.start, end: slot.start + booking.durationSeconds * 1000 });
  }

  /** Air that is taken and will not move; it may run over midnight. */
  block(start: EpochMs, durationSeconds: number): void {
    // A measured duration has fractions of a millisecond; an item after it still starts on a whole one.
    const end = Math.ceil(start + durationSeconds * 1000);
    const dateAt = (instant: EpochMs) => civilDateAt(instant, this.grid.timeZone);
    for (const date of datesBetween(dateAt(start), dateAt(end - 1))) this.addBusy(date, { start, end });
  }

  private addBusy(date: CivilDate, interval: Interval): void {
    const busy = this.busyByDate.get(date);
    if (busy) busy.push(interval);
    else this.busyByDate.set(date, [interval]);
  }

  /** Position (from 0) and start of every booked session item. */
  *sessionItems(): Generator<{ key: string; position: number; start: EpochMs }> {
    for (const [name, book] of this.sessions) {
      const rundown = this.lay(name.slice(0, 10), book, book.items);
      for (const [position, item] of rundown.placed.entries()) yield { key: item.key, position, start: item.start };
    }
  }

  private sessionObstacle(slot: Slot & { kind: 'session' }, booking: Booking): Obstacle | null {
    if (!this.templates.get(slot.sessionCode)?.weekdays.includes(weekdayOf(slot.date))) return 'noSession';
    const book = this.bookOf(slot.date, slot.sessionCode);
    return this.lay(slot.date, book, [...book.items, booking]).overflow.length > 0 ? 'sessionFull' : null;
  }

  private fixedTimeObstacle(slot: Slot, booking: Booking): Obstacle | null {
    const wanted = { start: slot.start, end: slot.start + booking.durationSeconds * 1000 };
    const window = routineWindowOn(slot.date, this.grid);
    if (wanted.start < window.start || wanted.end > window.end) return 'quietHours';
    // A session keeps its whole length: what is placed in it later must not meet a fixed-time programme.
    for (const session of this.sessionSlotsOn(slot.date)) {
      if (session.kind === 'session' && overlaps(wanted, this.bookOf(slot.date, session.sessionCode).window))
        return 'insideSession';
    }
    return (this.busyByDate.get(slot.date) ?? []).some((interval) => overlaps(wanted, interval)) ? 'overlap' : null;
  }

  private lay(date: CivilDate, book: SessionBook, items: readonly Booking[]) {
    const ordered = [...items].sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1));
    return layOut(
      book.room.start,
      book.room.end,
      this.busyByDate.get(date) ?? [],
      ordered.map((item) => ({ key: item.key, durationMs: item.durationSeconds * 1000 })),
    );
  }

  private bookOf(date: CivilDate, sessionCode: string): SessionBook {
    const name = `${date} ${sessionCode}`;
    let book = this.sessions.get(name);
    if (!book) {
      const template = this.templates.get(sessionCode) as SessionTemplate;
      const window = sessionWindowOn(date, template, this.grid);
      const room = {
        start: window.start + template.leadInSeconds * 1000,
        end: window.end - template.leadOutSeconds * 1000,
      };
      book = { window, room, items: [] };
      this.sessions.set(name, book);
    }
    return book;
  }
}

type SessionsOn = (date: CivilDate) => readonly Slot[];
const weeksOfSessions = new WeakMap<StationGrid, SessionsOn>();

/** Timetables come and go with every decision; the station's week stays. */
function weekOfSessions(grid: StationGrid): SessionsOn {
  let sessionsOn = weeksOfSessions.get(grid);
  if (!sessionsOn) {
    sessionsOn = remember(2_000, (date: CivilDate) => {
      const weekday = weekdayOf(date);
      return grid.sessions
        .filter((session) => session.weekdays.includes(weekday))
        .map(({ code, start }) => {
          return { kind: 'session' as const, date, sessionCode: code, start: instantOf(date, start, grid.timeZone) };
        })
        .sort((a, b) => a.start - b.start);
    });
    weeksOfSessions.set(grid, sessionsOn);
  }
  return sessionsOn;
}

/** The day's routine window; items must start and end inside it. */
export function routineWindowOn(date: CivilDate, grid: StationGrid): Interval {
  return {
    start: instantOf(date, grid.routineWindow.start, grid.timeZone),
    end: instantOf(date, grid.routineWindow.end, grid.timeZone),
  };
}

/** From the session's start to its maximum length, cut to the routine window. */
export function sessionWindowOn(date: CivilDate, template: SessionTemplate, grid: StationGrid): Interval {
  const start = instantOf(date, template.start, grid.timeZone);
  const routine = routineWindowOn(date, grid);
  const end = Math.min(start + template.maxDurationSeconds * 1000, routine.end);
  return { start: Math.max(start, routine.start), end };
}

/**
 * Where an airing that staff move into a session begins: the first stretch that is free for all of it, after the
 * session's tune and relay and before its closing tune.
 * @returns null when the session has no such stretch left
 */
export function gapInSession(
  date: CivilDate,
  template: SessionTemplate,
  grid: StationGrid,
  wanted: { readonly durationSeconds: number; readonly notBefore: EpochMs; readonly busy: readonly Interval[] },
): EpochMs | null {
  const { start, end } = sessionWindowOn(date, template, grid);
  const from = Math.max(start + template.leadInSeconds * 1000, Math.ceil(wanted.notBefore / 60_000) * 60_000);
  const item = { key: '', durationMs: wanted.durationSeconds * 1000 };
  return layOut(from, end - template.leadOutSeconds * 1000, wanted.busy, [item]).placed[0]?.start ?? null;
}
