import {
  AlignmentType,
  Document,
  Header,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  TextRun,
  type FileChild,
  type ISectionOptions,
} from 'docx';
import type { Chart } from '../chart';
import type { Report } from '../report';
import {
  closingOf,
  openingCharts,
  recipientLines,
  sealLines,
  situationOf,
  subjectOf,
  tableSections,
} from '../report-prose';
import { tablesOf } from '../report-tables';
import type { ReportTable } from '../table';
import {
  bodyText,
  centred,
  dottedLine,
  FONT,
  letterheadTable,
  PAGE_MM,
  PORTRAIT_TEXT_MM,
  ruleBelow,
  run,
  signatureTable,
  SIZE,
  twips,
} from './docx-parts';
import { wordTable } from './docx-tables';
import { pngPainter } from './png';
import { renderSvg } from './svg';

/**
 * The report as an editable Word document laid out by Decree 30/2020/NĐ-CP: portrait pages, and landscape ones for
 * the wide tables and the appendix. What staff have not written yet is left blank.
 */
export async function renderDocx(report: Report): Promise<Buffer> {
  const picture = pictureWith(await pngPainter());
  const document = new Document({
    title: `Báo cáo ${subjectOf(report)}`,
    subject: subjectOf(report),
    creator: report.letterhead.issuingBody,
    lastModifiedBy: report.letterhead.issuingBody,
    styles: STYLES,
    sections: [
      section(PageOrientation.PORTRAIT, opening(report, picture), true),
      section(PageOrientation.LANDSCAPE, tables(report, picture)),
      section(PageOrientation.PORTRAIT, closing(report)),
      section(PageOrientation.LANDSCAPE, appendix(report)),
    ],
  });
  return Packer.toBuffer(document);
}

const BLACK = '000000';
const STYLES = {
  default: {
    document: {
      run: { font: FONT, size: SIZE.body, language: { value: 'vi-VN' } },
      paragraph: { spacing: { after: 120 } },
    },
    title: {
      run: { font: FONT, size: SIZE.body, bold: true, color: BLACK },
      paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 240, after: 0 } },
    },
    heading1: {
      run: { font: FONT, size: SIZE.body, bold: true, color: BLACK },
      paragraph: { keepNext: true, spacing: { before: 180, after: 60 } },
    },
  },
  paragraphStyles: [
    {
      id: 'TableText',
      name: 'Table Text',
      basedOn: 'Normal',
      run: { size: SIZE.table },
      paragraph: { spacing: { before: 0, after: 0 } },
    },
    {
      id: 'TableCaption',
      name: 'Table Caption',
      basedOn: 'Normal',
      run: { bold: true },
      paragraph: { alignment: AlignmentType.CENTER, keepNext: true, spacing: { before: 60, after: 60 } },
    },
  ],
};

type Orientation = (typeof PageOrientation)[keyof typeof PageOrientation];

/** Page numbers stand in the top margin, from the second page of the document on. */
function section(orientation: Orientation, children: FileChild[], first = false): ISectionOptions {
  const { width, height, top, bottom, left, right, header } = PAGE_MM;
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      titlePage: first,
      page: {
        size: { width: twips(width), height: twips(height), orientation },
        margin: {
          top: twips(top),
          bottom: twips(bottom),
          left: twips(left),
          right: twips(right),
          header: twips(header),
        },
      },
    },
    headers: { default: pageNumber(), ...(first ? { first: new Header({ children: [centred('')] }) } : {}) },
    children,
  };
}

function pageNumber(): Header {
  const number = new TextRun({ children: [PageNumber.CURRENT] });
  return new Header({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [number] })] });
}

function opening(report: Report, picture: Picture): FileChild[] {
  return [
    letterheadTable(report),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [run('BÁO CÁO')] }),
    centred(subjectOf(report), { bold: true }),
    ruleBelow(PORTRAIT_TEXT_MM, 50),
    ...recipients(report.letterhead.recipients),
    heading('I. CĂN CỨ VÀ TÌNH HÌNH CHUNG'),
    ...situationOf(report).map((text) => bodyText(text)),
    ...openingCharts(report).flatMap(picture),
  ];
}

function recipients(names: readonly string[]): Paragraph[] {
  const lines = recipientLines(names);
  return lines.map(
    ({ text, leftMm }, index) =>
      new Paragraph({
        indent: { left: twips(leftMm) },
        spacing: { before: 0, after: index === lines.length - 1 ? 120 : 0 },
        children: [run(text)],
      }),
  );
}

function heading(text: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.HEADING_1, indent: { firstLine: twips(10) }, children: [run(text)] });
}

type Picture = (chart: Chart) => Paragraph[];

/** SVG, and PNG for word processors that know none. */
function pictureWith(pngOf: (chart: Chart) => Buffer): Picture {
  return (chart) => {
    const transformation = { width: chart.width * PIXELS_A_POINT, height: chart.height * PIXELS_A_POINT };
    const fallback = { type: 'png', data: pngOf(chart), transformation } as const;
    const data = Buffer.from(renderSvg(chart, FONT));
    const altText = { name: chart.title, title: chart.title, description: chart.title };
    const image = new ImageRun({ type: 'svg', data, fallback, transformation, altText });
    return [caption(chart.title), new Paragraph({ alignment: AlignmentType.CENTER, children: [image] })];
  };
}

const PIXELS_A_POINT = 96 / 72;

function caption(text: string): Paragraph {
  return new Paragraph({ style: 'TableCaption', children: [run(text)] });
}

function tables(report: Report, picture: Picture): FileChild[] {
  return tableSections(report).flatMap(({ title, tables, charts, remark }) => [
    heading(title),
    ...tables.flatMap(tableWithWords),
    ...charts.flatMap(picture),
    ...(remark === '' ? [] : [bodyText(remark)]),
  ]);
}

function tableWithWords(table: ReportTable): FileChild[] {
  if (table.rows.length === 0) return table.empty === '' ? [] : [bodyText(table.empty)];
  const note = table.note === '' ? [] : [bodyText(table.note, { italics: true, size: SIZE.small })];
  return [caption(table.caption), wordTable(table), ...note];
}

function closing(report: Report): FileChild[] {
  return [
    ...closingOf(report).flatMap(({ title, paragraphs, endMark }) => {
      const written = paragraphs.map((text) => bodyText(text));
      return [heading(title), ...(written.length > 0 ? written : [dottedLine(), dottedLine(), dottedLine(endMark)])];
    }),
    new Paragraph({ spacing: { before: 120, after: 0 } }),
    signatureTable(report),
    ...sealLines(report).map(
      (text) => new Paragraph({ alignment: AlignmentType.LEFT, children: [run(text, { size: SIZE.small })] }),
    ),
  ];
}

function appendix(report: Report): FileChild[] {
  return [
    new Paragraph({ heading: HeadingLevel.TITLE, children: [run('PHỤ LỤC')] }),
    ...tableWithWords(tablesOf(report).log),
  ];
}
