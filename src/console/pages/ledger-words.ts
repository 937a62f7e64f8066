import type { ObligationFigures } from '../../domain/ledger-figures';
import type { AiringRole } from '../../domain/airing';
import type { Language } from '../../platform/config/config-error';

/** Words of the ledger's page. */
export interface LedgerWords {
  readonly title: string;
  readonly intro: string;
  readonly back: string;
  readonly from: string;
  readonly to: string;
  readonly show: string;
  readonly none: string;
  readonly rows: string;
  readonly trackedFrom: (date: string) => string;
  readonly nominal: (perYear: number, inSpan: number) => string;
  readonly noTarget: string;
  readonly forecast: (atThisPace: string) => string;
  readonly noForecast: string;
  readonly forecastRepeats: (atThisPace: string) => string;
  readonly groups: Readonly<Record<'issues' | 'firstAirings' | 'repeats' | 'toDate' | 'measured', string>>;
  readonly figures: Readonly<Record<keyof ObligationFigures, string>>;
  readonly measured: Readonly<Record<AiringRole | 'partial', string>>;
  readonly onTime: (share: string) => string;
  readonly attested: string;
  readonly week: (number: string) => string;
  readonly month: (number: string) => string;
  readonly issue: (number: number) => string;
  readonly repeat: (ordinal: number) => string;
  readonly state: Readonly<Record<'aired' | 'madeUp' | 'excused' | 'missed' | 'open', string>>;
  readonly late: string;
  readonly byWord: string;
  readonly notScheduled: string;
  readonly notTracked: string;
  readonly document: (number: string) => string;
}

const vi: LedgerWords = {
  title: 'Sổ theo dõi chỉ tiêu',
  intro: 'Kế hoạch giao bao nhiêu, đã làm đến đâu. Bấm vào một con số để xem các dòng làm nên con số đó.',
  back: 'Về Tổng quan',
  from: 'Từ ngày',
  to: 'Đến ngày',
  show: 'Xem',
  rows: 'Xem các dòng',
  none: 'Trong khoảng ngày này không có kế hoạch nào có hiệu lực.',
  trackedFrom: (date) => `Hệ thống theo dõi từ ngày ${date}; trước đó chưa có số liệu.`,
  nominal: (perYear, inSpan) => `Chỉ tiêu theo kế hoạch: ${perYear} số/năm; trong khoảng ngày này: ${inSpan} số.`,
  noTarget: 'Kế hoạch không giao chỉ tiêu số lượng.',
  forecast: (atThisPace) => `Dự báo đến hết kế hoạch theo nhịp độ hiện nay: ${atThisPace} số.`,
  noForecast: 'Chưa đủ số liệu để dự báo.',
  forecastRepeats: (atThisPace) => `Dự báo lượt phát lại: ${atThisPace}.`,
  groups: {
    issues: 'Số (phát lại không tính)',
    firstAirings: 'Lượt phát mới',
    repeats: 'Lượt phát lại',
    toDate: 'Số, lũy kế từ đầu kế hoạch',
    measured: 'Đã đo được khi phát',
  },
  figures: {
    owed: 'Phải phát',
    recorded: 'Có bản ghi',
    approved: 'Đã duyệt',
    scheduled: 'Đã xếp lịch',
    aired: 'Đã phát',
    madeUp: 'Đã phát bù',
    late: 'Trong đó bù muộn',
    excused: 'Được miễn',
    missed: 'Bỏ lỡ',
    open: 'Chưa xong',
    attested: 'Theo xác nhận, không có số đo',
    untracked: 'Trước ngày theo dõi',
    surplus: 'Ngoài chỉ tiêu',
  },
  measured: { first: 'Phát mới', repeat: 'Phát lại', makeUp: 'Phát bù', extra: 'Phát thêm', partial: 'Phát thiếu' },
  onTime: (share) => `Đúng giờ (${share})`,
  attested: 'Lượt theo xác nhận, không có số đo',
  week: (number) => `Tuần ${number}`,
  month: (number) => `Tháng ${number}`,
  issue: (number) => `số ${number}`,
  repeat: (ordinal) => `lần phát lại ${ordinal}`,
  state: { aired: 'đã phát', madeUp: 'đã phát bù', excused: 'được miễn', missed: 'bỏ lỡ', open: 'chưa xong' },
  late: 'muộn',
  byWord: 'theo xác nhận, không có số đo',
  notScheduled: 'không có trong lịch phát',
  notTracked: 'trước ngày theo dõi, chưa có số liệu',
  document: (number) => `văn bản ${number}`,
};

const en: LedgerWords = {
  title: 'Ledger of the plans',
  intro: 'What the plans ask for and how far it has come. Press a number to see the rows behind it.',
  back: 'Back to the overview',
  from: 'From',
  to: 'To',
  show: 'Show',
  rows: 'See the rows',
  none: 'No plan is in force in this span.',
  trackedFrom: (date) => `The service keeps track from ${date} on; there is no data from before.`,
  nominal: (perYear, inSpan) => `The plan's number: ${perYear} issues a year; ${inSpan} in this span.`,
  noTarget: 'The plan sets no number.',
  forecast: (atThisPace) => `By the end of the plan, at this pace: ${atThisPace} issues.`,
  noForecast: 'Not enough data to tell the pace.',
  forecastRepeats: (atThisPace) => `Repeats, at this pace: ${atThisPace}.`,
  groups: {
    issues: 'Issues (repeats do not count)',
    firstAirings: 'First airings',
    repeats: 'Repeats',
    toDate: 'Issues since the plan began',
    measured: 'Measured on air',
  },
  figures: {
    owed: 'Owed',
    recorded: 'Recorded',
    approved: 'Approved',
    scheduled: 'Scheduled',
    aired: 'Aired',
    madeUp: 'Made up',
    late: 'Of these, late',
    excused: 'Excused',
    missed: 'Missed',
    open: 'Open',
    attested: 'Attested, not measured',
    untracked: 'From before tracking',
    surplus: 'Beyond the target',
  },
  measured: { first: 'First airings', repeat: 'Repeats', makeUp: 'Make-ups', extra: 'Extras', partial: 'In part' },
  onTime: (share) => `On time (${share})`,
  attested: 'Airings attested, not measured',
  week: (number) => `Week ${number}`,
  month: (number) => `Month ${number}`,
  issue: (number) => `issue ${number}`,
  repeat: (ordinal) => `repeat ${ordinal}`,
  state: { aired: 'aired', madeUp: 'made up', excused: 'excused', missed: 'missed', open: 'open' },
  late: 'late',
  byWord: 'attested, not measured',
  notScheduled: 'not on the schedule',
  notTracked: 'from before tracking, no data',
  document: (number) => `document ${number}`,
};

export const LEDGER_WORDS: Readonly<Record<Language, LedgerWords>> = { vi, en };
