import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { actorOf } from '../audit/actor';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { ApiZodBody, ApiZodQuery } from '../platform/http/api-schema';
import { EntityTag } from '../platform/http/entity-tag';
import { revisionFromIfMatch } from '../platform/http/if-match';
import { parseBody } from '../platform/http/parse';
import { chartsOf } from './chart';
import type { ReportFormat } from './render/render-all';
import { renderSvg } from './render/svg';
import { XLSX_TYPE } from './render/xlsx.renderer';
import { ReportDesk } from './report.desk';
import * as dto from './report.dto';
import { ReportRegister } from './report.register';
import { ReportService } from './report.service';

const TYPES: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  xlsx: XLSX_TYPE,
  csv: 'text/csv; charset=utf-8',
};

interface ReportHeaders {
  readonly 'x-actor'?: string;
  readonly 'if-match'?: string;
}

@ApiTags('reports')
@Controller('api/v1/reports')
export class ReportController {
  constructor(
    private readonly reports: ReportService,
    private readonly register: ReportRegister,
    private readonly desk: ReportDesk,
    private readonly station: Station,
  ) {}

  @Get('monthly')
  @Allow('read')
  @ApiOperation({ summary: 'The compliance report of a month, made fresh, as data' })
  @ApiZodQuery(dto.monthQuery)
  async monthly(@Query(parseBody(dto.monthQuery)) { month }: dto.MonthQuery) {
    return this.reports.monthly(month);
  }

  @Get('data')
  @Allow('read')
  @ApiOperation({ summary: 'The report of any period and field, made fresh, as data: tables, topics, charts and log' })
  @ApiZodQuery(dto.periodQuery)
  async data(@Query(parseBody(dto.periodQuery)) { period, scope }: dto.PeriodQuery) {
    return this.reports.of(period, scope);
  }

  @Get('charts/:index')
  @Allow('read')
  @ApiOperation({ summary: 'Chart 1 (issues by week) or 2 (airtime by topic) of a period, as SVG' })
  @ApiZodQuery(dto.periodQuery)
  async chart(
    @Param('index') index: string,
    @Query(parseBody(dto.periodQuery)) { period, scope }: dto.PeriodQuery,
    @Res() response: Response,
  ): Promise<void> {
    const chart = chartsOf(await this.reports.of(period, scope)).find(({ number }) => String(number) === index);
    if (chart) response.type('image/svg+xml').send(renderSvg(chart, 'sans-serif'));
    else response.status(204).end();
  }

  @Post()
  @Allow('reports.create')
  @ApiOperation({ summary: 'Keep the report of a period in every format; a new version only when the data changed' })
  @ApiZodBody(dto.createBody)
  @ApiHeader({ name: 'X-Actor', required: false, description: 'Name of the person, when the field `actor` is absent' })
  async create(@Body(parseBody(dto.createBody)) body: dto.CreateBody, @Headers() headers: ReportHeaders) {
    const period = body.period ?? body.month ?? '';
    const report = await this.register.create(period, body.scope, actorOf(body.actor, headers['x-actor']));
    return dto.reportResponse(report, this.station.timeZone);
  }

  @Get()
  @Allow('read')
  @EntityTag()
  @ApiOperation({ summary: 'Kept reports, newest period and newest version first' })
  async list() {
    const reports = await this.register.list();
    return { items: reports.map((report) => dto.reportResponse(report, this.station.timeZone)) };
  }

  @Get(':id')
  @Allow('read')
  @ApiOperation({ summary: 'A kept report with its data and the words that staff wrote' })
  async get(@Param('id') id: string) {
    return dto.fullResponse(await this.register.get(id), this.station.timeZone);
  }

  @Get(':id/unsettled')
  @Allow('read')
  @ApiOperation({ summary: 'Airings of the period that are not settled yet: it cannot be locked over them' })
  async unsettled(@Param('id') id: string) {
    return dto.unsettledResponse(await this.reports.unsettled(await this.register.get(id)), this.station.timeZone);
  }

  @Patch(':id/texts')
  @Allow('reports.write')
  @ApiOperation({ summary: 'Write sections VI–VIII, number, date and signer; a checked report is a draft again' })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiZodBody(dto.textsBody)
  async write(
    @Param('id') id: string,
    @Body(parseBody(dto.textsBody)) body: dto.TextsBody,
    @Headers() headers: ReportHeaders,
  ) {
    const row = await this.desk.write(
      id,
      dto.toTexts(body),
      actorOf(body.actor, headers['x-actor']),
      revisionOf(headers),
    );
    return dto.fullResponse(row, this.station.timeZone);
  }

  @Post(':id/check')
  @HttpCode(200)
  @Allow('reports.write')
  @ApiOperation({ summary: 'Say that somebody has gone through the report; only then can it be locked' })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiZodBody(dto.actorBody)
  async check(
    @Param('id') id: string,
    @Body(parseBody(dto.actorBody)) body: dto.ActorBody,
    @Headers() headers: ReportHeaders,
  ) {
    const row = await this.desk.check(id, actorOf(body.actor, headers['x-actor']), revisionOf(headers));
    return dto.reportResponse(row, this.station.timeZone);
  }

  @Post(':id/lock')
  @HttpCode(200)
  @Allow('reports.lock')
  @ApiOperation({ summary: 'Lock the version: an immutable snapshot with the hashes of data and files' })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiZodBody(dto.actorBody)
  async lock(
    @Param('id') id: string,
    @Body(parseBody(dto.actorBody)) body: dto.ActorBody,
    @Headers() headers: ReportHeaders,
  ) {
    const row = await this.desk.lock(id, actorOf(body.actor, headers['x-actor']), revisionOf(headers));
    return dto.fullResponse(row, this.station.timeZone);
  }

  @Get(':id/files/:name')
  @Allow('read')
  @ApiOperation({ summary: 'Download a file of a kept report' })
  async file(@Param('id') id: string, @Param('name') name: string): Promise<StreamableFile> {
    const { file, content } = await this.register.file(id, name);
    const type = TYPES[file.name.split('.').at(-1) as ReportFormat];
    return new StreamableFile(content, { type, disposition: `attachment; filename="${file.name}"` });
  }
}

function revisionOf(headers: ReportHeaders): number | null {
  return revisionFromIfMatch(headers['if-match']);
}
