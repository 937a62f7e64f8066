import type { Shortfall } from '../domain/expand-plan';
import type { Weekday } from '../domain/calendar';

export const WEEKDAY_WORDS: Readonly<Record<Weekday, string>> = {
  MO: 'T2',
  TU: 'T3',
  WE: 'T4',
  TH: 'T5',
  FR: 'T6',
  SA: 'T7',
  SU: 'CN',
};

export const SHORTFALL_WORDS: Readonly<Record<Shortfall['kind'], string>> = {
  excused: 'được miễn',
  past: 'đã qua',
  conflict: 'cần người xử lý',
};

export const OBSTACLE_WORDS: Readonly<Record<Shortfall['obstacles'][number], string>> = {
  past: 'đã qua',
  notInForce: 'kế hoạch chưa hoặc hết hiệu lực',
  noOccurrence: 'quy tắc không đủ ngày trong kỳ',
  calendarBlocked: 'ngày không phát sóng',
  noSession: 'ngày không có buổi phát',
  sessionFull: 'buổi phát đã đầy',
  quietHours: 'giờ yên tĩnh',
  insideSession: 'nằm trong một buổi phát',
  overlap: 'trùng lượt phát khác',
  beforeFirst: 'trước lượt phát mới',
};
