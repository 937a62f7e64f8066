import type { ReportKind, ReportScope } from '../../domain/report-period';
import type { Language } from '../../platform/config/config-error';

type Status = 'draft' | 'checked' | 'locked';
type Word =
  | 'title'
  | 'intro'
  | 'make'
  | 'period'
  | 'scope'
  | 'doMake'
  | 'range'
  | 'rangeIntro'
  | 'from'
  | 'to'
  | 'list'
  | 'none'
  | 'status'
  | 'version'
  | 'made'
  | 'all'
  | 'span'
  | 'checkedBy'
  | 'lockedBy'
  | 'newer'
  | 'oldForm'
  | 'next'
  | 'remake'
  | 'remakeHint'
  | 'checkHint'
  | 'check'
  | 'checked'
  | 'notChecker'
  | 'notLocker'
  | 'running'
  | 'lock'
  | 'lockMore'
  | 'lockHint'
  | 'lockSure'
  | 'unsettledHint'
  | 'files'
  | 'format'
  | 'size'
  | 'hash'
  | 'download'
  | 'seal'
  | 'dataHash'
  | 'logHead'
  | 'noLogHead'
  | 'texts'
  | 'number'
  | 'date'
  | 'signer'
  | 'shortcomings'
  | 'directions'
  | 'proposals'
  | 'blank'
  | 'save'
  | 'saved'
  | 'differences'
  | 'same'
  | 'place'
  | 'before'
  | 'after'
  | 'preview'
  | 'inVietnamese'
  | 'showTable';

/** Words of the pages of reports; the report itself is always in Vietnamese. */
export interface ReportPageWords extends Readonly<Record<Word, string>> {
  /** Each of its number in the year, the year, and its first and last day. */
  readonly periods: Readonly<Record<ReportKind, (n: string, year: string, from: string, to: string) => string>>;
  readonly groups: Readonly<Record<Exclude<ReportKind, 'adHoc'>, string>>;
  readonly halves: readonly [string, string];
  readonly scopes: Readonly<Record<ReportScope, string>>;
  readonly statuses: Readonly<Record<Status, string>>;
  readonly unsettled: (count: number) => string;
  readonly cut: (shown: number, all: number) => string;
  /** After a form, by what it did. */
  readonly done: Readonly<Record<'make' | 'write' | 'check' | 'lock', string>>;
  /** Beside a fault in what was typed, by field. */
  readonly fields: Readonly<Record<string, string>>;
}

