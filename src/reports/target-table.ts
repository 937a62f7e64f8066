import type { Obligation } from '../domain/compliance';
import type { Cadence, Plan, Programme } from '../domain/plan';
import { tally, type Tally } from '../domain/tally';
import type { DatedItem } from './airing-table';
import type { Span } from '../domain/report-period';
import type { ProgrammeTargets, TargetLine, Verdict } from './report';
import { countText, reasonText } from './report-words';

export interface TargetInput {
  readonly plans: readonly Plan[];
  readonly obligations: readonly Obligation[];
  readonly aired: readonly DatedItem[];
  readonly period: Span;
}

/** Bảng 1: every programme of the plans, what the period asked for and what was done. */
export function countTargets(input: TargetInput): ProgrammeTargets[] {
  return input.plans
    .flatMap((plan) => plan.programmes.map((programme) => ({ plan, programme })))
    .map(({ plan, programme }, index) => ({
      position: index + 1,
      planCode: plan.code,
      programmeKey: programme.key,
      title: programme.title,
      basis: programme.basis.section,
      lines: linesOf({ ...input, plan, programme }),
    }));
}

interface ProgrammeInput extends TargetInput {
  readonly plan: Plan;
  readonly programme: Programme;
}

function linesOf(input: ProgrammeInput): TargetLine[] {
  const { cadence, target } = input.programme;
  if (cadence.kind === 'unscheduled') return unscheduledLines(input);
  const issues = owedLine(input, issueUnit(cadence), { unit: 'issue', minOrdinal: 0 }, target.issuesPerYear);
  if (cadence.repeats === 0) return [issues];
  return [issues, owedLine(input, 'repeat', { unit: 'airing', minOrdinal: 1 }, target.repeatsPerYear)];
}

function issueUnit(cadence: Exclude<Cadence, { kind: 'unscheduled' }>): TargetLine['unit'] {
  return cadence.kind === 'weekly' ? 'weeklyIssue' : 'monthlyIssue';
}

interface Counted {
  readonly unit: Obligation['unit'];
  readonly minOrdinal: number;
}

function owedLine(
  input: ProgrammeInput,
  unit: TargetLine['unit'],
  counted: Counted,
  nominal: number | null,
): TargetLine {
  const { plan, programme, obligations } = input;
  const count = (span: Span) => tally(obligations, { programmeKey: programme.key, ...counted, ...span });
  const monthly = within(input.period, plan.effective);
  const month = count(monthly);
  const cumulative = count({ from: plan.effective.from, to: monthly.to });
  const yearTarget = nominal === null ? null : { nominal, proRata: count(plan.effective).owed };
  const own = obligations.filter(
    ({ programmeKey, period }) =>
      programmeKey === programme.key && period.anchor >= monthly.from && period.anchor <= monthly.to,
  );
  return {
    unit,
    target: month.owed,
    done: month.done,
    ratePercent: month.owed === 0 ? null : Math.round((month.done / month.owed) * 1000) / 10,
    cumulativeTarget: cumulative.owed,
    cumulativeDone: cumulative.done,
    yearTarget,
    verdict: verdictOf(month),
    tally: month,
    notes: [...planNotes(plan, yearTarget), ...obligationNotes(own, counted)],
  };
}

function within(period: Span, effective: Span): Span {
  return {
    from: period.from > effective.from ? period.from : effective.from,
    to: period.to < effective.to ? period.to : effective.to,
  };
}

/**
 * Đạt: everything owed is done. Chưa hết kỳ: something is still open. Chưa đạt: something is missed.
 * Được miễn: all that lacks is excused. Nothing owed, no verdict.
 */
function verdictOf({ owed, done, open, missed }: Tally): Verdict | null {
  if (owed === 0) return null;
  if (done === owed) return 'met';
  if (open > 0) return 'running';
  return missed > 0 ? 'notMet' : 'excused';
}

