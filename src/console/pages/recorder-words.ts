import type { Language } from '../../platform/config/config-error';

/** Words of the recorder; `{duration}` and `{when}` are filled in by its script. */
export type RecorderWords = Readonly<Record<Control | Said, string>>;

type Control =
  'group' | 'start' | 'pause' | 'resume' | 'stop' | 'use' | 'discard' | 'adopt' | 'abandon' | 'level' | 'listen';

type Said =
  | 'minutes'
  | 'seconds'
  | 'recording'
  | 'paused'
  | 'taken'
  | 'empty'
  | 'found'
  | 'discardAsk'
  | 'stillRecording'
  | 'tooLoud'
  | 'tooQuiet'
  | 'notKept'
  | 'unplugged'
  | 'broken'
  | 'insecure'
  | 'unsupported'
  | 'failed'
  // As browsers call what may be wrong with a microphone.
  | 'NotAllowedError'
  | 'NotFoundError'
  | 'NotReadableError';

export const RECORDER_WORDS: Readonly<Record<Language, RecorderWords>> = {
  vi: {
    group: 'Thu âm bằng micrô',
    start: 'Thu âm bằng micrô',
    pause: 'Tạm dừng',
    resume: 'Thu tiếp',
    stop: 'Dừng thu',
    use: 'Dùng bản thu này',
    discard: 'Bỏ bản thu',
    adopt: 'Nghe lại và dùng',
    abandon: 'Bỏ bản thu dở',
    level: 'Mức tiếng vào micrô',
    listen: 'Nghe lại bản vừa thu',
    minutes: 'phút',
    seconds: 'giây',
    recording: 'Đang thu âm…',
    paused: 'Đã tạm dừng. Bấm “Thu tiếp” để nói tiếp.',
    taken: 'Đã thu {duration}. Hãy nghe lại, rồi bấm “Tải lên”.',
    empty: 'Chưa thu được tiếng nào.',
    found: 'Còn một bản thu chưa gửi từ {when}, dài {duration}.',
    discardAsk: 'Bỏ bản thu này? Bản thu chưa được tải lên nên sẽ mất hẳn.',
    stillRecording: 'Đang thu âm: bấm “Dừng thu” rồi mới tải lên được.',
    tooLoud: 'Tiếng quá to: lùi ra xa micrô một chút.',
    tooQuiet: 'Tiếng quá nhỏ: lại gần micrô, hoặc xem micrô có bị tắt không.',
    notKept: 'Trình duyệt không giữ được bản dự phòng: đừng đóng trang trước khi tải lên.',
    unplugged: 'Micrô đã bị rút ra; phần đã thu vẫn còn.',
    broken: 'Trình duyệt phải dừng thu; phần đã thu vẫn còn.',
    insecure:
      'Chưa thu âm được ở địa chỉ này: trình duyệt chỉ cho dùng micrô khi địa chỉ bắt đầu bằng https://, hoặc khi mở ngay trên máy phát thanh. Hãy dùng địa chỉ https:// của đài, hoặc thu bằng điện thoại rồi chọn tệp ở trên.',
    unsupported:
      'Trình duyệt này không thu âm được. Hãy dùng bản mới của Chrome, Edge, Firefox hoặc Safari, hoặc thu bằng điện thoại rồi chọn tệp ở trên.',
    failed: 'Chưa mở được micrô. Hãy tải lại trang rồi thử lại, hoặc thu bằng điện thoại rồi chọn tệp ở trên.',
    NotAllowedError:
      'Trình duyệt chưa cho phép dùng micrô. Bấm vào biểu tượng bên trái địa chỉ trang, mục “Micrô” chọn “Cho phép”, rồi bấm thu lại. Trên điện thoại xem thêm quyền micrô của trình duyệt trong phần Cài đặt.',
    NotFoundError: 'Máy này không có micrô. Hãy cắm micrô rồi bấm thu lại, hoặc dùng điện thoại.',
    NotReadableError: 'Phần mềm khác đang dùng micrô (Zalo, họp trực tuyến…). Hãy tắt phần mềm ấy rồi bấm thu lại.',
  },
  en: {
    group: 'Record with the microphone',
    start: 'Record with the microphone',
    pause: 'Pause',
    resume: 'Go on recording',
    stop: 'Stop recording',
    use: 'Use this recording',
    discard: 'Discard the recording',
    adopt: 'Listen to it and use it',
    abandon: 'Discard what was left',
    level: 'Level at the microphone',
    listen: 'Listen to what was recorded',
    minutes: 'min',
    seconds: 's',
    recording: 'Recording…',
    paused: 'Paused. Press “Go on recording” to continue.',
    taken: '{duration} recorded. Listen to it, then press “Upload”.',
    empty: 'Nothing was recorded.',
    found: 'A recording of {when} was never sent; it lasts {duration}.',
    discardAsk: 'Discard this recording? It was not uploaded and will be lost.',
    stillRecording: 'Still recording: press “Stop recording” before you upload.',
    tooLoud: 'Too loud: move away from the microphone a little.',
    tooQuiet: 'Too quiet: come closer, or see whether the microphone is switched off.',
    notKept: 'The browser cannot keep a copy: do not close the page before you upload.',
    unplugged: 'The microphone was unplugged; what was recorded is still here.',
    broken: 'The browser had to stop recording; what was recorded is still here.',
    insecure:
      'Recording is not possible at this address: browsers give the microphone to https:// addresses only, or to a page opened on the broadcast machine itself. Use the station’s https:// address, or record with a telephone and choose the file above.',
    unsupported:
      'This browser cannot record. Use a recent Chrome, Edge, Firefox or Safari, or record with a telephone and choose the file above.',
    failed: 'The microphone could not be opened. Reload the page and try again, or record with a telephone.',
    NotAllowedError:
      'The browser does not allow the microphone. Click the sign left of the address, set “Microphone” to “Allow”, and record again. On a telephone see the browser’s permissions in the settings too.',
    NotFoundError: 'This machine has no microphone. Plug one in and record again, or use a telephone.',
    NotReadableError: 'Another program uses the microphone (a call, a meeting). Close it and record again.',
  },
};
