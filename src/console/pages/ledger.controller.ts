import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { civilDateAt, isShownDate } from '../../domain/calendar';
import { Clock } from '../../domain/clock';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseBody } from '../../platform/http/parse';
import { LedgerService } from '../../schedule/compliance/ledger.service';
import { PageErrors } from '../people/page-errors.filter';
import { Pages } from '../people/pages';
import { presentLedger } from '../presenters/ledger';
import { typedDate } from '../presenters/typed-time';
import { LedgerPage } from '../views/ledger';
import { LEDGER_WORDS } from './ledger-words';

const day = typedDate(true)
  .default('')
  .refine((date) => date === '' || isShownDate(date), '22/11/2026');
/** `mo`: the number that is opened. */
const ledgerQuery = z.object({ from: day, to: day, mo: z.string().max(200).default('') });

/** The ledger in numbers that open; by default this year up to today. */
@ApiExcludeController()
@Controller('chi-tieu')
@UseFilters(PageErrors)
export class LedgerPageController {
  constructor(
    private readonly pages: Pages,
    private readonly ledger: LedgerService,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('read')
  async page(
    @Query(parseBody(ledgerQuery)) query: z.output<typeof ledgerQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.pages.frame(request, response);
    const { timeZone } = this.station;
    const to = query.to || civilDateAt(this.clock.now(), timeZone);
    const from = query.from || `${to.slice(0, 4)}-01-01`;
    const view = await this.ledger.view({ from, to, programmeKey: null });
    const own = LEDGER_WORDS[frame.words.language];
    const sheets = presentLedger(view, { words: frame.words, own, timeZone });
    this.pages.send(response, LedgerPage({ frame, from, to, opened: query.mo, trackedFrom: view.trackedFrom, sheets }));
  }
}
