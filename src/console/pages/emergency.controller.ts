import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { actorOf } from '../../audit/actor';
import { EmergencyService } from '../../emergency/emergency.service';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { EmergencyBoard } from '../emergency.board';
import { EmergencySoundsBoard } from '../emergency-sounds.board';
import { OnAirBoard } from '../on-air.board';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { EmergencyPage, Now } from '../views/emergency';
import { EmergencyOnePage } from '../views/emergency-one';
import { Sounds, type OrderTyped } from '../views/emergency-order';
import { Past } from '../views/emergency-past';
import { OnAirBlock } from '../views/on-air';
import type { Frame, Notice } from '../views/shell';
import { orderForm, reviewForm, startForm, typedOrder, withdrawForm } from './emergency-forms';
import { EMERGENCY_WORDS, type EmergencyWords } from './emergency-words';

const PATH = '/khan-cap';
type Done = keyof EmergencyWords['done'];

/** Emergencies: authorised, looked at, started, stopped, reviewed. Its forms work without scripts. */
@ApiExcludeController()
@Controller('khan-cap')
@UseFilters(PageErrors)
export class EmergencyPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: EmergencyBoard,
    private readonly choices: EmergencySoundsBoard,
    private readonly onAir: OnAirBoard,
    private readonly emergencies: EmergencyService,
  ) {}

  @Get()
  @Allow('read')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.frame(request, response);
    const notice = doneNotice(request, frame, EMERGENCY_WORDS);
    this.pages.send(response, await this.whole(frame, notice, { clusters: [] }));
  }

  @Get('luc-nay')
  @Allow('read')
  async now(@Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.frame(request, response);
    this.pages.fragment(response, Now({ frame, open: await this.board.open(frame.words) }));
  }

  @Get('da-phat')
  @Allow('read')
  async past(@Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.frame(request, response);
    this.pages.fragment(response, Past({ frame, cards: await this.board.past(frame.words) }));
  }

  @Get('noi-dung')
  @Allow('emergencies.authorise')
  async sounds(@Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.frame(request, response);
    this.pages.fragment(response, Sounds({ frame, sounds: await this.choices.choices(frame.words), chosen: '' }));
  }

  @Get(':id')
  @Allow('read')
  async one(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.frame(request, response);
    const { card, ...rest } = await this.board.one(id, frame.words);
    // What is on the air is shown where the page refreshes itself.
    if (card.state === 'started' || card.state === 'stopping') response.redirect(303, PATH);
    else this.pages.send(response, EmergencyOnePage({ frame, notice: null, typed: {}, card, ...rest }));
  }

  @Post()
  @Allow('emergencies.authorise')
  async authorise(@Req() request: Request, @Res() response: Response): Promise<void> {
    const frame = this.frame(request, response);
    await this.pages.attempt(request, response, {
      act: async () => {
        const order = parseInput(orderForm, request.body ?? {});
        const { row } = await this.emergencies.authorise({ ...order, onSecond: null, actor: actorOf(undefined) });
        return `${PATH}/${row.id}`;
      },
      again: (notice) => this.whole(frame, notice, typedOrder(request.body)),
      words: EMERGENCY_WORDS,
    });
  }

  @Post(':id/phat')
  @Allow('emergencies.run')
  async start(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, 'phat', request, response, async () => {
      const { onSecond } = parseInput(startForm, request.body ?? {});
      await this.emergencies.start(id, onSecond ?? null, actorOf(undefined));
    });
  }

  @Post(':id/rut')
  @Allow('emergencies.withdraw')
  async withdraw(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, 'rut', request, response, async () => {
      const { withdrawal } = parseInput(withdrawForm, request.body ?? {});
      await this.emergencies.withdraw(id, withdrawal, actorOf(undefined));
    });
  }

  @Post(':id/dung')
  @Allow('emergencies.run')
  async stop(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, 'dung', request, response, async () => {
      await this.emergencies.stop(id, actorOf(undefined));
    });
  }

  @Post(':id/xem-xet')
  @Allow('emergencies.review')
  async review(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.attempt(id, 'xem-xet', request, response, async () => {
      const { note } = parseInput(reviewForm, request.body ?? {});
      await this.emergencies.review(id, note, actorOf(undefined));
    });
  }

  private async attempt(
    id: string,
    done: Done,
    request: Request,
    response: Response,
    act: () => Promise<void>,
  ): Promise<void> {
    const frame = this.frame(request, response);
    await this.pages.attempt(request, response, {
      act,
      done: doneAt(PATH, done),
      again: (notice) => this.shown(id, frame, notice, (request.body ?? {}) as Record<string, string>),
      words: EMERGENCY_WORDS,
    });
  }

  private async whole(frame: Frame, notice: Notice | null, typed: OrderTyped) {
    const { words } = frame;
    return EmergencyPage({
      ...{ frame, notice, typed, clusters: this.board.clusters },
      open: await this.board.open(words),
      past: await this.board.past(words),
      sounds: await this.choices.choices(words),
      onAir: OnAirBlock({ view: await this.onAir.view(words), words }),
    });
  }

  private async shown(id: string, frame: Frame, notice: Notice | null, typed: Readonly<Record<string, string>>) {
    return EmergencyOnePage({ frame, notice, typed, ...(await this.board.one(id, frame.words)) });
  }

  private frame(request: Request, response: Response): Frame {
    return this.pages.frame(request, response, PATH);
  }
}
