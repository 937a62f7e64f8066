import { Injectable } from '@nestjs/common';
import { civilDateAt, parseCivilDate, type CivilDate } from '../domain/calendar';
import { Clock } from '../domain/clock';
import type { Obligation } from '../domain/compliance';
import type { Programme } from '../domain/plan';
import { tally, type Tally } from '../domain/tally';
import { Station } from '../platform/config/station';
import { PlansService } from '../plans/plans.service';
import { ScheduleService } from './schedule.service';

export interface ProgrammeProgress {
  readonly programmeKey: string;
  readonly title: string;
  /** The plan's own yearly number; null where it sets none. */
  readonly nominalIssues: number | null;
  /** Required issues of the effective span: the pro-rata target. */
  readonly proRataIssues: number;
  /** Issues and airings whose period's anchor is not after the date. */
  readonly issues: Tally;
  readonly airings: Tally;
}

/** How far a plan has come. */
@Injectable()
export class ProgressService {
  constructor(
    private readonly plans: PlansService,
    private readonly schedule: ScheduleService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** @param on null: today. @throws DomainError notFound | invalidInput */
  async of(
    code: string,
    on: CivilDate | null,
  ): Promise<{ code: string; on: CivilDate; programmes: ProgrammeProgress[] }> {
    const { plan } = await this.plans.byCode(code);
    const date = on === null ? civilDateAt(this.clock.now(), this.station.timeZone) : parseCivilDate(on);
    const { obligations } = await this.schedule.ledger(this.clock.now());
    const inPlan = obligations.filter(
      ({ period: { anchor } }) => anchor >= plan.effective.from && anchor <= plan.effective.to,
    );
    return { code, on: date, programmes: plan.programmes.map((programme) => progressOf(programme, inPlan, date)) };
  }
}

function progressOf(programme: Programme, obligations: readonly Obligation[], on: CivilDate): ProgrammeProgress {
  const span = { programmeKey: programme.key, from: '0000-01-01' };
  return {
    programmeKey: programme.key,
    title: programme.title,
    nominalIssues: programme.target.issuesPerYear,
    proRataIssues: tally(obligations, { ...span, unit: 'issue', to: '9999-12-31' }).owed,
    issues: tally(obligations, { ...span, unit: 'issue', to: on }),
    airings: tally(obligations, { ...span, unit: 'airing', to: on }),
  };
}
