import { chartsOf, type Chart } from './chart';
import { topicGaps } from './coverage-tables';
import type { PlanBasis, Report } from './report';
import { tablesOf } from './report-tables';
import { countText, dateText, durationText, periodText } from './report-words';
import type { ReportTable } from './table';

const FIELDS = {
  all: 'cải cách hành chính và chuyển đổi số',
  cds: 'chuyển đổi số',
  cchc: 'cải cách hành chính',
} as const;

export function subjectOf(report: Report): string {
  const where = report.letterhead.systemName;
  return `Kết quả phát thanh tuyên truyền ${FIELDS[report.scope]} trên ${where} ${periodText(report)}`;
}

/** Section I, paragraph by paragraph. */
export function situationOf(report: Report): string[] {
  return [...report.plans.flatMap(basisLines), summaryOf(report), asOfText(report)];
}

function basisLines(plan: PlanBasis): string[] {
  const number = plan.number ?? '……/KH-UBND';
  const date = plan.date === null ? '……/……/………' : dateText(plan.date);
  const draft = plan.status === 'draft' ? ' (cần xác nhận)' : '';
  return [
    ...plan.basis.map((text) => `Căn cứ ${text};`),
    `Căn cứ ${plan.title} của ${plan.organisation} (số ${number} ngày ${date})${draft}.`,
  ];
}

function summaryOf(report: Report): string {
  const { totals, kind, letterhead } = report;
  const partial = totals.partial > 0 ? ` và ${countText(totals.partial)} lượt không trọn vẹn` : '';
  const airtime = `tổng thời lượng ${durationText(totals.airtimeSeconds)}`;
  const when = kind === 'adHoc' ? periodText(report) : `trong ${periodText(report)}`;
  const [first = '', ...rest] = when;
  return `${first.toUpperCase()}${rest.join('')}, ${letterhead.systemName} phát ${countText(totals.aired)} lượt trọn vẹn${partial}, ${airtime}.`;
}

function asOfText({ asOf, ended }: Report): string {
  const read = `${asOf.slice(11, 19)} ngày ${dateText(asOf.slice(0, 10))}`;
  const running = ended ? '' : ' Kỳ báo cáo chưa kết thúc, số liệu là tạm tính.';
  return `Số liệu lấy từ nhật ký phát sóng, tính đến ${read}.${running}`;
}

/** What of the plan's topics was not on the air; "" when all were. */
function gapsText(report: Report): string {
  const gaps = topicGaps(report.topics);
  if (gaps.length === 0) return '';
  const list = gaps.map(({ code, lastAired }) =>
    lastAired === null ? `${code} (chưa phát)` : `${code} (từ sau ngày ${dateText(lastAired)})`,
  );
  return `Chủ đề không được phát trong kỳ: ${list.join('; ')}.`;
}

/** One recipient on the line of "Kính gửi", several below it with a dash each (decree, annex I). */
export function recipientLines(names: readonly string[]): { readonly text: string; readonly leftMm: number }[] {
  if (names.length === 1) return [{ text: `Kính gửi: ${names[0] ?? ''}.`, leftMm: 45 }];
  return [{ text: 'Kính gửi:', leftMm: 35 }, ...dashed(names).map((text) => ({ text, leftMm: 57 }))];
}

/** Below "Nơi nhận:". "Như trên" are the recipients of "Kính gửi". */
export function distributionLines({ letterhead: { distribution } }: Report): string[] {
  return dashed(distribution);
}

function dashed(names: readonly string[]): string[] {
  return names.map((name, index) => `- ${name}${index === names.length - 1 ? '.' : ';'}`);
}

/** Section I ends with what the period comes to, week by week. */
export function openingCharts(report: Report): Chart[] {
  return chartsOf(report).filter(({ number }) => number === 1);
}

export interface TableSection {
  readonly title: string;
  readonly tables: readonly ReportTable[];
  readonly charts: readonly Chart[];
  /** Said below them; "" for nothing. */
  readonly remark: string;
}

/** II to V: the tables under each heading, and their charts. */
export function tableSections(report: Report): TableSection[] {
  const { targets, airings, sources, attested, topics, clusters, lost } = tablesOf(report);
  const byTopic = chartsOf(report).filter(({ number }) => number === 2);
  return [
    { title: 'II. KẾT QUẢ THỰC HIỆN CHỈ TIÊU', tables: [targets], charts: [], remark: '' },
    { title: 'III. SẢN XUẤT VÀ THỜI LƯỢNG', tables: [airings, sources, attested], charts: [], remark: '' },
    { title: 'IV. CHỦ ĐỀ', tables: [topics], charts: byTopic, remark: gapsText(report) },
    { title: 'V. KỸ THUẬT', tables: [clusters, lost], charts: [], remark: '' },
  ];
}

/** After the last word of a document (decree, annex I). */
const END_MARK = ' ./.';

export interface ClosingSection {
  readonly title: string;
  /** As printed; none leaves dotted lines. */
  readonly paragraphs: readonly string[];
  /** What the last of those dotted lines ends with. */
  readonly endMark: string;
}

/** VI to VIII with what staff wrote. */
export function closingOf({ texts }: Report): ClosingSection[] {
  const section = (title: string, words: string, endMark = ''): ClosingSection => {
    const paragraphs = linesOf(words);
    const last = paragraphs.length - 1;
    return { title, paragraphs: paragraphs.map((text, at) => (at === last ? `${text}${endMark}` : text)), endMark };
  };
  return [
    section('VI. TỒN TẠI, NGUYÊN NHÂN', texts.shortcomings),
    section('VII. PHƯƠNG HƯỚNG', texts.directions),
    section('VIII. KIẾN NGHỊ', texts.proposals, END_MARK),
  ];
}

/** "KT. CHỦ TỊCH" above "PHÓ CHỦ TỊCH": a title in the settings may have lines. */
export function signerTitleLines({ letterhead: { signerTitle } }: Report): string[] {
  return linesOf(signerTitle);
}

function linesOf(words: string): string[] {
  return words
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** "Sơn Mai, ngày 05 tháng 11 năm 2026": days below 10 and months 1 and 2 with a zero, as the decree writes them. */
export function placeAndDate({ letterhead: { place }, texts: { date } }: Report): string {
  if (date === null) return `${place}, ngày       tháng       năm          `;
  const [year = '', month = '', day = ''] = date.split('-');
  return `${place}, ngày ${day} tháng ${Number(month) < 3 ? month : String(Number(month))} năm ${year}`;
}

export function numberLine({ letterhead: { documentSymbol }, texts: { number } }: Report): string {
  return `Số: ${number === '' ? '        ' : number}/${documentSymbol}`;
}

/** What a locked report prints of itself below the signature, the corrections of the version before first. */
export function sealLines({ seal }: Report): string[] {
  if (seal === null) return [];
  const at = `${seal.lockedAt.slice(11, 19)} ngày ${dateText(seal.lockedAt.slice(0, 10))}`;
  const head = seal.logHead === null ? 'chưa có mục nào' : `mục ${seal.logHead.id}, SHA-256 ${seal.logHead.hash}`;
  return [
    ...seal.differences.map(
      ({ place, before, after }) => `Sửa so với phiên bản trước: ${place}: ${before} → ${after}.`,
    ),
    `Phiên bản ${seal.version}, khóa lúc ${at}, người khóa: ${seal.lockedBy}.`,
    `SHA-256 của số liệu: ${seal.dataSha256}.`,
    `Mục cuối của chuỗi nhật ký phát sóng: ${head}.`,
  ];
}