const vi: ReportPageWords = {
  title: 'Báo cáo',
  intro: 'Báo cáo lập từ kế hoạch và nhật ký phát đo được. Bản nháp sửa được; bản đã khóa thì giữ nguyên mãi mãi.',
  make: 'Lập báo cáo',
  period: 'Kỳ báo cáo',
  scope: 'Lĩnh vực',
  doMake: 'Lập báo cáo',
  range: 'Báo cáo đột xuất',
  rangeIntro: 'Chọn ngày đầu và ngày cuối, dài nhất ba năm.',
  from: 'Từ ngày',
  to: 'Đến hết ngày',
  list: 'Báo cáo đã lập',
  none: 'Chưa lập báo cáo nào.',
  status: 'Trạng thái',
  version: 'Phiên bản',
  made: 'Số liệu lúc',
  all: 'Tất cả báo cáo',
  span: 'Thời gian',
  checkedBy: 'Người kiểm tra',
  lockedBy: 'Người khóa',
  newer: 'Đã có phiên bản mới hơn của kỳ này.',
  oldForm: 'Báo cáo này lập theo mẫu cũ, chỉ tải về được. Bấm “Lập báo cáo” ở trang Báo cáo để có bản theo mẫu mới.',
  next: 'Việc tiếp theo',
  remake: 'Lập lại theo số liệu mới',
  remakeHint: 'Số liệu trong kỳ có thay đổi thì lập lại. Nội dung đã viết được giữ nguyên.',
  checkHint: 'Đọc lại số liệu và nội dung. Bấm “Đã kiểm tra” khi báo cáo đúng; sửa tiếp thì phải kiểm tra lại.',
  check: 'Đã kiểm tra',
  checked: 'Báo cáo đã được kiểm tra, chờ lãnh đạo khóa.',
  notChecker: 'Biên tập và lãnh đạo duyệt được viết nội dung và kiểm tra báo cáo. Anh/Chị xem và tải về được.',
  notLocker: 'Chỉ lãnh đạo duyệt được khóa báo cáo.',
  running: 'Kỳ báo cáo chưa kết thúc nên chưa khóa được.',
  lock: 'Khóa báo cáo',
  lockMore: 'Khóa báo cáo này',
  lockHint:
    'Khóa rồi thì không sửa, không mở lại được: số liệu, nội dung và các tệp giữ nguyên như lúc khóa, kèm mã kiểm tra. Sau này cần đính chính thì lập phiên bản tiếp theo.',
  lockSure: 'Tôi hiểu báo cáo khóa rồi không mở lại được',
  unsettledHint: 'Chưa khóa được báo cáo cho đến khi các lượt này có kết quả.',
  files: 'Tải về',
  format: 'Tệp',
  size: 'Dung lượng',
  hash: 'Mã kiểm tra SHA-256',
  download: 'Tải về',
  seal: 'Dấu khóa',
  dataHash: 'SHA-256 của số liệu',
  logHead: 'Mục cuối của nhật ký phát',
  noLogHead: 'nhật ký phát chưa có mục nào',
  texts: 'Nội dung do cơ quan viết',
  number: 'Số văn bản',
  date: 'Ngày văn bản',
  signer: 'Người ký',
  shortcomings: 'VI. Tồn tại, nguyên nhân',
  directions: 'VII. Phương hướng',
  proposals: 'VIII. Kiến nghị',
  blank: 'Để trống thì bản in chừa chỗ để điền tay.',
  save: 'Lưu nội dung',
  saved: 'Đang lưu',
  differences: 'Khác với phiên bản trước',
  same: 'Số liệu không khác phiên bản trước.',
  place: 'Chỗ khác',
  before: 'Phiên bản trước',
  after: 'Phiên bản này',
  preview: 'Xem trước',
  inVietnamese: 'Xem trước bản in.',
  showTable: 'Xem bảng',
  periods: {
    monthly: (n, year) => `Tháng ${n}/${year}`,
    midMonthly: (n, year, from, to) => `Tháng ${n}/${year} (${from}–${to})`,
    quarterly: (n, year) => `Quý ${n}/${year}`,
    halfYearly: (n, year) => `6 tháng ${n} năm ${year}`,
    yearly: (_n, year, _from, to) => `Năm ${year} (đến ${to})`,
    yearEnd: (_n, year) => `Phụ lục tháng 12/${year}`,
    adHoc: (_n, _year, from, to) => `Đột xuất ${from}–${to}`,
  },
  groups: {
    monthly: 'Tháng',
    midMonthly: 'Tháng, từ ngày 15 đến ngày 14',
    quarterly: 'Quý',
    halfYearly: '6 tháng',
    yearly: 'Năm',
    yearEnd: 'Phụ lục tháng 12',
  },
  halves: ['đầu', 'cuối'],
  scopes: { all: 'CĐS và CCHC', cds: 'Chuyển đổi số', cchc: 'Cải cách hành chính' },
  statuses: { draft: 'Bản nháp', checked: 'Đã kiểm tra', locked: 'Đã khóa' },
  unsettled: (count) => `Còn ${count} lượt phát chưa có kết quả`,
  cut: (shown, all) => `Hiện ${shown} trong ${all} dòng; đủ trong các tệp tải về.`,
  done: {
    make: 'Đã lập báo cáo.',
    write: 'Đã lưu nội dung và làm lại các tệp.',
    check: 'Đã ghi nhận kiểm tra.',
    lock: 'Đã khóa báo cáo.',
  },
  fields: {
    period: 'Kỳ báo cáo',
    scope: 'Lĩnh vực',
    from: 'Từ ngày',
    to: 'Đến hết ngày',
    number: 'Số văn bản',
    date: 'Ngày văn bản',
    signerName: 'Người ký',
    shortcomings: 'VI. Tồn tại, nguyên nhân',
    directions: 'VII. Phương hướng',
    proposals: 'VIII. Kiến nghị',
    sure: 'Khóa báo cáo',
  },
};

