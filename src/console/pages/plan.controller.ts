import { Controller, Get, Post, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import type { Programme } from '../../domain/plan';
import { draftSource } from '../../platform/config/plan-file';
import { Allow } from '../../platform/http/access';
import { parseBody, parseInput } from '../../platform/http/parse';
import { PlansService } from '../../plans/plans.service';
import { ExpansionService } from '../../schedule/expansion.service';
import { PageErrors } from '../people/page-errors.filter';
import { doneNotice, Pages } from '../people/pages';
import { typedIn } from '../people/sign-in.controller';
import { PlanBoard, type PlanDraft } from '../plan.board';
import { weekdaysOf } from '../presenters/plan';
import { PlanPage } from '../views/plan';
import { PlanProgrammePage, type ProgrammeTyped } from '../views/plan-programme';
import { PlanTextPage, type TextPurpose } from '../views/plan-text';
import type { Notice } from '../views/shell';
import { asFormFault, programmeForm, TEXT_NAME, textForm, textQuery, withProgramme } from './plan-forms';
import { PLAN_WORDS } from './plan-words';

const pageQuery = z.object({ ma: z.string().max(100).default('') });
const fileQuery = z.object({ ma: z.string().max(100), n: z.coerce.number().int().min(1).optional() });
const programmeQuery = z.object({ ma: z.string().max(100), key: z.string().max(100) });

/** The plans: what they say, and how a new version comes about. */
@ApiExcludeController()
@Controller('ke-hoach')
@UseFilters(PageErrors)
export class PlanPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: PlanBoard,
    private readonly plans: PlansService,
    private readonly expansion: ExpansionService,
  ) {}

  @Get()
  @Allow('read')
  async page(
    @Query(parseBody(pageQuery)) { ma }: z.output<typeof pageQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.pages.frame(request, response);
    const notice = doneNotice(request, frame, PLAN_WORDS);
    const view = await this.board.view(ma, frame.words);
    const { timeZone } = this.board;
    const look = this.board.look(frame.words);
    this.pages.send(response, PlanPage({ frame, notice, plans: await this.board.all(), view, look, timeZone }));
  }

  @Get('tep')
  @Allow('read')
  async file(@Query(parseBody(fileQuery)) { ma, n }: z.output<typeof fileQuery>, @Res() response: Response) {
    const text = await this.board.text(ma, n, undefined);
    response.set({ 'Content-Type': 'application/yaml; charset=utf-8', 'Cache-Control': 'no-store' });
    response.attachment(n === undefined ? `${ma}.yaml` : `${ma}_${n}.yaml`);
    response.end(text);
  }

  @Get('chuyen-muc')
  @Allow('plans.import')
  async programme(
    @Query(parseBody(programmeQuery)) { ma, key }: z.output<typeof programmeQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.pages.frame(request, response, '/ke-hoach');
    const { stored, programme } = await this.board.programme(ma, key);
    const typed = asTyped(programme);
    const days = weekdaysOf(programme.placement?.rrule ?? '') ?? [];
    const look = this.board.look(frame.words);
    const shown = { frame, look, ma, edited: stored.n, programme, typed, days, notice: null, draft: null };
    this.pages.send(response, PlanProgrammePage({ ...shown, isStale: false }));
  }

  @Post('chuyen-muc')
  @Allow('plans.import')
  async look(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const form = parseInput(programmeForm, request.body ?? {});
        const { stored } = await this.board.programme(form.ma, form.key);
        const source = draftSource(withProgramme(stored.plan, form));
        return this.programmeShown(request, response, null, await this.programmeDraft(source, request, response));
      },
      again: (notice) => this.programmeShown(request, response, notice, null),
      words: PLAN_WORDS,
    });
  }

  @Get('van-ban')
  @Allow('plans.import')
  async text(
    @Query(parseBody(textQuery)) { ma, n, nam }: z.output<typeof textQuery>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.pages.frame(request, response);
    const source = ma === '' ? '' : await this.board.text(ma, n, nam);
    const purpose = nam !== undefined ? 'clone' : n !== undefined ? 'again' : ma === '' ? 'import' : 'edit';
    const shown = { frame, purpose, source, ma, edited: await this.inUse(ma), isStale: false } as const;
    await this.pages.attempt(request, response, {
      act: async () => {
        const isReady = purpose === 'clone' || purpose === 'again';
        const draft = isReady ? await this.board.draft(source, frame.words) : null;
        return PlanTextPage({ ...shown, notice: null, draft });
      },
      again: (notice) => PlanTextPage({ ...shown, notice, draft: null }),
    });
  }

  @Post('van-ban')
  @Allow('plans.import')
  async lookAtText(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { source } = parseInput(textForm, request.body ?? {});
        const { words } = this.pages.frame(request, response);
        return this.textShown(request, response, null, await this.board.draft(source, words));
      },
      again: (notice) => this.textShown(request, response, notice, null),
      words: PLAN_WORDS,
    });
  }

  @Post('luu')
  @Allow('plans.import')
  async save(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { source, origin, edited } = parseInput(textForm, request.body ?? {});
        const saved = await this.plans.import(source, TEXT_NAME, origin, actorOf(undefined), { edited });
        await this.expansion.refresh();
        return `/ke-hoach?ma=${saved.code}&xong=${saved.changed ? 'saved' : 'unchanged'}`;
      },
      again: async (notice) => {
        const { words } = this.pages.frame(request, response);
        // Against what is in use by now; a text that is at fault has none.
        const draft = await this.board.draft(typedIn(request).source ?? '', words).catch(() => null);
        return this.textShown(request, response, notice, draft);
      },
      words: PLAN_WORDS,
    });
  }

  private async programmeDraft(source: string, request: Request, response: Response): Promise<PlanDraft> {
    const { words } = this.pages.frame(request, response);
    const { own, sessions } = this.board.look(words);
    try {
      return await this.board.draft(source, words);
    } catch (error) {
      const titles = Object.fromEntries(sessions.map(({ code, title }) => [code, title]));
      throw asFormFault(error, { ...own.spokenOf, ...titles });
    }
  }

  private async programmeShown(request: Request, response: Response, notice: Notice | null, draft: PlanDraft | null) {
    const frame = this.pages.frame(request, response, '/ke-hoach');
    const typed: ProgrammeTyped = typedIn(request);
    const { ma = '', key = '' } = typed;
    const { stored, programme } = await this.board.programme(ma, key);
    const days = [(request.body as { readonly days?: string | string[] } | undefined)?.days ?? []].flat();
    const isStale = Number(typed.edited) !== stored.n;
    const shown = { frame, look: this.board.look(frame.words), ma, edited: stored.n, programme, typed, days };
    return PlanProgrammePage({ ...shown, notice, draft, isStale });
  }

  private async textShown(request: Request, response: Response, notice: Notice | null, draft: PlanDraft | null) {
    const frame = this.pages.frame(request, response, '/ke-hoach/van-ban');
    const { source = '', ma = '', edited, origin } = typedIn(request);
    const purpose: TextPurpose = origin === 'clone' ? 'clone' : ma === '' ? 'import' : 'edit';
    const inUse = await this.inUse(ma);
    const isStale = ma !== '' && Number(edited) !== inUse;
    return PlanTextPage({ frame, notice, purpose, source, ma, edited: inUse, draft, isStale });
  }

  private async inUse(code: string): Promise<number> {
    return (await this.board.all()).find(({ plan }) => plan.code === code)?.n ?? 0;
  }
}

function asTyped(programme: Programme): ProgrammeTyped {
  const { title, units, cadence, target, placement, priority } = programme;
  const minutes = (seconds: number) => String(Math.round((seconds / 60) * 100) / 100).replace('.', ',');
  return {
    ...{ title, lead: units.lead, cadence: cadence.kind, priority },
    repeats: cadence.kind === 'unscheduled' ? '0' : String(cadence.repeats),
    issuesPerYear: String(target.issuesPerYear ?? ''),
    repeatsPerYear: String(target.repeatsPerYear ?? ''),
    place: placement?.kind === 'fixedTime' ? '' : placement?.sessionCode,
    at: placement?.kind === 'fixedTime' ? placement.at : '',
    plannedMinutes: minutes(programme.plannedDurationSeconds),
    maxMinutes: minutes(programme.maxDurationSeconds),
  };
}
