import {
  addDays,
  civilDateAt,
  datesBetween,
  instantOf,
  periodOf,
  type CalendarDay,
  type CivilDate,
  type EpochMs,
} from './calendar';
import type { StationGrid } from './station';
import { Timetable, type Slot } from './timetable';

export interface MakeUpInput {
  /** Period of the issue whose airing was lost; null for a special. */
  readonly periodKey: string | null;
  readonly occurrenceKey: string;
  readonly durationSeconds: number;
  readonly grid: StationGrid;
  readonly calendar: ReadonlyMap<CivilDate, CalendarDay>;
  /** What already lies on the air from now on. */
  readonly busy: readonly { readonly start: EpochMs; readonly durationSeconds: number }[];
  /** Starts of other airings of the same content: no session airs it twice. */
  readonly sameContent: readonly EpochMs[];
  /** Now + cue lead. */
  readonly notBefore: EpochMs;
  /** How many days ahead to look. */
  readonly horizonDays: number;
}

/** Where a lost airing can be made up. `late` when that is after its own period. */
export interface MakeUpCandidate {
  readonly slot: Slot;
  /** The first instant of the slot at which it meets nothing else. */
  readonly start: EpochMs;
  readonly late: boolean;
}

/**
 * The next admissible session for a missed or partial airing: inside its own ISO week or month where one is
 * left, else the next one after it, flagged late. null when the horizon holds none.
 */
export function proposeMakeUp(input: MakeUpInput): MakeUpCandidate | null {
  const { grid, notBefore } = input;
  const timetable = new Timetable(grid, input.calendar, notBefore);
  // Room is mostly found within days: what lies weeks ahead is never asked about.
  const busy = [...input.busy].sort((a, b) => b.start - a.start);
  const booking = { key: input.occurrenceKey, durationSeconds: input.durationSeconds, rank: 1 };
  const today = civilDateAt(notBefore, grid.timeZone);
  for (const date of datesBetween(today, addDays(today, input.horizonDays))) {
    const reach = instantOf(addDays(date, 2), '00:00', grid.timeZone);
    for (let next = busy.at(-1); next !== undefined && next.start < reach; next = busy.at(-1)) {
      timetable.block(next.start, next.durationSeconds);
      busy.pop();
    }
    for (const slot of timetable.sessionSlotsOn(date)) {
      const start = holdsContent(slot, input) ? null : timetable.startIn(slot, booking);
      if (start !== null)
        return { slot, start, late: input.periodKey !== null && date > periodOf(input.periodKey).end };
    }
  }
  return null;
}

function holdsContent(slot: Slot, { grid, sameContent }: MakeUpInput): boolean {
  if (slot.kind !== 'session') return false;
  const session = grid.sessions.find(({ code }) => code === slot.sessionCode);
  const end = slot.start + (session?.maxDurationSeconds ?? 0) * 1000;
  return sameContent.some((start) => start >= slot.start && start < end);
}
