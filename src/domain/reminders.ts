import { addDays, civilDateAt, instantOf, monthOf, type CivilDate, type EpochMs } from './calendar';
import { issueKey, type IssueReadiness } from './ledger-figures';
import type { Plan, Programme, ReportingDuty } from './plan';
import type { ReportScope } from './report-period';

/** What somebody is to do; the station is told until it is done or somebody says that they know. */
export type ReminderKind = 'recordingDue' | 'approvalDue' | 'slotAtRisk' | 'reportDue';
/** Each stage is told once. due → overdue: of a report; noRecording, notApproved, noSlot: of a slot. */
export type ReminderStage = 'due' | 'overdue' | 'noRecording' | 'notApproved' | 'noSlot';
export type ReportCadence = 'monthly' | 'quarterly' | 'halfYearly' | 'yearly';

export interface Reminder {
  /** The same for as long as the same thing is asked for: "recordingDue/cds-hang-tuan/2026-W48/vie". */
  readonly key: string;
  readonly kind: ReminderKind;
  readonly stage: ReminderStage;
  /** When it has to be done by: a start on air, the end of a report's last day. */
  readonly dueAt: EpochMs;
  /** For the words of it. */
  readonly facts: Readonly<Record<string, string>>;
}

/** An airing that is still to be cued. */
export interface UpcomingAiring {
  readonly airingId: string;
  readonly programmeKey: string | null;
  readonly periodKey: string | null;
  readonly language: string;
  readonly title: string;
  readonly start: EpochMs;
  readonly readiness: IssueReadiness;
}

/** An airing of the plan for which no session has room; staff must solve it. */
export interface UnplacedAiring {
  readonly occurrenceKey: string;
  readonly programmeKey: string;
  readonly periodKey: string;
  readonly title: string;
  /** Last day of its period. */
  readonly until: CivilDate;
}

/** A report that was made and kept. */
export interface KeptReport {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly scope: ReportScope;
  /** A draft may have made itself: only one that somebody has gone through was made. */
  readonly status: 'draft' | 'checked' | 'locked';
  readonly createdAt: EpochMs;
}

export interface ReminderRules {
  /** Days before the first airing of an issue from which its recording is asked for. */
  readonly recordingDaysBefore: number;
  readonly approvalDaysBefore: number;
  /** Hours before a start from which an airing without an approved recording is at risk. */
  readonly slotHoursBefore: number;
  /** Days after the end of a month, quarter or half year at which its report is due, where the plan names no day. */
  readonly reportDaysAfter: number;
  /** Days before 30/11, or the day that the plan names, from which the report of the year is asked for. */
  readonly yearlyDaysBefore: number;
}

export interface ReminderInput {
  readonly upcoming: readonly UpcomingAiring[];
  readonly unplaced: readonly UnplacedAiring[];
  readonly plans: readonly Plan[];
  readonly reports: readonly KeptReport[];
  readonly rules: ReminderRules;
  /** First day that the service answers for; no report is asked for from before it. */
  readonly trackedFrom: CivilDate | null;
  readonly timeZone: string;
  readonly now: EpochMs;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Everything that is to be done as of `now`, earliest first; each key once. */
export function remindersAt(input: ReminderInput): Reminder[] {
  const all = [...issueReminders(input), ...slotReminders(input), ...reportReminders(input)];
  return all.sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1));
}

/** An issue is asked for by its earliest airing. */
function issueReminders({ upcoming, rules, now }: ReminderInput): Reminder[] {
  const earliest = new Map<string, UpcomingAiring>();
  for (const airing of [...upcoming].sort((a, b) => a.start - b.start)) {
    const { programmeKey, periodKey, language, start } = airing;
    if (programmeKey === null || periodKey === null || start <= now) continue;
    const issue = `${issueKey(programmeKey, periodKey)}/${language}`;
    if (!earliest.has(issue)) earliest.set(issue, airing);
  }
  return [...earliest].flatMap(([issue, airing]): Reminder[] => {
    const { readiness, start } = airing;
    if (readiness === 'approved') return [];
    const kind = readiness === 'none' ? 'recordingDue' : 'approvalDue';
    const days = readiness === 'none' ? rules.recordingDaysBefore : rules.approvalDaysBefore;
    if (start - now > days * DAY_MS) return [];
    return [{ key: `${kind}/${issue}`, kind, stage: 'due', dueAt: start, facts: factsOf(airing) }];
  });
}

function slotReminders({ upcoming, unplaced, rules, timeZone, now }: ReminderInput): Reminder[] {
  const near = upcoming.filter(
    ({ start, readiness }) => readiness !== 'approved' && start > now && start - now <= rules.slotHoursBefore * HOUR_MS,
  );
  const unready = near.map((airing): Reminder => {
    const stage = airing.readiness === 'none' ? 'noRecording' : 'notApproved';
    return {
      key: `slotAtRisk/${airing.airingId}`,
      kind: 'slotAtRisk',
      stage,
      dueAt: airing.start,
      facts: factsOf(airing),
    };
  });
  const homeless = unplaced.flatMap(({ occurrenceKey, title, programmeKey, periodKey, until }): Reminder[] => {
    const dueAt = instantOf(until, '24:00', timeZone);
    if (dueAt <= now) return [];
    const facts = { title, programmeKey, periodKey };
    return [{ key: `slotAtRisk/${occurrenceKey}`, kind: 'slotAtRisk', stage: 'noSlot', dueAt, facts }];
  });
  return [...unready, ...homeless];
}

function factsOf({ title, programmeKey, periodKey, language, airingId }: UpcomingAiring): Record<string, string> {
  return { title, programmeKey: programmeKey ?? '', periodKey: periodKey ?? '', language, airingId };
}

