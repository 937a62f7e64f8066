import type { StationGrid } from '../../domain/station';
import { stationGrid, type StationConfig } from './station-config';

/** The station this process serves. Every row names its station; services ask here which one is meant. */
export class Station {
  readonly id: string;
  readonly timeZone: string;
  readonly grid: StationGrid;

  constructor(readonly config: StationConfig) {
    this.id = config.station.id;
    this.timeZone = config.station.timeZone;
    this.grid = stationGrid(config);
  }
}
