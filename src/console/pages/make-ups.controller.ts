import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { fileOf, FormWithFile } from '../../auth/form-file';
import { instantOf } from '../../domain/calendar';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { required, typedLines, typedText } from '../../platform/http/typed-text';
import { ATTACHMENT_MAX_BYTES, AttestationsService } from '../../schedule/compliance/attestations.service';
import { MakeUpsService } from '../../schedule/make-ups/make-ups.service';
import { MakeUpsBoard } from '../make-ups.board';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { typedIn } from '../people/sign-in.controller';
import { typedDate, typedTime } from '../presenters/typed-time';
import { MakeUpsPage } from '../views/make-ups';
import type { Notice } from '../views/shell';
import { MAKE_UP_WORDS, type MakeUpWords } from './make-up-words';

const PATH = '/phat-bu';

const reasonForm = z.object({ reason: required(typedLines(500)) });
const attestForm = z.object({
  airing: z.string().regex(/^\S+ \S+ \d+$/),
  date: typedDate(false),
  time: typedTime,
  minutes: z
    .string()
    .regex(/^\d{1,4}([.,]\d{1,2})?$/, '12,5')
    .transform((text) => Number(text.replace(',', '.'))),
  note: required(typedLines(2_000)),
  document: required(typedText(200)),
});

type Done = keyof MakeUpWords['done'];

/** What was lost: made up, left, or vouched for. */
@ApiExcludeController()
@Controller('phat-bu')
@UseFilters(PageErrors)
export class MakeUpsPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: MakeUpsBoard,
    private readonly makeUps: MakeUpsService,
    private readonly attestations: AttestationsService,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('read')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), MAKE_UP_WORDS);
    this.pages.send(response, await this.shown(request, response, notice));
  }

  @Post(':id/xep')
  @Allow('schedule.change')
  async confirm(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'confirm', async () => {
      await this.makeUps.confirm(id, actorOf(undefined));
    });
  }

  @Post(':id/khong-bu')
  @Allow('schedule.change')
  async decline(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'decline', async () => {
      const { reason } = parseInput(reasonForm, request.body ?? {});
      await this.makeUps.decline(id, reason, actorOf(undefined));
    });
  }

  @Post('xac-nhan')
  @Allow('attestations.make')
  @FormWithFile('attachment', ATTACHMENT_MAX_BYTES)
  async attest(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'attest', async () => {
      const scan = fileOf(request);
      const { airing, date, time, minutes, note, document } = parseInput(attestForm, request.body ?? {});
      const [programmeKey = '', periodKey = '', ordinal = ''] = airing.split(' ');
      await this.attestations.attest({
        ...{ programmeKey, periodKey, ordinal: Number(ordinal), note, document },
        airedAt: instantOf(date, time, this.station.timeZone),
        airtimeSeconds: Math.max(1, Math.round(minutes * 60)),
        attachment: scan && { name: scan.originalname.normalize('NFC'), content: scan.buffer },
        actor: actorOf(undefined),
      });
    });
  }

  @Post('xac-nhan/:id/rut')
  @Allow('attestations.make')
  async withdraw(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(request, response, 'withdraw', async () => {
      const { reason } = parseInput(reasonForm, request.body ?? {});
      await this.attestations.withdraw(id, reason, actorOf(undefined));
    });
  }

  private async attempt(request: Request, response: Response, done: Done, act: () => Promise<void>): Promise<void> {
    await this.pages.attempt(request, response, {
      act,
      done: doneAt(PATH, done),
      again: (notice) => this.shown(request, response, notice),
      words: MAKE_UP_WORDS,
    });
  }

  private async shown(request: Request, response: Response, notice: Notice | null) {
    const frame = this.pages.frame(request, response, PATH);
    const typed = request.method === 'POST' ? { ...typedIn(request), for: request.path } : {};
    return MakeUpsPage({ frame, notice, typed, view: await this.board.view(frame.words) });
  }
}
