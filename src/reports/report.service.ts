import { Injectable } from '@nestjs/common';
import { addDays, instantOf } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { isSettled } from '../domain/airing';
import { reportPeriodOf, type ReportScope, type Span } from '../domain/report-period';
import { Station } from '../platform/config/station';
import { ClusterReachService } from '../playout/cluster-reach.service';
import { PlayoutLogService, type LogHead } from '../playout/playout-log.service';
import { ReportBooksService, type BookedAiring } from '../schedule/report-books.service';
import type { Report } from './report';
import { buildReport } from './report-model';

/** Reports made fresh from the ledger and the log; nothing is stored here. */
@Injectable()
export class ReportService {
  constructor(
    private readonly books: ReportBooksService,
    private readonly log: PlayoutLogService,
    private readonly reach: ClusterReachService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /**
   * @param month "YYYY-MM"; a month still running is reported as far as it has come
   * @throws DomainError invalidInput
   */
  async monthly(month: string): Promise<Report> {
    return this.of(month, 'all');
  }

  /**
   * @param key as `reportPeriodOf` takes it
   * @throws DomainError invalidInput
   */
  async of(key: string, scope: ReportScope): Promise<Report> {
    const { timeZone, config } = this.station;
    const now = this.clock.now();
    const period = reportPeriodOf(key);
    const books = await this.books.read(period, now);
    const midnight = (date: string) => instantOf(date, '00:00', timeZone);
    const log = await this.log.between(midnight(period.from), midnight(addDays(period.to, 1)));
    const silent = new Set(
      log.filter(({ proof }) => proof?.verdict === 'silent').map(({ played }) => played.deliveryId),
    );
    const clusters = await this.reach.of(books.booked, silent);
    return buildReport({ ...books, period, scope, clusters, log, letterhead: config.letterhead, timeZone, now });
  }

  /** What of the span is not settled yet: a report is locked over none of it. */
  async unsettled(span: Span): Promise<BookedAiring[]> {
    return (await this.books.booked(span)).filter(({ state }) => !isSettled(state));
  }

  async logHead(): Promise<LogHead | null> {
    return this.log.head();
  }
}
