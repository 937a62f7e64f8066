import type { Language } from '../../platform/config/config-error';

/** Names of the console's pages; the log of the system and the accounts have theirs elsewhere. */
export type NavWords = Readonly<
  Record<
    | 'label'
    | 'home'
    | 'plan'
    | 'recordings'
    | 'review'
    | 'calendar'
    | 'emergency'
    | 'log'
    | 'makeUps'
    | 'reports'
    | 'system'
    | 'help',
    string
  >
>;

export const NAV_WORDS: Readonly<Record<Language, NavWords>> = {
  vi: {
    label: 'Các trang',
    home: 'Tổng quan',
    plan: 'Kế hoạch',
    recordings: 'Bản ghi',
    review: 'Duyệt',
    calendar: 'Lịch phát',
    emergency: 'Trực tiếp và khẩn cấp',
    log: 'Nhật ký phát',
    makeUps: 'Phát bù',
    reports: 'Báo cáo',
    system: 'Hệ thống',
    help: 'Hướng dẫn',
  },
  en: {
    label: 'Pages',
    home: 'Overview',
    plan: 'Plans',
    recordings: 'Recordings',
    review: 'Approval',
    calendar: 'Schedule',
    emergency: 'Live and emergency',
    log: 'As-played log',
    makeUps: 'Make-ups',
    reports: 'Reports',
    system: 'System',
    help: 'Help',
  },
};
