import type { Language } from '../../platform/config/config-error';

/** signedOut 401, stale: of another session or another site, forbidden 403, missing 404, failed 5xx, refused anything else. */
export type ErrorKind = 'signedOut' | 'stale' | 'forbidden' | 'missing' | 'failed' | 'refused';

type Word = 'reference' | 'typed' | 'resend' | 'maybeDone' | 'signIn' | 'again' | 'home' | 'sessionOver';

/** Words of the page that stands in another one's place. */
export interface ErrorWords extends Readonly<Record<Word, string>> {
  readonly title: Readonly<Record<ErrorKind, string>>;
  /** What its reader can do. */
  readonly advice: Readonly<Record<ErrorKind, string>>;
}

const vi: ErrorWords = {
  title: {
    signedOut: 'Phiên đăng nhập đã hết',
    stale: 'Trang đã cũ',
    forbidden: 'Không có quyền',
    missing: 'Không tìm thấy trang',
    failed: 'Trang này gặp lỗi',
    refused: 'Không thực hiện được',
  },
  advice: {
    signedOut: 'Hãy đăng nhập lại ở thẻ mới, rồi quay về đây để gửi tiếp.',
    stale: 'Hãy xem lại những gì đã nhập rồi gửi lại, hoặc mở lại trang từ đầu.',
    forbidden: 'Nếu công việc cần đến, hãy nhờ quản trị của đài giao thêm vai trò.',
    missing: 'Địa chỉ có thể gõ sai, hoặc mục này không còn nữa. Hãy mở lại từ các trang ở đầu trang.',
    failed: 'Hãy thử lại sau ít phút. Nếu vẫn lỗi, đọc mã tra cứu dưới đây cho người hỗ trợ kỹ thuật.',
    refused: 'Hãy quay lại, xem lại những gì đã nhập rồi thử lần nữa.',
  },
  reference: 'Mã tra cứu',
  typed: 'Những gì đã nhập vẫn còn:',
  resend: 'Gửi lại',
  maybeDone: 'Có thể việc này đã được ghi trước khi gặp lỗi: hãy mở trang kiểm tra rồi mới gửi lại.',
  signIn: 'Đăng nhập ở thẻ mới',
  again: 'Thử lại',
  home: 'Về trang tổng quan',
  sessionOver: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại để xem tiếp.',
};

const en: ErrorWords = {
  title: {
    signedOut: 'The session has ended',
    stale: 'The page is out of date',
    forbidden: 'Not permitted',
    missing: 'No such page',
    failed: 'This page failed',
    refused: 'That did not work',
  },
  advice: {
    signedOut: 'Sign in again in a new tab, then come back here and send it.',
    stale: 'Look at what was typed and send it again, or open the page anew.',
    forbidden: 'If your work needs it, ask the station’s administrator for another role.',
    missing: 'The address may be mistyped, or this is gone. Open it again from the pages at the top.',
    failed: 'Try again in a few minutes. If it still fails, read the reference below to technical support.',
    refused: 'Go back, look at what was typed, then try once more.',
  },
  reference: 'Reference',
  typed: 'What was typed is still here:',
  resend: 'Send again',
  maybeDone: 'It may have been stored before the failure: look at the page first, then send it again.',
  signIn: 'Sign in in a new tab',
  again: 'Try again',
  home: 'To the overview',
  sessionOver: 'The session has ended. Sign in again to go on.',
};

export const ERROR_WORDS: Readonly<Record<Language, ErrorWords>> = { vi, en };
