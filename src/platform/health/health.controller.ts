import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { HealthService, type HealthReport } from './health.service';
import { Public } from '../http/access';
import { mayNow } from '../http/request-context';

@ApiTags('health')
@Controller('api/v1/health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'database, redis, ffmpeg, disk, clock; 503 only when the service is of no use' })
  async read(@Res({ passthrough: true }) response: Response): Promise<Partial<HealthReport>> {
    const report = await this.health.report();
    response.status(report.status === 'down' ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK);
    // What it is made of is nobody's business who has not signed in.
    return mayNow('read') ? report : { status: report.status };
  }
}
