import { join } from 'node:path';
import { readEnvironment, type Environment } from '../platform/config/environment';
import { Station } from '../platform/config/station';
import { loadStationConfig } from '../platform/config/station-config';

/** Variables as the service reads them; DATA_DIR and CONFIG_DIR start at the process's own folder, as there. */
export function environment(): Environment {
  return readEnvironment(process.env);
}

/** @throws ConfigError configInvalid */
export function station(): Station {
  return new Station(loadStationConfig(join(environment().configDir, 'station.yaml')));
}
