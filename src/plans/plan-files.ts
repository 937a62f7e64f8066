import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { IncidentsService } from '../incidents/incidents.service';
import { Environment } from '../platform/config/environment';
import { Station } from '../platform/config/station';
import { PlansService } from './plans.service';

/** Brings the plan files that the station's settings name into the database. */
@Injectable()
export class PlanFiles {
  private readonly logger = new Logger(PlanFiles.name);

  constructor(
    private readonly plans: PlansService,
    private readonly environment: Environment,
    private readonly station: Station,
    private readonly incidents: IncidentsService,
    private readonly clock: Clock,
  ) {}

  /** A file that did not change since its last import changes nothing. A bad file stops neither the others nor the service: the last version stays in force. */
  async importAll(): Promise<void> {
    for (const code of this.station.config.plans) {
      const file = join(this.environment.configDir, 'plans', `${code}.yaml`);
      try {
        const text = await readFile(file, 'utf8');
        const { n, changed } = await this.plans.import(text, file, 'file', 'hệ thống', { atStart: true });
        if (changed) this.logger.log(`plan ${code}: version ${String(n)} imported from ${file}`);
      } catch (error) {
        await this.incidents.reportAlone({
          dedupeKey: `planNotImported/${code}/${(error as Error).message}`,
          kind: 'planNotImported',
          severity: 'error',
          at: this.clock.now(),
          airingId: null,
          facts: { plan: code, file, problem: (error as Error).message },
        });
      }
    }
  }
}
