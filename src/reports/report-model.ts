import { civilDateAt, isoAt, localTimeAt, type EpochMs } from '../domain/calendar';
import type { Attestation, AiringFact, Obligation } from '../domain/compliance';
import { isInEffect, type Plan } from '../domain/plan';
import type { ReportPeriod, ReportScope } from '../domain/report-period';
import type { ProvedEntry } from '../playout/proof/logged-proof';
import type { AiredItem } from '../schedule/aired-item';
import type { BookedAiring } from '../schedule/report-books.service';
import { labelOf, listAirings, type DatedItem } from './airing-table';
import { countClusters, type ClusterFacts } from './cluster-table';
import { listLost } from './lost-table';
import type { AttestedLine, LogLine, PlanBasis, Report, ReportLetterhead } from './report';
import { countSources, countTopics, countWeeks } from './coverage-tables';
import { scopeOf } from './report-scope';
import { endReasonText } from './report-words';
import { countTargets } from './target-table';

export interface ReportInput {
  readonly period: ReportPeriod;
  readonly scope: ReportScope;
  readonly plans: readonly Plan[];
  readonly obligations: readonly Obligation[];
  readonly facts: readonly AiringFact[];
  readonly attestations: readonly (Attestation & Pick<AttestedLine, 'document' | 'attestedBy'>)[];
  /** At least everything from the earliest plan in effect to the end of the period; more is cut away here. */
  readonly aired: readonly AiredItem[];
  /** Airings of the period by their start, whatever became of them. */
  readonly booked: readonly BookedAiring[];
  readonly clusters: ClusterFacts;
  readonly log: readonly ProvedEntry[];
  readonly letterhead: ReportLetterhead;
  readonly timeZone: string;
  readonly now: EpochMs;
}

const NO_TEXTS = { number: '', date: null, signerName: '', shortcomings: '', directions: '', proposals: '' };

/**
 * The report of a period: obligations counted by their period's anchor, airings by their measured start, cut at
 * station midnight (domain brief §2). Made-up, excused and late ones are as they stand at `now`.
 */
export function buildReport(input: ReportInput): Report {
  const { timeZone, now, period, letterhead } = input;
  const { from, to, kind, key, scope } = { ...period, scope: input.scope };
  const own = scopeOf(
    scope,
    input.plans.filter((plan) => isInEffect(plan, period)),
  );
  // An item on air has no true length yet.
  const settled = input.aired
    .filter((item) => item.state !== 'playing' && own.hasItem(item))
    .map((item): DatedItem => ({ ...item, date: civilDateAt(item.start, timeZone) }))
    .sort((a, b) => a.start - b.start);
  const inPeriod = settled.filter(({ date }) => date >= from && date <= to);
  const airings = listAirings(inPeriod, own.plans, timeZone);
  const obligations = input.obligations.filter(({ programmeKey }) => own.hasProgramme(programmeKey));
  const booked = input.booked.filter((airing) => own.hasBooked(airing));
  return inNfc({
    ...{ kind, period: key, scope, from, to, letterhead },
    asOf: isoAt(now, timeZone),
    ended: civilDateAt(now, timeZone) > to,
    plans: own.plans.map(basisOf),
    targets: countTargets({ plans: own.plans, obligations, aired: settled, period }),
    airings,
    totals: {
      aired: airings.filter(({ partial }) => !partial).length,
      partial: airings.filter(({ partial }) => partial).length,
      airtimeSeconds: airings.reduce((sum, { airtimeSeconds }) => sum + airtimeSeconds, 0),
    },
    sources: countSources(inPeriod),
    topics: countTopics(own.topics, settled, period),
    clusters: countClusters(booked, input.clusters),
    lost: listLost({ ...input, plans: own.plans, obligations, booked }),
    weeks: countWeeks(obligations, own.plans, period),
    attested: attestedIn(input, own.hasProgramme),
    log: input.log
      .filter(({ played }) => own.hasAiring(played.airingId, booked))
      .map((entry) => logLine(entry, timeZone)),
    texts: { ...NO_TEXTS, signerName: letterhead.signerName ?? '' },
    seal: null,
  });
}

function attestedIn(
  { attestations, obligations, plans, period, timeZone }: ReportInput,
  isOwn: (programmeKey: string) => boolean,
): AttestedLine[] {
  const titles = new Map(plans.flatMap(({ programmes }) => programmes.map(({ key, title }) => [key, title] as const)));
  return attestations
    .filter(({ programmeKey }) => isOwn(programmeKey))
    .map(({ airedAt, programmeKey, periodKey, airtimeSeconds, document, attestedBy }) => {
      const issue = obligations.find((item) => item.programmeKey === programmeKey && item.period.key === periodKey);
      const title = titles.get(programmeKey) ?? programmeKey;
      return {
        date: civilDateAt(airedAt, timeZone),
        time: localTimeAt(airedAt, timeZone),
        label: labelOf({ programmeTitle: title, number: issue?.number ?? null, title: periodKey }),
        ...{ airtimeSeconds, document, attestedBy },
      };
    })
    .filter(({ date }) => date >= period.from && date <= period.to);
}

function logLine({ played, proof }: ProvedEntry, timeZone: string): LogLine {
  const time = (at: EpochMs | null) => (at === null ? null : localTimeAt(at, timeZone));
  return {
    id: played.id,
    date: civilDateAt(played.plannedStart, timeZone),
    plannedTime: localTimeAt(played.plannedStart, timeZone),
    startTime: time(played.start),
    endTime: time(played.end),
    outputCode: played.outputCode,
    title: played.title,
    segment: played.segment,
    seconds: Math.round(played.frames / 48_000),
    endReason: endReasonText(played.endReason),
    proof: proof?.verdict ?? null,
    hash: played.hash,
  };
}

function basisOf({ code, title, organisation, status, document }: Plan): PlanBasis {
  return { code, title, organisation, status, number: document.number, date: document.date, basis: document.basis };
}

/** Titles typed on some systems arrive decomposed; the decree asks for NFC, which never touches JSON's own signs. */
function inNfc(report: Report): Report {
  return JSON.parse(JSON.stringify(report).normalize('NFC')) as Report;
}
