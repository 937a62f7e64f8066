import { randomUUID } from 'node:crypto';
import { Controller, Get, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { instantOf } from '../../domain/calendar';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { AiringsService } from '../../schedule/airings.service';
import { CalendarBoard } from '../calendar.board';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, Pages } from '../people/pages';
import { typedIn } from '../people/sign-in.controller';
import { typedDate, typedTime } from '../presenters/typed-time';
import { OneOffPage } from '../views/one-off';
import type { Notice } from '../views/shell';
import { CALENDAR_WORDS } from './calendar-words';

const PATH = 'lich-phat/them';

const oneOffForm = z.object({
  recordingId: z.uuid(),
  date: typedDate(false),
  time: typedTime,
  priority: z.enum(['NORMAL', 'PRIORITY']),
  /** One box sends a text, several a list, none nothing: then it is for all. */
  clusters: z
    .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string()).min(1))
    .optional(),
  key: z.uuid(),
});

/** An airing that no plan asks for. */
@ApiExcludeController()
@Controller(PATH)
@UseFilters(PageErrors)
export class OneOffPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: CalendarBoard,
    private readonly airings: AiringsService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('schedule.change')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    this.pages.send(response, await this.shown(request, response, null));
  }

  @Post()
  @Allow('schedule.change')
  async add(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { recordingId, priority, clusters, key, ...typed } = parseInput(oneOffForm, request.body ?? {});
        const at = instantOf(typed.date, typed.time, this.station.timeZone);
        const { id } = await this.airings.addOneOff({
          ...{ recordingId, at, priority, makeUpForId: null, idempotencyKey: key, actor: actorOf(undefined) },
          clusterCodes: clusters ?? null,
        });
        return doneAt(`/lich-phat/luot/${id}`, 'add');
      },
      again: (notice) => this.shown(request, response, notice),
      words: CALENDAR_WORDS,
    });
  }

  private async shown(request: Request, response: Response, notice: Notice | null) {
    const frame = this.pages.frame(request, response);
    const { clusters } = this.board;
    const recordings = await this.board.approved(frame.words);
    const typed = request.method === 'POST' ? typedIn(request) : {};
    const ticked = [(request.body as { readonly clusters?: string | string[] } | undefined)?.clusters ?? []].flat();
    const idempotencyKey = typed.key ?? randomUUID();
    return OneOffPage({ frame, notice, recordings, clusters, typed, ticked, idempotencyKey });
  }
}
