import type { AiringFact, Obligation } from '../../domain/compliance';
import { obligationKey, type Figure, type Forecast, type ObligationFigures } from '../../domain/ledger-figures';
import type { LedgerView, ProgrammeLedger } from '../../schedule/compliance/ledger.service';
import type { LedgerWords } from '../pages/ledger-words';
import type { Words } from '../words';
import { dateText, decimalText, durationText, momentText } from './format';

export interface LedgerRow {
  readonly text: string;
  readonly airings: readonly { readonly href: string; readonly text: string }[];
}

/** A number and the rows that it counts. */
export interface LedgerNumber {
  /** Of all numbers of the page. */
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** "1 giờ 20 phút"; '' for none. */
  readonly detail: string;
  /** Thousands in a year: made only of what is opened. */
  readonly rows: () => readonly LedgerRow[];
}

type NamedNumber = Omit<LedgerNumber, 'id'> & { readonly name: string };

export interface LedgerSheet {
  readonly key: string;
  readonly title: string;
  /** Nominal numbers and forecast, one sentence each. */
  readonly notes: readonly string[];
  readonly groups: readonly { readonly title: string; readonly numbers: readonly LedgerNumber[] }[];
}

interface Own {
  readonly words: Words;
  readonly own: LedgerWords;
  readonly timeZone: string;
}

/** The ledger of each programme, every number with its rows. */
export function presentLedger(view: LedgerView, shown: Own): readonly LedgerSheet[] {
  const book = new Book(view, shown);
  return view.programmes.map((ledger) => {
    const key = `${ledger.plan.code}-${ledger.programme.key}`;
    return {
      ...{ key, title: ledger.programme.title, notes: notesOf(ledger, shown.own) },
      groups: book
        .groupsOf(ledger)
        .filter(({ numbers }) => numbers.some(({ count }) => count > 0))
        .map(({ name, numbers }) => ({
          title: shown.own.groups[name],
          numbers: numbers.map(({ name: own, ...number }) => ({ id: [key, name, own].join('-'), ...number })),
        })),
    };
  });
}

function notesOf({ figures: { nominalIssues, forecast } }: ProgrammeLedger, own: LedgerWords): string[] {
  const { perYear, inSpan } = nominalIssues;
  const pace = ({ done, of }: Forecast) => `${String(done)}/${String(of)}`;
  return [
    perYear === null ? own.noTarget : own.nominal(perYear, inSpan ?? 0),
    ...(forecast.issues.of === 0
      ? []
      : [forecast.issues.rate === null ? own.noForecast : own.forecast(pace(forecast.issues))]),
    ...(forecast.repeats.rate === null ? [] : [own.forecastRepeats(pace(forecast.repeats))]),
  ];
}

const ALL = [
  ...(['owed', 'recorded', 'approved', 'scheduled', 'aired', 'madeUp', 'late', 'excused', 'missed', 'open'] as const),
  ...(['attested', 'untracked', 'surplus'] as const),
];
const SUM = ['owed', 'aired', 'madeUp', 'attested', 'excused', 'missed', 'open'] as const;
const ROLES = ['first', 'repeat', 'makeUp', 'extra', 'partial'] as const;

/** Finds the rows that figures name. */
class Book {
  private readonly obligations: ReadonlyMap<string, Obligation>;
  private readonly facts: ReadonlyMap<string, AiringFact>;

  constructor(
    { obligations, facts }: LedgerView,
    private readonly shown: Own,
  ) {
    this.obligations = new Map(obligations.map((item) => [obligationKey(item), item]));
    this.facts = new Map(facts.map((fact) => [fact.airingId, fact]));
  }

  groupsOf({ figures }: ProgrammeLedger) {
    const { issues, firstAirings, repeats, toDate } = figures;
    return [
      { name: 'issues', numbers: this.owedNumbers(issues, ALL) },
      { name: 'firstAirings', numbers: this.owedNumbers(firstAirings, ALL) },
      { name: 'repeats', numbers: this.owedNumbers(repeats, ALL) },
      { name: 'toDate', numbers: this.owedNumbers(toDate.issues, SUM) },
      { name: 'measured', numbers: this.measuredNumbers(figures) },
    ] as const;
  }

