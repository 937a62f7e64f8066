import { Injectable } from '@nestjs/common';
import { civilDateAt } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { AttestationsService } from '../schedule/compliance/attestations.service';
import { LedgerService } from '../schedule/compliance/ledger.service';
import { MakeUpsService } from '../schedule/make-ups/make-ups.service';
import { MAKE_UP_WORDS } from './pages/make-up-words';
import {
  attestable,
  presentAttested,
  presentMakeUps,
  type AttestedLine,
  type AttestGroup,
  type MakeUpLine,
} from './presenters/make-ups';
import type { Words } from './words';

export interface MakeUpsView {
  readonly lines: readonly MakeUpLine[];
  readonly groups: readonly AttestGroup[];
  /** Newest first. */
  readonly attested: readonly AttestedLine[];
}

const ATTESTED_SHOWN = 100;

/** Losses with what becomes of them, and what somebody vouches for. */
@Injectable()
export class MakeUpsBoard {
  constructor(
    private readonly makeUps: MakeUpsService,
    private readonly attestations: AttestationsService,
    private readonly ledger: LedgerService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  async view(words: Words): Promise<MakeUpsView> {
    const { timeZone } = this.station;
    const own = MAKE_UP_WORDS[words.language];
    const books = await this.ledger.view({ from: null, to: null, programmeKey: null });
    const titles = new Map(books.programmes.map(({ programme }) => [programme.key, programme.title]));
    const attested = (await this.attestations.list()).slice(0, ATTESTED_SHOWN);
    return {
      lines: presentMakeUps(await this.makeUps.list(), timeZone, words, own),
      groups: attestable(books, civilDateAt(this.clock.now(), timeZone), own),
      attested: presentAttested(attested, titles, timeZone, { words, own }),
    };
  }
}
