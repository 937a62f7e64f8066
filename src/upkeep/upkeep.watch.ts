import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { civilDateAt } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { IncidentsService } from '../incidents/incidents.service';
import { Station } from '../platform/config/station';
import { Disk, isLow } from '../platform/disk-space';
import { BackupService } from './backup.service';

/** After a back-up that failed: an unplugged disk is not tried all night long. */
const REST_AFTER_FAILURE_MS = 3_600_000;

/** Nudges the nightly back-up, and says when the disk runs full. */
@Injectable()
export class UpkeepWatch {
  private readonly logger = new Logger(UpkeepWatch.name);
  private restUntil = 0;

  constructor(
    private readonly backups: BackupService,
    private readonly incidents: IncidentsService,
    private readonly disk: Disk,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  @Cron('0 */10 * * * *', { name: 'upkeep', waitForCompletion: true })
  async tick(): Promise<void> {
    await this.watchDisk();
    if (this.clock.now() < this.restUntil) return;
    try {
      await this.backups.makeIfDue();
    } catch (error) {
      this.restUntil = this.clock.now() + REST_AFTER_FAILURE_MS;
      this.logger.error(`no back-up: ${String(error)}`);
    }
  }

  /** Once a day for as long as it is. */
  private async watchDisk(): Promise<void> {
    const space = await this.disk.space();
    if (!isLow(space)) return;
    const at = this.clock.now();
    const dedupeKey = `diskLow/${civilDateAt(at, this.station.timeZone)}`;
    const facts = { freePercent: Math.floor(space.freeShare * 100) };
    await this.incidents.reportAlone({ dedupeKey, kind: 'diskLow', severity: 'warning', at, airingId: null, facts });
  }
}
