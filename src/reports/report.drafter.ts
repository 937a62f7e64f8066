import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { addDays, civilDateAt, localTimeAt, monthOf, type EpochMs } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { ReportRegister } from './report.register';
import { ReportService } from './report.service';

/** In the audit, where a person's name would stand. */
const BY_ITSELF = 'hệ thống';
const DRAFT_AT = '06:00:00';
/** A station that stood still on the 1st still gets its draft; later than this somebody has taken it in hand. */
const LAST_DAY_OF_MONTH = 7;

/**
 * The month whose draft is due: the one before, from the 1st at 06:00 station time to the 7th; null outside of that.
 */
export function draftDue(now: EpochMs, timeZone: string): string | null {
  const today = civilDateAt(now, timeZone);
  const day = Number(today.slice(8));
  if (day > LAST_DAY_OF_MONTH || (day === 1 && localTimeAt(now, timeZone) < DRAFT_AT)) return null;
  return monthOf(addDays(monthOf(today).start, -1)).key;
}

/** Makes last month's report as a draft by itself: a timer only nudges, the rows say whether it was made. */
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
    const period = draftDue(this.clock.now(), this.station.timeZone);
    if (period === null || (await this.register.has(period, 'all'))) return;
    try {
      const { plans, airings } = await this.reports.of(period, 'all');
      // A new station has nothing to say of the month before it came.
      if (plans.length === 0 && airings.length === 0) return;
      const { version } = await this.register.create(period, 'all', BY_ITSELF);
      this.logger.log(`draft of the report on ${period} made, version ${String(version)}`);
    } catch (error) {
      // Tried again at the next tick.
      this.logger.error(`no draft of the report on ${period}: ${String(error)}`);
    }
  }
}
