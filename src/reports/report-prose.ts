import { topicGaps } from './coverage-tables';
import type { PlanBasis, Report } from './report';
import { dateText, durationText, periodText } from './report-words';

const FIELDS = {
  all: 'cải cách hành chính và chuyển đổi số',
  cds: 'chuyển đổi số',
  cchc: 'cải cách hành chính',
} as const;

export function subjectOf(report: Report): string {
  return `Kết quả phát thanh tuyên truyền ${FIELDS[report.scope]} trên hệ thống truyền thanh xã ${periodText(report)}`;
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
  const { totals, kind } = report;
  const partial = totals.partial > 0 ? ` và ${totals.partial} lượt không trọn vẹn` : '';
  const airtime = `tổng thời lượng ${durationText(totals.airtimeSeconds)}`;
  const when = kind === 'adHoc' ? periodText(report) : `trong ${periodText(report)}`;
  const [first = '', ...rest] = when;
  return `${first.toUpperCase()}${rest.join('')}, hệ thống truyền thanh xã phát ${totals.aired} lượt trọn vẹn${partial}, ${airtime}.`;
}

function asOfText({ asOf, ended }: Report): string {
  const read = `${asOf.slice(11, 19)} ngày ${dateText(asOf.slice(0, 10))}`;
  const running = ended ? '' : ' Kỳ báo cáo chưa kết thúc, số liệu là tạm tính.';
  return `Số liệu lấy từ nhật ký phát sóng, tính đến ${read}.${running}`;
}

/** What of the plan's topics was not on the air; "" when all were. */
export function gapsText(report: Report): string {
  const gaps = topicGaps(report.topics);
  if (gaps.length === 0) return '';
  const list = gaps.map(({ code, lastAired }) =>
    lastAired === null ? `${code} (chưa phát)` : `${code} (từ sau ngày ${dateText(lastAired)})`,
  );
  return `Chủ đề không được phát trong kỳ: ${list.join('; ')}.`;
}

/** VI to VIII with what staff wrote; no paragraph leaves dotted lines. */
export function closingOf({ texts }: Report): { readonly title: string; readonly paragraphs: readonly string[] }[] {
  const section = (title: string, words: string) => ({
    title,
    paragraphs: words
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  });
  return [
    section('VI. TỒN TẠI, NGUYÊN NHÂN', texts.shortcomings),
    section('VII. PHƯƠNG HƯỚNG', texts.directions),
    section('VIII. KIẾN NGHỊ', texts.proposals),
  ];
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
