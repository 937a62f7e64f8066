import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { isoAt } from '../domain/calendar';
import { Clock } from '../domain/clock';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { ApiZodBody, ApiZodQuery } from '../platform/http/api-schema';
import { revisionFromIfMatch } from '../platform/http/if-match';
import { parseBody } from '../platform/http/parse';
import {
  actorOf,
  airingResponse,
  cancelBody,
  instant,
  instantFrom,
  type CancelBody,
  type ScheduleHeaders,
} from '../schedule/schedule.dto';
import { sendMedia } from '../recordings/media.response';
import { AirCheckFiles } from './air-check.files';
import { PlayoutEngine } from './playout-engine';
import { PlayoutLogService } from './playout-log.service';
import { PlayoutService } from './playout.service';
import type { ProvedEntry } from './proof/logged-proof';

/** Without a `from` the log of the last days is meant, not that of years. */
const LOG_DAYS = 31;

const logId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const logQuery = z.object({ from: instant.optional(), to: instant.optional() });

@ApiTags('playout')
@Controller('api/v1')
export class PlayoutController {
  constructor(
    private readonly playout: PlayoutService,
    private readonly log: PlayoutLogService,
    private readonly airChecks: AirCheckFiles,
    private readonly engine: PlayoutEngine,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {}

  @Get('playout/log')
  @Allow('read')
  @ApiOperation({
    summary:
      'As-played log by planned start: planned, commanded and measured times, frames, end reason, and what the air-check proved of it; kind "test" is a test tone, no airtime',
  })
  @ApiZodQuery(logQuery)
  async entries(@Query(parseBody(logQuery)) query: z.output<typeof logQuery>) {
    const { timeZone } = this.station;
    const from =
      query.from === undefined ? this.clock.now() - LOG_DAYS * 86_400_000 : instantFrom(query.from, timeZone);
    const to = query.to === undefined ? Number.MAX_SAFE_INTEGER : instantFrom(query.to, timeZone);
    return { items: (await this.log.withTests(from, to)).map((entry) => logResponse(entry, timeZone)) };
  }

  @Get('playout/log/:id/air-check')
  @Allow('read')
  @ApiOperation({ summary: 'The recording of the session in which a logged stretch went out (MP3, Range)' })
  async airCheck(@Param('id', parseBody(logId)) id: number, @Res() response: Response): Promise<void> {
    await sendMedia(response, await this.airChecks.ofEntry(id));
  }

  @Get('playout/now')
  @Allow('read')
  @ApiOperation({ summary: 'What each output is doing at this moment' })
  now() {
    return { at: isoAt(this.clock.now(), this.station.timeZone), outputs: this.engine.status() };
  }

  @Post('airings/:id/cancel')
  @Allow('schedule.change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an airing off; without a document it stays owed' })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiZodBody(cancelBody)
  async cancel(
    @Param('id') id: string,
    @Body(parseBody(cancelBody)) body: CancelBody,
    @Headers() headers: ScheduleHeaders,
  ) {
    const cancellation = { reason: body.reason, document: body.document, actor: actorOf(body, headers) };
    const row = await this.playout.cancel(id, cancellation, revisionFromIfMatch(headers['if-match']));
    return airingResponse({ row, content: null, makeUp: null }, this.station.timeZone);
  }
}

function logResponse({ played, proof }: ProvedEntry, timeZone: string) {
  const iso = (at: number | null) => (at === null ? null : isoAt(at, timeZone));
  const { stationId: _station, proof: _text, plannedStart, commandedAt, start, end, ...rest } = played;
  const times = { plannedStart: iso(plannedStart), commandedAt: iso(commandedAt), start: iso(start), end: iso(end) };
  const proved = proof !== null && 'provedAt' in proof ? { ...proof, provedAt: iso(proof.provedAt) } : proof;
  return { ...rest, ...times, proof: proved };
}
