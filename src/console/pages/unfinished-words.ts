import type { Language } from '../../platform/config/config-error';

/** Words of uploads that have begun and not come whole. */
export interface UnfinishedWords {
  readonly title: string;
  readonly intro: string;
  readonly none: string;
  readonly back: string;
  /** On the page that leads here. */
  readonly link: (count: number) => string;
  readonly received: (received: string, size: string, percent: number) => string;
  readonly by: string;
  readonly touched: string;
  readonly expires: string;
  readonly cancel: { readonly more: string; readonly hint: string; readonly label: string };
  readonly done: { readonly huy: string };
}

export const UNFINISHED_WORDS: Readonly<Record<Language, UnfinishedWords>> = {
  vi: {
    title: 'Tệp đang tải lên dở',
    intro:
      'Những tệp chưa gửi hết. Người gửi chọn lại đúng tệp đó thì gửi tiếp từ chỗ đã dừng. Chúng chiếm hạn mức chung: tệp nào bỏ quên, hãy hủy.',
    none: 'Không có tệp nào đang tải lên dở.',
    back: 'Về danh sách bản ghi',
    link: (count) => `${count} tệp đang tải lên dở`,
    received: (received, size, percent) => `Đã nhận ${received} trên ${size} (${percent} %)`,
    by: 'Người gửi',
    touched: 'Nhận lần cuối',
    expires: 'Tự xóa lúc',
    cancel: {
      more: 'Hủy tệp này',
      hint: 'Phần đã nhận sẽ bị xóa; muốn dùng tệp này phải gửi lại từ đầu.',
      label: 'Hủy và xóa phần đã nhận',
    },
    done: { huy: 'Đã hủy tệp tải lên dở.' },
  },
  en: {
    title: 'Unfinished uploads',
    intro:
      'Files that have not come whole. Whoever sends one chooses the same file again, and it goes on where it stopped. They take up a quota that everybody shares: cancel what was forgotten.',
    none: 'There is no unfinished upload.',
    back: 'Back to the recordings',
    link: (count) => (count === 1 ? '1 unfinished upload' : `${count} unfinished uploads`),
    received: (received, size, percent) => `${received} of ${size} have come (${percent} %)`,
    by: 'Sent by',
    touched: 'Last byte',
    expires: 'Deleted by itself',
    cancel: {
      more: 'Cancel this one',
      hint: 'What has come of it will be deleted; to use the file it has to be sent from its beginning.',
      label: 'Cancel and delete what has come',
    },
    done: { huy: 'The unfinished upload was cancelled.' },
  },
};
