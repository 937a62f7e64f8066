import type { Language } from '../../platform/config/config-error';

type Word =
  | 'title'
  | 'intro'
  | 'none'
  | 'notYours'
  | 'lostAt'
  | 'why'
  | 'slot'
  | 'late'
  | 'noSlot'
  | 'noRecording'
  | 'automatic'
  | 'confirm'
  | 'decline'
  | 'declineMore'
  | 'reason'
  | 'declined'
  | 'attest'
  | 'attestIntro'
  | 'nothingToAttest'
  | 'attestNotYours'
  | 'airing'
  | 'date'
  | 'time'
  | 'minutes'
  | 'note'
  | 'noteHint'
  | 'document'
  | 'documentHint'
  | 'scan'
  | 'scanHint'
  | 'scanAgain'
  | 'doAttest'
  | 'attested'
  | 'withdraw'
  | 'withdrawn'
  | 'attachment'
  | 'first';

/** Words of the page of make-ups and attestations. */
export interface MakeUpWords extends Readonly<Record<Word, string>> {
  readonly open: (count: number) => string;
  readonly declinedOnes: (count: number) => string;
  readonly repeat: (ordinal: number) => string;
  readonly week: (number: string, year: string) => string;
  readonly month: (number: string, year: string) => string;
  readonly by: (name: string, at: string) => string;
  /** After a form, by what it did. */
  readonly done: Readonly<Record<'confirm' | 'decline' | 'attest' | 'withdraw', string>>;
  /** Beside a fault in what was typed, by field. */
  readonly fields: Readonly<Record<string, string>>;
}

const vi: MakeUpWords = {
  title: 'Phát bù',
  intro: 'Lượt phát bị lỡ hoặc phát thiếu vẫn tính là còn nợ kế hoạch cho đến khi được phát bù.',
  none: 'Không có lượt nào bị lỡ chờ quyết định.',
  notYours: 'Chỉ kỹ thuật được xếp phát bù hoặc quyết định không phát bù. Anh/Chị xem được.',
  lostAt: 'Lẽ ra phát',
  why: 'Lý do',
  slot: 'Đề xuất phát bù',
  late: 'ngoài kỳ',
  noSlot: 'Chưa có buổi phát nào còn chỗ trong thời gian tới.',
  noRecording: 'Chưa có bản ghi được duyệt nên chưa xếp được.',
  automatic: 'Chương trình này được hệ thống tự xếp phát bù khi có bản ghi được duyệt.',
  confirm: 'Xếp phát bù',
  decline: 'Không phát bù',
  declineMore: 'Quyết định không phát bù',
  reason: 'Lý do không phát bù',
  declined: 'Không phát bù',
  attest: 'Xác nhận lượt đã phát mà không có số đo',
  attestIntro:
    'Dùng cho lượt phát bằng tay khi hệ thống hỏng, hoặc phát trước khi có hệ thống. Lượt xác nhận luôn được ghi riêng, không lẫn với số đo được.',
  nothingToAttest: 'Không có lượt nào cần xác nhận.',
  attestNotYours: 'Chỉ kỹ thuật và lãnh đạo duyệt được xác nhận.',
  airing: 'Lượt phát',
  date: 'Ngày phát',
  time: 'Giờ phát',
  minutes: 'Thời lượng (phút)',
  note: 'Đã phát thế nào, vì sao không có số đo',
  noteHint: 'ví dụ: mất điện bộ phát, phát bằng máy dự phòng',
  document: 'Số văn bản hoặc sổ ghi',
  documentHint: 'ví dụ: Sổ trực số 12/2026, Biên bản 05/BB-ĐTT',
  scan: 'Bản chụp văn bản, sổ ghi (không bắt buộc)',
  scanHint: 'Tệp PDF, JPEG hoặc PNG, lớn nhất 20 MB.',
  scanAgain: 'Nếu lúc nãy có chọn tệp, hãy chọn lại: trình duyệt không giữ tệp.',
  doAttest: 'Xác nhận đã phát',
  attested: 'Các lượt đã xác nhận',
  withdraw: 'Rút xác nhận',
  withdrawn: 'Đã rút',
  attachment: 'Văn bản kèm theo',
  first: 'phát mới',
  open: (count) => `Chờ quyết định (${count})`,
  declinedOnes: (count) => `Đã quyết định không phát bù (${count})`,
  repeat: (ordinal) => `phát lại lần ${ordinal}`,
  week: (number, year) => `tuần ${number}/${year}`,
  month: (number, year) => `tháng ${number}/${year}`,
  by: (name, at) => `${name}, ${at}`,
  done: {
    confirm: 'Đã xếp lượt phát bù vào lịch.',
    decline: 'Đã ghi quyết định không phát bù; lượt này vẫn tính là bỏ lỡ.',
    attest: 'Đã ghi xác nhận.',
    withdraw: 'Đã rút xác nhận; lượt này lại tính là còn nợ.',
  },
  fields: {
    reason: 'Lý do',
    airing: 'Lượt phát',
    date: 'Ngày phát',
    time: 'Giờ phát',
    minutes: 'Thời lượng',
    note: 'Đã phát thế nào',
    document: 'Số văn bản',
  },
};

