import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { addDays, civilDateAt, localTimeAt, monthOf, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { reportPeriodsOfYear, type ReportKind } from '../domain/report-period';
import { Station } from '../platform/config/station';
import { ReportRegister } from './report.register';
import { ReportService } from './report.service';

/** In the audit, where a person's name would stand. */
const BY_ITSELF = 'hệ thống';
const DRAFT_AT = '06:00:00';
/** A station that stood still on the 1st still gets its draft; later than this somebody has taken it in hand. */
const LAST_DAY_OF_MONTH = 7;
/** Those that end with a month. The window from the 15th to the 14th is another way to see the same months: for staff. */
const KINDS: readonly ReportKind[] = ['monthly', 'quarterly', 'halfYearly', 'yearly', 'yearEnd'];

/** Keys of the periods whose drafts are due from the 1st at 06:00 station time to the 7th: those that ended with the month before. */
export function draftsDue(now: EpochMs, timeZone: string): readonly string[] {
  const today = civilDateAt(now, timeZone);
  const day = Number(today.slice(8));
  if (day > LAST_DAY_OF_MONTH || (day === 1 && localTimeAt(now, timeZone) < DRAFT_AT)) return [];
  const lastDay = addDays(monthOf(today).start, -1);
  return KINDS.flatMap((kind) => reportPeriodsOfYear(kind, Number(lastDay.slice(0, 4))))
    .filter(({ to }) => to === lastDay)
    .map(({ key }) => key);
}

/** Makes the reports of what has just ended as drafts by itself: a timer only nudges, the rows say which were made. */
@Injectable()
export class ReportDrafter {
  private readonly logger = new Logger(ReportDrafter.name);

  constructor(
    private readonly register: ReportRegister,
    private readonly reports: ReportService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  @Cron('0 */10 * * * *', { name: 'reportDraft', waitForCompletion: true })
  async tick(): Promise<void> {
    for (const period of draftsDue(this.clock.now(), this.station.timeZone)) await this.draft(period);
  }

  private async draft(period: string): Promise<void> {
    if (await this.register.has(period, 'all')) return;
    try {
      const { plans, airings } = await this.reports.of(period, 'all');
      // A new station has nothing to say of the time before it came.
      if (plans.length === 0 && airings.length === 0) return;
      const { version } = await this.register.create(period, 'all', BY_ITSELF);
      this.logger.log(`draft of the report on ${period} made, version ${String(version)}`);
    } catch (error) {
      // Tried again at the next tick.
      this.logger.error(`no draft of the report on ${period}: ${String(error)}`);
    }
  }
}
