import { TEST_TONE } from '../../domain/test-tone';
import type { Language } from '../../platform/config/config-error';

type Word =
  | 'title'
  | 'intro'
  | 'outputs'
  | 'output'
  | 'state'
  | 'clusters'
  | 'noClusters'
  | 'monitor'
  | 'disk'
  | 'low'
  | 'purged'
  | 'backups'
  | 'notSet'
  | 'folder'
  | 'folderBad'
  | 'running'
  | 'none'
  | 'madeAt'
  | 'size'
  | 'result'
  | 'sound'
  | 'unsound'
  | 'make'
  | 'notYours'
  | 'restore'
  | 'restoreMore'
  | 'restoreHint'
  | 'restoreSure'
  | 'cancel'
  | 'reminders'
  | 'channel'
  | 'set'
  | 'unset'
  | 'lastSent'
  | 'never'
  | 'failing'
  | 'channelsHint'
  | 'health'
  | 'part'
  | 'detail'
  | 'wrongClock'
  | 'version';

/** Words of the page of the machine. */
export interface SystemWords extends Readonly<Record<Word, string>> {
  readonly tone: Readonly<Record<'column' | 'more' | 'heardByNobody' | 'sure' | 'play' | 'stop', string>> & {
    readonly heardBy: (clusters: string) => string;
  };
  readonly unsoundBecause: (problem: string) => string;
  readonly free: (free: string, total: string, percent: string) => string;
  readonly nightly: (at: string, count: number) => string;
  readonly requested: (file: string, by: string, at: string) => string;
  readonly restored: (file: string, at: string, before: string) => string;
  readonly notRestored: (file: string, at: string, problem: string) => string;
  readonly channels: Readonly<Record<'email' | 'webhook', string>>;
  readonly statuses: Readonly<Record<'ok' | 'degraded' | 'down', string>>;
  /** By the name of the check. */
  readonly parts: Readonly<Record<string, string>>;
  /** After a form, by what it did. */
  readonly done: Readonly<Record<'tone' | 'toneStop' | 'make' | 'request' | 'cancel', string>>;
  readonly fields: Readonly<Record<string, string>>;
}

