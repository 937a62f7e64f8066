import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../platform/http/access';
import { parseBody } from '../platform/http/parse';
import { IncidentsService } from './incidents.service';

const sinceQuery = z.object({ from: z.iso.datetime({ offset: true }).default('1970-01-01T00:00:00Z') });

@ApiTags('incidents')
@Controller('api/v1/incidents')
export class IncidentsController {
  constructor(private readonly incidents: IncidentsService) {}

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Missing recordings, failed outputs: newest first' })
  async list(@Query(parseBody(sinceQuery)) query: z.output<typeof sinceQuery>) {
    return { items: await this.incidents.since(Date.parse(query.from)) };
  }
}
