import type { FindingCode } from './findings';

interface Sentence {
  readonly vi: string;
  readonly en: string;
}

export type AudioErrorCode =
  | 'audioEmpty'
  | 'audioNotRecognised'
  | 'audioIsImage'
  | 'audioIsDocument'
  | 'audioIsArchive'
  | 'audioIsProgram'
  | 'audioElsewhere'
  | 'audioEncrypted'
  | 'audioNoSound'
  | 'audioUnsupported'
  | 'audioUndecodable'
  | 'audioDamaged'
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
    vi: 'Đây không phải tệp âm thanh mà hệ thống đọc được. Hãy chọn tệp ghi âm WAV, MP3, M4A, OGG, FLAC, AMR, 3GP, WMA hoặc video có tiếng (MP4, MOV, AVI, WebM).',
    en: 'This is not an audio file the system can read. Choose a WAV, MP3, M4A, OGG, FLAC, AMR, 3GP or WMA recording, or a video with sound (MP4, MOV, AVI, WebM).',
  },
  audioIsImage: {
    status: 422,
    vi: 'Đây là tệp hình ảnh, không có tiếng. Hãy chọn tệp ghi âm (MP3, WAV, M4A…) hoặc video có tiếng.',
    en: 'This is a picture and has no sound. Choose an audio recording (MP3, WAV, M4A…) or a video with sound.',
  },
  audioIsDocument: {
    status: 422,
    vi: 'Đây là văn bản hoặc tài liệu, không phải bản ghi âm. Hãy đọc và ghi âm nội dung, rồi tải tệp ghi âm lên.',
    en: 'This is a text or a document, not a recording. Read it aloud, record it, and upload the recording.',
  },
  audioIsArchive: {
    status: 422,
    vi: 'Đây là tệp nén (ZIP, RAR…). Hãy giải nén rồi tải lên từng tệp ghi âm bên trong.',
    en: 'This is an archive (ZIP, RAR…). Unpack it and upload the recordings inside one by one.',
  },
  audioIsProgram: {
    status: 422,
    vi: 'Đây là tệp chương trình, không phải bản ghi âm. Đừng mở tệp này; hãy tìm lại đúng tệp ghi âm rồi tải lên.',
    en: 'This is a program, not a recording. Do not open it; find the right recording and upload that.',
  },
  audioElsewhere: {
    status: 422,
    vi: 'Tệp này chỉ trỏ tới âm thanh ở nơi khác (danh sách phát hoặc liên kết), bên trong không có tiếng. Hãy tải lên chính tệp ghi âm.',
    en: 'This file only points to sound kept elsewhere (a playlist or a link). Upload the recording itself.',
  },
  audioEncrypted: {
    status: 422,
    vi: 'Tệp được khóa bản quyền (DRM) hoặc mã hóa nên không phát được. Hãy dùng bản không khóa, hoặc xin tệp gốc từ nơi sản xuất.',
    en: 'The file is copy-protected (DRM) or encrypted and cannot be aired. Use an unlocked copy, or ask the producer for one.',
  },
  audioNoSound: {
    status: 422,
    vi: 'Tệp này không có phần âm thanh. Hãy chọn tệp ghi âm, hoặc video có tiếng.',
    en: 'This file has no sound track. Choose an audio recording, or a video with sound.',
  },
  audioUnsupported: {
    status: 422,
    vi: 'Tệp có kiểu nén, số kênh hoặc tần số lấy mẫu mà hệ thống không dùng được. Hãy xuất lại thành MP3 hoặc WAV 44,1 kHz rồi tải lên lần nữa.',
    en: 'The file has a codec, channel count or sample rate the system cannot use. Export it as MP3 or 44.1 kHz WAV, then upload it once more.',
  },
  audioUndecodable: {
    status: 422,
    vi: 'Tệp bị hỏng hoặc bị cắt cụt nên không giải mã được. Hãy chép lại tệp từ máy ghi âm, hoặc xuất lại từ phần mềm dựng, rồi tải lên lần nữa.',
    en: 'The file is damaged or cut off and cannot be decoded. Copy it from the recorder or export it from the editor again, then upload it once more.',
  },
  audioDamaged: {
    status: 422,
    vi: 'Tệp bị hỏng hoặc thiếu hơn 2 % nội dung. Hãy chép lại tệp từ máy ghi âm (rút thẻ nhớ đúng cách), rồi tải lên lần nữa.',
    en: 'More than 2 % of the recording is damaged or missing. Copy it from the recorder again (eject the card first), then upload it once more.',
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
export const AUDIO_WARNINGS: Readonly<Record<FindingCode, Sentence>> = {
  targetNotReached: {
    vi: 'Chưa đạt mức âm lượng chuẩn vì đỉnh tiếng quá cao so với giọng nói; đã đưa lên mức tốt nhất có thể.',
    en: 'The target loudness was not reached because peaks are too high above the speech; the best possible level was used.',
  },
  videoIgnored: {
    vi: 'Tệp là video; chỉ lấy phần âm thanh.',
    en: 'The file is a video; only its sound was taken.',
  },
  stereoCancels: {
    vi: 'Các kênh ngược pha, trộn lại thì mất tiếng; hãy nghe kỹ trước khi duyệt.',
    en: 'Channels cancel each other out when they are mixed; listen carefully before approving.',
  },
  decodeErrors: {
    vi: 'Một phần tệp bị hỏng hoặc bị thiếu; hãy nghe kỹ trước khi duyệt.',
    en: 'Part of the file is damaged or missing; listen carefully before approving.',
  },
  leadingSilence: {
    vi: 'Đầu bản ghi có đoạn im lặng; có thể cắt bớt.',
    en: 'The recording begins with silence, which can be trimmed.',
  },
  trailingSilence: {
    vi: 'Cuối bản ghi có đoạn im lặng; có thể cắt bớt.',
    en: 'The recording ends with silence, which can be trimmed.',
  },
  longSilence: {
    vi: 'Giữa bản ghi có đoạn im lặng dài; hãy nghe lại xem có mất tiếng không.',
    en: 'There is a long silence inside; listen whether words are missing.',
  },
  clipping: {
    vi: 'Tiếng bị vỡ vì thu quá to; hãy nghe lại, nên thu lại với mức nhỏ hơn.',
    en: 'The sound is clipped because it was recorded too loud; listen, and better record it again at a lower level.',
  },
  deadChannel: {
    vi: 'Chỉ một bên trái hoặc phải có tiếng; đã trộn thành một kênh.',
    en: 'Only one of the two channels has sound; both were mixed into one.',
  },
  lowLevel: {
    vi: 'Giọng nói thu quá nhỏ nên tiếng ồn nền cũng bị nâng lên; nên thu lại gần micrô hơn.',
    en: 'The speech is very quiet, so background noise was raised with it; better record it again closer to the microphone.',
  },
  levelJump: {
    vi: 'Âm lượng thay đổi đột ngột giữa hai đoạn; hãy nghe lại.',
    en: 'The level changes suddenly between two passages; listen to it.',
  },
};
