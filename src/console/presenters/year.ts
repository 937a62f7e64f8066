import type { CivilDate, Period } from '../../domain/calendar';
import type { Obligation } from '../../domain/compliance';
import { obligationKey } from '../../domain/ledger-figures';
import type { LedgerView, ProgrammeLedger } from '../../schedule/compliance/ledger.service';
import type { CellState, YearWords } from '../pages/year-words';
import { dateText } from './format';

export interface YearCell {
  readonly key: string;
  /** "47": the week's or the month's number. */
  readonly label: string;
  /** "Tuần 47 (16/11/2026–22/11/2026): Đã phát": all that the colour says. */
  readonly text: string;
  readonly state: CellState;
  readonly isNow: boolean;
}

export interface ProgrammeYear {
  readonly key: string;
  readonly title: string;
  readonly kind: Period['kind'];
  readonly cells: readonly YearCell[];
  readonly numbers: string;
  readonly verdict: { readonly tone: 'ok' | 'bad'; readonly text: string };
  /** Repeats, what was attested, what is beyond the target: one sentence each. */
  readonly notes: readonly string[];
  /** Periods that were due and are not done, in words. */
  readonly short: readonly string[];
}

/** A year of every programme that owes issues, in the plans' order. */
export function presentYear(view: LedgerView, today: CivilDate, words: YearWords): readonly ProgrammeYear[] {
  return view.programmes.flatMap((ledger) => {
    const owed = ownOf(ledger, view);
    const issues = owed.filter(({ unit, required }) => unit === 'issue' && required);
    return issues.length === 0 ? [] : [programmeYear(ledger, issues, { owed, today, words })];
  });
}

interface Shown {
  readonly owed: readonly Obligation[];
  readonly today: CivilDate;
  readonly words: YearWords;
}

function programmeYear(
  { plan, programme, figures }: ProgrammeLedger,
  issues: readonly Obligation[],
  { owed, today, words }: Shown,
): ProgrammeYear {
  const ready = { approved: new Set(figures.issues.approved), recorded: new Set(figures.issues.recorded) };
  const cells = issues.map((issue) => cellOf(issue, stateOf(issue, ready), { today, words }));
  const repeats = tally(
    owed.filter(({ unit, ordinal, required }) => unit === 'airing' && ordinal > 0 && required),
    today,
  );
  const { done, all, due } = tally(issues, today);
  const attested = issues.filter(({ attestationId }) => attestationId !== null).length;
  const surplus = figures.issues.surplus.length;
  return {
    key: `${plan.code}/${programme.key}`,
    title: programme.title,
    kind: issues[0]?.period.kind ?? 'week',
    cells,
    numbers: words.numbers(done, all, due.length),
    verdict: verdictOf(due, words),
    notes: [
      ...(repeats.all > 0 ? [words.repeats(repeats.done, repeats.all, repeats.due.length)] : []),
      ...(attested > 0 ? [words.attested(attested)] : []),
      ...(surplus > 0 ? [words.surplus(surplus)] : []),
    ],
    short: cells.filter((_, at) => due.some((one) => one === issues[at] && isShort(one))).map(({ text }) => text),
  };
}

/** Of the programme in its own plan: another plan may have one of the same key. */
function ownOf({ plan, programme }: ProgrammeLedger, { obligations, from, to }: LedgerView): readonly Obligation[] {
  const { effective } = plan;
  const first = effective.from > from ? effective.from : from;
  const last = effective.to < to ? effective.to : to;
  return obligations.filter(
    ({ programmeKey, period: { anchor } }) => programmeKey === programme.key && anchor >= first && anchor <= last,
  );
}

function tally(items: readonly Obligation[], today: CivilDate) {
  const due = items.filter(({ period }) => period.anchor <= today);
  return { done: items.filter(isDone).length, all: items.length, due };
}

function verdictOf(due: readonly Obligation[], words: YearWords): ProgrammeYear['verdict'] {
  const short = due.filter(isShort).length;
  return short === 0 ? { tone: 'ok', text: words.onTrack } : { tone: 'bad', text: words.behind(short) };
}

function isDone({ state }: Obligation): boolean {
  return state === 'aired' || state === 'madeUp';
}

function isShort(item: Obligation): boolean {
  return !isDone(item) && item.state !== 'excused';
}

function stateOf(
  item: Obligation,
  ready: { readonly approved: ReadonlySet<string>; readonly recorded: ReadonlySet<string> },
): CellState {
  if (item.attestationId !== null) return 'attested';
  if (item.state !== 'open') return item.state;
  if (item.reason === 'notTracked') return 'untracked';
  const key = obligationKey(item);
  if (ready.approved.has(key)) return 'approved';
  return ready.recorded.has(key) ? 'recorded' : 'waiting';
}

function cellOf({ period }: Obligation, state: CellState, { today, words }: Omit<Shown, 'owed'>): YearCell {
  const number = /\d+$/.exec(period.key)?.[0].replace(/^0/, '') ?? period.key;
  const name = period.kind === 'week' ? words.week(number) : words.month(number);
  const isNow = period.start <= today && today <= period.end;
  const span = `${dateText(period.start)}–${dateText(period.end)}`;
  return {
    key: period.key,
    label: number,
    text: `${name} (${span}${isNow ? `, ${words.now}` : ''}): ${words.state[state]}`,
    state,
    isNow,
  };
}
