import type { AiringReason, AiringRole, AiringState } from '../../domain/airing';
import type { Language } from '../config/config-error';

/** The words of an airing, wherever staff read them: pages and reports say the same. Vietnamese in NFC. */
export interface AiringWords {
  readonly role: Readonly<Record<AiringRole, string>>;
  readonly state: Readonly<Record<AiringState, string>>;
  /** Lower case: they also stand inside sentences. */
  readonly reason: Readonly<Record<AiringReason, string>>;
  /** By ISO 639-3 code; a code that is not here is shown as it is. */
  readonly spoken: Readonly<Record<string, string>>;
}

const vi: AiringWords = {
  role: { first: 'Phát mới', repeat: 'Phát lại', makeUp: 'Phát bù', extra: 'Phát thêm' },
  state: {
    planned: 'Chờ phát',
    cued: 'Sắp phát',
    playing: 'Đang phát',
    aired: 'Đã phát',
    partial: 'Phát thiếu',
    missed: 'Không phát',
    cancelled: 'Đã hủy',
    excused: 'Được miễn',
  },
  reason: {
    completed: 'đã phát đủ',
    noRecording: 'chưa có bản ghi âm',
    notApproved: 'bản ghi âm chưa được duyệt',
    mediaMissing: 'mất tệp âm thanh',
    mediaAltered: 'tệp âm thanh bị thay đổi',
    startedTooLate: 'quá giờ bắt đầu',
    serviceDown: 'hệ thống không hoạt động',
    engineLost: 'hệ thống dừng đột ngột khi đang phát',
    outputFailed: 'lỗi đầu ra',
    decoderFailed: 'không giải mã được tệp âm thanh',
    sourceFailed: 'nguồn tiếp âm mất tín hiệu',
    sourceSilent: 'nguồn tiếp âm không có tiếng',
    sourceRefused: 'nguồn tiếp âm không được phép hoặc không phải luồng âm thanh',
    cutShort: 'bị ngắt giữa chừng',
    interrupted: 'nhường cho nội dung ưu tiên hơn',
    replaced: 'thay bằng thông báo khẩn cấp khác',
    provedSilent: 'bản thu kiểm tra sóng có đoạn mất tiếng',
    noOutput: 'không có đầu ra phục vụ cụm loa',
    sessionFull: 'buổi phát hết thời lượng',
    cancelledByStaff: 'hủy theo yêu cầu',
    mourningNoMusic: 'ngày quốc tang không phát nhạc',
    calendarBlocked: 'ngày tạm dừng phát',
    notNeeded: 'không có khoảng trống cần lấp',
  },
  spoken: { vie: 'Tiếng Việt', hre: 'Tiếng Hrê', cua: 'Tiếng Cor', sed: 'Tiếng Xơ Đăng' },
};

const en: AiringWords = {
  role: { first: 'First airing', repeat: 'Repeat', makeUp: 'Make-up', extra: 'Extra' },
  state: {
    planned: 'Planned',
    cued: 'Ready to start',
    playing: 'On air',
    aired: 'Aired',
    partial: 'Partly aired',
    missed: 'Missed',
    cancelled: 'Cancelled',
    excused: 'Excused',
  },
  reason: {
    completed: 'aired in full',
    noRecording: 'no recording',
    notApproved: 'the recording was not approved',
    mediaMissing: 'the audio file is gone',
    mediaAltered: 'the audio file was altered',
    startedTooLate: 'too late to start',
    serviceDown: 'the service was not running',
    engineLost: 'the service stopped while it was on air',
    outputFailed: 'the output failed',
    decoderFailed: 'the audio file could not be decoded',
    sourceFailed: 'the live source gave nothing',
    sourceSilent: 'the live source was silent',
    sourceRefused: 'the live source is not allowed or is no audio stream',
    cutShort: 'it was cut short',
    interrupted: 'it gave way to a higher priority',
    replaced: 'another emergency took its place',
    provedSilent: 'the air-check has silent stretches',
    noOutput: 'no output serves the clusters',
    sessionFull: 'the session is full',
    cancelledByStaff: 'cancelled by staff',
    mourningNoMusic: 'no music on a day of national mourning',
    calendarBlocked: 'no broadcasting on that day',
    notNeeded: 'there was no gap to fill',
  },
  spoken: { vie: 'Vietnamese', hre: 'Hrê', cua: 'Cor', sed: 'Sedang' },
};

export const AIRING_WORDS: Readonly<Record<Language, AiringWords>> = { vi, en };