const en: ReportPageWords = {
  title: 'Reports',
  intro: 'Reports are made from the plan and the measured log. A draft can be changed; a locked one never again.',
  make: 'Make a report',
  period: 'Period',
  scope: 'Field',
  doMake: 'Make the report',
  range: 'Any period',
  rangeIntro: 'First and last day, three years at most.',
  from: 'From',
  to: 'To the end of',
  list: 'Kept reports',
  none: 'No report has been made yet.',
  status: 'State',
  version: 'Version',
  made: 'Data as of',
  all: 'All reports',
  span: 'Time',
  checkedBy: 'Checked by',
  lockedBy: 'Locked by',
  newer: 'There is a newer version for this period.',
  oldForm: 'This report has the old form and can only be downloaded. Make it again on the page of reports.',
  next: 'What comes next',
  remake: 'Make it again with the newest data',
  remakeHint: 'When data of the period have changed. What was written stays.',
  checkHint: 'Read data and text, then say that they are right. A later change asks for another check.',
  check: 'Checked',
  checked: 'The report is checked and awaits the approver who locks it.',
  notChecker: 'Editors and approvers write and check a report. You can look and download.',
  notLocker: 'Only an approver can lock a report.',
  running: 'The period has not ended, so it cannot be locked yet.',
  lock: 'Lock the report',
  lockMore: 'Lock this report',
  lockHint:
    'A locked report is never changed or opened again: data, text and files stay as they are, with their hashes. A later correction is another version.',
  lockSure: 'I understand that a locked report cannot be opened again',
  unsettledHint: 'The report cannot be locked until they have a result.',
  files: 'Download',
  format: 'File',
  size: 'Size',
  hash: 'SHA-256',
  download: 'Download',
  seal: 'Seal',
  dataHash: 'SHA-256 of the data',
  logHead: 'Last entry of the as-played log',
  noLogHead: 'the log has no entry yet',
  texts: 'What the office writes',
  number: 'Document number',
  date: 'Document date',
  signer: 'Signed by',
  shortcomings: 'VI. Shortcomings and causes',
  directions: 'VII. Directions',
  proposals: 'VIII. Proposals',
  blank: 'Where nothing is written the print leaves room for handwriting.',
  save: 'Save',
  saved: 'Saved',
  differences: 'Differences from the version before',
  same: 'The data are those of the version before.',
  place: 'Where',
  before: 'Before',
  after: 'Now',
  preview: 'Preview',
  inVietnamese: 'The report itself is in Vietnamese.',
  showTable: 'See the table',
  periods: {
    monthly: (n, year) => `Month ${n}/${year}`,
    midMonthly: (n, year, from, to) => `Month ${n}/${year} (${from}–${to})`,
    quarterly: (n, year) => `Quarter ${n}/${year}`,
    halfYearly: (n, year) => `${n} half of ${year}`,
    yearly: (_n, year, _from, to) => `Year ${year} (to ${to})`,
    yearEnd: (_n, year) => `December supplement ${year}`,
    adHoc: (_n, _year, from, to) => `${from}–${to}`,
  },
  groups: {
    monthly: 'Month',
    midMonthly: 'Month, 15th to 14th',
    quarterly: 'Quarter',
    halfYearly: 'Half-year',
    yearly: 'Year',
    yearEnd: 'December supplement',
  },
  halves: ['First', 'Second'],
  scopes: { all: 'Both fields', cds: 'Digital transformation', cchc: 'Administrative reform' },
  statuses: { draft: 'Draft', checked: 'Checked', locked: 'Locked' },
  unsettled: (count) => `${count} airings have no result yet`,
  cut: (shown, all) => `${shown} of ${all} rows; the files have all of them.`,
  done: {
    make: 'The report is made.',
    write: 'Saved; the files are made anew.',
    check: 'The check is recorded.',
    lock: 'The report is locked.',
  },
  fields: {
    period: 'Period',
    scope: 'Field',
    from: 'From',
    to: 'To the end of',
    number: 'Document number',
    date: 'Document date',
    signerName: 'Signed by',
    shortcomings: 'VI. Shortcomings',
    directions: 'VII. Directions',
    proposals: 'VIII. Proposals',
    sure: 'Lock the report',
  },
};

export const REPORT_PAGE_WORDS: Readonly<Record<Language, ReportPageWords>> = { vi, en };
