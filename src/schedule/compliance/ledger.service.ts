import { Injectable } from '@nestjs/common';
import { civilDateAt, type CivilDate } from '../../domain/calendar';
import { Clock } from '../../domain/clock';
import type { AiringFact, Obligation } from '../../domain/compliance';
import { DomainError } from '../../domain/errors';
import { figuresOf, issueKey, type IssueReadiness, type ProgrammeFigures } from '../../domain/ledger-figures';
import type { Plan, Programme } from '../../domain/plan';
import { Station } from '../../platform/config/station';
import { RecordingsService, type Readiness } from '../../recordings/recordings.service';
import { ScheduleService } from '../schedule.service';

export interface LedgerQuery {
  /** Inclusive; null: from the first day of the earliest plan, to today. */
  readonly from: CivilDate | null;
  readonly to: CivilDate | null;
  /** null: every programme of the plans in force in the span. */
  readonly programmeKey: string | null;
}

export interface ProgrammeLedger {
  readonly plan: Plan;
  readonly programme: Programme;
  readonly figures: ProgrammeFigures;
}

export interface LedgerView {
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly trackedFrom: CivilDate | null;
  readonly programmes: readonly ProgrammeLedger[];
  /** Every obligation that some number of the programmes may name. */
  readonly obligations: readonly Obligation[];
  /** The programmes' airings, whatever became of them. */
  readonly facts: readonly AiringFact[];
}

/** What the plans owe against what was measured and attested: the numbers of a span and the rows behind them. */
@Injectable()
export class LedgerService {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly recordings: RecordingsService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError invalidInput when the span is upside down; notFound for a programme that no plan has */
  async view(query: LedgerQuery): Promise<LedgerView> {
    const asOf = this.clock.now();
    const { timeZone } = this.station;
    const { trackedFrom } = this.station.config;
    const { plans, obligations, facts, attestations } = await this.schedule.ledger(asOf);
    const to = query.to ?? civilDateAt(asOf, timeZone);
    const from = query.from ?? plans.reduce((first, { effective }) => min(first, effective.from), to);
    if (from > to) throw new DomainError('invalidInput', { found: `${from}–${to}`, allowed: 'from ≤ to' });
    const wanted = programmesOf(plans, { ...query, from, to });
    const readiness = await this.readiness(wanted);
    const shared = { from, to, obligations, facts, attestations, readiness, trackedFrom, timeZone };
    const programmes = wanted.map(({ plan, programme }) => ({
      plan,
      programme,
      figures: figuresOf({ plan, programme, ...shared }),
    }));
    const keys = new Set(wanted.map(({ programme }) => programme.key));
    const named = obligations.filter(({ programmeKey, period: { anchor } }) => keys.has(programmeKey) && anchor <= to);
    const own = facts.filter(({ programmeKey }) => programmeKey !== null && keys.has(programmeKey));
    return { from, to, trackedFrom, programmes, obligations: named, facts: own };
  }

  private async readiness(
    wanted: readonly { readonly programme: Programme }[],
  ): Promise<ReadonlyMap<string, IssueReadiness>> {
    const found = new Map<string, IssueReadiness>();
    const issues = (await this.recordings.contentsOfProgrammes()).filter(({ kind }) => kind === 'issue');
    for (const programme of new Map(wanted.map((one) => [one.programme.key, one.programme])).values()) {
      const own = issues.filter(({ programmeKey }) => programmeKey === programme.key);
      const ids = own.map(({ id }) => id);
      const ready = await this.recordings.readinessFor(ids, programme.languages[0]);
      for (const { id, periodKey } of own)
        if (periodKey !== null) found.set(issueKey(programme.key, periodKey), shown(ready.get(id)));
    }
    return found;
  }
}

/** Of the plans in effect on any day of the span. */
function programmesOf(
  plans: readonly Plan[],
  {
    from,
    to,
    programmeKey,
  }: { readonly from: CivilDate; readonly to: CivilDate; readonly programmeKey: string | null },
) {
  const all = plans.flatMap((plan) => plan.programmes.map((programme) => ({ plan, programme })));
  if (programmeKey !== null && !all.some(({ programme }) => programme.key === programmeKey))
    throw new DomainError('notFound', { kind: 'programme', id: programmeKey });
  return all.filter(
    ({ plan: { effective }, programme }) =>
      effective.from <= to && effective.to >= from && (programmeKey === null || programme.key === programmeKey),
  );
}

function shown(readiness: Readiness | undefined): IssueReadiness {
  if (readiness === 'approved') return 'approved';
  return readiness === 'notApproved' ? 'recorded' : 'none';
}

function min(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? a : b;
}
