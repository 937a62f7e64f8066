import pdfmake, { type Node } from 'pdfmake';
import type { Chart } from '../chart';
import type { Report } from '../report';
import {
  closingOf,
  distributionLines,
  numberLine,
  openingCharts,
  placeAndDate,
  recipientLines,
  sealLines,
  signerTitleLines,
  situationOf,
  subjectOf,
  tableSections,
} from '../report-prose';
import { tablesOf } from '../report-tables';
import type { Cell, Column, ReportTable } from '../table';
import { LANDSCAPE_TEXT_MM, PAGE_MM, PORTRAIT_TEXT_MM } from './docx-parts';
import { FACE, fontFile } from './fonts';
import { renderSvg } from './svg';

const FILES = {
  normal: fontFile('400Regular'),
  bold: fontFile('700Bold'),
  italics: fontFile('400Regular_Italic'),
  bolditalics: fontFile('700Bold_Italic'),
};

pdfmake.setFonts({ [FACE]: FILES });
// A report draws on nothing but the letters above.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => Object.values(FILES).includes(path));

const SIZE = { body: 14, letterhead: 12, motto: 13, small: 12, table: 10 } as const;

/**
 * The report as PDF by the same decree: Tinos (Times metrics, every Vietnamese letter) embedded as text that can be
 * found and copied, charts as vectors, the page number hidden on page 1.
 */
export async function renderPdf(report: Report): Promise<Buffer> {
  const { top, bottom, left, right, header } = PAGE_MM;
  return pdfmake
    .createPdf({
      pageSize: 'A4',
      pageMargins: [points(left), points(top), points(right), points(bottom)],
      language: 'vi-VN',
      info: { title: `Báo cáo ${subjectOf(report)}`, author: report.letterhead.issuingBody },
      defaultStyle: { font: FACE, fontSize: SIZE.body },
      header: (page) =>
        page === 1 ? null : { text: String(page), alignment: 'center', margin: [0, points(header), 0, 0] },
      pageBreakBefore: ({ headlineLevel = 0, startPosition: { pageInnerHeight, verticalRatio } }) =>
        pageInnerHeight * (1 - verticalRatio) < points(headlineLevel),
      content: [...opening(report), ...tables(report), ...closing(report), ...appendix(report)],
    })
    .getBuffer();
}

/**
 * Left on the page they begin on, or they go to the next: a caption with its table's header and a first row of six lines,
 * a heading with all that. pdfmake hands a node's `headlineLevel` back when it asks, and places rows only afterwards.
 */
const ROOM_MM = { caption: 46, heading: 57 } as const;

function points(millimetres: number): number {
  return (millimetres / 25.4) * 72;
}

function opening(report: Report): Node[] {
  return [
    letterhead(report),
    { text: 'BÁO CÁO', bold: true, alignment: 'center', margin: [0, 14, 0, 0] },
    { text: clean(subjectOf(report)), bold: true, alignment: 'center' },
    rule(PORTRAIT_TEXT_MM, 50),
    ...recipients(report.letterhead.recipients),
    heading('I. CĂN CỨ VÀ TÌNH HÌNH CHUNG'),
    ...situationOf(report).map(paragraph),
    ...openingCharts(report).map(picture),
  ];
}

const LEFT_MM = 76;

function letterhead(report: Report): Node {
  const line = (text: string, fontSize: number, style: Node = {}): Node => ({
    text: clean(text),
    fontSize,
    alignment: 'center',
    preserveLeadingSpaces: true,
    ...style,
  });
  const left = [
    line(report.letterhead.issuingBodyParent, SIZE.letterhead),
    // Kept off the column's edges, so that a long name breaks into lines of like length.
    line(report.letterhead.issuingBody, SIZE.letterhead, { bold: true, margin: [points(9), 0, points(9), 0] }),
    rule(LEFT_MM, 28),
    line(numberLine(report), SIZE.motto),
  ];
  const right = [
    line('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', SIZE.letterhead, { bold: true }),
    line('Độc lập - Tự do - Hạnh phúc', SIZE.motto, { bold: true }),
    rule(PORTRAIT_TEXT_MM - LEFT_MM, 57),
    line(placeAndDate(report), SIZE.motto, { italics: true }),
  ];
  return {
    columns: [
      { width: points(LEFT_MM), stack: left },
      { width: '*', stack: right },
    ],
  };
}

function rule(columnMm: number, widthMm: number): Node {
  const [from, to] = [(columnMm - widthMm) / 2, (columnMm + widthMm) / 2].map(points);
  return { canvas: [{ type: 'line', x1: from, y1: 3, x2: to, y2: 3, lineWidth: 0.75 }], margin: [0, 0, 0, 6] };
}

function recipients(names: readonly string[]): Node[] {
  return recipientLines(names).map(({ text, leftMm }) => ({ text: clean(text), margin: [points(leftMm), 0, 0, 0] }));
}

function heading(text: string): Node {
  return { text: clean(text), bold: true, headlineLevel: ROOM_MM.heading, margin: [points(10), 9, 0, 3] };
}

