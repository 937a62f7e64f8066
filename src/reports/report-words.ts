import type { Obligation } from '../domain/compliance';
import { assertNever } from '../domain/errors';
import { AIRING_WORDS } from '../platform/words/airing-words';
import type { EndReason } from '../playout/playout-engine';
import type { LogLine, Report, Role, SourceLine, TargetLine, Verdict } from './report';

export const ROLE_TEXT: Readonly<Record<Role, string>> = AIRING_WORDS.vi.role;

export const UNIT_TEXT: Readonly<Record<TargetLine['unit'], string>> = {
  weeklyIssue: 'số',
  monthlyIssue: 'chuyên mục',
  repeat: 'lượt phát lại',
  content: 'nội dung',
  airing: 'lượt phát',
};

export const SOURCE_TEXT: Readonly<Record<SourceLine['source'], string>> = {
  own: 'Tự sản xuất',
  relay: 'Tiếp âm',
  emergency: 'Khẩn cấp',
};

/** What the air-check showed. */
export const PROOF_TEXT: Readonly<Record<NonNullable<LogLine['proof']>, string>> = {
  proved: 'khớp bản ghi',
  silent: 'có đoạn mất tiếng',
  mismatch: 'khác bản ghi',
  noData: 'chưa có số liệu',
};

export const VERDICT_TEXT: Readonly<Record<Verdict, string>> = {
  met: 'Đạt',
  notMet: 'Chưa đạt',
  running: 'Chưa hết kỳ',
  excused: 'Được miễn',
};

/** Name of an ISO 639-3 language; the code itself for one that is not spoken here. */
export function languageText(code: string): string {
  return AIRING_WORDS.vi.spoken[code] ?? code;
}

export function reasonText(reason: NonNullable<Obligation['reason']>): string {
  if (reason === 'notScheduled') return 'không có trong lịch phát';
  return reason === 'notTracked' ? 'trước ngày theo dõi, chưa có số liệu' : AIRING_WORDS.vi.reason[reason];
}

/** Of one output; `withdrawn` is what staff took off. */
export function endReasonText(reason: EndReason): string {
  return reasonText(reason === 'withdrawn' ? 'cancelledByStaff' : reason);
}

const ROMAN = ['I', 'II', 'III', 'IV'];

/** "tháng 8/2026", "quý III/2026", "6 tháng đầu năm 2026", "năm 2026": follows a noun. */
export function periodText({ kind, period, from, to }: Pick<Report, 'kind' | 'period' | 'from' | 'to'>): string {
  const year = to.slice(0, 4);
  const span = `từ ngày ${dateText(from)} đến ngày ${dateText(to)}`;
  switch (kind) {
    case 'monthly':
      return `tháng ${monthText(period)}`;
    case 'midMonthly':
      return `tháng ${monthText(period.slice(0, 7))} (${span})`;
    case 'quarterly':
      return `quý ${ROMAN[Number(period.slice(-1)) - 1] ?? ''}/${year}`;
    case 'halfYearly':
      return `6 tháng ${period.endsWith('1') ? 'đầu' : 'cuối'} năm ${year}`;
    case 'yearly':
      return `năm ${year} (số liệu đến ngày ${dateText(to)})`;
    case 'yearEnd':
      return `tháng 12/${year} (bổ sung báo cáo năm ${year})`;
    case 'adHoc':
      return span;
    default:
      return assertNever(kind);
  }
}

/** "1.032 giờ 2 phút 5 giây"; parts that are zero are left out. */
export function durationText(totalSeconds: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(totalSeconds / 3600), 'giờ'],
    [Math.floor(totalSeconds / 60) % 60, 'phút'],
    [totalSeconds % 60, 'giây'],
  ];
  const shown = parts.filter(([value]) => value > 0).map(([value, unit]) => `${countText(value)} ${unit}`);
  return shown.length > 0 ? shown.join(' ') : '0 giây';
}

/** "2026-08-05" → "05/08/2026". */
export function dateText(date: string): string {
  return date.split('-').reverse().join('/');
}

/** "2026-08" → "8/2026"; "2026-02" → "02/2026": the decree writes days below 10 and months 1 and 2 with a zero. */
function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-');
  return `${Number(number) < 3 ? number : String(Number(number))}/${year}`;
}

const COUNT = new Intl.NumberFormat('vi-VN');
const PERCENT = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** One decimal after a comma, "66,7"; "–" for what has no value. */
export function percentText(value: number | null): string {
  return value === null ? '–' : PERCENT.format(value);
}

/** Thousands with a dot, "1.032"; "–" for what has no value. */
export function countText(value: number | null): string {
  return value === null ? '–' : COUNT.format(value);
}
