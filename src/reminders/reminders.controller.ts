import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf } from '../audit/actor';
import { isoAt, type EpochMs } from '../domain/calendar';
import { Station } from '../platform/config/station';
import { Allow } from '../platform/http/access';
import { EntityTag } from '../platform/http/entity-tag';
import { reminderText } from './reminder-words';
import type { ReminderMessage, StoredReminder } from './reminders.repository';
import { RemindersService } from './reminders.service';

@ApiTags('reminders')
@Controller('api/v1/reminders')
export class RemindersController {
  constructor(
    private readonly reminders: RemindersService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  @EntityTag()
  @ApiOperation({
    summary: 'What is to be done, earliest due first; `waiting`: messages about it that could not be sent yet',
  })
  async list() {
    const { reminders, waiting } = await this.reminders.list();
    return { items: reminders.map((row) => this.shown(row)), waiting: waiting.map((row) => this.shownMessage(row)) };
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Allow('reminders.acknowledge')
  @ApiOperation({ summary: 'Say that one knows: nothing more is sent about it' })
  async acknowledge(@Param('id') id: string) {
    return this.shown(await this.reminders.acknowledge(id, actorOf(undefined)));
  }

  private shown({
    id,
    key,
    kind,
    stage,
    dueAt,
    facts,
    openedAt,
    acknowledgedAt,
    acknowledgedBy,
    ...row
  }: StoredReminder) {
    const { timeZone } = this.station;
    const told = { kind, stage, dueAt, facts };
    return {
      ...{ id, key, kind, stage, dueAt: this.iso(dueAt), facts, openedAt: this.iso(openedAt) },
      acknowledgedAt: acknowledgedAt === null ? null : this.iso(acknowledgedAt),
      acknowledgedBy,
      text: { vi: reminderText(told, 'vi', timeZone), en: reminderText(told, 'en', timeZone) },
      revision: row.revision,
    };
  }

  private shownMessage({ id, channel, digestOf, attempts, nextAttemptAt, lastError }: ReminderMessage) {
    return { id, channel, digestOf, attempts, nextAttemptAt: this.iso(nextAttemptAt), lastError };
  }

  private iso(at: EpochMs): string {
    return isoAt(at, this.station.timeZone);
  }
}
