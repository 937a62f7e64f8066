import { Controller, Get, Param, Post, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { actorOf } from '../../audit/actor';
import { Allow } from '../../platform/http/access';
import { parseInput } from '../../platform/http/parse';
import { typedLines } from '../../platform/http/typed-text';
import { ReviewService } from '../../recordings/review.service';
import { PageErrors } from '../people/page-errors.filter';
import { doneAt, doneNotice, Pages } from '../people/pages';
import { ReviewBoard } from '../review.board';
import { ReviewPage } from '../views/review';
import type { Notice } from '../views/shell';
import { REVIEW_WORDS } from './review-words';

const PATH = '/duyet';

const reviewForm = z.object({
  decision: z.enum(['approve', 'return']),
  comment: typedLines(2_000).default(''),
  revision: z.coerce.number().int().min(0),
});

/** The approver's queue, made for a telephone; it decides without scripts. */
@ApiExcludeController()
@Controller('duyet')
@UseFilters(PageErrors)
export class ReviewController {
  constructor(
    private readonly pages: Pages,
    private readonly board: ReviewBoard,
    private readonly reviews: ReviewService,
  ) {}

  @Get()
  @Allow('read')
  async page(@Req() request: Request, @Res() response: Response): Promise<void> {
    const notice = doneNotice(request, this.pages.frame(request, response), REVIEW_WORDS);
    this.pages.send(response, await this.queue(request, response, notice));
  }

  @Post(':id')
  @Allow('recordings.approve')
  async decide(@Param('id') recordingId: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.pages.attempt(request, response, {
      act: async () => {
        const { decision, comment, revision } = parseInput(reviewForm, request.body ?? {});
        const said = comment === '' ? null : comment;
        await this.reviews.decide({ recordingId, decision, comment: said, revision, actor: actorOf(undefined) });
        return doneAt(PATH, decision);
      },
      again: (notice) => {
        const { comment } = (request.body ?? {}) as Record<string, unknown>;
        const typed = { id: recordingId, comment: typeof comment === 'string' ? comment : '' };
        return this.queue(request, response, notice, typed);
      },
    });
  }

  private async queue(
    request: Request,
    response: Response,
    notice: Notice | null,
    typed: { readonly id: string; readonly comment: string } | null = null,
  ) {
    const frame = this.pages.frame(request, response, PATH);
    return ReviewPage({ frame, notice, typed, queue: await this.board.queue(frame.words) });
  }
}
