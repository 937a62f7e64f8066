import { z } from 'zod';
import { parseCivilDate } from '../../domain/calendar';
import type { Obligation } from '../../domain/compliance';
import {
  obligationKey,
  type AiredFigure,
  type Forecast,
  type ObligationFigures,
  type ProgrammeFigures,
} from '../../domain/ledger-figures';
import type { LedgerQuery, LedgerView } from './ledger.service';

const civilDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const ledgerQuery = z.object({
  from: civilDate.optional(),
  to: civilDate.optional(),
  programme: z.string().min(1).optional(),
});

/** @throws DomainError invalidInput for a day that no calendar has */
export function toLedgerQuery({ from, to, programme }: z.output<typeof ledgerQuery>): LedgerQuery {
  return {
    from: from === undefined ? null : parseCivilDate(from),
    to: to === undefined ? null : parseCivilDate(to),
    programmeKey: programme ?? null,
  };
}

/**
 * When the books were read is the answer's Date header: in the body it would make every answer another one.
 * A number is `{count, obligations}` or `{count, airings}`; the keys of `obligations` open in the list below.
 */
export function ledgerResponse(view: LedgerView) {
  return {
    from: view.from,
    to: view.to,
    trackedFrom: view.trackedFrom,
    programmes: view.programmes.map(({ plan, programme, figures }) => ({
      planCode: plan.code,
      programmeKey: programme.key,
      title: programme.title,
      basis: programme.basis.section,
      ...figuresResponse(figures),
    })),
    obligations: Object.fromEntries(view.obligations.map((item) => [obligationKey(item), obligationResponse(item)])),
  };
}

function figuresResponse(figures: ProgrammeFigures) {
  const { measured, onTime, attested } = figures;
  return {
    nominalIssues: figures.nominalIssues,
    issues: counted(figures.issues),
    firstAirings: counted(figures.firstAirings),
    repeats: counted(figures.repeats),
    toDate: { issues: counted(figures.toDate.issues), repeats: counted(figures.toDate.repeats) },
    forecast: { issues: foretold(figures.forecast.issues), repeats: foretold(figures.forecast.repeats) },
    measured: {
      first: opened(measured.first),
      repeat: opened(measured.repeat),
      makeUp: opened(measured.makeUp),
      extra: opened(measured.extra),
      partial: opened(measured.partial),
    },
    airtimeSeconds: figures.airtimeSeconds,
    onTime: { count: onTime.airingIds.length, of: onTime.of, share: onTime.share, airings: linked(onTime.airingIds) },
    attested: {
      count: attested.attestationIds.length,
      airtimeSeconds: attested.airtimeSeconds,
      attestations: attested.attestationIds,
    },
  };
}

function counted(figures: ObligationFigures) {
  const entries = Object.entries(figures) as [keyof ObligationFigures, readonly string[]][];
  return Object.fromEntries(entries.map(([name, keys]) => [name, { count: keys.length, obligations: keys }]));
}

function opened({ airingIds, airtimeSeconds }: AiredFigure) {
  return { count: airingIds.length, airtimeSeconds, airings: linked(airingIds) };
}

function linked(ids: readonly string[]) {
  return ids.map((id) => ({ id, href: `/api/v1/airings/${id}` }));
}

/** "49/52": null while nothing of the pace is known. */
function foretold(forecast: Forecast) {
  const atThisPace = forecast.rate === null ? null : `${String(forecast.done)}/${String(forecast.of)}`;
  return { ...forecast, atThisPace };
}

function obligationResponse(item: Obligation) {
  const { period, airingIds, attestationId, ...facts } = item;
  return {
    ...facts,
    periodKey: period.key,
    periodStart: period.start,
    periodEnd: period.end,
    anchor: period.anchor,
    airings: linked(airingIds),
    attestationId,
  };
}