interface ReportSpan {
  readonly cadence: ReportCadence;
  /** "2026-11", "2026-Q4", "2026-H2", "2026". */
  readonly name: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly askedFrom: CivilDate;
  readonly dueOn: CivilDate;
  /** Of the plan's programmes: a report on each is as good as one on all. */
  readonly fields: readonly Programme['field'][];
}

function reportReminders({ plans, reports, rules, trackedFrom, timeZone, now }: ReminderInput): Reminder[] {
  const today = civilDateAt(now, timeZone);
  const spans = new Map<string, ReportSpan>();
  for (const plan of plans)
    for (const span of spansOf(plan, rules))
      if (span.askedFrom <= today && span.to >= (trackedFrom ?? '')) spans.set(`${span.cadence}/${span.name}`, span);
  return [...spans].flatMap(([name, span]): Reminder[] => {
    const askedFrom = instantOf(span.askedFrom, '00:00', timeZone);
    // One that was made while the span was still running tells of its beginning only.
    const made = reports.filter(
      ({ from, to, status, createdAt }) =>
        from === span.from && to === span.to && status !== 'draft' && createdAt >= askedFrom,
    );
    if (span.fields.every((field) => made.some(({ scope }) => scope === 'all' || scope === field))) return [];
    const stage = today > span.dueOn ? 'overdue' : 'due';
    const dueAt = instantOf(span.dueOn, '24:00', timeZone);
    const { cadence, from, to, dueOn } = span;
    const facts = { cadence, name: span.name, from, to, dueOn };
    return [{ key: `reportDue/${name}`, kind: 'reportDue', stage, dueAt, facts }];
  });
}

/** The months of the plan, and what its reporting duties name; the same span is asked for once, however many duties name it. */
function spansOf({ effective, reportingDuties, programmes }: Plan, rules: ReminderRules): ReportSpan[] {
  const fields = [...new Set(programmes.map(({ field }) => field))];
  const months = new Map<string, Omit<ReportSpan, 'fields'>>();
  for (let month = monthOf(effective.from); month.start <= effective.to; month = monthOf(addDays(month.end, 1)))
    months.set(month.key, {
      cadence: 'monthly',
      name: month.key,
      from: month.start,
      to: month.end,
      ...after(month.end, rules),
    });
  const years = [...new Set([...months.keys()].map((key) => key.slice(0, 4)))];
  const duties = reportingDuties.flatMap((duty) =>
    years
      .flatMap((year) => dutySpans(duty, year, rules))
      .filter(({ from, to }) => from <= effective.to && to >= effective.from),
  );
  return [...months.values(), ...duties].map((span) => ({ ...span, fields }));
}

function dutySpans(
  { cadence, dueOn }: ReportingDuty,
  year: string,
  rules: ReminderRules,
): Omit<ReportSpan, 'fields'>[] {
  if (cadence === 'monthly' || cadence === 'adHoc') return [];
  if (cadence === 'yearly') {
    // Sơn Mai E.6.c: data to 30/11, handed in on that day; December goes to a supplement.
    const due = `${year}-${dueOn ?? '11-30'}`;
    const from = `${year}-01-01`;
    return [{ cadence, name: year, from, to: due, askedFrom: addDays(due, -rules.yearlyDaysBefore), dueOn: due }];
  }
  const [count, letter] = cadence === 'quarterly' ? ([4, 'Q'] as const) : ([2, 'H'] as const);
  return [...Array(count).keys()].map((index) => {
    const months = 12 / count;
    const month = (number: number) => `${year}-${String(number).padStart(2, '0')}-01`;
    const to = monthOf(month((index + 1) * months)).end;
    return {
      cadence,
      name: `${year}-${letter}${String(index + 1)}`,
      from: month(index * months + 1),
      to,
      ...after(to, rules),
    };
  });
}

function after(end: CivilDate, { reportDaysAfter }: ReminderRules): Pick<ReportSpan, 'askedFrom' | 'dueOn'> {
  return { askedFrom: addDays(end, 1), dueOn: addDays(end, reportDaysAfter) };
}

/** A reminder that is on the books and not over. */
export interface OpenReminder {
  readonly key: string;
  readonly stage: ReminderStage;
  readonly acknowledged: boolean;
}

export interface ReminderChanges<Open extends OpenReminder> {
  readonly opened: readonly Reminder[];
  readonly kept: readonly { readonly open: Open; readonly now: Reminder }[];
  readonly closed: readonly Open[];
  /** Keys of what is to be told: what is new or at another stage, and nobody has said that they know of. */
  readonly told: ReadonlySet<string>;
}

/** What the books have to change so that they say what is to be done now. */
export function reminderChanges<Open extends OpenReminder>(
  open: readonly Open[],
  current: readonly Reminder[],
): ReminderChanges<Open> {
  const byKey = new Map(current.map((reminder) => [reminder.key, reminder]));
  const known = new Set(open.map(({ key }) => key));
  const opened = current.filter(({ key }) => !known.has(key));
  const kept = open.flatMap((one) => {
    const now = byKey.get(one.key);
    return now ? [{ open: one, now }] : [];
  });
  const moved = kept.filter(({ open: before, now }) => !before.acknowledged && before.stage !== now.stage);
  return {
    opened,
    kept,
    closed: open.filter(({ key }) => !byKey.has(key)),
    told: new Set([...opened.map(({ key }) => key), ...moved.map(({ now }) => now.key)]),
  };
}

const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = HOUR_MS;

/** How long a message that failed `attempts` times rests: 30 s, then twice as long each time, at most an hour. */
export function retryAfterMs(attempts: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
}
