import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../../platform/http/access';
import { ApiZodEvents } from '../../platform/http/api-schema';
import { liveEvent } from './live-events';
import { LiveView } from './live-view.service';

@ApiTags('playout')
@Controller('api/v1/playout/events')
export class LiveViewController {
  constructor(private readonly live: LiveView) {}

  @Get()
  @Allow('read')
  @ApiOperation({
    summary:
      'Live view as server-sent events: a snapshot, then every change of an output (its level at most ten times a second) and of what comes next',
  })
  @ApiZodEvents(liveEvent)
  async listen(@Res() response: Response): Promise<void> {
    await this.live.listen(response);
  }
}
