import {
  AlignmentType,
  BorderStyle,
  LeaderType,
  Paragraph,
  TabStopType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type IRunOptions,
} from 'docx';
import type { Report } from '../report';
import { distributionLines, numberLine, placeAndDate, signerTitleLines } from '../report-prose';
import { xmlText } from './svg';

/** The decree's only face; every office suite maps it to a metric twin where it is not installed. */
export const FONT = 'Times New Roman';

/** Sizes in half-points, as WordprocessingML counts them. */
export const SIZE = { body: 28, letterhead: 24, motto: 26, small: 24, table: 22 } as const;

/** Never rounded down: the decree's margins are lower bounds, and so A4 is Word's own 11906 × 16838. */
export function twips(millimetres: number): number {
  return Math.ceil((millimetres / 25.4) * 1440);
}

/** A4 and its margins in millimetres: Decree 30/2020/NĐ-CP allows 20–25 above and below, 30–35 left, 15–20 right. */
export const PAGE_MM = { width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 15, header: 10 } as const;
export const PORTRAIT_TEXT_MM = PAGE_MM.width - PAGE_MM.left - PAGE_MM.right;
export const LANDSCAPE_TEXT_MM = PAGE_MM.height - PAGE_MM.left - PAGE_MM.right;

const LEFT_COLUMN_MM = 76;
const RIGHT_COLUMN_MM = PORTRAIT_TEXT_MM - LEFT_COLUMN_MM;
const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const NO_BORDERS = {
  top: NO_BORDER,
  bottom: NO_BORDER,
  left: NO_BORDER,
  right: NO_BORDER,
  insideHorizontal: NO_BORDER,
  insideVertical: NO_BORDER,
};

export function run(text: string, options: IRunOptions = {}): TextRun {
  return new TextRun({ ...options, text: xmlText(text) });
}

/** `insetMm` keeps a long name off the column's edges, so that it breaks into lines of like length. */
export function centred(text: string, options: IRunOptions = {}, insetMm = 0): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    indent: { left: twips(insetMm), right: twips(insetMm) },
    spacing: { before: 0, after: 0 },
    children: [run(text, options)],
  });
}

/** A body paragraph: justified, first line indented 10 mm, 6 pt apart. */
export function bodyText(text: string, options: IRunOptions = {}): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.BOTH,
    indent: { firstLine: twips(10) },
    spacing: { before: 60, after: 60, line: 276, lineRule: 'auto' },
    children: [run(text, options)],
  });
}

/** Rule under a centred line, `widthMm` long in a column `columnMm` wide. */
export function ruleBelow(columnMm: number, widthMm: number): Paragraph {
  const side = twips((columnMm - widthMm) / 2);
  return new Paragraph({
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 1, color: '000000' } },
    indent: { left: side, right: side },
    spacing: { before: 60, after: 0, line: 120, lineRule: 'exact' },
  });
}

/** An empty line that staff write on; the last one of a report closes with "./.". */
export function dottedLine(close = ''): Paragraph {
  const position = twips(PORTRAIT_TEXT_MM - (close === '' ? 0 : 8));
  return new Paragraph({
    tabStops: [{ type: TabStopType.RIGHT, position, leader: LeaderType.DOT }],
    spacing: { before: 60, after: 60 },
    children: [new TextRun({ children: ['\t'] }), run(close)],
  });
}

/** Issuing body on the left, national motto on the right; number and date blank until staff give them. */
export function letterheadTable(report: Report): Table {
  const { letterhead } = report;
  const left = [
    centred(letterhead.issuingBodyParent, { size: SIZE.letterhead }),
    centred(letterhead.issuingBody, { size: SIZE.letterhead, bold: true }, 9),
    ruleBelow(LEFT_COLUMN_MM, 28),
    centred(numberLine(report), { size: SIZE.motto }),
  ];
  const right = [
    centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: SIZE.letterhead, bold: true }),
    centred('Độc lập - Tự do - Hạnh phúc', { size: SIZE.motto, bold: true }),
    ruleBelow(RIGHT_COLUMN_MM, 57),
    centred(placeAndDate(report), { size: SIZE.motto, italics: true }),
  ];
  return twoColumns(left, right);
}

/** Decree, annex I. The signature stays blank. */
export function signatureTable(report: Report): Table {
  const line = (text: string) => new Paragraph({ spacing: { after: 0 }, children: [run(text, { size: SIZE.table })] });
  const left = [
    new Paragraph({
      spacing: { after: 0 },
      children: [run('Nơi nhận:', { size: SIZE.small, bold: true, italics: true })],
    }),
    ...distributionLines(report).map(line),
  ];
  const blank = Array.from({ length: 4 }, () => centred(''));
  const title = signerTitleLines(report).map((text) => centred(text, { bold: true }));
  const right = [...title, ...blank, centred(report.texts.signerName, { bold: true })];
  return twoColumns(left, right);
}

function twoColumns(left: Paragraph[], right: Paragraph[]): Table {
  const cell = (children: Paragraph[], widthMm: number) =>
    new TableCell({ children, width: { size: twips(widthMm), type: WidthType.DXA } });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(PORTRAIT_TEXT_MM), type: WidthType.DXA },
    columnWidths: [twips(LEFT_COLUMN_MM), twips(RIGHT_COLUMN_MM)],
    borders: NO_BORDERS,
    margins: { left: 0, right: 0 },
    rows: [new TableRow({ cantSplit: true, children: [cell(left, LEFT_COLUMN_MM), cell(right, RIGHT_COLUMN_MM)] })],
  });
}
