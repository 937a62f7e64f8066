import { Injectable } from '@nestjs/common';
import type { EpochMs } from '../domain/calendar';
import { PlayoutRepository } from './playout.repository';
import { withProofs, type ProvedEntry } from './proof/logged-proof';

/** Reads of the as-played log. */
@Injectable()
export class PlayoutLogService {
  constructor(private readonly repository: PlayoutRepository) {}

  /** What was played, each with its proof; by planned start, `to` exclusive. */
  async between(from: EpochMs, to: EpochMs): Promise<readonly ProvedEntry[]> {
    return withProofs(await this.repository.log(from, to));
  }
}
