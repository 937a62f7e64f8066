import { isSettled } from '../domain/airing';
import { civilDateAt, localTimeAt } from '../domain/calendar';
import type { AiringFact, Attestation, Obligation } from '../domain/compliance';
import type { Plan } from '../domain/plan';
import type { Span } from '../domain/report-period';
import type { BookedAiring } from '../schedule/report-books.service';
import { labelOf } from './airing-table';
import type { LostLine, LostMakeUp } from './report';
import { reasonText } from './report-words';

interface LostInput {
  readonly plans: readonly Plan[];
  readonly obligations: readonly Obligation[];
  readonly facts: readonly AiringFact[];
  readonly attestations: readonly Attestation[];
  readonly booked: readonly BookedAiring[];
  readonly period: Span;
  readonly timeZone: string;
}

/** Bảng 6: what was on the schedule of the period and did not air in full, then what was owed and never on it. */
export function listLost(input: LostInput): LostLine[] {
  const programmes = input.plans.flatMap((plan) => plan.programmes);
  const titles = new Map(programmes.map(({ key, title }) => [key, title]));
  return [...lostAirings(input, titles), ...neverScheduled(input, titles)];
}

type Titles = ReadonlyMap<string, string>;

function lostAirings({ booked, facts, obligations, attestations, timeZone }: LostInput, titles: Titles): LostLine[] {
  return booked.flatMap((airing) => {
    const { airingId, state, start, programmeKey, number, title, reason, document } = airing;
    if (!isSettled(state) || state === 'aired') return [];
    const discharge = obligations.find(({ unit, airingIds }) => unit === 'airing' && airingIds.includes(airingId));
    const attested = attestations.find(({ attestationId }) => attestationId === discharge?.attestationId);
    return {
      airingId,
      date: civilDateAt(start, timeZone),
      time: localTimeAt(start, timeZone),
      label: labelOf({ programmeTitle: titles.get(programmeKey ?? '') ?? null, number, title }),
      state: state as LostLine['state'],
      reason: reason === null ? '' : reasonText(reason),
      document,
      makeUp: makeUpOf(airingId, facts, attested, timeZone),
    };
  });
}

function makeUpOf(
  airingId: string,
  facts: readonly AiringFact[],
  attested: Attestation | undefined,
  timeZone: string,
): LostMakeUp {
  const answers = facts.filter(({ makeUpForId }) => makeUpForId === airingId);
  const aired = answers.find(({ state }) => state === 'aired');
  if (aired) return { kind: 'aired', date: civilDateAt(aired.start ?? aired.plannedStart, timeZone) };
  if (attested) return { kind: 'attested', date: civilDateAt(attested.airedAt, timeZone) };
  const planned = answers.find(({ state }) => !isSettled(state));
  return planned ? { kind: 'planned', date: civilDateAt(planned.plannedStart, timeZone) } : { kind: 'none' };
}

function neverScheduled({ obligations, period: { from, to } }: LostInput, titles: Titles): LostLine[] {
  return obligations
    .filter(
      ({ unit, required, state, airingIds }) =>
        unit === 'airing' && required && state === 'missed' && airingIds.length === 0,
    )
    .filter(({ period: { anchor } }) => anchor >= from && anchor <= to)
    .map(({ programmeKey, number, ordinal, reason }) => {
      const name = labelOf({ programmeTitle: titles.get(programmeKey) ?? programmeKey, number, title: '' });
      const label = ordinal === 0 ? name : `${name}, lần phát lại ${String(ordinal)}`;
      const nothing = { airingId: null, date: null, time: null, document: null };
      return {
        ...nothing,
        label,
        state: 'missed',
        reason: reasonText(reason ?? 'notScheduled'),
        makeUp: { kind: 'none' },
      };
    });
}