  private owedNumbers(figures: ObligationFigures, names: readonly (keyof ObligationFigures)[]): NamedNumber[] {
    // What somebody vouches for is a number of its own, and in none that reads as measured.
    const attested = new Set(figures.attested);
    return names.map((name) => {
      const isOfMeasured = name === 'aired' || name === 'madeUp' || name === 'late';
      const keys = isOfMeasured ? figures[name].filter((key) => !attested.has(key)) : figures[name];
      return { name, label: this.shown.own.figures[name], count: keys.length, detail: '', rows: () => this.rows(keys) };
    });
  }

  private rows(keys: Figure): LedgerRow[] {
    return keys.flatMap((key) => this.obligations.get(key) ?? []).map((item) => this.obligationRow(item));
  }

  private measuredNumbers({ measured, onTime, attested }: ProgrammeLedger['figures']): NamedNumber[] {
    const { own, words } = this.shown;
    const share = onTime.share === null ? '–' : `${decimalText(onTime.share * 100, words)} %`;
    return [
      ...ROLES.map((role) => {
        const { airingIds, airtimeSeconds } = measured[role];
        return { name: role, label: own.measured[role], ...this.airingNumber(airingIds, airtimeSeconds) };
      }),
      { name: 'onTime', label: own.onTime(share), ...this.airingNumber(onTime.airingIds, 0) },
      {
        ...{ name: 'attested', label: own.attested, count: attested.attestationIds.length },
        detail: attested.airtimeSeconds === 0 ? '' : durationText(attested.airtimeSeconds, words),
        rows: () => attested.attestationIds.flatMap((id) => this.attestedRows(id)),
      },
    ];
  }

  private airingNumber(ids: readonly string[], airtimeSeconds: number): Omit<NamedNumber, 'name' | 'label'> {
    return {
      count: ids.length,
      detail: airtimeSeconds === 0 ? '' : durationText(airtimeSeconds, this.shown.words),
      rows: () => ids.map((id) => ({ text: '', airings: [this.link(id)] })),
    };
  }

  private attestedRows(id: string): LedgerRow[] {
    const item = [...this.obligations.values()].find(
      ({ unit, attestationId }) => unit === 'airing' && attestationId === id,
    );
    return item ? [this.obligationRow(item)] : [];
  }

  private obligationRow(item: Obligation): LedgerRow {
    const { own } = this.shown;
    const { period, number, ordinal, state, late, attestationId, airingIds } = item;
    const name = /\d+$/.exec(period.key)?.[0].replace(/^0/, '') ?? period.key;
    const span = `${dateText(period.start)}–${dateText(period.end)}`;
    const what = [
      `${period.kind === 'week' ? own.week(name) : own.month(name)} (${span})`,
      own.issue(number),
      ...(ordinal > 0 ? [own.repeat(ordinal)] : []),
    ].join(', ');
    const how = [
      own.state[state],
      ...(late ? [own.late] : []),
      ...(attestationId === null ? [] : [own.byWord]),
      ...this.because(item),
    ].join(', ');
    return { text: `${what}: ${how}`, airings: airingIds.map((id) => this.link(id)) };
  }

  private because({ reason, airingIds }: Obligation): string[] {
    const { own, words } = this.shown;
    const documents = airingIds.flatMap((id) => this.facts.get(id)?.document ?? []).map(own.document);
    if (reason === null || reason === 'completed') return documents;
    if (reason === 'notScheduled' || reason === 'notTracked') return [own[reason], ...documents];
    return [words.reason[reason], ...documents];
  }

  private link(id: string): LedgerRow['airings'][number] {
    const fact = this.facts.get(id);
    const { words, timeZone } = this.shown;
    const text = fact
      ? `${momentText(fact.start ?? fact.plannedStart, timeZone)} · ${words.role[fact.role]} · ${words.state[fact.state]}`
      : id;
    return { href: `/lich-phat/luot/${id}`, text };
  }
}
