import { Controller, Param, Post, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { actorOf } from '../../audit/actor';
import { Allow } from '../../platform/http/access';
import { RemindersService } from '../../reminders/reminders.service';
import { PageErrors } from '../people/page-errors.filter';

/** The button beside a reminder on the overview. */
@ApiExcludeController()
@Controller('nhac-viec')
@UseFilters(PageErrors)
export class RemindersPageController {
  constructor(private readonly reminders: RemindersService) {}

  @Post(':id/da-biet')
  @Allow('reminders.acknowledge')
  async acknowledge(@Param('id') id: string, @Res() response: Response): Promise<void> {
    await this.reminders.acknowledge(id, actorOf(undefined));
    response.redirect(303, '/#tasks');
  }
}
