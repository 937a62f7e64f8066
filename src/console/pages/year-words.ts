import type { Language } from '../../platform/config/config-error';

/** What a planned issue has come to, as one word. */
export type CellState =
  'aired' | 'madeUp' | 'attested' | 'missed' | 'excused' | 'approved' | 'recorded' | 'waiting' | 'untracked';
export const CELL_STATES: readonly CellState[] = [
  ...(['aired', 'madeUp', 'attested', 'missed', 'excused'] as const),
  ...(['approved', 'recorded', 'waiting', 'untracked'] as const),
];

/** Words of the year at a glance. */
export interface YearWords {
  readonly heading: (year: string) => string;
  readonly intro: string;
  readonly state: Readonly<Record<CellState, string>>;
  readonly now: string;
  readonly week: (number: string) => string;
  readonly month: (number: string) => string;
  /** "Đã phát 31/52 số, đến hôm nay phải 32". */
  readonly numbers: (done: number, owed: number, due: number) => string;
  readonly behind: (count: number) => string;
  readonly onTrack: string;
  readonly repeats: (done: number, owed: number, due: number) => string;
  readonly attested: (count: number) => string;
  readonly legend: string;
  readonly openOnes: (count: number) => string;
  readonly strip: (title: string) => string;
  readonly none: (year: string) => string;
  readonly surplus: (count: number) => string;
  /** Of the link to the numbers that open. */
  readonly ledger: string;
}

const vi: YearWords = {
  heading: (year) => `Cả năm ${year}`,
  intro: 'Mỗi ô là một số theo kế hoạch.',
  state: {
    aired: 'Đã phát',
    madeUp: 'Đã phát bù',
    attested: 'Theo xác nhận, không có số đo',
    missed: 'Bỏ lỡ',
    excused: 'Được miễn',
    approved: 'Đã duyệt, chờ phát',
    recorded: 'Đã thu, chưa duyệt',
    waiting: 'Chưa có bản ghi',
    untracked: 'Chưa có số liệu',
  },
  now: 'kỳ này',
  week: (number) => `Tuần ${number}`,
  month: (number) => `Tháng ${number}`,
  numbers: (done, owed, due) => `Đã phát ${done}/${owed} số, đến hôm nay phải ${due}`,
  behind: (count) => `còn thiếu ${count}`,
  onTrack: 'đúng tiến độ',
  repeats: (done, owed, due) => `Phát lại ${done}/${owed} lượt, đến hôm nay phải ${due}`,
  attested: (count) => `${count} số do người xác nhận, không có số đo`,
  legend: 'Ký hiệu',
  openOnes: (count) => `Các kỳ còn thiếu (${count})`,
  strip: (title) => `Từng kỳ của chương trình ${title}`,
  none: (year) => `Năm ${year} chưa có kế hoạch nào đang có hiệu lực.`,
  surplus: (count) => `phát thêm ${count} số ngoài chỉ tiêu`,
  ledger: 'Sổ theo dõi chỉ tiêu: từng con số và dự báo cả năm',
};

const en: YearWords = {
  heading: (year) => `The year ${year}`,
  intro: 'Each cell is one planned issue.',
  state: {
    aired: 'Aired',
    madeUp: 'Made up',
    attested: 'Attested, not measured',
    missed: 'Missed',
    excused: 'Excused',
    approved: 'Approved, to air',
    recorded: 'Recorded, not approved',
    waiting: 'No recording yet',
    untracked: 'No data',
  },
  now: 'now',
  week: (number) => `Week ${number}`,
  month: (number) => `Month ${number}`,
  numbers: (done, owed, due) => `Aired ${done}/${owed} issues, owed by today ${due}`,
  behind: (count) => `${count} short`,
  onTrack: 'on track',
  repeats: (done, owed, due) => `Repeats ${done}/${owed}, owed by today ${due}`,
  attested: (count) => `${count} issues attested by staff, not measured`,
  legend: 'Key',
  openOnes: (count) => `Periods still owed (${count})`,
  strip: (title) => `Period by period: ${title}`,
  none: (year) => `No plan is in force for ${year}.`,
  surplus: (count) => `${count} issues beyond the target`,
  ledger: 'The ledger: every number with its rows, and the forecast',
};

export const YEAR_WORDS: Readonly<Record<Language, YearWords>> = { vi, en };