function planNotes(plan: Plan, yearTarget: TargetLine['yearTarget']): string[] {
  const notes: string[] = [];
  if (plan.status === 'draft') notes.push('Căn cứ: cần xác nhận');
  if (yearTarget) {
    const { nominal, proRata } = yearTarget;
    const span = proRata === null || proRata === nominal ? '' : `; theo thời gian hiệu lực: ${countText(proRata)}`;
    notes.push(`Chỉ tiêu năm theo kế hoạch: ${countText(nominal)}${span}`);
  }
  return notes;
}

/** What the figures alone do not say, down to the issue: what was lost and why, made up, excused, still open, surplus. */
function obligationNotes(own: readonly Obligation[], counted: Counted): string[] {
  const lines = own.filter(({ unit, ordinal }) => unit === counted.unit && ordinal >= counted.minOrdinal);
  const required = lines.filter((item) => item.required);
  const inState = (state: Obligation['state']) => required.filter((item) => item.state === state);
  const notes = [
    note('Không phát', inState('missed'), because),
    note('Phát bù', inState('madeUp'), ({ late }) => (late ? ' (muộn, sau kỳ)' : '')),
    note('Được miễn', inState('excused'), because),
    note('Chưa đến kỳ hoặc chưa phát', inState('open'), because),
    note(
      'Theo xác nhận, không có số đo',
      required.filter(({ attestationId }) => attestationId !== null),
      () => '',
    ),
    note(
      'Vượt chỉ tiêu',
      lines.filter((item) => !item.required && isDone(item)),
      () => '',
    ),
  ];
  // A repeat fulfils the issue, and the lost first airing has no row of its own.
  if (counted.unit === 'issue') notes.push(note('Lượt phát mới không phát', lostFirstAirings(own, required), because));
  return notes.filter((text) => text !== null);
}

function lostFirstAirings(own: readonly Obligation[], issues: readonly Obligation[]): Obligation[] {
  const fulfilled = new Set(issues.filter(isDone).map(({ period }) => period.key));
  return own.filter(
    ({ unit, ordinal, state, period }) =>
      unit === 'airing' && ordinal === 0 && state === 'missed' && fulfilled.has(period.key),
  );
}

function isDone({ state }: Obligation): boolean {
  return state === 'aired' || state === 'madeUp';
}

function because({ reason }: Obligation): string {
  return reason === null ? '' : ` (${reasonText(reason)})`;
}

function note(title: string, items: readonly Obligation[], remark: (item: Obligation) => string): string | null {
  if (items.length === 0) return null;
  return `${title}: ${items.map((item) => nameOf(item) + remark(item)).join('; ')}`;
}

function nameOf({ unit, ordinal, number }: Obligation): string {
  return unit === 'airing' && ordinal > 0 ? `lần phát lại ${ordinal} của số ${number}` : `số ${number}`;
}

/** No cadence, no target: what was really aired, contents and airings apart. */
function unscheduledLines({ plan, programme, aired, period }: ProgrammeInput): TargetLine[] {
  const span = within(period, plan.effective);
  const from = (start: string) =>
    aired.filter(({ programmeKey, date }) => programmeKey === programme.key && date >= start && date <= span.to);
  const [own, cumulative] = [from(span.from), from(plan.effective.from)];
  const partial = own.filter(({ state }) => state === 'partial').length;
  const { issuesPerYear } = programme.target;
  const yearTarget = issuesPerYear === null ? null : { nominal: issuesPerYear, proRata: null };
  const none = { target: null, ratePercent: null, cumulativeTarget: null, verdict: null, tally: null };
  return [
    {
      ...none,
      unit: 'content',
      done: contentsIn(own),
      cumulativeDone: contentsIn(cumulative),
      yearTarget,
      notes: [...planNotes(plan, yearTarget), 'Kế hoạch không giao tần suất'],
    },
    {
      ...none,
      unit: 'airing',
      done: own.length - partial,
      cumulativeDone: cumulative.filter(({ state }) => state === 'aired').length,
      yearTarget: null,
      notes: partial > 0 ? [`Ngoài ra ${countText(partial)} lượt phát không trọn vẹn`] : [],
    },
  ];
}

/** Contents aired in full at least once: two specials of one title are two. */
function contentsIn(items: readonly DatedItem[]): number {
  return new Set(items.filter(({ state }) => state === 'aired').map(({ contentId }) => contentId)).size;
}
