import { Injectable } from '@nestjs/common';
import { civilDateAt, type CivilDate } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { chartsOf, type Chart } from '../reports/chart';
import type { Difference, Report } from '../reports/report';
import { ReportDesk } from '../reports/report.desk';
import { isCurrent, ReportRegister } from '../reports/report.register';
import { ReportService } from '../reports/report.service';
import { tablesOf, type ReportTables } from '../reports/report-tables';
import type { BookedAiring } from '../schedule/report-books.service';

export type KeptReport = Awaited<ReturnType<ReportRegister['list']>>[number];

/** A kept report with all that its page shows. */
export interface ReportView {
  readonly row: KeptReport;
  /** null for one of the first releases' form. */
  readonly content: {
    readonly report: Report;
    readonly tables: ReportTables;
    readonly charts: readonly Chart[];
    readonly differences: readonly Difference[];
  } | null;
  readonly isNewest: boolean;
  /** Whether the period is over, which locking asks for. */
  readonly ended: boolean;
  /** What blocks the lock, once the period is over. */
  readonly unsettled: readonly BookedAiring[];
}

@Injectable()
export class ReportsBoard {
  constructor(
    private readonly register: ReportRegister,
    private readonly desk: ReportDesk,
    private readonly reports: ReportService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  today(): CivilDate {
    return civilDateAt(this.clock.now(), this.station.timeZone);
  }

  async list(): Promise<readonly KeptReport[]> {
    return this.register.list();
  }

  /** @throws DomainError notFound */
  async view(id: string): Promise<ReportView> {
    const { model, ...row } = await this.register.get(id);
    const versions = (await this.register.list()).filter(
      ({ period, scope, kind }) => period === row.period && scope === row.scope && kind === row.kind,
    );
    const ended = this.today() > row.to;
    const content = isCurrent(model)
      ? {
          report: model,
          tables: tablesOf(model),
          charts: chartsOf(model),
          differences: model.seal?.differences ?? (await this.desk.differences({ ...row, model }, model)),
        }
      : null;
    return {
      ...{ row, content, ended },
      isNewest: versions.every(({ version }) => version <= row.version),
      unsettled: ended && row.status !== 'locked' ? await this.reports.unsettled(row) : [],
    };
  }
}
