import { Injectable } from '@nestjs/common';
import type { EpochMs } from '../domain/calendar';
import type { PlayoutLogRow } from './playout.entity';
import { PlayoutRepository } from './playout.repository';

/** Reads of the as-played log. */
@Injectable()
export class PlayoutLogService {
  constructor(private readonly repository: PlayoutRepository) {}

  /** By planned start; `to` exclusive. */
  async between(from: EpochMs, to: EpochMs): Promise<PlayoutLogRow[]> {
    return this.repository.log(from, to);
  }
}
