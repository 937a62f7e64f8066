import { Body, Controller, Get, Headers, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf } from '../audit/actor';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { ApiZodBody, ApiZodQuery } from '../platform/http/api-schema';
import { EntityTag } from '../platform/http/entity-tag';
import { parseBody } from '../platform/http/parse';
import { createBody, monthQuery, reportResponse, type CreateBody, type MonthQuery } from './report.dto';
import { ReportRegister } from './report.register';
import { ReportService } from './report.service';

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

@ApiTags('reports')
@Controller('api/v1/reports')
export class ReportController {
  constructor(
    private readonly reports: ReportService,
    private readonly register: ReportRegister,
    private readonly station: Station,
  ) {}

  @Get('monthly')
  @Allow('read')
  @ApiOperation({ summary: 'The compliance report of a month, made fresh: Bảng 1 (targets) and Bảng 2 (airings)' })
  @ApiZodQuery(monthQuery)
  async monthly(@Query(parseBody(monthQuery)) { month }: MonthQuery) {
    return this.reports.monthly(month);
  }

  @Post()
  @Allow('reports.create')
  @ApiOperation({ summary: 'Keep the report of a month as JSON and DOCX; a new version only when the data changed' })
  @ApiZodBody(createBody)
  @ApiHeader({ name: 'X-Actor', required: false, description: 'Name of the person, when the field `actor` is absent' })
  async create(@Body(parseBody(createBody)) body: CreateBody, @Headers('x-actor') header: string | undefined) {
    const actor = actorOf(body.actor, header);
    return reportResponse(await this.register.create(body.month, actor), this.station.timeZone);
  }

  @Get()
  @Allow('read')
  @EntityTag()
  @ApiOperation({ summary: 'Kept reports, newest month and newest version first' })
  async list() {
    const reports = await this.register.list();
    return { items: reports.map((report) => reportResponse(report, this.station.timeZone)) };
  }

  @Get(':id/files/:name')
  @Allow('read')
  @ApiOperation({ summary: 'Download a file of a kept report' })
  async file(@Param('id') id: string, @Param('name') name: string): Promise<StreamableFile> {
    const { file, content } = await this.register.file(id, name);
    const type = TYPES[file.name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return new StreamableFile(content, { type, disposition: `attachment; filename="${file.name}"` });
  }
}
