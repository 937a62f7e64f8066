import { z } from 'zod';
import { isoAt } from '../domain/calendar';
import type { ReportSummary } from './report.repository';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

export const monthQuery = z.object({ month });
export type MonthQuery = z.output<typeof monthQuery>;

export const createBody = z.strictObject({ month, actor: z.string().max(500).optional() });
export type CreateBody = z.output<typeof createBody>;

/** A stored report as the API shows it; instants carry the station's offset. */
export function reportResponse(report: ReportSummary, timeZone: string) {
  const { id, kind, from, to, version, files, createdAt } = report;
  return {
    id,
    kind,
    month: from.slice(0, 7),
    from,
    to,
    version,
    createdAt: isoAt(createdAt, timeZone),
    files: files.map((file) => ({ ...file, href: `/api/v1/reports/${id}/files/${file.name}` })),
  };
}
