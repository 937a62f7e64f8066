import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { EnvironmentModule } from '../environment.module';
import { Environment } from './environment';
import { Station } from './station';
import { loadStationConfig } from './station-config';

@Global()
@Module({
  imports: [EnvironmentModule],
  providers: [
    {
      provide: Station,
      inject: [Environment],
      useFactory: ({ configDir }: Environment) => new Station(loadStationConfig(join(configDir, 'station.yaml'))),
    },
  ],
  exports: [Station],
})
export class StationModule {}
