import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isoAt } from '../domain/calendar';
import { DomainError } from '../domain/errors';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { ApiZodBody, ApiZodQuery } from '../platform/http/api-schema';
import { EntityTag } from '../platform/http/entity-tag';
import { revisionFromIfMatch } from '../platform/http/if-match';
import { parseBody } from '../platform/http/parse';
import { AiringPlaces } from './airing-places';
import { AiringsService } from './airings.service';
import { RestoreService } from './restore.service';
import {
  actorOf,
  airingResponse,
  airingsQuery,
  cursorOf,
  instantFrom,
  moveBody,
  moveCheckQuery,
  oneOffBody,
  restoreBody,
  toMoveTarget,
  toOneOff,
  type AiringsQuery,
  type MoveBody,
  type MoveCheckQuery,
  type OneOffBody,
  type RestoreBody,
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
    private readonly places: AiringPlaces,
    private readonly restorer: RestoreService,
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

  @Get(':id/move-check')
  @Allow('schedule.change')
  @ApiOperation({ summary: 'What a move would come to: refused as the move would be, or the start it would have' })
  @ApiZodQuery(moveCheckQuery)
  async tryMove(@Param('id') id: string, @Query(parseBody(moveCheckQuery)) query: MoveCheckQuery) {
    return { start: isoAt(await this.places.tryMove(id, toMoveTarget(query)), this.station.timeZone) };
  }

  @Post(':id/restore')
  @Allow('schedule.change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Plan again what staff cancelled, before its time has come' })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiZodBody(restoreBody)
  async restore(
    @Param('id') id: string,
    @Body(parseBody(restoreBody)) body: RestoreBody,
    @Headers() headers: ScheduleHeaders,
  ) {
    const revision = revisionFromIfMatch(headers['if-match']);
    return this.shown(await this.restorer.restore(id, revision, actorOf(body, headers)));
  }

  private shown(row: Airing) {
    return airingResponse({ row, content: null, makeUp: null }, this.station.timeZone);
  }
}
