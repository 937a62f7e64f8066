import type { NormaliseWarning } from './normaliser';

interface Sentence {
  readonly vi: string;
  readonly en: string;
}

export type AudioErrorCode =
  | 'audioEmpty'
  | 'audioNotRecognised'
  | 'audioNoSound'
  | 'audioUndecodable'
  | 'audioTooShort'
  | 'audioTooLong'
  | 'audioSilent'
  | 'audioTimeout'
  | 'audioTooLarge';

/**
 * HTTP status and the sentence a clerk reads, per refusal: what is wrong, then what to do.
 * The figures (limits, durations) are in the DomainError's facts.
 */
export const AUDIO_ERRORS: Readonly<Record<AudioErrorCode, Sentence & { readonly status: number }>> = {
  audioEmpty: {
    status: 422,
    vi: 'Tệp rỗng, không có dữ liệu. Hãy kiểm tra lại máy ghi âm hoặc chép lại tệp rồi tải lên lần nữa.',
    en: 'The file is empty. Check the recorder or copy the file again, then upload it once more.',
  },
  audioNotRecognised: {
    status: 422,
    vi: 'Đây không phải tệp âm thanh mà hệ thống đọc được. Hãy chọn tệp ghi âm WAV, MP3, M4A, OGG, FLAC, AMR, 3GP, WMA hoặc video có tiếng (MP4, WebM).',
    en: 'This is not an audio file the system can read. Choose a WAV, MP3, M4A, OGG, FLAC, AMR, 3GP or WMA recording, or a video with sound (MP4, WebM).',
  },
  audioNoSound: {
    status: 422,
    vi: 'Tệp này không có phần âm thanh. Hãy chọn tệp ghi âm, hoặc video có tiếng.',
    en: 'This file has no sound track. Choose an audio recording, or a video with sound.',
  },
  audioUndecodable: {
    status: 422,
    vi: 'Tệp bị hỏng, thiếu dữ liệu hoặc được khóa bản quyền nên không giải mã được. Hãy xuất lại tệp từ máy ghi âm hoặc phần mềm dựng, rồi tải lên lần nữa.',
    en: 'The file is damaged, cut off or copy-protected and cannot be decoded. Export it again from the recorder or editor, then upload it once more.',
  },
  audioTooShort: {
    status: 422,
    vi: 'Bản ghi ngắn hơn 1 giây. Hãy kiểm tra xem có chọn nhầm tệp không.',
    en: 'The recording is shorter than 1 second. Check that this is the right file.',
  },
  audioTooLong: {
    status: 422,
    vi: 'Bản ghi dài quá thời lượng cho phép của chương trình. Hãy cắt ngắn hoặc chia thành nhiều số.',
    en: 'The recording is longer than the programme allows. Shorten it or split it into several issues.',
  },
  audioSilent: {
    status: 422,
    vi: 'Bản ghi không có tiếng hoặc quá nhỏ, gần như im lặng. Hãy nghe lại, kiểm tra micrô rồi ghi âm lại.',
    en: 'The recording is silent or almost silent. Listen to it, check the microphone and record it again.',
  },
  audioTimeout: {
    status: 422,
    vi: 'Xử lý tệp này quá lâu nên hệ thống đã dừng lại. Hãy xuất lại tệp sang MP3 hoặc WAV rồi tải lên lần nữa.',
    en: 'Processing this file took too long and was stopped. Export it again as MP3 or WAV, then upload it once more.',
  },
  audioTooLarge: {
    status: 413,
    vi: 'Tệp lớn quá dung lượng cho phép. Hãy xuất lại thành MP3 hoặc M4A để giảm dung lượng.',
    en: 'The file is larger than allowed. Export it as MP3 or M4A to make it smaller.',
  },
};

/** What the reviewer is told about a recording that was accepted. */
export const AUDIO_WARNINGS: Readonly<Record<NormaliseWarning, Sentence>> = {
  targetNotReached: {
    vi: 'Chưa đạt mức âm lượng chuẩn vì đỉnh tiếng quá cao so với giọng nói; đã đưa lên mức tốt nhất có thể.',
    en: 'The target loudness was not reached because peaks are too high above the speech; the best possible level was used.',
  },
  videoIgnored: {
    vi: 'Tệp là video; chỉ lấy phần âm thanh.',
    en: 'The file is a video; only its sound was taken.',
  },
  stereoCancels: {
    vi: 'Hai kênh trái, phải ngược pha, trộn lại sẽ mất tiếng; chỉ lấy kênh trái.',
    en: 'The left and right channels cancel each other out when mixed; only the left one was taken.',
  },
  decodeErrors: {
    vi: 'Một phần tệp bị hỏng khi giải mã; hãy nghe kỹ trước khi duyệt.',
    en: 'Part of the file was damaged; listen carefully before approving.',
  },
};
