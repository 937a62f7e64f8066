import type { Language } from '../../platform/config/config-error';

/** Words of the approver's page. */
export interface ReviewWords {
  readonly title: string;
  readonly intro: string;
  readonly count: (count: number) => string;
  readonly empty: string;
  readonly notYours: string;
  readonly rates: string;
  readonly wave: (title: string) => string;
  readonly noWave: string;
  readonly typed: string;
  readonly warnings: string;
  readonly noWarnings: string;
  readonly done: Readonly<Record<'approve' | 'return', string>>;
}

export const REVIEW_WORDS: Readonly<Record<Language, ReviewWords>> = {
  vi: {
    title: 'Duyệt bản ghi',
    intro: 'Nghe hết bản ghi rồi phê duyệt, hoặc trả lại kèm lý do. Bản ghi chỉ được phát sau khi phê duyệt.',
    count: (count) => `${count} bản ghi chờ duyệt`,
    empty: 'Không có bản ghi nào chờ duyệt.',
    notYours: 'Chỉ lãnh đạo duyệt được phê duyệt hoặc trả lại. Anh/Chị xem và nghe được.',
    rates: 'Tốc độ nghe',
    wave: (title) => `Dạng sóng: ${title}. Bấm vào để nghe từ chỗ đó.`,
    noWave: 'Bản ghi này chưa có dạng sóng.',
    typed: 'Ý kiến vừa nhập, chưa được ghi',
    warnings: 'Cần chú ý',
    noWarnings: 'Máy không phát hiện lỗi nào trong bản ghi.',
    done: { approve: 'Đã phê duyệt. Bản ghi được phát theo lịch.', return: 'Đã trả lại kèm lý do.' },
  },
  en: {
    title: 'Approve recordings',
    intro: 'Listen to the whole recording, then approve it or return it with a reason. Only what is approved airs.',
    count: (count) => `${count} recordings await approval`,
    empty: 'Nothing awaits approval.',
    notYours: 'Only an approver can approve or return. You can look and listen.',
    rates: 'Playback speed',
    wave: (title) => `Waveform: ${title}. Click to listen from there.`,
    noWave: 'This recording has no waveform.',
    typed: 'Your comment, not recorded yet',
    warnings: 'To be noted',
    noWarnings: 'Nothing wrong was found in the recording.',
    done: { approve: 'Approved. It airs as scheduled.', return: 'Returned with your reason.' },
  },
};