const vi: SystemWords = {
  title: 'Hệ thống',
  intro: 'Tình trạng máy phát thanh: đầu ra, ổ đĩa, sao lưu, nhắc việc và phiên bản.',
  outputs: 'Đầu ra',
  output: 'Đầu ra',
  state: 'Tình trạng',
  clusters: 'Cụm loa nghe được',
  noClusters: 'không phục vụ cụm loa nào',
  monitor: 'để nghe kiểm tra',
  disk: 'Ổ đĩa',
  low: 'Sắp đầy. Chuyển bớt dữ liệu khác ra khỏi máy, hoặc lắp ổ đĩa lớn hơn.',
  purged:
    'Hệ thống chỉ tự xóa bản thu kiểm tra sóng đã cũ, phần tải lên dở dang và bản sao lưu cũ do chính nó làm; bản ghi, nhật ký và báo cáo không bao giờ tự mất.',
  backups: 'Sao lưu',
  notSet: 'Chưa đặt nơi sao lưu. Người cài đặt ghi thư mục trên một ổ đĩa khác vào mục backup của station.yaml.',
  folder: 'Thư mục sao lưu',
  folderBad: 'Không đọc được thư mục sao lưu; kiểm tra xem ổ đĩa đã cắm chưa.',
  running: 'Đang sao lưu. Tải lại trang sau ít phút để xem kết quả.',
  none: 'Chưa có bản sao lưu nào.',
  madeAt: 'Lúc',
  size: 'Dung lượng',
  result: 'Kết quả',
  sound: 'Đã đọc lại, nguyên vẹn',
  unsound: 'Hỏng',
  make: 'Sao lưu ngay',
  notYours: 'Chỉ quản trị được sao lưu và khôi phục. Anh/Chị xem được.',
  restore: 'Khôi phục ở lần khởi động tới',
  restoreMore: 'Khôi phục từ bản này',
  restoreHint:
    'Lần khởi động tới, toàn bộ dữ liệu và cấu hình trở về như lúc sao lưu: bản ghi, lịch, nhật ký, báo cáo, người dùng thêm sau lúc đó sẽ không còn trên hệ thống. Dữ liệu đang có được giữ trong thư mục before-restore để lấy lại khi cần. Trước khi dịch vụ khởi động lại vẫn hủy được.',
  restoreSure: 'Tôi hiểu dữ liệu sau lúc sao lưu sẽ không còn trên hệ thống',
  cancel: 'Hủy khôi phục',
  reminders: 'Nhắc việc ra ngoài',
  channel: 'Đường gửi',
  set: 'Đã đặt',
  unset: 'Chưa đặt',
  lastSent: 'Lần gửi gần nhất',
  never: 'chưa gửi lần nào',
  failing: 'Chưa gửi được',
  channelsHint: 'Người cài đặt ghi thư điện tử và webhook vào mục reminders của station.yaml.',
  health: 'Các bộ phận và phiên bản',
  part: 'Bộ phận',
  detail: 'Chi tiết',
  wrongClock: 'Giờ của máy sai hoặc vừa bị chỉnh: đối chiếu với đồng hồ khác và kiểm tra việc tự lấy giờ qua mạng.',
  version: 'Phiên bản',
  unsoundBecause: (problem) => `Đọc lại không đúng (${problem}). Kiểm tra ổ đĩa sao lưu rồi sao lưu lại.`,
  free: (free, total, percent) => `Còn trống ${free} trong ${total} (${percent} %)`,
  nightly: (at, count) => `Tự sao lưu lúc ${at} mỗi đêm, giữ ${count} bản nguyên vẹn mới nhất.`,
  requested: (file, by, at) => `Lần khởi động tới sẽ khôi phục từ ${file} (${by} yêu cầu lúc ${at}).`,
  restored: (file, at, before) => `Đã khôi phục từ ${file} lúc ${at}. Dữ liệu trước đó ở ${before}.`,
  notRestored: (file, at, problem) =>
    `Không khôi phục được từ ${file} lúc ${at} (${problem}). Dữ liệu đang có được giữ nguyên.`,
  channels: { email: 'Thư điện tử', webhook: 'Webhook' },
  statuses: { ok: 'Tốt', degraded: 'Cần chú ý', down: 'Ngừng' },
  parts: { database: 'Cơ sở dữ liệu', redis: 'Hàng đợi', ffmpeg: 'Xử lý âm thanh', disk: 'Ổ đĩa', clock: 'Đồng hồ' },
  tone: {
    column: 'Âm thử',
    more: 'Phát âm thử',
    heardBy: (clusters) =>
      `Bà con sẽ nghe tiếng tút 1 kHz dài ${TEST_TONE.seconds} giây ở ${clusters}. Nên báo trước cho thôn. Đến giờ phát hoặc có khẩn cấp, âm thử tự nhường.`,
    heardByNobody: `Đầu ra này không phục vụ cụm loa nào: tiếng tút 1 kHz dài ${TEST_TONE.seconds} giây chỉ nghe được ở nơi đặt thiết bị.`,
    sure: 'Tôi muốn phát âm thử ngay bây giờ',
    play: 'Phát âm thử',
    stop: 'Dừng âm thử',
  },
  done: {
    tone: 'Đang phát âm thử. Việc này đã được ghi vào nhật ký.',
    toneStop: 'Đã dừng âm thử.',
    make: 'Đã bắt đầu sao lưu.',
    request: 'Đã ghi yêu cầu khôi phục; việc này làm ở lần khởi động tới.',
    cancel: 'Đã hủy yêu cầu khôi phục.',
  },
  fields: { sure: 'Xác nhận' },
};

