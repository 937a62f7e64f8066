import { Body, Controller, Get, Headers, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { isoAt } from '../../domain/calendar';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { ApiZodBody } from '../../platform/http/api-schema';
import { parseBody } from '../../platform/http/parse';
import { required, typedLines } from '../../platform/http/typed-text';
import { actorOf, airingResponse, candidateResponse, type ScheduleHeaders } from '../schedule.dto';
import { MakeUpsService, type MakeUpProposal } from './make-ups.service';

const actor = z.string().max(500).optional();
const confirmBody = z.strictObject({ actor }).optional();
const declineBody = z.strictObject({
  reason: required(typedLines(500)),
  actor,
});

@ApiTags('compliance')
@Controller('api/v1/make-ups')
export class MakeUpsController {
  constructor(
    private readonly makeUps: MakeUpsService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Lost airings that nothing answers for, each with the next slot to make it up in' })
  async list() {
    const { timeZone } = this.station;
    return { items: (await this.makeUps.list()).map((proposal) => proposalResponse(proposal, timeZone)) };
  }

  @Post(':airingId/confirm')
  @Allow('schedule.change')
  @ApiOperation({ summary: 'Place the proposed make-up of a lost airing' })
  @ApiZodBody(confirmBody)
  async confirm(
    @Param('airingId') id: string,
    @Body(parseBody(confirmBody)) body: z.output<typeof confirmBody>,
    @Headers() headers: ScheduleHeaders,
  ) {
    const row = await this.makeUps.confirm(id, actorOf(body ?? {}, headers));
    return airingResponse({ row, content: null, makeUp: null }, this.station.timeZone);
  }

  @Post(':airingId/decline')
  @Allow('schedule.change')
  @ApiOperation({ summary: 'Decide that a lost airing is not made up; it stays missed' })
  @ApiZodBody(declineBody)
  async decline(
    @Param('airingId') id: string,
    @Body(parseBody(declineBody)) body: z.output<typeof declineBody>,
    @Headers() headers: ScheduleHeaders,
  ) {
    const declined = await this.makeUps.decline(id, body.reason, actorOf(body, headers));
    return { ...declined, declinedAt: isoAt(declined.declinedAt, this.station.timeZone) };
  }
}

function proposalResponse(proposal: MakeUpProposal, timeZone: string) {
  const { lost, content, policy, recorded, candidate, declined } = proposal;
  return {
    lost: airingResponse({ row: lost, content, makeUp: null }, timeZone),
    policy,
    recorded,
    candidate: candidate && candidateResponse(candidate, timeZone),
    declined: declined && { ...declined, declinedAt: isoAt(declined.declinedAt, timeZone) },
  };
}
