import {
  instantOf,
  isoAt,
  localTimeAt,
  parseCivilDate,
  weekdayOf,
  periodOf,
  type CalendarDay,
  type CivilDate,
} from '../domain/calendar';
import { expandPlan, type Expansion, type Shortfall, type WantedAiring } from '../domain/expand-plan';
import type { Plan } from '../domain/plan';
import { loadPlan } from '../platform/config/plan-file';
import type { Station } from '../platform/config/station';
import { publicHolidays } from '../schedule/holidays';
import { UsageError, type Command, type Invocation } from './command';
import { station } from './context';
import { OBSTACLE_WORDS, SHORTFALL_WORDS, WEEKDAY_WORDS } from './plan-expand.words';

export const planExpand: Command = {
  name: 'plan expand',
  synopsis: 'FILE --from YYYY-MM-DD --to YYYY-MM-DD [--json]',
  help: {
    vi: 'Liệt kê các lượt phát mà kế hoạch đòi hỏi trong khoảng ngày (kể cả hai đầu) và những lượt không xếp được.',
    en: 'Lists the airings that the plan wants in a span of days (both ends included), and those that find no place.',
  },
  options: { from: 'string', to: 'string' },
  operandCount: { min: 1, max: 1 },
  run: (invocation) => Promise.resolve(expand(invocation)),
};

function expand(invocation: Invocation): 0 {
  const [from, to] = [dateOption(invocation, 'from'), dateOption(invocation, 'to')];
  if (from > to) throw new UsageError({ vi: '--from phải không sau --to.', en: '--from must not be after --to.' });
  const here = station();
  const plan = loadPlan(invocation.path(invocation.operand(0)), here.grid);
  const calendar = holidaysOf(plan);
  const expansion = expandPlan({
    plans: [plan],
    grid: here.grid,
    calendar,
    existing: [],
    // The plan as a whole, and then a part of it: started in the middle of a month, the month's airings would crowd
    // into what is left of it.
    notBefore: instantOf(plan.effective.from, '00:00', here.timeZone),
  });
  const numbers = issueNumbers(expansion);
  const airings = expansion.airings
    .filter(({ date }) => date >= from && date <= to)
    .map((airing) => airingLine(airing, numbers, calendar, here));
  const shortfalls = expansion.shortfalls
    .filter(({ periodKey }) => periodOf(periodKey).start <= to && periodOf(periodKey).end >= from)
    .map((shortfall) => shortfallLine(shortfall, numbers));
  invocation.answer({ plan: plan.code, from, to, airings, shortfalls }, [
    `Kế hoạch ${plan.code}, ${from} – ${to}: ${airings.length} lượt phát, ${shortfalls.length} lượt không xếp được.`,
    `Plan ${plan.code}: ${airings.length} airings, ${shortfalls.length} without a place.`,
    ...airings.map(airingText),
    ...shortfalls.map(shortfallText),
  ]);
  return 0;
}

function dateOption(invocation: Invocation, name: string): CivilDate {
  const typed = invocation.required(name);
  try {
    return parseCivilDate(typed);
  } catch {
    throw new UsageError({
      vi: `--${name} "${typed}": phải là ngày có thật, dạng YYYY-MM-DD.`,
      en: `--${name} "${typed}": must be a date of the calendar, YYYY-MM-DD.`,
    });
  }
}

/** Of every year in which the plan may place an airing. */
function holidaysOf({ effective }: Plan): Map<CivilDate, CalendarDay> {
  const calendar = new Map<CivilDate, CalendarDay>();
  for (let year = Number(effective.from.slice(0, 4)); year <= Number(effective.to.slice(0, 4)); year += 1) {
    for (const { date, title } of publicHolidays(year)) {
      calendar.set(date, { date, title, kind: 'holiday', policy: 'air', document: null });
    }
  }
  return calendar;
}

type IssueNumbers = ReadonlyMap<string, number>;
type Issue = Pick<WantedAiring, 'programmeKey' | 'periodKey'>;

function issueNumbers({ issues }: Expansion): IssueNumbers {
  return new Map(issues.map(({ programmeKey, period, number }) => [`${programmeKey}/${period.key}`, number]));
}

function numberOf({ programmeKey, periodKey }: Issue, numbers: IssueNumbers): number | null {
  return numbers.get(`${programmeKey}/${periodKey}`) ?? null;
}

function airingLine(
  airing: WantedAiring,
  numbers: IssueNumbers,
  calendar: ReadonlyMap<CivilDate, CalendarDay>,
  { timeZone }: Station,
) {
  const { date, provisionalStart, sessionCode, programmeKey, periodKey, role, ordinal, language, occurrenceKey } =
    airing;
  return {
    date,
    time: localTimeAt(provisionalStart, timeZone),
    start: isoAt(provisionalStart, timeZone),
    session: sessionCode,
    programme: programmeKey,
    period: periodKey,
    issue: numberOf(airing, numbers),
    role,
    ordinal,
    language,
    durationSeconds: airing.plannedDurationSeconds,
    holiday: calendar.get(date)?.title ?? null,
    occurrenceKey,
  };
}

function shortfallLine(shortfall: Shortfall, numbers: IssueNumbers) {
  const { programmeKey, periodKey, ordinal, kind, obstacles, occurrenceKey } = shortfall;
  return {
    programme: programmeKey,
    period: periodKey,
    issue: numberOf(shortfall, numbers),
    ordinal,
    kind,
    obstacles,
    occurrenceKey,
  };
}

function airingText({
  date,
  time,
  session,
  programme,
  issue,
  period,
  role,
  ordinal,
  holiday,
}: ReturnType<typeof airingLine>): string {
  const when = `${WEEKDAY_WORDS[weekdayOf(date)]} ${date} ${time.slice(0, 5)}`;
  const kind = role === 'first' ? 'phát mới' : `phát lại ${ordinal}`;
  return [
    when,
    session ?? 'ngoài buổi',
    programme,
    `số ${String(issue)} (${period})`,
    kind,
    ...(holiday === null ? [] : [holiday]),
  ].join('  ');
}

function shortfallText({
  programme,
  issue,
  period,
  ordinal,
  kind,
  obstacles,
}: ReturnType<typeof shortfallLine>): string {
  const airing = ordinal === 0 ? 'phát mới' : `phát lại ${ordinal}`;
  const reasons = obstacles.map((obstacle) => OBSTACLE_WORDS[obstacle]).join(', ');
  return `Không xếp được: ${programme}  số ${String(issue)} (${period})  ${airing}: ${SHORTFALL_WORDS[kind]} (${reasons})`;
}