const en: SystemWords = {
  title: 'System',
  intro: 'The machine of the station: outputs, disk, back-ups, reminders and versions.',
  outputs: 'Outputs',
  output: 'Output',
  state: 'State',
  clusters: 'Clusters that hear it',
  noClusters: 'serves no cluster',
  monitor: 'for listening along',
  disk: 'Disk',
  low: 'Nearly full. Move other data off this machine, or fit a larger disk.',
  purged:
    'Only old air-checks, broken-off uploads and old back-ups that the service made itself are ever removed by it; recordings, log and reports never.',
  backups: 'Back-ups',
  notSet: 'No place is set. Whoever installs the station writes a folder on another disk under backup in station.yaml.',
  folder: 'Folder',
  folderBad: 'The folder cannot be read; is its disk plugged in?',
  running: 'A back-up is being made. Load the page again in some minutes.',
  none: 'There is no back-up yet.',
  madeAt: 'At',
  size: 'Size',
  result: 'Result',
  sound: 'Read back, whole',
  unsound: 'Damaged',
  make: 'Back up now',
  notYours: 'Only an administrator can back up and restore. You can look.',
  restore: 'Restore at the next start',
  restoreMore: 'Restore this one',
  restoreHint:
    'At the next start all data and settings are as they were then: recordings, schedule, log, reports and people that came later are no longer in the system. What is there now is kept in a folder before-restore. Until the service starts again this can be cancelled.',
  restoreSure: 'I understand that what came after the back-up will not be in the system',
  cancel: 'Cancel the restore',
  reminders: 'Reminders that leave the station',
  channel: 'Way',
  set: 'Set up',
  unset: 'Not set up',
  lastSent: 'Last sent',
  never: 'never',
  failing: 'Could not be sent',
  channelsHint: 'Whoever installs the station writes e-mail and webhook under reminders in station.yaml.',
  health: 'Parts and versions',
  part: 'Part',
  detail: 'Details',
  wrongClock:
    'The clock is wrong, or was set just now: compare it with another, and see whether it is kept by the network.',
  version: 'Version',
  unsoundBecause: (problem) => `It did not read back right (${problem}). See to its disk, then make another.`,
  free: (free, total, percent) => `${free} of ${total} free (${percent} %)`,
  nightly: (at, count) => `Every night at ${at}; the newest ${count} sound ones are kept.`,
  requested: (file, by, at) => `The next start restores ${file} (asked for by ${by}, ${at}).`,
  restored: (file, at, before) => `${file} was restored, ${at}. The former data are in ${before}.`,
  notRestored: (file, at, problem) => `${file} was not restored, ${at} (${problem}). The data were left as they are.`,
  channels: { email: 'E-mail', webhook: 'Webhook' },
  statuses: { ok: 'Good', degraded: 'To be noted', down: 'Down' },
  parts: { database: 'Database', redis: 'Queue', ffmpeg: 'Audio', disk: 'Disk', clock: 'Clock' },
  tone: {
    column: 'Test tone',
    more: 'Play a test tone',
    heardBy: (clusters) =>
      `People will hear a 1 kHz tone for ${TEST_TONE.seconds} seconds: ${clusters}. Tell the villages beforehand. It gives way to whatever is due, and to an emergency.`,
    heardByNobody: `This output serves no cluster: the 1 kHz tone of ${TEST_TONE.seconds} seconds is only heard where the device stands.`,
    sure: 'I want to play the tone now',
    play: 'Play a test tone',
    stop: 'Stop the tone',
  },
  done: {
    tone: 'The test tone is playing. It is written in the log.',
    toneStop: 'The test tone was stopped.',
    make: 'The back-up has begun.',
    request: 'The restore is noted; it is done at the next start.',
    cancel: 'The restore is cancelled.',
  },
  fields: { sure: 'Confirmation' },
};

export const SYSTEM_WORDS: Readonly<Record<Language, SystemWords>> = { vi, en };
