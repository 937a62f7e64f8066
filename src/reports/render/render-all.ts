import type { Report } from '../report';
import { renderCsv } from './csv.renderer';
import { renderDocx } from './docx.renderer';
import { renderPdf } from './pdf.renderer';
import { renderXlsx } from './xlsx.renderer';

export type ReportFormat = 'json' | 'docx' | 'pdf' | 'xlsx' | 'csv';

export interface RenderedFile {
  readonly extension: ReportFormat;
  readonly content: Uint8Array;
}

/** The report in every format, all from the one model. */
export async function renderAll(report: Report): Promise<RenderedFile[]> {
  return [
    { extension: 'json', content: Buffer.from(`${JSON.stringify(report, null, 2)}\n`) },
    { extension: 'docx', content: await renderDocx(report) },
    { extension: 'pdf', content: await renderPdf(report) },
    { extension: 'xlsx', content: renderXlsx(report) },
    { extension: 'csv', content: renderCsv(report) },
  ];
}
