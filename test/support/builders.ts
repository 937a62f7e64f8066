import {
  instantOf,
  type CalendarDay,
  type CalendarPolicy,
  type CivilDate,
  type EpochMs,
} from '../../src/domain/calendar';
import type { ExistingAiring, ExpandInput, WantedAiring } from '../../src/domain/expand-plan';
import type { Plan, Programme } from '../../src/domain/plan';
import type { StoredAiring } from '../../src/domain/reconcile';
import { STATION_TIME_ZONE, type StationGrid } from '../../src/domain/station';

/** Sơn Mai's week: a session each morning and afternoon, Monday to Saturday. */
export const sonMaiGrid: StationGrid = {
  timeZone: STATION_TIME_ZONE,
  sessions: [
    {
      code: 'buoi-sang',
      title: 'Buổi sáng',
      start: '05:30',
      maxDurationSeconds: 2700,
      weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA'],
      leadInSeconds: 0,
      leadOutSeconds: 0,
    },
    {
      code: 'buoi-chieu',
      title: 'Buổi chiều',
      start: '17:00',
      maxDurationSeconds: 2700,
      weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA'],
      leadInSeconds: 0,
      leadOutSeconds: 0,
    },
  ],
  routineWindow: { start: '05:30', end: '20:00' },
};

/** A weekly programme on Monday mornings unless told otherwise. */
export function aProgramme(overrides: Partial<Programme> = {}): Programme {
  return {
    key: 'cds-hang-tuan',
    title: 'Chuyên mục Chuyển đổi số và Nghị quyết số 57-NQ/TW',
    field: 'cds',
    channel: 'Kênh phát thanh',
    basis: { section: 'C.I.1.a', quote: '01 số /tuần (52 số/năm)' },
    units: { lead: 'Trung tâm cung ứng dịch vụ công', coordinating: ['Văn phòng HĐND-UBND xã'], directing: null },
    cadence: { kind: 'weekly', repeats: 0 },
    target: { issuesPerYear: 52, repeatsPerYear: null },
    placement: { kind: 'session', rrule: 'FREQ=WEEKLY;BYDAY=MO', sessionCode: 'buoi-sang' },
    languages: ['vie'],
    plannedDurationSeconds: 600,
    maxDurationSeconds: 900,
    priority: 'NORMAL',
    policies: { interruption: 'resume', makeUp: 'automatic', startGraceSeconds: 120, requiredClusterShare: 0.5 },
    ...overrides,
  };
}

/** One issue a month on Tuesday afternoons, rebroadcast three times. */
export function aMonthlyProgramme(overrides: Partial<Programme> = {}): Programme {
  return aProgramme({
    key: 'cds-hang-thang',
    title: 'Chuyên mục phát thanh về chuyển đổi số',
    basis: { section: 'C.I.1.b', quote: 'Mỗi tháng 01 chuyên mục và phát lại 03 lần/tháng.' },
    cadence: { kind: 'monthly', repeats: 3 },
    target: { issuesPerYear: 12, repeatsPerYear: 36 },
    placement: { kind: 'session', rrule: 'FREQ=WEEKLY;BYDAY=TU', sessionCode: 'buoi-chieu' },
    plannedDurationSeconds: 900,
    maxDurationSeconds: 1200,
    ...overrides,
  });
}

/** Administrative reform: no cadence in the plan. */
export function anUnscheduledProgramme(): Programme {
  return aProgramme({
    key: 'cchc',
    field: 'cchc',
    cadence: { kind: 'unscheduled' },
    target: { issuesPerYear: null, repeatsPerYear: null },
    placement: null,
  });
}

/** The Sơn Mai plan in force for a whole year. */
export function sonMaiPlan(year: number, overrides: Partial<Plan> = {}): Plan {
  return {
    code: `son-mai-${String(year)}`,
    title: `Kế hoạch truyền thông xã Sơn Mai năm ${String(year)}`,
    organisation: 'UBND xã Sơn Mai',
    year,
    status: 'inForce',
    document: { number: null, date: null, signer: null, basis: [] },
    effective: { from: `${String(year)}-01-01`, to: `${String(year)}-12-31` },
    programmes: [aProgramme(), aMonthlyProgramme(), anUnscheduledProgramme()],
    topics: [],
    reportingDuties: [],
    campaigns: [],
    ...overrides,
  };
}

/** The plan as it really came: on a decision of 23 July 2025. */
export function sonMai2025(): Plan {
  return sonMaiPlan(2025, { effective: { from: '2025-07-23', to: '2025-12-31' } });
}

/** A calendar in which the given dates have the policy. */
export function calendarOf(dates: readonly CivilDate[], policy: CalendarPolicy = 'skip'): Map<CivilDate, CalendarDay> {
  return new Map(dates.map((date) => [date, { date, kind: 'event', policy, title: 'Ngày thử', document: '1/QĐ' }]));
}

/** An instant of the station from "2026-11-22 05:30". */
export function at(text: string): EpochMs {
  return instantOf(text.slice(0, 10), text.slice(11), STATION_TIME_ZONE);
}

/** Expansion of Sơn Mai's week long before anything is past, unless told otherwise. */
export function expansionOf(overrides: Partial<ExpandInput> = {}): ExpandInput {
  return {
    plans: [sonMaiPlan(2026)],
    grid: sonMaiGrid,
    calendar: new Map(),
    existing: [],
    notBefore: at('2020-01-01 00:00'),
    ...overrides,
  };
}

/** The row that the schedule keeps for a wanted airing. */
export function storedRow(
  airing: WantedAiring,
  grid: StationGrid,
  overrides: Partial<StoredAiring> = {},
): StoredAiring {
  const session = grid.sessions.find((template) => template.code === airing.sessionCode);
  return {
    occurrenceKey: airing.occurrenceKey,
    state: 'planned',
    placedBy: 'plan',
    start: airing.provisionalStart,
    slotStart: session ? instantOf(airing.date, session.start, grid.timeZone) : airing.provisionalStart,
    position: airing.position,
    durationSeconds: airing.plannedDurationSeconds,
    plannedDurationSeconds: airing.plannedDurationSeconds,
    ...overrides,
  };
}

/** A one-off that staff put on the air, outside of any plan. */
export function aOneOff(start: EpochMs, durationSeconds: number, key = `extra-${String(start)}`): StoredAiring {
  return {
    occurrenceKey: key,
    state: 'planned',
    placedBy: 'staff',
    start,
    slotStart: start,
    position: 0,
    durationSeconds,
    plannedDurationSeconds: durationSeconds,
  };
}

/** When an airing or row is on the air. */
export function intervalOf(item: ExistingAiring | WantedAiring): { readonly start: EpochMs; readonly end: EpochMs } {
  return 'provisionalStart' in item
    ? { start: item.provisionalStart, end: item.provisionalStart + item.plannedDurationSeconds * 1000 }
    : { start: item.start, end: item.start + item.durationSeconds * 1000 };
}
