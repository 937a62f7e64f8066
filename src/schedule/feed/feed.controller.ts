import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { isoAt } from '../../domain/calendar';
import { Station } from '../../platform/config/station';
import { Allow, Public } from '../../platform/http/access';
import { ApiZodBody } from '../../platform/http/api-schema';
import { EntityTag } from '../../platform/http/entity-tag';
import { parseBody } from '../../platform/http/parse';
import { required, typedText } from '../../platform/http/typed-text';
import { FeedService, type FeedView } from './feed.service';

const feedBody = z.strictObject({
  name: required(typedText(100)),
});

@ApiTags('calendar-feeds')
@Controller('api/v1/calendar-feeds')
export class FeedController {
  constructor(
    private readonly feeds: FeedService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('tokens.manage')
  @ApiOperation({ summary: 'Calendar feeds that still work; never their addresses' })
  async list() {
    return { items: (await this.feeds.list()).map((feed) => this.shown(feed)) };
  }

  @Post()
  @Allow('tokens.manage')
  @ApiOperation({ summary: 'An address at which a calendar program reads the schedule, in this answer alone' })
  @ApiZodBody(feedBody)
  async create(@Body(parseBody(feedBody)) { name }: z.output<typeof feedBody>) {
    const { feed, secret } = await this.feeds.create(name, actorOf(undefined));
    return { ...this.shown(feed), href: `/api/v1/calendar/${secret}.ics` };
  }

  @Delete(':id')
  @HttpCode(200)
  @Allow('tokens.manage')
  @ApiOperation({ summary: 'Withdraw a feed at once' })
  async revoke(@Param('id') id: string) {
    await this.feeds.revoke(id, actorOf(undefined));
    return { id };
  }

  private shown(feed: FeedView) {
    return { ...feed, createdAt: isoAt(feed.createdAt, this.station.timeZone) };
  }
}

@ApiTags('calendar-feeds')
@Controller('api/v1/calendar')
export class CalendarFileController {
  constructor(private readonly feeds: FeedService) {}

  /** For everybody who knows the address: calendar programs cannot sign in. */
  @Get(':file')
  @Public()
  @EntityTag()
  @Header('Content-Type', 'text/calendar; charset=utf-8')
  @ApiProduces('text/calendar')
  @ApiOperation({ summary: 'The schedule as iCalendar (RFC 5545)' })
  async file(@Param('file') file: string): Promise<string> {
    return this.feeds.calendar(file.replace(/\.ics$/, ''));
  }
}
