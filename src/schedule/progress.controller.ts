import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/access';
import { ApiZodBody, ApiZodQuery } from '../platform/http/api-schema';
import { parseBody } from '../platform/http/parse';
import { PlansService } from '../plans/plans.service';
import { ExpansionService } from './expansion.service';
import { ProgressService } from './progress.service';
import {
  actorOf,
  planImportBody,
  progressQuery,
  type PlanImportBody,
  type ProgressQuery,
  type ScheduleHeaders,
} from './schedule.dto';

/** What plans mean for the schedule: how far they have come, and what a new version changes. */
@ApiTags('plans')
@Controller('api/v1/plans')
export class ProgressController {
  constructor(
    private readonly progress: ProgressService,
    private readonly plans: PlansService,
    private readonly expansion: ExpansionService,
  ) {}

  @Get(':code/progress')
  @Allow('read')
  @ApiOperation({ summary: 'Owed, aired, made up, excused, missed and open per programme, up to a date' })
  @ApiZodQuery(progressQuery)
  async get(@Param('code') code: string, @Query(parseBody(progressQuery)) query: ProgressQuery) {
    return this.progress.of(code, query.on ?? null);
  }

  @Post()
  @Allow('plans.import')
  @ApiOperation({ summary: 'Import a plan as a new version; only airings not cued yet follow it' })
  @ApiZodBody(planImportBody)
  async import(@Body(parseBody(planImportBody)) body: PlanImportBody, @Headers() headers: ScheduleHeaders) {
    const { source, file, replace } = body;
    const imported = await this.plans.import(source, file, 'file', actorOf(body, headers), { replace });
    return { ...imported, schedule: await this.expansion.refresh() };
  }
}
