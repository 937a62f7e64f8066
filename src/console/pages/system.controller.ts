import { Controller, Get, Logger, Param, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { BackupService } from '../../upkeep/backup.service';
import { PageErrors } from '../people/page-errors.filter';
import { Pages } from '../people/pages';
import { SystemBoard } from '../system.board';
import type { Notice } from '../views/shell';
import { SystemPage } from '../views/system';
import { SYSTEM_WORDS } from './system-words';

const PATH = '/he-thong';
const DONE = ['doneMake', 'doneRequest', 'doneCancel'] as const;
const restoreForm = z.object({ sure: z.literal('co') });

/** The machine: outputs, disk, back-ups, health. */
@ApiExcludeController()
@Controller('he-thong')
@UseFilters(PageErrors)
export class SystemController {
  private readonly logger = new Logger(SystemController.name);

  constructor(
    private readonly pages: Pages,
    private readonly board: SystemBoard,
    private readonly backups: BackupService,
  ) {}

  @Get()
  @Allow('system.read')
  async page(@Query('xong') key: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const done = DONE.find((one) => one === key);
    const { language } = this.pages.frame(request, response).words;
    const notice: Notice | null = done === undefined ? null : { tone: 'ok', text: SYSTEM_WORDS[language][done] };
    this.pages.send(response, await this.shown(request, response, notice));
  }

  /** It takes minutes: the page says that it is under way, and afterwards how it went. */
  @Post('sao-luu')
  @Allow('system.manage')
  async make(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'doneMake', async () => {
      await this.backups.begin(actorOf(undefined), (error) => {
        this.logger.error(`no back-up: ${String(error)}`);
      });
    });
  }

  @Post('sao-luu/:name/khoi-phuc')
  @Allow('system.manage')
  async restore(@Param('name') name: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'doneRequest', async () => {
      parseInput(restoreForm, request.body ?? {});
      await this.backups.requestRestore(name, actorOf(undefined));
    });
  }

  @Post('khoi-phuc/huy')
  @Allow('system.manage')
  async cancel(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'doneCancel', () => this.backups.cancelRestore(actorOf(undefined)));
  }

  private async attempt(
    request: Request,
    response: Response,
    done: (typeof DONE)[number],
    act: () => Promise<void>,
  ): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        await act();
        return `${PATH}?xong=${done}`;
      },
      again: (notice) => this.shown(request, response, notice),
      labels: SYSTEM_WORDS[this.pages.frame(request, response).words.language].fields,
    });
  }

  private async shown(request: Request, response: Response, notice: Notice | null) {
    const frame = { ...this.pages.frame(request, response), path: PATH };
    return SystemPage({ frame, notice, view: await this.board.view() });
  }
}
