/** Words for what the desk of reports refuses; see ERROR_CATALOGUE. */
export const REPORT_ERRORS = {
  reportLocked: {
    status: 409,
    vi: 'Phiên bản {version} đã khóa, không sửa được. Số liệu thay đổi thì lập phiên bản mới.',
    en: 'Version {version} is locked and never changes. When the data change, make a new version.',
  },
  reportNotChecked: {
    status: 409,
    vi: 'Báo cáo chưa được kiểm tra nên chưa khóa được.',
    en: 'The report has not been checked yet and cannot be locked.',
  },
  reportRunning: {
    status: 409,
    vi: 'Kỳ báo cáo đến hết ngày {to} mới kết thúc nên chưa khóa được.',
    en: 'The period ends with {to}; the report cannot be locked before.',
  },
  reportNotReconciled: {
    status: 409,
    vi: 'Còn {count} lượt phát chưa có kết quả (ngày {days}); trang của báo cáo này liệt kê từng lượt.',
    en: '{count} airings are not settled yet ({days}); this report’s page lists them.',
  },
  reportOutdated: {
    status: 409,
    vi: 'Số liệu đã thay đổi từ khi lập báo cáo này. Hãy lập lại, kiểm tra rồi khóa.',
    en: 'The data have changed since this report was made. Make it again, check it, then lock it.',
  },
} as const;
