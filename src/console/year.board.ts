import { Injectable } from '@nestjs/common';
import { civilDateAt } from '../domain/calendar';
import { Clock } from '../domain/clock';
import type { Language } from '../platform/config/config-error';
import { Station } from '../platform/config/station';
import { Recent } from '../platform/database/recent';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { LedgerService } from '../schedule/compliance/ledger.service';
import { YEAR_WORDS } from './pages/year-words';
import { presentYear, type ProgrammeYear } from './presenters/year';
import type { Words } from './words';

/** The calendar year of the station, from the ledger. */
@Injectable()
export class YearBoard {
  private readonly recent: Readonly<Record<Language, Recent<readonly ProgrammeYear[]>>>;

  constructor(
    private readonly ledger: LedgerService,
    private readonly station: Station,
    private readonly clock: Clock,
    unitOfWork: UnitOfWork,
  ) {
    this.recent = { vi: new Recent(unitOfWork), en: new Recent(unitOfWork) };
  }

  /** "2026". */
  get year(): string {
    return this.today().slice(0, 4);
  }

  async programmes({ language }: Words): Promise<readonly ProgrammeYear[]> {
    return this.recent[language].at(this.clock.now(), async () => {
      const { year } = this;
      const view = await this.ledger.view({ from: `${year}-01-01`, to: `${year}-12-31`, programmeKey: null });
      return presentYear(view, this.today(), YEAR_WORDS[language]);
    });
  }

  private today(): string {
    return civilDateAt(this.clock.now(), this.station.timeZone);
  }
}