function paragraph(text: string): Node {
  return {
    text: wholeNames(clean(text)),
    alignment: 'justify',
    lineHeight: 1.1,
    leadingIndent: points(10),
    margin: [0, 3, 0, 3],
  };
}

/** Keeps "393/QĐ-UBND" on one line: justified, it would be drawn apart at its signs as well. */
function wholeNames(text: string): Node[] {
  const pieces = text.split(/(?<=^|\s)((?=\S*[-/])\S{1,30}(?:\s+|$))/);
  return pieces
    .map((piece, index): Node => ({ text: piece, noWrap: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

function picture(chart: Chart): Node {
  const caption: Node = { text: chart.title, bold: true, alignment: 'center', margin: [0, 6, 0, 4] };
  return { unbreakable: true, stack: [caption, { svg: renderSvg(chart, FACE), alignment: 'center' }] };
}

function tables(report: Report): Node[] {
  const onLandscape = { pageBreak: 'before', pageOrientation: 'landscape' } as const;
  return tableSections(report).flatMap(({ title, tables, charts, remark }, index) => [
    { ...heading(title), ...(index === 0 ? onLandscape : {}) },
    ...tables.flatMap(tableWithWords),
    ...charts.map(picture),
    ...(remark === '' ? [] : [paragraph(remark)]),
  ]);
}

const PADDING = 3;

function tableWithWords({ caption, columns, rows, empty, note }: ReportTable): Node[] {
  if (rows.length === 0) return empty === '' ? [] : [paragraph(empty)];
  const header = columns.map(({ title }): Node => ({ text: clean(title), bold: true, alignment: 'center' }));
  // The text width of the page less what the table adds to each column.
  const total = columns.reduce((sum, { widthMm }) => sum + widthMm, 0);
  const widthOf = ({ widthMm }: Column) => (points(LANDSCAPE_TEXT_MM) * widthMm) / total - 2 * PADDING - 1;
  const body = [header, ...rows.map((row) => row.map((cell, index) => node(cell, columns[index])))];
  const layout = {
    hLineWidth: () => 0.5,
    vLineWidth: () => 0.5,
    paddingLeft: () => PADDING,
    paddingRight: () => PADDING,
  };
  return [
    { text: clean(caption), bold: true, alignment: 'center', headlineLevel: ROOM_MM.caption, margin: [0, 4, 0, 3] },
    {
      fontSize: SIZE.table,
      table: { headerRows: 1, keepWithHeaderRows: 1, dontBreakRows: true, widths: columns.map(widthOf), body },
      layout,
    },
    ...(note === '' ? [] : [{ ...paragraph(note), italics: true, fontSize: SIZE.small }]),
  ];
}

/** pdfmake wants an empty node for each cell under a span. */
function node({ lines, rowSpan, columnSpan, covered, bold = false }: Cell, column: Column | undefined): Node {
  if (covered) return { text: '' };
  const centred = columnSpan === undefined && column?.align === 'center';
  return {
    text: clean(lines.join('\n')),
    bold,
    alignment: centred ? 'center' : 'left',
    ...(rowSpan === undefined ? {} : { rowSpan }),
    ...(columnSpan === undefined ? {} : { colSpan: columnSpan }),
  };
}

function closing(report: Report): Node[] {
  return [
    { text: '', pageBreak: 'before', pageOrientation: 'portrait' },
    ...closingOf(report).flatMap(({ title, paragraphs, endMark }) => {
      const written = paragraphs.map(paragraph);
      return [heading(title), ...(written.length > 0 ? written : [dots(''), dots(''), dots(endMark)])];
    }),
    signature(report),
    ...sealLines(report).map((text) => ({ ...paragraph(text), alignment: 'left' as const, fontSize: SIZE.small })),
  ];
}

function dots(end: string): Node {
  return { text: `${'.'.repeat(110)}${end}`, margin: [0, 3, 0, 3] };
}

function signature(report: Report): Node {
  const left = [
    { text: 'Nơi nhận:', bold: true, italics: true, fontSize: SIZE.small },
    { text: distributionLines(report).map(clean).join('\n'), fontSize: 11 },
  ];
  const right = [
    ...signerTitleLines(report).map((text) => ({ text: clean(text), bold: true, alignment: 'center' as const })),
    { text: clean(report.texts.signerName), bold: true, alignment: 'center' as const, margin: [0, 64, 0, 0] as const },
  ];
  return {
    unbreakable: true,
    margin: [0, 12, 0, 12],
    columns: [
      { width: points(LEFT_MM), stack: left },
      { width: '*', stack: right },
    ],
  };
}

function appendix(report: Report): Node[] {
  return [
    { text: 'PHỤ LỤC', bold: true, alignment: 'center', pageBreak: 'before', pageOrientation: 'landscape' },
    ...tableWithWords(tablesOf(report).log),
  ];
}

/** Composed, and without control characters other than line ends. */
function clean(text: string): string {
  return text.normalize('NFC').replace(/[^\P{Cc}\n]|\p{Cs}/gu, ' ');
}
