import {
  AlignmentType,
  Document,
  Header,
  HeadingLevel,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  TextRun,
  type FileChild,
  type ISectionOptions,
} from 'docx';
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
import { airingTable, targetTable } from './docx-tables';
import type { MonthlyReport, PlanBasis } from './monthly-report';
import { dateText, durationText, monthText } from './report-words';

/**
 * The report as an editable Word document laid out by Decree 30/2020/NĐ-CP: portrait pages, and landscape ones for
 * the two wide tables. Number, date, signature and the words of VI–VIII are left to staff.
 */
export async function renderDocx(report: MonthlyReport): Promise<Buffer> {
  const document = new Document({
    title: `Báo cáo ${subjectOf(report)}`,
    subject: subjectOf(report),
    creator: report.letterhead.issuingBody,
    lastModifiedBy: report.letterhead.issuingBody,
    styles: STYLES,
    sections: [
      section(PageOrientation.PORTRAIT, opening(report), true),
      section(PageOrientation.LANDSCAPE, tables(report)),
      section(PageOrientation.PORTRAIT, closing(report)),
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

function subjectOf(report: MonthlyReport): string {
  const scope = 'cải cách hành chính và chuyển đổi số trên hệ thống truyền thanh xã';
  return `Kết quả phát thanh tuyên truyền ${scope} tháng ${monthText(report.month)}`;
}

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

function opening(report: MonthlyReport): FileChild[] {
  return [
    letterheadTable(report.letterhead),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [run('BÁO CÁO')] }),
    centred(subjectOf(report), { bold: true }),
    ruleBelow(PORTRAIT_TEXT_MM, 50),
    ...recipients(report.letterhead.recipients),
    heading('I. CĂN CỨ VÀ TÌNH HÌNH CHUNG'),
    ...report.plans.flatMap(basisLines),
    bodyText(summaryOf(report)),
    bodyText(asOfText(report)),
  ];
}

/** One recipient on the line of "Kính gửi", several below it with a dash each (decree, annex I). */
function recipients(names: readonly string[]): Paragraph[] {
  const line = (text: string, last: boolean, leftMm: number) =>
    new Paragraph({
      indent: { left: twips(leftMm) },
      spacing: { before: 0, after: last ? 120 : 0 },
      children: [run(text)],
    });
  if (names.length === 1) return [line(`Kính gửi: ${names[0] ?? ''}.`, true, 45)];
  const ends = (index: number) => (index === names.length - 1 ? '.' : ';');
  return [
    line('Kính gửi:', false, 35),
    ...names.map((name, index) => line(`- ${name}${ends(index)}`, index === names.length - 1, 57)),
  ];
}

function heading(text: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.HEADING_1, indent: { firstLine: twips(10) }, children: [run(text)] });
}

function basisLines(plan: PlanBasis): Paragraph[] {
  const number = plan.number ?? '……/KH-UBND';
  const date = plan.date === null ? '……/……/………' : dateText(plan.date);
  const draft = plan.status === 'draft' ? ' (cần xác nhận)' : '';
  return [
    ...plan.basis.map((text) => bodyText(`Căn cứ ${text};`)),
    bodyText(`Căn cứ ${plan.title} của ${plan.organisation} (số ${number} ngày ${date})${draft}.`),
  ];
}

function summaryOf({ month, totals }: MonthlyReport): string {
  const partial = totals.partial > 0 ? ` và ${totals.partial} lượt không trọn vẹn` : '';
  const airtime = `tổng thời lượng ${durationText(totals.airtimeSeconds)}`;
  return `Trong tháng ${monthText(month)}, hệ thống truyền thanh xã phát ${totals.aired} lượt trọn vẹn${partial}, ${airtime}.`;
}

function asOfText({ asOf, monthEnded }: MonthlyReport): string {
  const read = `${asOf.slice(11, 19)} ngày ${dateText(asOf.slice(0, 10))}`;
  const running = monthEnded ? '' : ' Tháng báo cáo chưa kết thúc, số liệu là tạm tính.';
  return `Số liệu lấy từ nhật ký phát sóng, tính đến ${read}.${running}`;
}

const COUNTING =
  'Chỉ tiêu tính theo kỳ: tuần thuộc tháng có ngày thứ Năm của tuần, chuyên mục tháng tính theo ngày 15. Phát lại không tính là số mới.';

function tables({ month, targets, airings, totals }: MonthlyReport): FileChild[] {
  const caption = (text: string) => new Paragraph({ style: 'TableCaption', children: [run(text)] });
  const noTargets = bodyText('Trong tháng không có kế hoạch nào có hiệu lực.');
  const noAirings = bodyText('Trong tháng không có lượt phát nào.');
  return [
    heading('II. KẾT QUẢ THỰC HIỆN CHỈ TIÊU'),
    ...(targets.length === 0
      ? [noTargets]
      : [
          caption(`Bảng 1. Kết quả thực hiện chỉ tiêu tháng ${monthText(month)}`),
          targetTable(targets),
          bodyText(COUNTING, { italics: true, size: SIZE.small }),
        ]),
    heading('III. SẢN XUẤT VÀ THỜI LƯỢNG'),
    ...(airings.length === 0
      ? [noAirings]
      : [caption(`Bảng 2. Các lượt phát tháng ${monthText(month)}`), airingTable(airings, totals)]),
  ];
}

function closing(report: MonthlyReport): FileChild[] {
  return [
    heading('VI. TỒN TẠI, NGUYÊN NHÂN'),
    ...[dottedLine(), dottedLine(), dottedLine()],
    heading('VII. PHƯƠNG HƯỚNG'),
    ...[dottedLine(), dottedLine(), dottedLine()],
    heading('VIII. KIẾN NGHỊ'),
    ...[dottedLine(), dottedLine(), dottedLine(' ./.')],
    new Paragraph({ spacing: { before: 120, after: 0 } }),
    signatureTable(report.letterhead),
  ];
}
