import type { AiringRole, AiringState } from './airing';
import { datesBetween, type CalendarDay, type CivilDate, type EpochMs, type Period } from './calendar';
import { airingsPerIssue, issuesOf, ruleDates, type PlannedIssue } from './cadence';
import type { Placement, Plan, Programme } from './plan';
import type { StationGrid } from './station';
import { Timetable, type Booking, type Obstacle, type Slot } from './timetable';

/** An airing that the plan wants and that no row holds down yet. */
export interface WantedAiring {
  /** `programme/period/language/role/ordinal`: the identity of an occurrence, whatever moves. */
  readonly occurrenceKey: string;
  readonly programmeKey: string;
  readonly periodKey: string;
  readonly language: string;
  readonly role: Extract<AiringRole, 'first' | 'repeat'>;
  readonly ordinal: number;
  readonly date: CivilDate;
  readonly sessionCode: string | null;
  /** Order inside its session, from 0. */
  readonly position: number;
  readonly provisionalStart: EpochMs;
  readonly plannedDurationSeconds: number;
}

/** An airing that the plan owes and that could not be placed, with the reason on record. */
export interface Shortfall {
  readonly occurrenceKey: string;
  readonly programmeKey: string;
  readonly periodKey: string;
  readonly ordinal: number;
  /** excused: the calendar blocked every session; past: no session of the period is left; conflict: staff must solve it. */
  readonly kind: 'excused' | 'past' | 'conflict';
  readonly obstacles: readonly Obstacle[];
}

/** An airing row as far as expansion needs it. */
export interface ExistingAiring {
  readonly occurrenceKey: string;
  readonly state: AiringState;
  /** What placed it: only the plan's own rows follow the plan when it changes. */
  readonly placedBy: 'plan' | 'staff' | 'makeUp';
  readonly start: EpochMs;
  /** Start of its session, or its own start outside of sessions: a session is cued as a whole. */
  readonly slotStart: EpochMs;
  readonly durationSeconds: number;
}

export interface ExpandInput {
  readonly plans: readonly Plan[];
  readonly grid: StationGrid;
  readonly calendar: ReadonlyMap<CivilDate, CalendarDay>;
  readonly existing: readonly ExistingAiring[];
  /** Nothing new is placed before it: now + cue lead. */
  readonly notBefore: EpochMs;
}

export interface Expansion {
  readonly issues: readonly PlannedIssue[];
  readonly airings: readonly WantedAiring[];
  readonly shortfalls: readonly Shortfall[];
}

const OCCUPYING: ReadonlySet<AiringState> = new Set(['planned', 'cued', 'playing']);

export function occurrenceKeyOf(programmeKey: string, periodKey: string, language: string, ordinal: number): string {
  return `${issueKeyOf(programmeKey, periodKey, language)}/${roleOf(ordinal)}/${String(ordinal)}`;
}

/** Sorts among the occurrence keys of other issues as the issue's own do. */
function issueKeyOf(programmeKey: string, periodKey: string, language: string): string {
  return `${programmeKey}/${periodKey}/${language}`;
}

function roleOf(ordinal: number): 'first' | 'repeat' {
  return ordinal === 0 ? 'first' : 'repeat';
}

/** Whether re-expansion must leave the row as it is: at or past cue, about to be, or placed by a person. */
export function isHeldDown(airing: ExistingAiring, notBefore: EpochMs): boolean {
  return airing.state !== 'planned' || airing.placedBy !== 'plan' || airing.slotStart < notBefore;
}

/**
 * Plans → the issues and airings they want. A pure function of its input: the same rows come out whatever
 * the order of programmes, calendar and existing rows, and again after its own result was stored.
 * Monthly and weekly issues take the first 1 + N admissible occurrences of their rule; an inadmissible one
 * moves to the nearest admissible session of its period (domain brief §2).
 */
export function expandPlan(input: ExpandInput): Expansion {
  const timetable = new Timetable(input.grid, input.calendar, input.notBefore);
  const held = new Map<string, ExistingAiring>();
  for (const airing of input.existing) {
    if (!isHeldDown(airing, input.notBefore)) continue;
    held.set(airing.occurrenceKey, airing);
    if (OCCUPYING.has(airing.state)) timetable.block(airing.start, airing.durationSeconds);
  }
  const issues: PlannedIssue[] = [];
  const placed: Placed[] = [];
  const shortfalls: Shortfall[] = [];
  for (const { plan, programme } of inPlacingOrder(input.plans)) {
    const own = issuesOf(programme, plan.effective);
    issues.push(...own);
    const ruleSpan = {
      from: own[0]?.period.start ?? plan.effective.from,
      to: own.at(-1)?.period.end ?? plan.effective.to,
    };
    for (const issue of own)
      placeIssue({ input, timetable, held, plan, programme, issue, ruleSpan, placed, shortfalls });
  }
  return { issues, airings: withPositions(placed, timetable), shortfalls };
}

