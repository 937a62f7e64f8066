import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { required, typedText } from '../../platform/http/typed-text';
import { FeedService } from '../../schedule/feed/feed.service';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { typedIn } from '../people/sign-in.controller';
import { FeedsPage } from '../views/feeds';
import type { Notice } from '../views/shell';
import { CALENDAR_WORDS } from './calendar-words';

const feedForm = z.object({ name: required(typedText(100)) });

/** Addresses at which calendar programs read the schedule. */
@ApiExcludeController()
@Controller('lich-phat/dia-chi')
@UseFilters(PageErrors)
export class FeedsPageController {
  constructor(
    private readonly pages: Pages,
    private readonly feeds: FeedService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('tokens.manage')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), CALENDAR_WORDS);
    this.pages.send(response, await this.shown(request, response, notice));
  }

  @Post()
  @Allow('tokens.manage')
  async create(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { newFeed: text } = CALENDAR_WORDS[this.pages.frame(request, response).words.language];
    await this.pages.attempt(request, response, {
      act: async () => {
        const { name } = parseInput(feedForm, request.body ?? {});
        const { secret: last } = await this.feeds.create(name, actorOf(undefined));
        const secret = `${request.protocol}://${request.get('host') ?? ''}/api/v1/calendar/${last}.ics`;
        return this.shown(request, response, { tone: 'ok', text, secret }, '');
      },
      again: (notice) => this.shown(request, response, notice),
      words: CALENDAR_WORDS,
    });
  }

  @Post(':id/thu-hoi')
  @Allow('tokens.manage')
  async revoke(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: () => this.feeds.revoke(id, actorOf(undefined)),
      done: doneAt('/lich-phat/dia-chi', 'revoke'),
      again: (notice) => this.shown(request, response, notice),
    });
  }

  private async shown(
    request: Request,
    response: Response,
    notice: Notice | null,
    typedName = request.method === 'POST' ? typedIn(request).name : '',
  ) {
    const frame = this.pages.frame(request, response);
    const { timeZone } = this.station;
    return FeedsPage({ frame, notice, feeds: await this.feeds.list(), timeZone, typedName });
  }
}
