import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { addDays } from '../../domain/calendar';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { typedLines, typedText } from '../../platform/http/typed-text';
import { ReportDesk } from '../../reports/report.desk';
import { ReportRegister } from '../../reports/report.register';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { typedIn } from '../people/sign-in.controller';
import { typedDate } from '../presenters/typed-time';
import { ReportsBoard } from '../reports.board';
import { ReportPage } from '../views/report';
import { ReportListPage } from '../views/report-list';
import type { Notice } from '../views/shell';
import { REPORT_PAGE_WORDS, type ReportPageWords } from './report-words';

const PATH = '/bao-cao';
const LONGEST_RANGE_DAYS = 3 * 366;

const scope = z.enum(['all', 'cds', 'cchc']);
const makeForm = z.object({ period: z.string().max(21), scope });
const rangeForm = z
  .object({ from: typedDate(false), to: typedDate(false), scope })
  .superRefine(({ from, to }, context) => {
    if (from <= to && to <= addDays(from, LONGEST_RANGE_DAYS)) return;
    const allowed = {
      vi: 'không trước ngày đầu, dài nhất ba năm',
      en: 'not before the first day, three years at most',
    };
    context.addIssue({ code: 'custom', path: ['to'], message: allowed.en, params: { allowed } });
  });
const textsForm = z.object({
  number: typedText(200),
  date: typedDate(true).transform((date) => (date === '' ? null : date)),
  signerName: typedText(200),
  shortcomings: typedLines(20_000),
  directions: typedLines(20_000),
  proposals: typedLines(20_000),
});
const revisionForm = z.object({ revision: z.coerce.number().int() });
const lockForm = revisionForm.extend({ sure: z.literal('co') });

type Done = keyof ReportPageWords['done'];

/** Reports: made, written, checked, locked, downloaded. */
@ApiExcludeController()
@Controller('bao-cao')
@UseFilters(PageErrors)
export class ReportsPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: ReportsBoard,
    private readonly register: ReportRegister,
    private readonly desk: ReportDesk,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  async list(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.pages.send(response, await this.shownList(request, response, null));
  }

  @Post()
  @Allow('reports.create')
  async make(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attemptMake(request, response, () => {
      const { period, scope } = parseInput(makeForm, request.body ?? {});
      return this.register.create(period, scope, actorOf(undefined));
    });
  }

  @Post('dot-xuat')
  @Allow('reports.create')
  async makeRange(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attemptMake(request, response, () => {
      const { from, to, scope } = parseInput(rangeForm, request.body ?? {});
      return this.register.create(`${from}_${to}`, scope, actorOf(undefined));
    });
  }

  @Get(':id')
  @Allow('read')
  async page(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), REPORT_PAGE_WORDS);
    this.pages.send(response, await this.shown(id, request, response, notice));
  }

  @Post(':id/noi-dung')
  @Allow('reports.write')
  async write(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, request, response, 'write', async () => {
      const { revision } = parseInput(revisionForm, request.body ?? {});
      await this.desk.write(id, parseInput(textsForm, request.body ?? {}), actorOf(undefined), revision);
    });
  }

  @Post(':id/kiem-tra')
  @Allow('reports.write')
  async check(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, request, response, 'check', async () => {
      const { revision } = parseInput(revisionForm, request.body ?? {});
      await this.desk.check(id, actorOf(undefined), revision);
    });
  }

  @Post(':id/khoa')
  @Allow('reports.lock')
  async lock(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, request, response, 'lock', async () => {
      const { revision } = parseInput(lockForm, request.body ?? {});
      await this.desk.lock(id, actorOf(undefined), revision);
    });
  }

  private async attemptMake(
    request: Request,
    response: Response,
    make: () => Promise<{ readonly id: string }>,
  ): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => doneAt(`${PATH}/${(await make()).id}`, 'make' satisfies Done),
      again: (notice) => this.shownList(request, response, notice),
      words: REPORT_PAGE_WORDS,
    });
  }

  private async attempt(
    id: string,
    request: Request,
    response: Response,
    done: Done,
    act: () => Promise<void>,
  ): Promise<void> {
    await this.pages.attempt(request, response, {
      act,
      done: doneAt(`${PATH}/${id}`, done),
      again: (notice) => this.shown(id, request, response, notice),
      words: REPORT_PAGE_WORDS,
    });
  }

  private async shownList(request: Request, response: Response, notice: Notice | null): Promise<VNode> {
    const frame = this.pages.frame(request, response, PATH);
    const typed = request.method === 'POST' ? typedIn(request) : {};
    const [rows, today] = [await this.board.list(), this.board.today()];
    return ReportListPage({ frame, notice, typed, rows, today, timeZone: this.station.timeZone });
  }

  private async shown(id: string, request: Request, response: Response, notice: Notice | null): Promise<VNode> {
    const frame = this.pages.frame(request, response, `${PATH}/${id}`);
    const typed = request.path.endsWith('/noi-dung') ? typedIn(request) : {};
    const { mo } = request.query;
    const opened = typeof mo === 'string' ? mo : '';
    const [view, { timeZone }] = [await this.board.view(id), this.station];
    return ReportPage({ frame, notice, typed, opened, view, timeZone });
  }
}