/** Higher priority first, then by key: never by the order of a file. */
function inPlacingOrder(plans: readonly Plan[]): { plan: Plan; programme: Programme }[] {
  return plans
    .flatMap((plan) => plan.programmes.map((programme) => ({ plan, programme })))
    .sort(
      (a, b) =>
        rankOf(a.programme) - rankOf(b.programme) ||
        (a.programme.key < b.programme.key ? -1 : a.programme.key > b.programme.key ? 1 : 0) ||
        (a.plan.effective.from < b.plan.effective.from ? -1 : 1),
    );
}

/** Order inside a session: PRIORITY items before NORMAL ones. */
function rankOf(programme: Pick<Programme, 'priority'>): number {
  return programme.priority === 'PRIORITY' ? 0 : 1;
}

/** An airing with its slot; its start inside a session is known when every item of the session is. */
interface Placed {
  readonly occurrenceKey: string;
  readonly ordinal: number;
  readonly programme: Programme;
  readonly issue: PlannedIssue;
  readonly slot: Slot;
}

interface PlacingContext {
  readonly input: ExpandInput;
  readonly timetable: Timetable;
  readonly held: ReadonlyMap<string, ExistingAiring>;
  readonly plan: Plan;
  readonly programme: Programme;
  readonly issue: PlannedIssue;
  /** First to last day of the programme's periods. */
  readonly ruleSpan: { readonly from: CivilDate; readonly to: CivilDate };
  readonly placed: Placed[];
  readonly shortfalls: Shortfall[];
}

/** An issue some of whose airings must still find a slot. */
interface IssuePlacing extends PlacingContext {
  readonly placement: Placement;
  /** Starts of the issue's airings that are held down, by ordinal. */
  readonly heldStarts: ReadonlyMap<number, EpochMs>;
}

function placeIssue(context: PlacingContext): void {
  const { programme, issue, held } = context;
  const { placement } = programme;
  if (placement === null) return;
  const ordinals = [...Array(airingsPerIssue(programme.cadence)).keys()];
  const keyOf = (ordinal: number) => occurrenceKeyOf(programme.key, issue.period.key, programme.languages[0], ordinal);
  const heldStarts = new Map<number, EpochMs>();
  for (const ordinal of ordinals) {
    const airing = held.get(keyOf(ordinal));
    if (airing) heldStarts.set(ordinal, airing.start);
  }
  const missing = ordinals.filter((ordinal) => !heldStarts.has(ordinal));
  if (missing.length === 0) return;
  const placing = { ...context, placement, heldStarts };
  const { slots, obstacles } = chooseSlots(placing, missing.length);
  for (const [index, ordinal] of missing.entries()) {
    const slot = slots[index];
    const occurrenceKey = keyOf(ordinal);
    if (slot) {
      context.timetable.book(slot, bookingOf(occurrenceKey, programme));
      context.placed.push({ occurrenceKey, ordinal, programme, issue, slot });
    } else {
      const kind = shortfallKind(placing, obstacles);
      const { key: periodKey } = issue.period;
      context.shortfalls.push({ occurrenceKey, programmeKey: programme.key, periodKey, ordinal, kind, obstacles });
    }
  }
}

/** The days of the period on which its plan is in force: a plan has no air before its decision. */
function inForce(period: Period, plan: Plan): { from: CivilDate; to: CivilDate } {
  return {
    from: period.start > plan.effective.from ? period.start : plan.effective.from,
    to: period.end < plan.effective.to ? period.end : plan.effective.to,
  };
}

function slotOf(placement: Placement, date: CivilDate, timetable: Timetable): Slot | null {
  return placement.kind === 'session'
    ? timetable.sessionSlot(date, placement.sessionCode)
    : timetable.fixedSlot(date, placement.at);
}

/** A session in which an airing of the same issue already lies is not offered to it again. */
function isTaken(slot: Slot, starts: readonly EpochMs[], { input, programme }: IssuePlacing): boolean {
  const session =
    slot.kind === 'session' ? input.grid.sessions.find((template) => template.code === slot.sessionCode) : undefined;
  const end = slot.start + (session?.maxDurationSeconds ?? programme.plannedDurationSeconds) * 1000;
  return starts.some((start) => start >= slot.start && start < end);
}

function bookingOf(key: string, programme: Programme): Booking {
  return { key, durationSeconds: programme.plannedDurationSeconds, rank: rankOf(programme) };
}

