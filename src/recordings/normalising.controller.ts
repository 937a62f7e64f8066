import { Body, Controller, Get, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { actorOf } from '../audit/actor';
import { Allow } from '../platform/http/access';
import { ApiZodEvents } from '../platform/http/api-schema';
import { parseBody } from '../platform/http/parse';
import { normalisingEvent, NormalisingEvents } from './normalising.events';
import { NormalisingService } from './normalising.service';
import { reviewBody, REVIEW_SCHEMA, type ReviewBody } from './recordings.dto';

/** Stands before RecordingsController: its paths would be ids there. */
@ApiTags('recordings')
@Controller('api/v1/recordings')
export class NormalisingController {
  constructor(
    private readonly normalising: NormalisingService,
    private readonly events: NormalisingEvents,
  ) {}

  @Get('normalising')
  @Allow('read')
  @ApiOperation({ summary: 'Recordings that are being made ready, wait for it, or failed at it; oldest first' })
  async list() {
    return { items: await this.normalising.items() };
  }

  @Get('events')
  @Allow('read')
  @ApiOperation({
    summary: 'The same as server-sent events: a snapshot, then each hundredth of progress and every end',
  })
  @ApiZodEvents(normalisingEvent)
  async listen(@Res() response: Response): Promise<void> {
    await this.events.listen(response);
  }

  @Post(':id/normalise')
  @Allow('recordings.upload')
  @HttpCode(202)
  @ApiOperation({ summary: 'Try again at once what failed for the machine’s sake' })
  @ApiBody({ schema: REVIEW_SCHEMA, required: false })
  async retry(
    @Param('id') id: string,
    @Body(parseBody(reviewBody)) body: ReviewBody,
    @Headers('x-actor') actor: string | undefined,
  ) {
    await this.normalising.retry(id, actorOf(body?.actor, actor));
    return { recordingId: id };
  }
}
