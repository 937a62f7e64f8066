import {
  AlignmentType,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import type { Cell, Column, ReportTable } from '../table';
import { LANDSCAPE_TEXT_MM, run, twips } from './docx-parts';

/** A table as wide as a landscape page, its header repeated on each. */
export function wordTable({ columns, rows }: ReportTable): Table {
  const header = columns.map(({ title, widthMm }) =>
    tableCell({ lines: [title], value: null, bold: true }, { title, widthMm, align: 'center' }),
  );
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(LANDSCAPE_TEXT_MM), type: WidthType.DXA },
    columnWidths: columns.map(({ widthMm }) => twips(widthMm)),
    margins: { top: 40, bottom: 40, left: 70, right: 70 },
    rows: [
      new TableRow({ tableHeader: true, cantSplit: true, children: header }),
      ...rows.map((row) => tableRow(row, columns)),
    ],
  });
}

function tableRow(row: readonly Cell[], columns: readonly Column[]): TableRow {
  const children = row.flatMap((cell, index) => {
    const spanned = columns.slice(index, index + (cell.columnSpan ?? 1));
    const [first] = spanned;
    if (cell.covered || !first) return [];
    const widthMm = spanned.reduce((sum, column) => sum + column.widthMm, 0);
    return tableCell(cell, { ...first, widthMm, align: spanned.length > 1 ? 'left' : first.align });
  });
  return new TableRow({ cantSplit: true, children });
}

/** One paragraph a text; an empty list still needs its paragraph, or Word calls the file damaged. */
function tableCell({ lines, rowSpan, columnSpan, bold = false }: Cell, { widthMm, align }: Column): TableCell {
  return new TableCell({
    ...(rowSpan === undefined ? {} : { rowSpan }),
    ...(columnSpan === undefined ? {} : { columnSpan }),
    width: { size: twips(widthMm), type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    children: (lines.length > 0 ? lines : ['']).map(
      (text) =>
        new Paragraph({
          style: 'TableText',
          alignment: align === 'center' ? AlignmentType.CENTER : AlignmentType.LEFT,
          children: [run(text, { bold })],
        }),
    ),
  });
}
