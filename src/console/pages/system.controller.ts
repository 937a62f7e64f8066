import { Controller, Get, Logger, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { TestToneService } from '../../playout/test-tone.service';
import { BackupService } from '../../upkeep/backup.service';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { SystemBoard } from '../system.board';
import type { Notice } from '../views/shell';
import { SystemPage } from '../views/system';
import { SYSTEM_WORDS, type SystemWords } from './system-words';

const PATH = '/he-thong';
type Done = keyof SystemWords['done'];
const sureForm = z.object({ sure: z.literal('co') });

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
    private readonly tones: TestToneService,
  ) {}

  @Get()
  @Allow('system.read')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), SYSTEM_WORDS);
    this.pages.send(response, await this.shown(request, response, notice));
  }

  @Post('dau-ra/:code/am-thu')
  @Allow('outputs.test')
  async test(@Param('code') code: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'tone', async () => {
      parseInput(sureForm, request.body ?? {});
      await this.tones.play(code, actorOf(undefined));
    });
  }

  @Post('dau-ra/:code/am-thu/dung')
  @Allow('outputs.test')
  async stopTest(@Param('code') code: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'toneStop', () => this.tones.stop(code, actorOf(undefined)));
  }

  /** It takes minutes: the page says that it is under way, and afterwards how it went. */
  @Post('sao-luu')
  @Allow('system.manage')
  async make(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'make', async () => {
      await this.backups.begin(actorOf(undefined), (error) => {
        this.logger.error(`no back-up: ${String(error)}`);
      });
    });
  }

  @Post('sao-luu/:name/khoi-phuc')
  @Allow('system.manage')
  async restore(@Param('name') name: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'request', async () => {
      parseInput(sureForm, request.body ?? {});
      await this.backups.requestRestore(name, actorOf(undefined));
    });
  }

  @Post('khoi-phuc/huy')
  @Allow('system.manage')
  async cancel(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'cancel', () => this.backups.cancelRestore(actorOf(undefined)));
  }

  private async attempt(request: Request, response: Response, done: Done, act: () => Promise<void>): Promise<void> {
    await this.pages.attempt(request, response, {
      act,
      done: doneAt(PATH, done),
      again: (notice) => this.shown(request, response, notice),
      words: SYSTEM_WORDS,
    });
  }

  private async shown(request: Request, response: Response, notice: Notice | null) {
    const frame = this.pages.frame(request, response, PATH);
    return SystemPage({ frame, notice, view: await this.board.view() });
  }
}
