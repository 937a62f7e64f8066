import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/access';
import { parseBody } from '../platform/http/parse';
import { issuesQuery, type IssuesQuery } from './recordings.dto';
import { RecordingsService } from './recordings.service';

@ApiTags('issues')
@Controller('api/v1/issues')
export class IssuesController {
  constructor(private readonly recordings: RecordingsService) {}

  @Get()
  @Allow('read')
  @ApiOperation({ summary: 'Issues of the plans, each with the latest version of its recording in every language' })
  @ApiQuery({ name: 'programme', required: false, description: 'Key of the programme' })
  @ApiQuery({ name: 'year', required: false, type: Number, description: 'Year of the period ("2026-W53" is of 2026)' })
  async list(@Query(parseBody(issuesQuery)) { programme, year }: IssuesQuery) {
    return { items: await this.recordings.issues({ programmeKey: programme, year }) };
  }
}
