import { tablesOf } from '../report-tables';
import type { Report } from '../report';
import type { Cell, ReportTable } from '../table';

/**
 * Every table in one CSV: UTF-8 with BOM, RFC 4180 (CRLF, all records of one length), the table's name first in each
 * record and its header before its rows. Numbers and durations (seconds) are bare, dates ISO.
 */
export function renderCsv(report: Report): Buffer {
  const tables = Object.values(tablesOf(report)) as ReportTable[];
  const width = Math.max(...tables.map(({ columns }) => columns.length));
  const records = tables.flatMap(({ name, columns, rows }) => [
    [name, ...columns.map(({ title }) => title)],
    ...rows.map((row) => [name, ...row.map(plain)]),
  ]);
  const lines = records.map((record) =>
    [...record, ...Array.from({ length: width + 1 - record.length }, () => '')].map(field).join(','),
  );
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf8');
}

function plain({ lines, value }: Cell): string {
  return value === null ? harmless(lines.join('; ')) : String(value.value);
}

/** A spreadsheet would run what begins like a formula (OWASP, CSV injection): an apostrophe makes it text. */
function harmless(text: string): string {
  return /^[\s]*[=+\-@\t\r|]/.test(text) ? `'${text}` : text;
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