/** The first admissible occurrences; where they do not suffice, the nearest admissible slots to the blocked ones. */
function chooseSlots(placing: IssuePlacing, count: number): { slots: Slot[]; obstacles: Obstacle[] } {
  const heldStarts = [...placing.heldStarts.values()];
  const chosen: Slot[] = [];
  const blocked: Slot[] = [];
  const obstacles = new Set<Obstacle>();
  let moved = heldStarts.length;
  for (const slot of occurrencesOf(placing)) {
    if (chosen.length === count) break;
    const isHeld = isTaken(slot, heldStarts, placing);
    const obstacle = isHeld ? null : obstacleFor(placing, slot);
    if (isHeld) moved -= 1;
    else if (obstacle === null) chosen.push(slot);
    else {
      blocked.push(slot);
      obstacles.add(obstacle);
    }
  }
  const short = count - chosen.length;
  // Airings held down off the rule's days stand for the earliest blocked ones.
  const origins = short > 0 ? blocked.slice(moved).slice(-short) : [];
  if (origins.length < short) obstacles.add('noOccurrence');
  for (const from of origins) {
    const to = nearestSlot(placing, from, [...heldStarts, ...chosen.map((slot) => slot.start)], obstacles);
    if (to) chosen.push(to);
  }
  return { slots: chosen.sort((a, b) => a.start - b.start), obstacles: [...obstacles].sort() };
}

/** The rule's days in the issue's period. The rule runs over the plan's whole periods, so that INTERVAL has one origin. */
function occurrencesOf({ issue, ruleSpan, timetable, placement }: IssuePlacing): Slot[] {
  return ruleDates(placement.rrule, ruleSpan.from, ruleSpan.to)
    .filter((date) => date >= issue.period.start && date <= issue.period.end)
    .map((date) => slotOf(placement, date, timetable))
    .filter((slot) => slot !== null);
}

function obstacleFor({ timetable, programme, plan, issue, heldStarts }: IssuePlacing, slot: Slot): Obstacle | null {
  if (slot.date < plan.effective.from || slot.date > plan.effective.to) return 'notInForce';
  const key = issueKeyOf(programme.key, issue.period.key, programme.languages[0]);
  const obstacle = timetable.obstacle(slot, bookingOf(key, programme));
  if (obstacle !== null) return obstacle;
  const first = heldStarts.get(0);
  return first !== undefined && slot.start < first ? 'beforeFirst' : null;
}

/** Every slot of the period to which an airing may move: any session, or the fixed time of any day. */
function candidatesOf({ timetable, plan, issue, placement }: IssuePlacing): readonly Slot[] {
  const span = inForce(issue.period, plan);
  return datesBetween(span.from, span.to).flatMap((date) =>
    placement.kind === 'session' ? timetable.sessionSlotsOn(date) : [timetable.fixedSlot(date, placement.at)],
  );
}

/** Nearest in time; of two equally near the earlier one. Adds to `obstacles` what stood in the way of the others. */
function nearestSlot(
  placing: IssuePlacing,
  from: Slot,
  takenStarts: readonly EpochMs[],
  obstacles: Set<Obstacle>,
): Slot | null {
  const candidates = candidatesOf(placing)
    .filter((slot) => !isTaken(slot, takenStarts, placing))
    .sort((a, b) => Math.abs(a.start - from.start) - Math.abs(b.start - from.start) || a.start - b.start);
  for (const slot of candidates) {
    const obstacle = obstacleFor(placing, slot);
    if (obstacle === null) return slot;
    obstacles.add(obstacle);
  }
  return null;
}

function shortfallKind(placing: IssuePlacing, obstacles: readonly Obstacle[]): Shortfall['kind'] {
  const candidates = candidatesOf(placing);
  if (candidates.length > 0 && candidates.every((slot) => placing.timetable.isCalendarBlocked(slot.date)))
    return 'excused';
  const gone: readonly Obstacle[] = ['past', 'calendarBlocked', 'notInForce'];
  const isPast = obstacles.includes('past') && obstacles.every((obstacle) => gone.includes(obstacle));
  return isPast ? 'past' : 'conflict';
}

function withPositions(placed: readonly Placed[], timetable: Timetable): WantedAiring[] {
  const inSession = new Map([...timetable.sessionItems()].map((item) => [item.key, item]));
  return placed
    .map(({ occurrenceKey, ordinal, programme, issue, slot }): WantedAiring => {
      const item = inSession.get(occurrenceKey);
      return {
        occurrenceKey,
        programmeKey: programme.key,
        periodKey: issue.period.key,
        language: programme.languages[0],
        role: roleOf(ordinal),
        ordinal,
        date: slot.date,
        sessionCode: slot.kind === 'session' ? slot.sessionCode : null,
        position: item?.position ?? 0,
        provisionalStart: item?.start ?? slot.start,
        plannedDurationSeconds: programme.plannedDurationSeconds,
      };
    })
    .sort((a, b) => a.provisionalStart - b.provisionalStart || (a.occurrenceKey < b.occurrenceKey ? -1 : 1));
}
