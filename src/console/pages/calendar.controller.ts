import { Controller, Get, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { civilDateAt, isShownDate, localTimeAt, parseCivilDate, type CivilDate } from '../../domain/calendar';
import { DomainError } from '../../domain/errors';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseBody, parseInput } from '../../platform/http/parse';
import { required, typedText } from '../../platform/http/typed-text';
import { CalendarService } from '../../schedule/calendar.service';
import { ExpansionService } from '../../schedule/expansion.service';
import { CalendarBoard } from '../calendar.board';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { typedIn } from '../people/sign-in.controller';
import { dateText, whenText } from '../presenters/format';
import { typedDate } from '../presenters/typed-time';
import { CalendarPage, type MoveBack } from '../views/calendar';
import { CalendarDayPage } from '../views/calendar-day';
import type { Frame, Notice } from '../views/shell';
import { CALENDAR_WORDS } from './calendar-words';

const pageQuery = z.object({
  xem: z.enum(['tuan', 'thang']).default('tuan'),
  ngay: typedDate(true)
    .refine((date) => date === '' || isShownDate(date), '22/11/2026')
    .default(''),
  /** After a move: the airing, and where it was (epoch milliseconds). */
  luot: z.uuid().optional(),
  tu: z.coerce.number().int().min(0).max(8.64e15).optional(),
});
type PageQuery = z.output<typeof pageQuery>;

const dayForm = z.object({
  kind: z.enum(['holiday', 'mourning', 'event']),
  policy: z.enum(['air', 'skip', 'noMusic']),
  title: required(typedText(200)),
  document: typedText(200).transform((text) => (text === '' ? null : text)),
  revision: z.coerce.number().int().min(0),
});

/** The schedule by week or month, and its days off. */
@ApiExcludeController()
@Controller('lich-phat')
@UseFilters(PageErrors)
export class CalendarPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: CalendarBoard,
    private readonly calendar: CalendarService,
    private readonly expansion: ExpansionService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  async page(
    @Query(parseBody(pageQuery)) query: PageQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.pages.frame(request, response);
    const date = query.ngay === '' ? this.board.today : query.ngay;
    const view = await this.board.view({ span: query.xem === 'tuan' ? 'week' : 'month', date }, frame.words);
    const { notice, back } = await this.moved(query, frame);
    this.pages.send(response, CalendarPage({ frame, notice, view, back }));
  }

  @Get('ngay/:date')
  @Allow('read')
  async day(@Param('date') date: string, @Req() request: Request, @Res() response: Response) {
    const notice = doneNotice(request, this.pages.frame(request, response), CALENDAR_WORDS);
    this.pages.send(response, await this.dayShown(date, request, response, notice));
  }

  @Post('ngay/:date')
  @Allow('calendar.change')
  async putDay(@Param('date') date: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { revision, ...day } = parseInput(dayForm, request.body ?? {});
        await this.calendar.put({ date, ...day }, revision, actorOf(undefined));
        await this.expansion.refresh();
        return doneAt(`/lich-phat/ngay/${date}`, 'day');
      },
      again: (notice) => this.dayShown(date, request, response, notice),
      words: CALENDAR_WORDS,
    });
  }

  private async dayShown(date: CivilDate, request: Request, response: Response, notice: Notice | null) {
    const frame = this.pages.frame(request, response);
    const typed = request.method === 'POST' ? typedIn(request) : {};
    if (!isShownDate(parseCivilDate(date))) throw new DomainError('notFound', { kind: 'calendarDay', id: date });
    return CalendarDayPage({ frame, notice, typed, ...(await this.board.day(date)) });
  }

  /** What the move before this page did, with the way back. */
  private async moved(
    { luot, tu }: PageQuery,
    { words }: Frame,
  ): Promise<{ readonly notice: Notice | null; readonly back: MoveBack | null }> {
    const airing = luot === undefined || tu === undefined ? null : await this.airingIfThere(luot, words);
    if (airing === null || tu === undefined) return { notice: null, back: null };
    const { timeZone } = this.station;
    const { line, when, revision, isMovable } = airing;
    const text = CALENDAR_WORDS[words.language].doneMove(line.title, whenText(tu, timeZone, words), when);
    const [date, time] = [dateText(civilDateAt(tu, timeZone)), localTimeAt(tu, timeZone)];
    const back = isMovable ? { id: line.id, title: line.title, date, time, revision } : null;
    return { notice: { tone: 'ok', text }, back };
  }

  private async airingIfThere(id: string, words: Frame['words']) {
    try {
      return await this.board.airing(id, words);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'notFound') return null;
      throw error;
    }
  }
}
