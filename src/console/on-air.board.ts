import { Injectable } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { PlayoutEngine } from '../playout/playout-engine';
import { AiringsBoard } from './airings.board';
import { presentOnAir, type OnAirView } from './presenters/on-air';
import type { Words } from './words';

/** What goes out at this moment. */
@Injectable()
export class OnAirBoard {
  constructor(
    private readonly airings: AiringsBoard,
    private readonly engine: PlayoutEngine,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async view(words: Words): Promise<OnAirView> {
    const { timeZone, config } = this.station;
    const next = await this.airings.next(words);
    const statuses = this.engine.status();
    return presentOnAir({ now: this.clock.now(), timeZone, outputs: config.outputs, statuses, next }, words);
  }
}
