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
import { LANDSCAPE_TEXT_MM, run, twips } from './docx-parts';
import type { AiringLine, AiringTotals, ProgrammeTargets, TargetLine } from './monthly-report';
import {
  countText,
  dateText,
  durationText,
  languageText,
  percentText,
  ROLE_TEXT,
  UNIT_TEXT,
  VERDICT_TEXT,
} from './report-words';

interface Column {
  readonly title: string;
  readonly widthMm: number;
  readonly align: 'left' | 'center';
}

/** Widths sum to the text width of a landscape page. */
const TARGET_COLUMNS: readonly Column[] = [
  { title: 'STT', widthMm: 11, align: 'center' },
  { title: 'Chuyên mục', widthMm: 47, align: 'left' },
  { title: 'Căn cứ (mục KH)', widthMm: 19, align: 'center' },
  { title: 'Đơn vị tính', widthMm: 22, align: 'center' },
  { title: 'Chỉ tiêu kỳ', widthMm: 15, align: 'center' },
  { title: 'Thực hiện', widthMm: 15, align: 'center' },
  { title: 'Tỷ lệ (%)', widthMm: 15, align: 'center' },
  { title: 'Lũy kế chỉ tiêu', widthMm: 16, align: 'center' },
  { title: 'Lũy kế thực hiện', widthMm: 17, align: 'center' },
  { title: 'Đánh giá', widthMm: 20, align: 'center' },
  { title: 'Ghi chú', widthMm: 55, align: 'left' },
];

const AIRING_COLUMNS: readonly Column[] = [
  { title: 'STT', widthMm: 11, align: 'center' },
  { title: 'Ngày', widthMm: 23, align: 'center' },
  { title: 'Giờ', widthMm: 18, align: 'center' },
  { title: 'Chương trình/số', widthMm: 51, align: 'left' },
  { title: 'Chủ đề', widthMm: 35, align: 'left' },
  { title: 'Phát mới/ Phát lại/ Phát bù', widthMm: 21, align: 'center' },
  { title: 'Ngôn ngữ', widthMm: 20, align: 'center' },
  { title: 'Thời lượng', widthMm: 29, align: 'center' },
  { title: 'Số cụm đạt/ tổng', widthMm: 15, align: 'center' },
  { title: 'Người duyệt', widthMm: 29, align: 'center' },
];

interface Spans {
  readonly rowSpan?: number;
  readonly columnSpan?: number;
}

/** Bảng 1. */
export function targetTable(programmes: readonly ProgrammeTargets[]): Table {
  return table(TARGET_COLUMNS, programmes.flatMap(targetRows));
}

function targetRows(programme: ProgrammeTargets): TableRow[] {
  const rowSpan = programme.lines.length;
  return programme.lines.map((line, index) => {
    const shared = [String(programme.position), programme.title, programme.basis];
    const heads = index > 0 ? [] : shared.map((text, at) => cell(text, TARGET_COLUMNS[at], { rowSpan }));
    const values = targetValues(line).map((texts, at) => cell(texts, TARGET_COLUMNS[at + shared.length]));
    return row([...heads, ...values]);
  });
}

function targetValues(line: TargetLine): (string | readonly string[])[] {
  return [
    UNIT_TEXT[line.unit],
    countText(line.target),
    countText(line.done),
    percentText(line.ratePercent),
    countText(line.cumulativeTarget),
    countText(line.cumulativeDone),
    line.verdict === null ? '–' : VERDICT_TEXT[line.verdict],
    line.notes,
  ];
}

/** Bảng 2, with its totals. */
export function airingTable(airings: readonly AiringLine[], totals: AiringTotals): Table {
  return table(AIRING_COLUMNS, [...airings.map(airingRow), totalsRow(totals)]);
}

function airingRow(line: AiringLine): TableRow {
  const values: (string | readonly string[])[] = [
    String(line.position),
    dateText(line.date),
    line.time,
    line.label,
    line.topics.map(({ code, title }) => (title === null ? code : `${code} ${title}`)),
    line.partial ? [ROLE_TEXT[line.role], '(không trọn vẹn)'] : ROLE_TEXT[line.role],
    languageText(line.language),
    durationText(line.airtimeSeconds),
    `${line.clustersReached}/${line.clustersTotal}`,
    line.approver ?? '–',
  ];
  return row(values.map((texts, at) => cell(texts, AIRING_COLUMNS[at])));
}

function totalsRow(totals: AiringTotals): TableRow {
  const partial = totals.partial > 0 ? `, ${totals.partial} lượt không trọn vẹn` : '';
  const label: Column = { title: '', widthMm: widthOf(AIRING_COLUMNS.slice(0, 7)), align: 'left' };
  const rest: Column = { title: '', widthMm: widthOf(AIRING_COLUMNS.slice(8)), align: 'left' };
  return row([
    cell(`Tổng cộng: ${totals.aired} lượt phát trọn vẹn${partial}`, label, { columnSpan: 7 }, true),
    cell(durationText(totals.airtimeSeconds), AIRING_COLUMNS[7], {}, true),
    cell('', rest, { columnSpan: 2 }),
  ]);
}

function table(columns: readonly Column[], rows: TableRow[]): Table {
  const header = columns.map((column) => cell(column.title, { ...column, align: 'center' }, {}, true));
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(LANDSCAPE_TEXT_MM), type: WidthType.DXA },
    columnWidths: columns.map(({ widthMm }) => twips(widthMm)),
    margins: { top: 40, bottom: 40, left: 70, right: 70 },
    rows: [new TableRow({ tableHeader: true, cantSplit: true, children: header }), ...rows],
  });
}

function row(children: TableCell[]): TableRow {
  return new TableRow({ cantSplit: true, children });
}

/** One paragraph a text; an empty list still needs its paragraph, or Word calls the file damaged. */
function cell(
  texts: string | readonly string[],
  column: Column | undefined,
  spans: Spans = {},
  bold = false,
): TableCell {
  const lines = typeof texts === 'string' ? [texts] : texts.length > 0 ? texts : [''];
  return new TableCell({
    ...spans,
    ...(column ? { width: { size: twips(column.widthMm), type: WidthType.DXA } } : {}),
    verticalAlign: VerticalAlignTable.CENTER,
    children: lines.map(
      (text) =>
        new Paragraph({
          style: 'TableText',
          alignment: column?.align === 'center' ? AlignmentType.CENTER : AlignmentType.LEFT,
          children: [run(text, { bold })],
        }),
    ),
  });
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { widthMm }) => sum + widthMm, 0);
}
