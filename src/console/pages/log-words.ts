import type { AiringProof, NoDataReason } from '../../domain/proof';
import type { Language } from '../../platform/config/config-error';

/** A test is compared with nothing. */
export type Verdict = AiringProof['verdict'] | 'pending' | 'test';

type Word =
  | 'title'
  | 'intro'
  | 'from'
  | 'to'
  | 'output'
  | 'verdict'
  | 'search'
  | 'all'
  | 'find'
  | 'csv'
  | 'xlsx'
  | 'none'
  | 'planned'
  | 'date'
  | 'programme'
  | 'measured'
  | 'start'
  | 'end'
  | 'duration'
  | 'result'
  | 'proof'
  | 'offset'
  | 'silent'
  | 'match'
  | 'listen'
  | 'returned'
  | 'mixed'
  | 'noAirCheck'
  | 'gone'
  | 'incidents'
  | 'withdrawn'
  | 'stopped'
  | 'notStarted'
  | 'source';

/** Words of the as-played log. */
export interface LogWords extends Readonly<Record<Word, string>> {
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly noData: Readonly<Record<NoDataReason, string>>;
  /** By kind; one that is not here is shown as it is. */
  readonly incident: Readonly<Record<string, string>>;
  readonly cut: (shown: number, all: number) => string;
  readonly listenTo: (title: string, at: string) => string;
  readonly offsetOf: (ms: string) => string;
  readonly silentFor: (seconds: string) => string;
}

const vi: LogWords = {
  title: 'Nhật ký phát',
  intro:
    'Những gì các đầu ra đã thật sự phát, theo giờ đo được, và kết quả đối chiếu với bản thu kiểm tra sóng. Nhật ký không sửa, không xóa được.',
  from: 'Từ ngày',
  to: 'Đến ngày',
  output: 'Đầu ra',
  verdict: 'Đối chiếu',
  search: 'Tên chương trình',
  all: 'Tất cả',
  find: 'Lọc',
  csv: 'Tải về CSV',
  xlsx: 'Tải về Excel',
  none: 'Không có lượt phát nào khớp với điều kiện lọc.',
  planned: 'Giờ theo lịch',
  date: 'Ngày',
  programme: 'Chương trình',
  measured: 'Thực phát',
  start: 'Bắt đầu đo được',
  end: 'Kết thúc đo được',
  duration: 'Thời lượng (giây)',
  result: 'Kết quả',
  proof: 'Bản thu kiểm tra sóng',
  offset: 'Lệch (ms)',
  silent: 'Mất tiếng (giây)',
  match: 'Độ khớp',
  listen: 'Nghe lại',
  returned: 'Tiếng trả về từ máy chủ phát hoặc card âm thanh.',
  mixed: 'Tiếng lấy tại bộ trộn, trước đầu ra.',
  noAirCheck: 'Không có bản thu kiểm tra sóng.',
  gone: 'Bản thu đang được ghi hoặc đã xóa theo hạn lưu.',
  incidents: 'Sự cố',
  withdrawn: 'đã rút khỏi lịch',
  stopped: 'đã dừng',
  notStarted: 'không phát ra',
  source: 'Nguồn bản thu',
  verdicts: {
    proved: 'Đúng nội dung',
    silent: 'Có đoạn mất tiếng',
    mismatch: 'Khác nội dung',
    noData: 'Chưa có số liệu',
    pending: 'Chờ đối chiếu',
    test: 'Phát thử, không tính thời lượng',
  },
  noData: {
    noAirCheck: 'không có bản thu',
    airCheckMissing: 'mất tệp bản thu',
    airCheckBroken: 'tệp bản thu hỏng',
    renditionMissing: 'mất tệp bản ghi',
    notComparable: 'không đối chiếu được',
  },
  incident: {
    startedLate: 'bắt đầu muộn',
    fillerAired: 'phát nội dung lấp chỗ trống',
    recordingNotReady: 'bản ghi chưa sẵn sàng',
    airingLost: 'lỡ lượt phát',
    airingMoved: 'lượt phát bị dời',
    airCheckSilent: 'bản thu kiểm tra sóng mất tiếng',
    airCheckMismatch: 'bản thu kiểm tra sóng khác nội dung',
  },
  cut: (shown, all) => `Hiện ${shown} trong ${all} dòng, mới nhất trước. Hãy thu hẹp điều kiện lọc hoặc tải về.`,
  listenTo: (title, at) => `Nghe lại ${title}, ${at}`,
  offsetOf: (ms) => `lệch ${ms} ms`,
  silentFor: (seconds) => `mất tiếng ${seconds} giây`,
};

const en: LogWords = {
  title: 'As-played log',
  intro:
    'What the outputs really played, as measured, held against the air-checks. The log can be neither changed nor deleted.',
  from: 'From',
  to: 'To',
  output: 'Output',
  verdict: 'Comparison',
  search: 'Programme',
  all: 'All',
  find: 'Filter',
  csv: 'Download CSV',
  xlsx: 'Download Excel',
  none: 'Nothing matches the filter.',
  planned: 'Planned',
  date: 'Date',
  programme: 'Programme',
  measured: 'Measured',
  start: 'Measured start',
  end: 'Measured end',
  duration: 'Duration (s)',
  result: 'Result',
  proof: 'Air-check',
  offset: 'Offset (ms)',
  silent: 'Silent (s)',
  match: 'Match',
  listen: 'Listen',
  returned: 'Sound that came back from the streaming server or the sound card.',
  mixed: 'Sound of the mix, before the output.',
  noAirCheck: 'There is no air-check.',
  gone: 'The air-check is still being recorded, or was deleted when its time was up.',
  incidents: 'Incidents',
  withdrawn: 'withdrawn from the schedule',
  stopped: 'stopped',
  notStarted: 'did not go out',
  source: 'Source of the air-check',
  verdicts: {
    proved: 'Right content',
    silent: 'Silent stretches',
    mismatch: 'Other content',
    noData: 'No data',
    pending: 'To be compared',
    test: 'A test, no airtime',
  },
  noData: {
    noAirCheck: 'no air-check',
    airCheckMissing: 'the air-check is gone',
    airCheckBroken: 'the air-check is broken',
    renditionMissing: 'the recording is gone',
    notComparable: 'not comparable',
  },
  incident: {
    startedLate: 'started late',
    fillerAired: 'filler was aired',
    recordingNotReady: 'recording not ready',
    airingLost: 'airing lost',
    airingMoved: 'airing moved',
    airCheckSilent: 'silence in the air-check',
    airCheckMismatch: 'other content in the air-check',
  },
  cut: (shown, all) => `${shown} of ${all} lines, newest first. Narrow the filter or download them all.`,
  listenTo: (title, at) => `Listen to ${title}, ${at}`,
  offsetOf: (ms) => `${ms} ms off`,
  silentFor: (seconds) => `silent for ${seconds} s`,
};

export const LOG_WORDS: Readonly<Record<Language, LogWords>> = { vi, en };
