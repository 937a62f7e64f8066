import { Injectable } from '@nestjs/common';
import { civilDateAt } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { Recent } from '../platform/database/recent';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { LedgerService, type LedgerView } from '../schedule/compliance/ledger.service';
import { YEAR_WORDS } from './pages/year-words';
import { presentYear, type ProgrammeYear } from './presenters/year';
import type { Words } from './words';

/** The calendar year of the station, from the ledger. */
@Injectable()
export class YearBoard {
  private readonly recent: Recent<LedgerView>;

  constructor(
    private readonly ledger: LedgerService,
    private readonly station: Station,
    private readonly clock: Clock,
    unitOfWork: UnitOfWork,
  ) {
    this.recent = new Recent(unitOfWork);
  }

  /** "2026". */
  get year(): string {
    return this.today().slice(0, 4);
  }

  async programmes({ language }: Words): Promise<readonly ProgrammeYear[]> {
    const { year } = this;
    const view = await this.recent.at(this.clock.now(), () =>
      this.ledger.view({ from: `${year}-01-01`, to: `${year}-12-31`, programmeKey: null }),
    );
    return presentYear(view, this.today(), YEAR_WORDS[language]);
  }

  private today(): string {
    return civilDateAt(this.clock.now(), this.station.timeZone);
  }
}
