import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { actorOf } from '../../audit/actor';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { UnfinishedUploads } from '../../recordings/resumable/unfinished.service';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import type { Frame, Notice } from '../views/shell';
import { UnfinishedPage } from '../views/unfinished';
import { UNFINISHED_WORDS, type UnfinishedWords } from './unfinished-words';

const PATH = '/ban-ghi/tai-len-do';
const CANCELLED: keyof UnfinishedWords['done'] = 'huy';

/** Uploads that stand still, for who has to make room. */
@ApiExcludeController()
@Controller('ban-ghi/tai-len-do')
@UseFilters(PageErrors)
export class UnfinishedPageController {
  constructor(
    private readonly pages: Pages,
    private readonly uploads: UnfinishedUploads,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  async list(@Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.pages.frame(request, response, PATH);
    this.pages.send(response, await this.page(frame, doneNotice(request, frame, UNFINISHED_WORDS)));
  }

  /** Whose it is decides, beside the role: see `UnfinishedUpload.mayCancel`. */
  @Post(':id/huy')
  @Allow('read')
  async cancel(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.pages.frame(request, response, PATH);
    await this.pages.attempt(request, response, {
      act: async () => this.uploads.cancel(id, actorOf(undefined)),
      done: doneAt(PATH, CANCELLED),
      again: (notice) => this.page(frame, notice),
    });
  }

  private async page(frame: Frame, notice: Notice | null) {
    return UnfinishedPage({ frame, notice, uploads: await this.uploads.list(), timeZone: this.station.timeZone });
  }
}
