export type CsvCell = string | number | null;

/** Excel takes a file for UTF-8 only when it begins so. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A table as RFC 4180 has it: comma, CRLF, quotes doubled. Text that a spreadsheet would run as a formula gets an
 * apostrophe in front; numbers are numbers, with the language's decimal sign.
 */
export function csvOf(rows: readonly (readonly CsvCell[])[], decimalSign: ',' | '.'): string {
  const lines = rows.map((row) => row.map((cell) => quoted(cellText(cell, decimalSign))).join(','));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

function cellText(cell: CsvCell, decimalSign: string): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', decimalSign);
  return /^\s*[=+\-@\t\r]/.test(cell) || /^[\t\r]/.test(cell) ? `'${cell}` : cell;
}

function quoted(text: string): string {
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
