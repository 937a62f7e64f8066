/** Words for what keeping the station up refuses; see ERROR_CATALOGUE. */
export const UPKEEP_ERRORS = {
  backupNotSet: {
    status: 409,
    vi: 'Chưa đặt thư mục sao lưu (mục backup trong station.yaml).',
    en: 'No folder for back-ups is set (backup in station.yaml).',
  },
  backupRunning: {
    status: 409,
    vi: 'Đang sao lưu. Hãy chờ lần này xong.',
    en: 'A back-up is being made. Wait until it is done.',
  },
  toneSounding: {
    status: 409,
    vi: 'Một âm thử đang phát. Hãy chờ vài giây, hoặc dừng âm thử đó.',
    en: 'A test tone is sounding. Wait some seconds, or stop it.',
  },
  toneOnAir: {
    status: 409,
    vi: 'Chưa phát âm thử được: đang phát “{title}”. Hãy thử lại khi chương trình này kết thúc.',
    en: 'No test tone now: “{title}” is on the air. Try again when it is over.',
  },
  toneDue: {
    status: 409,
    vi: 'Chưa phát âm thử được: “{title}” đến giờ phát lúc {at}. Hãy thử lại sau chương trình này.',
    en: 'No test tone now: “{title}” is due at {at}. Try again after it.',
  },
  toneQuietHours: {
    status: 409,
    vi: 'Đang là giờ yên tĩnh: bà con nghe được đầu ra này, nên chỉ phát âm thử từ {from} đến {to}.',
    en: 'These are quiet hours, and villages hear this output: test tones are for {from} to {to}.',
  },
} as const;
