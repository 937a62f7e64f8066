import { Injectable } from '@nestjs/common';
import { addDays, civilDateAt, instantOf, type CivilDate } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { IncidentsService } from '../incidents/incidents.service';
import { Station } from '../platform/config/station';
import { AirCheckFiles, isReturned } from '../playout/air-check.files';
import { PlayoutLogService } from '../playout/playout-log.service';
import { filterLog, type LogFacts, type LogFilter } from './presenters/log';

export interface LogQuery extends LogFilter {
  /** Civil dates, inclusive; '' leaves it to the default. */
  readonly from: string;
  readonly to: string;
}

const DAYS_SHOWN = 7;

/** The as-played log with all that is known of its entries. */
@Injectable()
export class LogBoard {
  constructor(
    private readonly log: PlayoutLogService,
    private readonly incidents: IncidentsService,
    private readonly airChecks: AirCheckFiles,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  /** The days that are meant: the last week, unless somebody says otherwise. */
  days({ from, to }: LogQuery): { readonly from: CivilDate; readonly to: CivilDate } {
    const last = to === '' ? civilDateAt(this.clock.now(), this.station.timeZone) : to;
    return { from: from === '' ? addDays(last, 1 - DAYS_SHOWN) : from, to: last };
  }

  get outputs(): ReadonlyMap<string, string> {
    return new Map(this.station.config.outputs.map(({ code, label }) => [code, label]));
  }

  /** @param limit of lines; what is beyond only counts in `all` */
  async read(query: LogQuery, limit: number): Promise<{ readonly facts: LogFacts; readonly all: number }> {
    const { timeZone } = this.station;
    const { from, to } = this.days(query);
    const midnight = (date: CivilDate) => instantOf(date, '00:00', timeZone);
    const found = filterLog(await this.log.withTests(midnight(from), midnight(addDays(to, 1))), query);
    const entries = found.slice(0, limit);
    const facts = {
      ...{ entries, timeZone, isReturned, outputs: this.outputs },
      incidents: await this.incidentsOf([...new Set(entries.map(({ played }) => played.airingId))]),
      hasFile: (played: LogFacts['entries'][number]['played']) => this.airChecks.path(played) !== null,
    };
    return { facts, all: found.length };
  }

  private async incidentsOf(airingIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const kinds = new Map<string, string[]>();
    for (let at = 0; at < airingIds.length; at += 500)
      for (const { airingId, kind } of await this.incidents.ofAirings(airingIds.slice(at, at + 500)))
        if (airingId !== null) kinds.set(airingId, [...new Set([...(kinds.get(airingId) ?? []), kind])]);
    return kinds;
  }
}
