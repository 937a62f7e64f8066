import { Body, Controller, Get, Headers, Param, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/access';
import { ApiZodBody } from '../platform/http/api-schema';
import { revisionFromIfMatch } from '../platform/http/if-match';
import { parseBody } from '../platform/http/parse';
import { CalendarService } from './calendar.service';
import { ExpansionService } from './expansion.service';
import { actorOf, calendarDayBody, type CalendarDayBody, type ScheduleHeaders } from './schedule.dto';

@ApiTags('calendar')
@Controller('api/v1/calendar-days')
export class CalendarController {
  constructor(
    private readonly calendar: CalendarService,
    private readonly expansion: ExpansionService,
  ) {}

  @Get(':date')
  @Allow('read')
  @ApiOperation({ summary: 'A day: holiday, mourning or event, and what it means for airing' })
  async get(@Param('date') date: string) {
    return this.calendar.day(date);
  }

  @Put(':date')
  @Allow('calendar.change')
  @ApiOperation({ summary: 'Set a day; airings not cued yet follow at once' })
  @ApiHeader({ name: 'If-Match', required: false })
  @ApiZodBody(calendarDayBody)
  async put(
    @Param('date') date: string,
    @Body(parseBody(calendarDayBody)) body: CalendarDayBody,
    @Headers() headers: ScheduleHeaders,
  ) {
    const { kind, policy, title, document } = body;
    const revision = revisionFromIfMatch(headers['if-match']);
    const day = await this.calendar.put({ date, kind, policy, title, document }, revision, actorOf(body, headers));
    await this.expansion.refresh();
    return day;
  }
}
