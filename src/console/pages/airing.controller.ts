import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { VNode } from 'preact';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { civilDateAt, instantOf } from '../../domain/calendar';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { required, typedText } from '../../platform/http/typed-text';
import { PlayoutService } from '../../playout/playout.service';
import { AiringPlaces } from '../../schedule/airing-places';
import { AiringsService } from '../../schedule/airings.service';
import { RestoreService } from '../../schedule/restore.service';
import { CalendarBoard } from '../calendar.board';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { typedIn } from '../people/sign-in.controller';
import { whenText } from '../presenters/format';
import { typedDate, typedTime } from '../presenters/typed-time';
import { AiringPage } from '../views/airing';
import type { Notice } from '../views/shell';
import { CALENDAR_WORDS } from './calendar-words';

const revision = z.coerce.number().int().min(1);
const moveForm = z.object({
  date: typedDate(false),
  time: typedTime,
  revision,
  /** Sent by the button that only asks. */
  check: z.literal('1').optional(),
  xem: z.enum(['tuan', 'thang']).default('tuan'),
});
const cancelForm = z.object({
  reason: required(typedText(500)),
  document: typedText(200).transform((text) => (text === '' ? null : text)),
  revision,
});
const restoreForm = z.object({ revision });

/** One airing: what is known of it and what may be done with it. */
@ApiExcludeController()
@Controller('lich-phat/luot')
@UseFilters(PageErrors)
export class AiringPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: CalendarBoard,
    private readonly airings: AiringsService,
    private readonly places: AiringPlaces,
    private readonly playout: PlayoutService,
    private readonly restorer: RestoreService,
    private readonly station: Station,
  ) {}

  @Get(':id')
  @Allow('read')
  async page(@Param('id') id: string, @Req() request: Request, @Res() response: Response) {
    const notice = doneNotice(request, this.pages.frame(request, response), CALENDAR_WORDS);
    this.pages.send(response, await this.shown(id, request, response, notice));
  }

  @Post(':id/chuyen')
  @Allow('schedule.change')
  async move(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, request, response, async () => {
      const form = parseInput(moveForm, request.body ?? {});
      const at = instantOf(form.date, form.time, this.station.timeZone);
      if (form.check) return this.checked(id, at, request, response);
      const before = await this.board.startOf(id);
      const row = await this.airings.move(id, at, form.revision, actorOf(undefined));
      const date = civilDateAt(row.provisionalStart, this.station.timeZone);
      return `/lich-phat?xem=${form.xem}&ngay=${date}&luot=${id}&tu=${before}#luot-${id}`;
    });
  }

  @Post(':id/huy')
  @Allow('schedule.change')
  async cancel(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, request, response, async () => {
      const { revision: read, ...form } = parseInput(cancelForm, request.body ?? {});
      await this.playout.cancel(id, { ...form, actor: actorOf(undefined) }, read);
      return doneAt(`/lich-phat/luot/${id}`, 'cancel');
    });
  }

  @Post(':id/phuc-hoi')
  @Allow('schedule.change')
  async restore(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, request, response, async () => {
      const form = parseInput(restoreForm, request.body ?? {});
      await this.restorer.restore(id, form.revision, actorOf(undefined));
      return doneAt(`/lich-phat/luot/${id}`, 'restore');
    });
  }

  /** Nothing has moved: what was typed stays, with the answer on top. */
  private async checked(id: string, at: number, request: Request, response: Response): Promise<VNode> {
    await this.places.tryMove(id, { kind: 'instant', at });
    const { words } = this.pages.frame(request, response);
    const text = CALENDAR_WORDS[words.language].canMove(whenText(at, this.station.timeZone, words));
    return this.shown(id, request, response, { tone: 'ok', text });
  }

  private async attempt(id: string, request: Request, response: Response, act: () => Promise<string | VNode>) {
    await this.pages.attempt(request, response, {
      act,
      again: (notice) => this.shown(id, request, response, notice),
      words: CALENDAR_WORDS,
    });
  }

  private async shown(id: string, request: Request, response: Response, notice: Notice | null): Promise<VNode> {
    const frame = this.pages.frame(request, response);
    const typed = request.method === 'POST' ? { ...typedIn(request), for: request.path } : {};
    return AiringPage({ frame, notice, typed, airing: await this.board.airing(id, frame.words) });
  }
}
