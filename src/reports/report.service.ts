import { Injectable } from '@nestjs/common';
import { instantOf, type CivilDate } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { ScheduleService } from '../schedule/schedule.service';
import { renderDocx } from './docx.renderer';
import type { MonthlyReport } from './monthly-report';
import { buildMonthlyReport, dayAfter, monthSpan, plansIn } from './report-model';

/** A report in one format; `name` is for a file outside the archive, "bao-cao-2026-08.docx". */
export interface RenderedFile {
  readonly name: string;
  readonly extension: 'json' | 'docx';
  readonly content: Buffer;
}

export interface RenderedReport {
  readonly report: MonthlyReport;
  readonly files: readonly RenderedFile[];
}

/** Reports made fresh from the ledger and the log; nothing is stored here. */
@Injectable()
export class ReportService {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * @param month "YYYY-MM"; a month still running is reported as far as it has come
   * @throws DomainError invalidInput
   */
  async monthly(month: string): Promise<MonthlyReport> {
    const { timeZone, config } = this.station;
    const now = this.clock.now();
    const span = monthSpan(month);
    const { plans, obligations } = await this.schedule.ledger(now);
    const midnight = (date: CivilDate) => instantOf(date, '00:00', timeZone);
    // Programmes without a cadence are counted to date from the log itself.
    const since = plansIn(plans, span).reduce(
      (first, { effective }) => (effective.from < first ? effective.from : first),
      span.from,
    );
    const aired = await this.schedule.airedBetween(midnight(since), midnight(dayAfter(span)));
    return buildMonthlyReport({ month, plans, obligations, aired, letterhead: config.letterhead, timeZone, now });
  }

  /** The report as JSON and as a Word document. @throws DomainError invalidInput */
  async render(month: string): Promise<RenderedReport> {
    const report = await this.monthly(month);
    const json = Buffer.from(`${JSON.stringify(report, null, 2)}\n`);
    const docx = await renderDocx(report);
    return {
      report,
      files: [
        { name: `bao-cao-${month}.json`, extension: 'json', content: json },
        { name: `bao-cao-${month}.docx`, extension: 'docx', content: docx },
      ],
    };
  }
}
