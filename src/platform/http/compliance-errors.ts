/** Words for what make-ups and attestations refuse; see ERROR_CATALOGUE. */
export const COMPLIANCE_ERRORS = {
  noMakeUpSlot: {
    status: 409,
    vi: 'Trong {days} ngày tới không buổi phát nào còn chỗ để phát bù.',
    en: 'No session of the next {days} days has room for the make-up.',
  },
  notOwed: {
    status: 422,
    vi: 'Kế hoạch đang thực hiện không giao lượt phát này trong kỳ đó (mỗi số có {airings} lượt phát).',
    en: 'The plans in force owe no such airing in that period (an issue has {airings} airings).',
  },
  attestedInFuture: {
    status: 422,
    vi: 'Chỉ xác nhận được lượt đã phát, không xác nhận cho thời điểm chưa đến.',
    en: 'Only what has aired can be attested, not what is still to come.',
  },
  alreadyMeasured: {
    status: 409,
    vi: 'Lượt phát này đã có số đo trong nhật ký phát sóng, không cần xác nhận.',
    en: 'This airing was measured and is in the log; it needs no attestation.',
  },
  alreadyAttested: {
    status: 409,
    vi: 'Lượt phát này đã được xác nhận.',
    en: 'This airing has been attested already.',
  },
  attachmentType: {
    status: 415,
    vi: 'Tệp kèm theo phải là PDF, JPEG hoặc PNG.',
    en: 'The attachment must be a PDF, JPEG or PNG file.',
  },
} as const;
