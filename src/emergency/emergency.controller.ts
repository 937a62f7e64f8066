import { Body, Controller, Get, Headers, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { ApiZodBody } from '../platform/http/api-schema';
import { parseBody } from '../platform/http/parse';
import { actorOf, type ScheduleHeaders } from '../schedule/schedule.dto';
import {
  authoriseBody,
  emergencyResponse,
  reviewBody,
  startBody,
  stopBody,
  type AuthoriseBody,
  type ReviewBody,
  type StartBody,
  type StopBody,
  withdrawBody,
  type WithdrawBody,
} from './emergency.dto';
import { EmergencyService, type EmergencySound, type EmergencyView } from './emergency.service';

const LISTED = 100;

@ApiTags('emergencies')
@Controller('api/v1/emergencies')
export class EmergencyController {
  constructor(
    private readonly emergencies: EmergencyService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Emergencies, newest first: authorisation, what was aired, review' })
  async list() {
    return { items: (await this.emergencies.list(LISTED)).map((view) => this.shown(view)) };
  }

  @Get(':id')
  @Allow('read')
  @ApiOperation({ summary: 'One emergency' })
  async get(@Param('id') id: string) {
    return this.shown(await this.emergencies.view(id));
  }

  @Post()
  @Allow('emergencies.authorise')
  @ApiOperation({ summary: 'Authorise an emergency message: who, why, by which document; nothing is aired yet' })
  @ApiZodBody(authoriseBody)
  async authorise(@Body(parseBody(authoriseBody)) body: AuthoriseBody, @Headers() headers: ScheduleHeaders) {
    const { reason, documentNumber, onSecond = null, clusterCodes = null } = body;
    const sound: EmergencySound =
      'recordingId' in body
        ? { kind: 'recording', recordingId: body.recordingId }
        : { kind: 'live', source: body.liveSource, maxDurationSeconds: body.maxDurationSeconds };
    const order = { sound, reason, documentNumber, onSecond, clusterCodes };
    const authorisation = { ...order, actor: actorOf(body, headers) };
    return this.shown(await this.emergencies.authorise(authorisation));
  }

  @Post(':id/start')
  @Allow('emergencies.run')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Put an authorised emergency on the air at once; onSecond is needed while another one plays',
  })
  @ApiZodBody(startBody)
  async start(
    @Param('id') id: string,
    @Body(parseBody(startBody)) body: StartBody,
    @Headers() headers: ScheduleHeaders,
  ) {
    return this.shown(await this.emergencies.start(id, body.onSecond ?? null, actorOf(body, headers)));
  }

  @Post(':id/withdraw')
  @Allow('emergencies.withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take an authorisation back that was never started: by who gave it, or an administrator' })
  @ApiZodBody(withdrawBody)
  async withdraw(
    @Param('id') id: string,
    @Body(parseBody(withdrawBody)) body: WithdrawBody,
    @Headers() headers: ScheduleHeaders,
  ) {
    return this.shown(await this.emergencies.withdraw(id, body.reason, actorOf(body, headers)));
  }

  @Post(':id/stop')
  @Allow('emergencies.run')
  @HttpCode(200)
  @ApiOperation({ summary: 'End an emergency at once; what it interrupted goes on' })
  @ApiZodBody(stopBody)
  async stop(@Param('id') id: string, @Body(parseBody(stopBody)) body: StopBody, @Headers() headers: ScheduleHeaders) {
    return this.shown(await this.emergencies.stop(id, actorOf(body, headers)));
  }

  @Post(':id/review')
  @Allow('emergencies.review')
  @HttpCode(200)
  @ApiOperation({ summary: 'Record the review of an emergency that is over' })
  @ApiZodBody(reviewBody)
  async review(
    @Param('id') id: string,
    @Body(parseBody(reviewBody)) body: ReviewBody,
    @Headers() headers: ScheduleHeaders,
  ) {
    return this.shown(await this.emergencies.review(id, body.note, actorOf(body, headers)));
  }

  private shown(view: EmergencyView) {
    return emergencyResponse(view, this.station.timeZone);
  }
}
