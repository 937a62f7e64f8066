import type { CivilDate } from './calendar';
import type { LedgerState, Obligation } from './compliance';

/** Sums over obligations of one programme and unit. owed = aired + madeUp + excused + missed + open. */
export interface Tally extends Readonly<Record<LedgerState, number>> {
  readonly owed: number;
  /** aired + madeUp. */
  readonly done: number;
  /** Of `done`, made up after its period. */
  readonly late: number;
  /** Of `done`, attested by somebody and never measured. */
  readonly attested: number;
  /** Of `open`, of the time before the station was tracked: no data. */
  readonly untracked: number;
  /** Aired but not required. */
  readonly surplus: number;
}

export interface TallyFilter {
  readonly programmeKey: string;
  readonly unit: Obligation['unit'];
  /** Inclusive span of period anchors. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  /** Only these ordinals, e.g. repeats alone; all when absent. */
  readonly minOrdinal?: number;
}

/** Counts a programme's obligations whose anchor day lies in the span. */
export function tally(ledger: readonly Obligation[], filter: TallyFilter): Tally {
  const counts = {
    aired: 0,
    madeUp: 0,
    excused: 0,
    missed: 0,
    open: 0,
    late: 0,
    attested: 0,
    untracked: 0,
    surplus: 0,
  };
  for (const item of ledger) {
    if (item.programmeKey !== filter.programmeKey || item.unit !== filter.unit) continue;
    if (item.period.anchor < filter.from || item.period.anchor > filter.to) continue;
    if (item.ordinal < (filter.minOrdinal ?? 0)) continue;
    const done = item.state === 'aired' || item.state === 'madeUp';
    if (!item.required) counts.surplus += done ? 1 : 0;
    else {
      counts[item.state] += 1;
      counts.late += item.late ? 1 : 0;
      counts.attested += item.attestationId === null ? 0 : 1;
      counts.untracked += item.reason === 'notTracked' && item.state === 'open' ? 1 : 0;
    }
  }
  const { aired, madeUp, excused, missed, open } = counts;
  return { ...counts, owed: aired + madeUp + excused + missed + open, done: aired + madeUp };
}
