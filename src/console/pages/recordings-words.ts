import type { Language } from '../../platform/config/config-error';

/** Words of the recordings' page and of one recording's own. */
export interface RecordingsWords {
  readonly title: string;
  readonly intro: string;
  readonly filter: string;
  readonly stage: string;
  readonly anyStage: string;
  readonly text: string;
  readonly apply: string;
  readonly clear: string;
  readonly none: string;
  readonly noneFound: string;
  readonly list: string;
  readonly columns: Readonly<Record<'title' | 'stage' | 'language' | 'duration' | 'uploaded', string>>;
  readonly next: string;
  readonly newest: string;
  readonly back: string;
  readonly versions: string;
  readonly thisOne: string;
  readonly notReady: string;
  readonly lacking: (issue: string) => string;
}

export const RECORDINGS_WORDS: Readonly<Record<Language, RecordingsWords>> = {
  vi: {
    title: 'Bản ghi',
    intro: 'Mọi bản ghi đã tải lên hoặc thu tại đây, mới nhất trước. Bấm vào tên để nghe và xem chi tiết.',
    filter: 'Lọc bản ghi',
    stage: 'Tình trạng',
    anyStage: 'Tất cả',
    text: 'Tiêu đề có chữ',
    apply: 'Lọc',
    clear: 'Bỏ lọc',
    none: 'Chưa có bản ghi nào. Hãy thu hoặc tải bản ghi đầu tiên lên.',
    noneFound: 'Không có bản ghi nào như vậy.',
    list: 'Danh sách bản ghi',
    columns: {
      title: 'Bản ghi',
      stage: 'Tình trạng',
      language: 'Ngôn ngữ, bản',
      duration: 'Thời lượng',
      uploaded: 'Tải lên',
    },
    next: 'Trang sau',
    newest: 'Về trang đầu',
    back: 'Về danh sách bản ghi',
    versions: 'Các bản của nội dung này',
    thisOne: 'đang xem',
    notReady: 'Xử lý xong sẽ nghe được ở đây; không cần tải lại trang.',
    lacking: (issue) => `Số gần nhất chưa có bản ghi được duyệt: ${issue}`,
  },
  en: {
    title: 'Recordings',
    intro: 'Whatever was uploaded or recorded here, the newest first. A title leads to the recording itself.',
    filter: 'Filter recordings',
    stage: 'Status',
    anyStage: 'All',
    text: 'Title contains',
    apply: 'Filter',
    clear: 'Show all',
    none: 'There is no recording yet. Record or upload the first one.',
    noneFound: 'There is no such recording.',
    list: 'List of recordings',
    columns: {
      title: 'Recording',
      stage: 'Status',
      language: 'Language, version',
      duration: 'Duration',
      uploaded: 'Uploaded',
    },
    next: 'Next page',
    newest: 'First page',
    back: 'Back to the recordings',
    versions: 'Versions of this content',
    thisOne: 'shown here',
    notReady: 'Once it is ready it can be heard here; there is no need to reload.',
    lacking: (issue) => `The next issue without an approved recording: ${issue}`,
  },
};
