import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AuditLog } from '../../audit/audit.log';
import { addDays, instantOf } from '../../domain/calendar';
import { Station } from '../../platform/config/station';
import { Allow } from '../../platform/http/access';
import { parseBody } from '../../platform/http/parse';
import { typedText } from '../../platform/http/typed-text';
import { deedsSaid, presentDeed } from '../presenters/audit';
import { typedDate } from '../presenters/typed-time';
import { AuditPage } from '../views/audit';
import { AUDIT_WORDS } from './audit-words';
import { PageErrors } from './page-errors.filter';
import { Pages } from './pages';

const PAGE = 50;

const auditQuery = z.object({
  q: typedText(200).default(''),
  from: typedDate(true).default(''),
  to: typedDate(true).default(''),
  after: z
    .string()
    .regex(/^\d+_[\da-f-]{36}$/)
    .optional(),
});
type AuditQuery = z.output<typeof auditQuery>;

@ApiExcludeController()
@Controller('nhat-ky-he-thong')
@UseFilters(PageErrors)
export class AuditController {
  constructor(
    private readonly pages: Pages,
    private readonly log: AuditLog,
    private readonly station: Station,
  ) {}

  @Get()
  @Allow('audit.read')
  async page(
    @Query(parseBody(auditQuery)) query: AuditQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { q, from, to, after } = query;
    const [at, id] = after?.split('_') ?? [];
    const frame = this.pages.frame(request, response);
    const { words } = frame;
    const own = AUDIT_WORDS[words.language];
    const deeds = await this.log.search(
      {
        ...{ text: q, actions: deedsSaid(q, own) },
        from: from === '' ? null : this.midnight(from),
        to: to === '' ? null : this.midnight(addDays(to, 1)),
        after: at === undefined || id === undefined ? null : { at: Number(at), id },
      },
      PAGE + 1,
    );
    const shown = deeds.slice(0, PAGE);
    const last = shown.at(-1);
    const next = last && new URLSearchParams({ q, from, to, after: `${String(last.at)}_${last.id}` });
    const older = deeds.length > PAGE && next ? `/nhat-ky-he-thong?${next.toString()}` : null;
    const { timeZone } = this.station;
    const lines = shown.map((deed) => presentDeed(deed, { words, own, timeZone }));
    this.pages.send(response, AuditPage({ frame, lines, query: { q, from, to }, older }));
  }

  private midnight(date: string): number {
    return instantOf(date, '00:00', this.station.timeZone);
  }
}
