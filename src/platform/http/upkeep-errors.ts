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
} as const;
