import { Injectable } from '@nestjs/common';
import type { EpochMs } from '../domain/calendar';
import { PlayoutRepository } from './playout.repository';
import { withProofs, type ProvedEntry } from './proof/logged-proof';

/** The last link of the log's hash chain. */
export interface LogHead {
  readonly id: number;
  readonly hash: string;
}

/** Reads of the as-played log. */
@Injectable()
export class PlayoutLogService {
  constructor(private readonly repository: PlayoutRepository) {}

  /** What was played, each with its proof; by planned start, `to` exclusive. */
  async between(from: EpochMs, to: EpochMs): Promise<readonly ProvedEntry[]> {
    return (await this.withTests(from, to)).filter(({ played }) => played.kind === 'played');
  }

  /** The same with the tests of outputs, which are no airtime. */
  async withTests(from: EpochMs, to: EpochMs): Promise<readonly ProvedEntry[]> {
    return withProofs(await this.repository.log(from, to));
  }

  /** null while nothing was ever logged. */
  async head(): Promise<LogHead | null> {
    const last = await this.repository.logHead();
    return last === null ? null : { id: last.id, hash: last.hash };
  }
}
