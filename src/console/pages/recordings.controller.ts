import { Controller, Get, Param, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Allow } from '../../platform/http/access';
import { parseBody } from '../../platform/http/parse';
import { mayNow } from '../../platform/http/request-context';
import { typedText } from '../../platform/http/typed-text';
import { listQuery } from '../../recordings/recordings.dto';
import { UnfinishedUploads } from '../../recordings/resumable/unfinished.service';
import { AiringsBoard } from '../airings.board';
import { PageErrors } from '../people/page-errors.filter';
import { Pages } from '../people/pages';
import { RecordingsBoard } from '../recordings.board';
import { ReviewBoard } from '../review.board';
import { RecordingContent, RecordingPage } from '../views/recording-page';
import { RecordingsPage, RecordingsTable } from '../views/recordings-page';
import type { Frame } from '../views/shell';
import { UploadBlock } from '../views/upload';

const PATH = '/ban-ghi';

/** What somebody typed into the address counts as nothing where it makes no sense. */
const pageQuery = z
  .object({
    'tinh-trang': z.enum(['', 'processing', 'rejected', 'draft', 'submitted', 'returned', 'approved']).catch(''),
    q: typedText(200).catch(''),
    tiep: z.string().catch(''),
  })
  .transform(({ 'tinh-trang': stage, q: text, tiep }) => {
    const after = listQuery.shape.cursor.safeParse(tiep).data ?? null;
    return { stage, text, after, cursor: after === null ? '' : tiep };
  });
type PageQuery = z.output<typeof pageQuery>;

/** Recordings: found, listened to, trimmed, submitted, tried again. */
@ApiExcludeController()
@Controller('ban-ghi')
@UseFilters(PageErrors)
export class RecordingsPageController {
  constructor(
    private readonly pages: Pages,
    private readonly board: RecordingsBoard,
    private readonly waves: ReviewBoard,
    private readonly airings: AiringsBoard,
    private readonly uploads: UnfinishedUploads,
  ) {}

  @Get()
  @Allow('read')
  async list(
    @Query(parseBody(pageQuery)) query: PageQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.frame(request, response);
    const { words, reader } = frame;
    const view = mayNow('recordings.upload') ? await this.airings.upload(words) : null;
    const page = RecordingsPage({
      ...{ frame, query, listed: await this.board.page(query, words) },
      unfinished: (await this.uploads.list()).length,
      lacking: (await this.airings.missing(words)).missingNext?.title ?? null,
      upload: view && UploadBlock({ view, words, owner: reader?.name ?? '' }),
    });
    this.pages.send(response, page);
  }

  @Get('danh-sach')
  @Allow('read')
  async table(
    @Query(parseBody(pageQuery)) query: PageQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const frame = this.frame(request, response);
    this.pages.fragment(response, RecordingsTable({ frame, query, listed: await this.board.page(query, frame.words) }));
  }

  @Get(':id')
  @Allow('read')
  async one(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    this.pages.send(response, RecordingPage(await this.shown(id, this.frame(request, response))));
  }

  @Get(':id/noi-dung')
  @Allow('read')
  async content(@Param('id') id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    this.pages.fragment(response, RecordingContent(await this.shown(id, this.frame(request, response))));
  }

  private async shown(id: string, frame: Frame) {
    const { topics } = await this.airings.upload(frame.words);
    return {
      frame,
      ...(await this.board.one(id, frame.words)),
      wave: await this.waves.waveOf(id),
      topics: new Map(topics.map(({ code, title }) => [code, title])),
    };
  }

  private frame(request: Request, response: Response): Frame {
    return this.pages.frame(request, response, PATH);
  }
}
