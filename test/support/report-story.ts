import type { AiringReason, AiringState } from '../../src/domain/airing';
import { computeLedger, type AiringFact } from '../../src/domain/compliance';
import { occurrenceKeyOf } from '../../src/domain/expand-plan';
import type { Plan } from '../../src/domain/plan';
import { reportPeriodOf, type ReportScope } from '../../src/domain/report-period';
import { STATION_TIME_ZONE } from '../../src/domain/station';
import type { Report, ReportLetterhead } from '../../src/reports/report';
import { buildReport, type ReportInput } from '../../src/reports/report-model';
import type { AiredItem } from '../../src/schedule/aired-item';
import type { BookedAiring } from '../../src/schedule/report-books.service';
import { aMonthlyProgramme, anUnscheduledProgramme, aProgramme, at } from './builders';

const letterhead: ReportLetterhead = {
  issuingBodyParent: 'ỦY BAN NHÂN DÂN XÃ SƠN MAI',
  issuingBody: 'TRUNG TÂM CUNG ỨNG DỊCH VỤ CÔNG',
  documentSymbol: 'BC-TTCƯDVC',
  place: 'Sơn Mai',
  recipients: ['UBND xã'],
  distribution: ['Như trên', 'Lưu: VT'],
  signerTitle: 'GIÁM ĐỐC',
  signerName: null,
  systemName: 'hệ thống truyền thanh xã',
};

/** An airing as the ledger has it, and as it went out. */
export interface Row {
  readonly id: string;
  readonly number: number | null;
  readonly fact: AiringFact;
  readonly item: AiredItem | null;
}

interface Went {
  readonly state: AiringState;
  readonly start?: string;
  /** Of what never started. */
  readonly planned?: string;
  readonly seconds?: number;
  readonly reason?: AiringReason;
  readonly document?: string;
}

export const TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  [aProgramme(), aMonthlyProgramme(), anUnscheduledProgramme()].map(({ key, title }) => [key, title]),
);

export function row(id: string, identity: Partial<AiringFact> & Partial<AiredItem>, went: Went): Row {
  const start = went.start === undefined ? null : at(went.start);
  const { programmeKey = null, periodKey = null, role = 'extra', language = 'vie' } = identity;
  const occurrenceKey = identity.occurrenceKey ?? id;
  const common = { airingId: id, occurrenceKey, programmeKey, periodKey, role, language, reason: went.reason ?? null };
  const airtimeSeconds = went.seconds ?? 0;
  const { makeUpForId = null } = identity;
  const fact: AiringFact = {
    ...common,
    makeUpForId,
    state: went.state,
    document: went.document ?? null,
    plannedStart: start ?? (went.planned === undefined ? 0 : at(went.planned)),
    start,
    airtimeSeconds,
  };
  const onAir = went.state === 'aired' || went.state === 'partial' || went.state === 'playing';
  const number = identity.number ?? null;
  if (!onAir || start === null) return { id, number, fact, item: null };
  const item: AiredItem = {
    source: 'own',
    ...common,
    // In these stories a special is one content however often it airs, an issue likewise.
    contentId: `${programmeKey ?? ''}/${periodKey ?? identity.title ?? id}`,
    start,
    plannedStart: start,
    airtimeSeconds,
    state: went.state,
    programmeTitle: TITLES[programmeKey ?? ''] ?? null,
    number,
    title: identity.title ?? id,
    topics: identity.topics ?? [],
    airedBefore: identity.airedBefore ?? false,
    clustersReached: identity.clustersReached ?? 6,
    clustersTotal: 6,
    approver: 'Nguyễn Văn A (chưa xác thực)',
  };
  return { id, number, fact, item };
}

export function owed(
  id: string,
  programmeKey: string,
  periodKey: string,
  number: number,
  ordinal: number,
  went: Went,
  topics: readonly string[] = [],
): Row {
  const occurrenceKey = occurrenceKeyOf(programmeKey, periodKey, 'vie', ordinal);
  const role = ordinal === 0 ? 'first' : 'repeat';
  return row(id, { occurrenceKey, programmeKey, periodKey, number, role, topics }, went);
}

export function makeUp(id: string, of: Row, number: number, went: Went): Row {
  const { programmeKey, periodKey } = of.fact;
  return row(id, { programmeKey, periodKey, number, role: 'makeUp', makeUpForId: of.id }, went);
}

export function special(
  id: string,
  title: string,
  airedBefore: boolean,
  went: Went,
  extra: Partial<AiredItem> = {},
): Row {
  return row(id, { programmeKey: 'cchc', title, airedBefore, ...extra }, went);
}

export const WEEKLY = 'cds-hang-tuan';
export const MONTHLY = 'cds-hang-thang';

/** Sound that is not the station's own, or an emergency. */
export function sourced(given: Row, source: AiredItem['source']): Row {
  return { ...given, item: given.item && { ...given.item, source } };
}

/** The rows as the schedule has them; a special that never went out is none of these stories. */
function bookedOf({ number, fact, item }: Row): BookedAiring {
  const { airingId, state, reason, document, role, language, makeUpForId, programmeKey, plannedStart } = fact;
  return {
    ...{ airingId, state, reason, document, role, language, makeUpForId, programmeKey, start: plannedStart },
    ...{ title: item?.title ?? airingId, number, part: 'item', priority: 'NORMAL' },
    ...{ clusterCodes: null, clusterIds: [], frames: null, liveSource: null },
  };
}

interface Told {
  readonly scope?: ReportScope;
  readonly attestations?: ReportInput['attestations'];
  /** Of the clusters "dinh" and "cho", those that an airing reached. Everything that aired reached "dinh" alone. */
  readonly reached?: (airingId: string, state: AiringState) => readonly string[];
}

export function reportOf(
  period: string,
  now: string,
  plans: readonly Plan[],
  given: readonly Row[],
  { scope = 'all', attestations = [], reached = (_, state) => (state === 'aired' ? ['dinh'] : []) }: Told = {},
): Report {
  const facts = given.map(({ fact }) => fact);
  const none = { attestations, shortfalls: [], trackedFrom: null };
  const obligations = computeLedger({ plans, facts, ...none, timeZone: STATION_TIME_ZONE, now: at(now) });
  const aired = given.flatMap(({ item }) => item ?? []);
  const { from, to } = reportPeriodOf(period);
  const [first, end] = [at(`${from} 00:00`), at(`${to} 24:00`)];
  const booked = given.map(bookedOf).filter(({ start }) => start >= first && start < end);
  const clusters = {
    clusters: ['dinh', 'cho'].map((code) => ({ code, name: `Cụm ${code}`, village: 'Thôn 1' })),
    reach: new Map(
      booked.map(({ airingId, state }) => [
        airingId,
        { addressed: ['dinh', 'cho'], reached: reached(airingId, state) },
      ]),
    ),
  };
  return buildReport({
    ...{ period: reportPeriodOf(period), scope, plans, obligations, facts, attestations, aired, booked, clusters },
    ...{ log: [], letterhead, timeZone: STATION_TIME_ZONE, now: at(now) },
  });
}
