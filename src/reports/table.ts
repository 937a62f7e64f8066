import type { CivilDate } from '../domain/calendar';
import { countText, dateText, durationText, percentText } from './report-words';

export interface Column {
  readonly title: string;
  /** On a landscape page, whose text is 252 mm wide; they sum to that. */
  readonly widthMm: number;
  readonly align: 'left' | 'center';
}

/** What a cell holds for a spreadsheet; `null` is its text. A duration is in seconds. */
export type CellValue =
  | { readonly kind: 'number' | 'duration'; readonly value: number }
  | { readonly kind: 'date'; readonly value: CivilDate }
  | null;

export interface Cell {
  /** Paragraphs as printed. */
  readonly lines: readonly string[];
  readonly value: CellValue;
  readonly rowSpan?: number;
  readonly columnSpan?: number;
  /** Lies under the span of another cell: printed only where cells cannot span. */
  readonly covered?: boolean;
  readonly bold?: boolean;
}

/** A table of the report, ready for any format: its number, words and typed cells. */
export interface ReportTable {
  /** ASCII, at most 31 characters: the sheet of a workbook and the first field of a CSV record. */
  readonly name: string;
  readonly caption: string;
  /** Printed instead of a table without rows. */
  readonly empty: string;
  /** Printed below it; "" for none. */
  readonly note: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Printed as it stands, one paragraph a line. */
export const text = (...lines: readonly string[]): Cell => ({ lines, value: null });
export const number = (value: number | null): Cell => ({
  lines: [countText(value)],
  value: value === null ? null : { kind: 'number', value },
});
/** A running number, which is no count: "1032". */
export const ordinal = (value: number): Cell => ({ ...number(value), lines: [String(value)] });
export const percent = (value: number | null): Cell => ({ ...number(value), lines: [percentText(value)] });
export const seconds = (value: number): Cell => ({ lines: [durationText(value)], value: { kind: 'duration', value } });
export const date = (value: CivilDate | null): Cell =>
  value === null ? text('–') : { lines: [dateText(value)], value: { kind: 'date', value } };

export function columns(...given: readonly (readonly [string, number, Column['align']?])[]): Column[] {
  return given.map(([title, widthMm, align = 'center']) => ({ title, widthMm, align }));
}
