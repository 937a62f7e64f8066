import { z } from 'zod';
import { isoAt, parseCivilDate } from '../domain/calendar';
import type { BookedAiring } from '../schedule/report-books.service';
import type { Report } from './report';
import type { ReportSummary, StoredReport } from './report.repository';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const scope = z.enum(['all', 'cds', 'cchc']).default('all');
const actor = z.string().max(500).optional();

export const monthQuery = z.object({ month });
export type MonthQuery = z.output<typeof monthQuery>;

/** Checked by `reportPeriodOf`, which knows the calendar. */
const period = z
  .string()
  .min(4)
  .max(21)
  .describe('YYYY-MM, YYYY-MM-mid (15 to 14), YYYY-Qn, YYYY-Hn, YYYY (to 30/11), YYYY-supplement, or FROM_TO');

export const periodQuery = z.object({ period, scope });
export type PeriodQuery = z.output<typeof periodQuery>;

export const createBody = z
  .strictObject({ month: month.optional(), period: period.optional(), scope, actor })
  .refine((body) => (body.month === undefined) !== (body.period === undefined), { path: ['period'] });
export type CreateBody = z.output<typeof createBody>;

const paragraphs = z.string().max(20_000);
const line = z.string().max(200);

export const textsBody = z.strictObject({
  number: line.optional(),
  date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable()
    .optional(),
  signerName: line.optional(),
  shortcomings: paragraphs.optional(),
  directions: paragraphs.optional(),
  proposals: paragraphs.optional(),
  actor,
});
export type TextsBody = z.output<typeof textsBody>;

export const actorBody = z.strictObject({ actor });
export type ActorBody = z.output<typeof actorBody>;

/** The texts that the body names. @throws DomainError invalidInput for a date that no calendar has */
export function toTexts({ actor: _actor, ...texts }: TextsBody): Partial<Report['texts']> {
  if (texts.date) parseCivilDate(texts.date);
  return Object.fromEntries(
    Object.entries(texts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? value.normalize('NFC') : value]),
  );
}

/** A stored report as the API shows it; instants carry the station's offset. */
export function reportResponse(report: ReportSummary, timeZone: string) {
  const { id, kind, period: key, scope: field, from, to, version, status, files, createdAt, revision } = report;
  const { checkedBy, lockedBy, lockedAt } = report;
  return {
    ...{
      id,
      kind,
      period: key,
      scope: field,
      month: kind === 'monthly' && field === 'all' ? key : null,
      from,
      to,
      version,
      status,
      revision,
    },
    ...{ checkedBy, lockedBy, lockedAt: lockedAt === null ? null : isoAt(lockedAt, timeZone) },
    createdAt: isoAt(createdAt, timeZone),
    files: files.map((file) => ({ ...file, href: `/api/v1/reports/${id}/files/${file.name}` })),
  };
}

/** With the model that its files were made from. */
export function fullResponse({ model, ...report }: StoredReport, timeZone: string) {
  return { ...reportResponse(report, timeZone), report: model };
}

export function unsettledResponse(airings: readonly BookedAiring[], timeZone: string) {
  return {
    items: airings.map(({ airingId, start, state, title }) => ({
      airingId,
      start: isoAt(start, timeZone),
      state,
      title,
      href: `/api/v1/airings/${airingId}`,
    })),
  };
}