const en: MakeUpWords = {
  title: 'Make-ups',
  intro: 'An airing that was lost or cut short stays owed until it is made up.',
  none: 'No lost airing awaits a decision.',
  notYours: 'Only an engineer can place or decline a make-up. You can look.',
  lostAt: 'Was due',
  why: 'Why',
  slot: 'Proposed slot',
  late: 'after its period',
  noSlot: 'No session has room in the days to come.',
  noRecording: 'There is no approved recording, so it cannot be placed yet.',
  automatic: 'The service places make-ups of this programme by itself once a recording is approved.',
  confirm: 'Place the make-up',
  decline: 'Do not make up',
  declineMore: 'Decide not to make up',
  reason: 'Why it is not made up',
  declined: 'Not made up',
  attest: 'Attest an airing that nothing measured',
  attestIntro:
    'For what was played by hand in a breakdown, or before there was this service. It is always shown apart from what was measured.',
  nothingToAttest: 'There is nothing to attest.',
  attestNotYours: 'Only engineers and approvers can attest.',
  airing: 'Airing',
  date: 'Date',
  time: 'Time',
  minutes: 'Duration (minutes)',
  note: 'How it was aired, and why it was not measured',
  noteHint: 'for example: the player had no power, the spare one was used',
  document: 'Document or log book',
  documentHint: 'for example: duty book 12/2026',
  scan: 'Scan of the document or log book (optional)',
  scanHint: 'PDF, JPEG or PNG, 20 MB at most.',
  scanAgain: 'If you had chosen a file, choose it again: the browser does not keep it.',
  doAttest: 'Attest',
  attested: 'Attested airings',
  withdraw: 'Withdraw',
  withdrawn: 'Withdrawn',
  attachment: 'Attached document',
  first: 'first airing',
  open: (count) => `To be decided (${count})`,
  declinedOnes: (count) => `Not made up (${count})`,
  repeat: (ordinal) => `repeat ${ordinal}`,
  week: (number, year) => `week ${number}/${year}`,
  month: (number, year) => `month ${number}/${year}`,
  by: (name, at) => `${name}, ${at}`,
  done: {
    confirm: 'The make-up is on the schedule.',
    decline: 'The decision is recorded; the airing stays missed.',
    attest: 'The attestation is recorded.',
    withdraw: 'Withdrawn; the airing is owed again.',
  },
  fields: {
    reason: 'Reason',
    airing: 'Airing',
    date: 'Date',
    time: 'Time',
    minutes: 'Duration',
    note: 'How it was aired',
    document: 'Document',
  },
};

export const MAKE_UP_WORDS: Readonly<Record<Language, MakeUpWords>> = { vi, en };
