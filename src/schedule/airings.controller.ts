import { Body, Controller, Get, Headers, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DomainError } from '../domain/errors';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { ApiZodBody, ApiZodQuery } from '../platform/http/api-schema';
import { EntityTag } from '../platform/http/entity-tag';
import { revisionFromIfMatch } from '../platform/http/if-match';
import { parseBody } from '../platform/http/parse';
import { AiringsService } from './airings.service';
import {
  actorOf,
  airingResponse,
  airingsQuery,
  cursorOf,
  instantFrom,
  moveBody,
  oneOffBody,
  toOneOff,
  type AiringsQuery,
  type MoveBody,
  type OneOffBody,
  type ScheduleHeaders,
} from './schedule.dto';
import type { Airing } from './rows';
import { ScheduleService } from './schedule.service';

@ApiTags('airings')
@Controller('api/v1/airings')
export class AiringsController {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly airings: AiringsService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  @EntityTag()
  @ApiOperation({ summary: 'Airings by start; lost ones carry where they can be made up' })
  @ApiZodQuery(airingsQuery)
  async list(@Query(parseBody(airingsQuery)) query: AiringsQuery) {
    const { timeZone } = this.station;
    const { limit, state, from, to, cursor } = query;
    const views = await this.schedule.airings({
      limit,
      ...(state && { state }),
      ...(from !== undefined && { from: instantFrom(from, timeZone) }),
      ...(to !== undefined && { to: instantFrom(to, timeZone) }),
      ...(cursor && { after: cursor }),
    });
    const last = views.at(-1);
    const next = last && views.length === limit ? { nextCursor: cursorOf(last.row) } : {};
    return { items: views.map((view) => airingResponse(view, timeZone)), ...next };
  }

  @Get(':id')
  @Allow('read')
  @EntityTag()
  @ApiOperation({ summary: 'One airing' })
  async get(@Param('id') id: string) {
    const view = await this.schedule.airingView(id);
    if (!view) throw new DomainError('notFound', { kind: 'airing', id });
    return airingResponse(view, this.station.timeZone);
  }

  @Post()
  @Allow('schedule.change')
  @ApiOperation({ summary: 'One-off airing of an approved recording, or a make-up of a lost airing' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key never makes a second airing' })
  @ApiZodBody(oneOffBody)
  async create(@Body(parseBody(oneOffBody)) body: OneOffBody, @Headers() headers: ScheduleHeaders) {
    return this.shown(await this.airings.addOneOff(toOneOff(body, headers)));
  }

  @Patch(':id')
  @Allow('schedule.change')
  @ApiOperation({ summary: 'Move an airing that is not cued yet' })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiZodBody(moveBody)
  async move(@Param('id') id: string, @Body(parseBody(moveBody)) body: MoveBody, @Headers() headers: ScheduleHeaders) {
    const revision = revisionFromIfMatch(headers['if-match']);
    return this.shown(await this.airings.move(id, Date.parse(body.at), revision, actorOf(body, headers)));
  }

  private shown(row: Airing) {
    return airingResponse({ row, content: null, makeUp: null }, this.station.timeZone);
  }
}
