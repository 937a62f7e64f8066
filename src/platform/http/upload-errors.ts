/** Codes of forms that bring files, and of uploads that come in pieces. */
export const UPLOAD_ERRORS = {
  formOneFile: {
    status: 400,
    vi: 'Mỗi lần gửi một tệp, trong đúng trường của nó: "file" cho bản ghi, "attachment" cho giấy xác nhận. Hãy gửi lại từng tệp.',
    en: 'One file is sent at a time, in its own field: "file" for a recording, "attachment" for an attestation. Send them one by one.',
  },
  formTooMuch: {
    status: 400,
    vi: 'Biểu mẫu có quá nhiều trường, hoặc một trường quá dài. Hãy bỏ trường thừa và rút ngắn nội dung rồi gửi lại.',
    en: 'The form has too many fields, or one that is too long. Leave out what is not needed, shorten the rest and send it again.',
  },
  uploadProtocol: {
    status: 400,
    vi: 'Yêu cầu tải lên không đúng giao thức tus 1.0.',
    en: 'The upload request does not keep to the tus 1.0 protocol.',
  },
  tusVersionRequired: {
    status: 412,
    vi: 'Cần tiêu đề Tus-Resumable: 1.0.0.',
    en: 'The header Tus-Resumable: 1.0.0 is needed.',
  },
  uploadOffsetConflict: {
    status: 409,
    vi: 'Phần gửi tiếp không khớp với phần đã nhận; hãy hỏi lại vị trí (HEAD) rồi gửi tiếp từ đó.',
    en: 'What was sent does not follow what has come; ask for the offset (HEAD) and go on from there.',
  },
  uploadExpired: {
    status: 410,
    vi: 'Lần tải lên này bị bỏ dở quá lâu nên đã bị xóa. Hãy tải lại từ đầu.',
    en: 'This upload stood still for too long and was deleted. Start it again.',
  },
  uploadIncomplete: {
    status: 409,
    vi: 'Tệp chưa được gửi hết.',
    en: 'The file has not come whole yet.',
  },
  uploadChecksumMismatch: {
    status: 422,
    vi: 'Tệp nhận được không giống tệp đã gửi (sai mã SHA-256) nên đã bị bỏ. Hãy tải lên lại.',
    en: 'The file that came is not the one that was sent (its SHA-256 differs) and was dropped. Upload it again.',
  },
  uploadChecksumUnknown: {
    status: 400,
    vi: 'Tiêu đề Upload-Checksum phải gồm tên thuật toán ({algorithms}), một dấu cách và mã băm viết bằng base64.',
    en: 'The header Upload-Checksum takes an algorithm ({algorithms}), a space, and the digest in base64.',
  },
  uploadPieceMismatch: {
    // tus 1.0: Checksum Mismatch.
    status: 460,
    vi: 'Phần vừa nhận không giống phần đã gửi (sai Upload-Checksum) nên đã bị bỏ. Hãy gửi lại phần đó.',
    en: 'The piece that came is not the one that was sent (its Upload-Checksum differs) and was dropped. Send it again.',
  },
  tooManyUnfinishedUploads: {
    status: 507,
    vi: 'Các tệp đang tải lên dở đã hết hạn mức ({most} tệp hoặc {maxMegabytes} MB). Hãy tải xong hoặc hủy bớt (mục Bản ghi, “tệp đang tải lên dở”), rồi gửi tệp này.',
    en: 'Unfinished uploads take up all that is set aside for them ({most} files or {maxMegabytes} MB). Finish or cancel some (under Recordings, “unfinished uploads”), then send this file.',
  },
  uploadNoRoom: {
    status: 507,
    vi: 'Ổ đĩa không đủ chỗ cho tệp này. Hãy giải phóng chỗ trống rồi gửi lại.',
    en: 'The disk has no room for this file. Free some space, then send it again.',
  },
} as const;
