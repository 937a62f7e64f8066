import type { CivilDate } from '../../domain/calendar';
import type { Obligation } from '../../domain/compliance';
import type { AttestationsService } from '../../schedule/compliance/attestations.service';
import type { LedgerView } from '../../schedule/compliance/ledger.service';
import type { MakeUpProposal } from '../../schedule/make-ups/make-ups.service';
import type { MakeUpWords } from '../pages/make-up-words';
import type { Words } from '../words';
import { decimalText, momentText, nameText, whenText } from './format';

export interface MakeUpLine {
  /** Of the lost airing. */
  readonly id: string;
  readonly title: string;
  readonly lostAt: string;
  readonly why: string | null;
  readonly isAutomatic: boolean;
  readonly recorded: boolean;
  readonly slot: { readonly when: string; readonly late: boolean } | null;
  readonly declined: { readonly reason: string; readonly by: string } | null;
}

export interface AttestChoice {
  /** "cds-hang-tuan 2026-W47 0". */
  readonly value: string;
  readonly text: string;
}

export interface AttestGroup {
  readonly title: string;
  readonly choices: readonly AttestChoice[];
}

export interface AttestedLine {
  readonly id: string;
  readonly what: string;
  readonly when: string;
  readonly minutes: string;
  readonly note: string;
  readonly document: string;
  readonly by: string;
  readonly attachment: string | null;
  readonly withdrawn: string | null;
}

type Attestations = Awaited<ReturnType<AttestationsService['list']>>;

export function presentMakeUps(
  proposals: readonly MakeUpProposal[],
  timeZone: string,
  words: Words,
  own: MakeUpWords,
): MakeUpLine[] {
  return proposals.map(({ lost, policy, recorded, candidate, declined }) => ({
    id: lost.id,
    title: lost.title,
    lostAt: whenText(lost.plannedStart ?? lost.provisionalStart, timeZone, words),
    why: lost.reason === null ? null : words.reason[lost.reason],
    isAutomatic: policy === 'automatic',
    recorded,
    slot: candidate && { when: whenText(candidate.start, timeZone, words), late: candidate.late },
    declined: declined && {
      reason: declined.reason,
      by: own.by(nameText(declined.declinedBy, words), momentText(declined.declinedAt, timeZone)),
    },
  }));
}

/** What somebody may vouch for: begun by today, neither aired nor attested; the latest first. */
export function attestable(view: LedgerView, today: CivilDate, words: MakeUpWords): AttestGroup[] {
  return view.programmes.flatMap(({ plan: { effective }, programme: { key, title } }) => {
    const choices = view.obligations
      .filter(({ programmeKey, period }) => programmeKey === key && period.anchor >= effective.from)
      .filter(({ period }) => period.anchor <= effective.to && period.start <= today)
      .filter(isOpenAiring)
      .map((item) => ({
        value: `${key} ${item.period.key} ${String(item.ordinal)}`,
        text: airingText(item.period.key, item.ordinal, words),
      }))
      .reverse();
    return choices.length === 0 ? [] : [{ title, choices }];
  });
}

function isOpenAiring({ unit, required, state, attestationId }: Obligation): boolean {
  return unit === 'airing' && required && attestationId === null && (state === 'missed' || state === 'open');
}

/** "tuần 47/2026, phát lại lần 1". */
function airingText(periodKey: string, ordinal: number, words: MakeUpWords): string {
  const [year = '', rest = ''] = periodKey.split('-');
  const number = rest.replace(/^W?0?/, '');
  const period = rest.startsWith('W') ? words.week(number, year) : words.month(number, year);
  return `${period}, ${ordinal === 0 ? words.first : words.repeat(ordinal)}`;
}

/** @param titles of programmes by key */
export function presentAttested(
  rows: Attestations,
  titles: ReadonlyMap<string, string>,
  timeZone: string,
  { words, own }: { readonly words: Words; readonly own: MakeUpWords },
): AttestedLine[] {
  return rows.map((row) => ({
    id: row.id,
    what: `${titles.get(row.programmeKey) ?? row.programmeKey}, ${airingText(row.periodKey, row.ordinal, own)}`,
    when: momentText(row.airedAt, timeZone),
    minutes: decimalText(row.airtimeSeconds / 60, words),
    note: row.note,
    document: row.document,
    by: own.by(nameText(row.attestedBy, words), momentText(row.attestedAt, timeZone)),
    attachment: row.attachment && `/api/v1/attestations/${row.id}/attachment`,
    withdrawn:
      row.withdrawnAt === null
        ? null
        : `${own.by(nameText(row.withdrawnBy ?? '', words), momentText(row.withdrawnAt, timeZone))}: ${row.withdrawnNote ?? ''}`,
  }));
}
