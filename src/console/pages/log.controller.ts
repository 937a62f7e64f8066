import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Allow } from '../../platform/http/access';
import { parseBody } from '../../platform/http/parse';
import { typedText } from '../../platform/http/typed-text';
import { workbookOf, XLSX_TYPE } from '../../reports/render/xlsx.renderer';
import { LogBoard, type LogQuery } from '../log.board';
import { PageErrors } from '../people/page-errors.filter';
import { Pages } from '../people/pages';
import { csvOf } from '../presenters/csv';
import { typedDate } from '../presenters/typed-time';
import { logSheet, logTable, presentLog } from '../presenters/log';
import { LogPage } from '../views/log';
import { LOG_WORDS } from './log-words';

const SHOWN = 200;
const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: XLSX_TYPE } as const;

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
    const { facts, words, own } = await this.all(query, request, response);
    this.download(response, query, 'csv', csvOf(logTable(facts, words, own), words.decimalSign));
  }

  @Get('xlsx')
  @Allow('read')
  async xlsx(
    @Query(parseBody(logQuery)) query: LogQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { facts, words, own } = await this.all(query, request, response);
    this.download(response, query, 'xlsx', workbookOf([logSheet(facts, words, own)]));
  }

  private async all(query: LogQuery, request: Request, response: Response) {
    const { words } = this.pages.frame(request, response);
    const { facts } = await this.board.read(query, Number.MAX_SAFE_INTEGER);
    return { facts, words, own: LOG_WORDS[words.language] };
  }

  private download(response: Response, query: LogQuery, format: keyof typeof TYPES, content: string | Buffer): void {
    const { from, to } = this.board.days(query);
    response.attachment(`nhat-ky-phat_${from}_${to}.${format}`);
    response.set({ 'Content-Type': TYPES[format], 'Cache-Control': 'no-store' }).end(content);
  }
}
