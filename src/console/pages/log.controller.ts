import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Allow } from '../../platform/http/access';
import { parseBody } from '../../platform/http/parse';
import { typedText } from '../../platform/http/typed-text';
import { LogBoard, type LogQuery } from '../log.board';
import { PageErrors } from '../people/page-errors.filter';
import { Pages } from '../people/pages';
import { csvOf } from '../presenters/csv';
import { typedDate } from '../presenters/typed-time';
import { logTable, presentLog } from '../presenters/log';
import { LogPage } from '../views/log';
import { LOG_WORDS } from './log-words';

const SHOWN = 200;

const logQuery = z.object({
  q: typedText(200).default(''),
  from: typedDate(true).default(''),
  to: typedDate(true).default(''),
  output: z.string().max(100).default(''),
  verdict: z.enum(['', 'proved', 'silent', 'mismatch', 'noData', 'pending', 'test']).default(''),
});

/** What really went out, for whoever has to answer for it. */
@ApiExcludeController()
@Controller('nhat-ky-phat')
@UseFilters(PageErrors)
export class LogController {
  constructor(
    private readonly pages: Pages,
    private readonly board: LogBoard,
  ) {}

  @Get()
  @Allow('read')
  async page(
    @Query(parseBody(logQuery)) query: LogQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.pages.frame(request, response);
    const { facts, all } = await this.board.read(query, SHOWN);
    const lines = presentLog(facts, frame.words, LOG_WORDS[frame.words.language]);
    const shown = { ...query, ...this.board.days(query) };
    this.pages.send(response, LogPage({ frame, lines, all, query: shown, outputs: this.board.outputs }));
  }

  @Get('csv')
  @Allow('read')
  async csv(
    @Query(parseBody(logQuery)) query: LogQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { words } = this.pages.frame(request, response);
    const { facts } = await this.board.read(query, Number.MAX_SAFE_INTEGER);
    const { from, to } = this.board.days(query);
    response.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Cache-Control': 'no-store' });
    response.attachment(`nhat-ky-phat_${from}_${to}.csv`);
    response.end(csvOf(logTable(facts, words, LOG_WORDS[words.language]), words.decimalSign));
  }
}
