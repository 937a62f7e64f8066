import { COMPLIANCE_ERRORS } from './compliance-errors';
import { REPORT_ERRORS } from './report-errors';
import { SCHEDULE_ERRORS } from './schedule-errors';
import { SIGN_IN_ERRORS } from './sign-in-errors';
import { UPKEEP_ERRORS } from './upkeep-errors';
import { UPLOAD_ERRORS } from './upload-errors';

/** What a DomainError's code means over HTTP. `{name}` stands for the error's fact of that name. */
export interface ErrorText {
  readonly status: number;
  readonly vi: string;
  readonly en: string;
}

export type ErrorTexts = Readonly<Record<string, ErrorText>>;

/**
 * Every code that the service can give, but for those that src/audio words itself.
 * `error-catalogue.spec.ts` finds those that are missing.
 */
export const ERROR_CATALOGUE: ErrorTexts = {
  ...COMPLIANCE_ERRORS,
  ...REPORT_ERRORS,
  ...UPKEEP_ERRORS,
  ...SCHEDULE_ERRORS,
  ...SIGN_IN_ERRORS,
  ...UPLOAD_ERRORS,
  badRequest: {
    status: 400,
    vi: 'Yêu cầu bị đứt giữa chừng hoặc sai định dạng nên không đọc được.',
    en: 'The request is cut off or malformed and cannot be read.',
  },
  invalidInput: {
    status: 400,
    vi: 'Thông tin gửi lên chưa đúng.',
    en: 'What was sent is not valid.',
  },
  unknownStationSetting: {
    status: 400,
    vi: 'Không có thiết lập "{name}" trong cấu hình đài.',
    en: 'The station configuration has no setting "{name}".',
  },
  cloneYearInvalid: {
    status: 400,
    vi: 'Không thể lập kế hoạch cho năm {year}.',
    en: 'A plan cannot be cloned to the year {year}.',
  },
  forbidden: {
    status: 403,
    vi: 'Tài khoản này không có quyền làm việc đó.',
    en: 'This account may not do that.',
  },
  hostNotAllowed: {
    status: 403,
    vi: 'Bảng điều khiển chỉ mở được từ chính máy này (127.0.0.1 hoặc localhost).',
    en: 'The console can only be opened on this machine (127.0.0.1 or localhost).',
  },
  crossOrigin: {
    status: 403,
    vi: 'Yêu cầu đến từ một trang web khác nên bị từ chối.',
    en: 'The request came from another web site and is refused.',
  },
  emergencyNotAvailable: {
    status: 403,
    vi: 'Phát khẩn cấp phải có lệnh phát: lập ở trang Trực tiếp và khẩn cấp, rồi phát từ đó.',
    en: 'An emergency needs an authorisation: make one on the page Live and emergency, and start it there.',
  },
  emergencyOnAir: {
    status: 409,
    vi: 'Đang phát khẩn cấp "{title}". Hãy chọn phát tiếp sau hay thay thế.',
    en: 'The emergency "{title}" is on the air. Choose to stand behind it or to take its place.',
  },
  notFound: { status: 404, vi: 'Không tìm thấy.', en: 'Not found.' },
  methodNotAllowed: {
    status: 405,
    vi: 'Địa chỉ này không nhận thao tác đó.',
    en: 'This address does not take that method.',
  },
  revisionConflict: {
    status: 409,
    vi: 'Người khác vừa sửa mục này. Hãy tải lại trang rồi sửa lại.',
    en: 'Somebody else has changed this. Load it again, then make your change.',
  },
  illegalTransition: {
    status: 409,
    vi: 'Trạng thái hiện tại không cho phép thao tác này; có thể người khác vừa xử lý. Hãy tải lại trang.',
    en: 'Its present state does not allow this; somebody else may have acted just now. Load it again.',
  },
  idempotencyKeyReused: {
    status: 409,
    vi: 'Khóa Idempotency-Key này đã dùng cho một lượt phát khác; hãy dùng khóa mới.',
    en: 'This Idempotency-Key was used for another airing; use a new one.',
  },
  liveSourceUnknown: {
    status: 404,
    vi: 'Cấu hình đài không có nguồn trực tiếp "{source}".',
    en: 'The station\'s settings hold no live source "{source}".',
  },
  notApproved: {
    status: 409,
    vi: 'Bản ghi âm chưa được phê duyệt.',
    en: 'The recording is not approved.',
  },
  planChangedInConsole: {
    status: 409,
    vi: 'Kế hoạch đã được sửa trên bảng điều khiển, khác với tệp. Muốn thay bằng tệp, hãy dùng "plan import --replace".',
    en: 'The plan was changed in the console and differs from the file. To replace it, use "plan import --replace".',
  },
  clusterUnknown: {
    status: 400,
    vi: 'Không có cụm loa mang mã "{cluster}".',
    en: 'There is no cluster with the code "{cluster}".',
  },
  planConflict: {
    status: 409,
    vi: 'Kế hoạch {plan} và {other} cùng có chuyên mục "{programme}" trong một khoảng thời gian.',
    en: 'The plans {plan} and {other} both hold the programme "{programme}" at the same time.',
  },
  dataDirInUse: {
    status: 409,
    vi: 'Thư mục dữ liệu {dataDir} đang được một dịch vụ khác dùng (tiến trình {pid}). Hãy dừng dịch vụ đó trước.',
    en: 'Another service (process {pid}) is using the data folder {dataDir}. Stop it first.',
  },
  uploadTooLarge: {
    status: 413,
    vi: 'Tệp quá lớn. Hãy gửi tệp nhỏ hơn; bản ghi thì xuất lại thành MP3 hoặc M4A.',
    en: 'The file is too large. Send a smaller one; export a recording as MP3 or M4A.',
  },
  unsupportedMediaType: {
    status: 415,
    vi: 'Kiểu nội dung này không được nhận.',
    en: 'This content type is not accepted.',
  },
  rangeNotSatisfiable: {
    status: 416,
    vi: 'Tệp không có đoạn được yêu cầu.',
    en: 'The file has no such range.',
  },
  planInvalid: {
    status: 422,
    vi: 'Tệp kế hoạch có {problemCount} lỗi.',
    en: 'The plan file has {problemCount} faults.',
  },
  configInvalid: {
    status: 422,
    vi: 'Tệp cấu hình có {problemCount} lỗi.',
    en: 'The configuration file has {problemCount} faults.',
  },
  outputUnknown: {
    status: 422,
    vi: 'Cấu hình đài không có đầu ra "{output}".',
    en: 'The station configuration has no output "{output}".',
  },
  outputCodeUnsafe: {
    status: 422,
    vi: 'Mã đầu ra "{output}" không dùng làm tên tệp được.',
    en: 'The output code "{output}" cannot be used in a file name.',
  },
  blockNameUnsafe: {
    status: 422,
    vi: 'Tên buổi phát "{name}" không dùng làm tên tệp được.',
    en: 'The session name "{name}" cannot be used in a file name.',
  },
  preconditionRequired: {
    status: 428,
    vi: 'Thiếu tiêu đề If-Match: phải nói rõ đang sửa phiên bản nào.',
    en: 'The If-Match header is missing: say which revision is being changed.',
  },
  trimOutside: {
    status: 400,
    vi: 'Đoạn muốn giữ phải nằm trong thời lượng của bản ghi.',
    en: 'The part to keep must lie within the recording.',
  },
  commentRequired: {
    status: 400,
    vi: 'Khi trả lại phải ghi lý do để người làm biết mà sửa.',
    en: 'Say why it is returned, so that it can be put right.',
  },
  fileRequired: {
    status: 400,
    vi: 'Chưa chọn tệp âm thanh: thiếu tệp trong trường "file".',
    en: 'No audio file was chosen: the field "file" holds none.',
  },
  recordingNotReady: {
    status: 409,
    vi: 'Bản ghi âm chưa xử lý xong hoặc đã bị từ chối.',
    en: 'The recording is still being processed, or was refused.',
  },
  mediaMissing: {
    status: 409,
    vi: 'Tệp âm thanh trên ổ đĩa bị mất hoặc đã bị thay đổi. Hãy tải bản ghi lên lại.',
    en: 'The audio file on the disk is gone or was changed. Upload the recording again.',
  },
  uploadEmpty: {
    status: 422,
    vi: 'Tệp rỗng, không có dữ liệu. Hãy kiểm tra lại máy ghi âm hoặc chép lại tệp rồi tải lên lần nữa.',
    en: 'The file is empty. Check the recorder or copy the file again, then upload it once more.',
  },
  unknownTopic: {
    status: 422,
    vi: 'Kế hoạch đang thực hiện không có chủ đề "{topic}".',
    en: 'The plans in force have no topic "{topic}".',
  },
  unknownProgramme: {
    status: 422,
    vi: 'Kế hoạch đang thực hiện không có chuyên mục "{programmeKey}".',
    en: 'The plans in force have no programme "{programmeKey}".',
  },
  fileMissing: { status: 404, vi: 'Không có tệp {file}.', en: 'There is no file {file}.' },
  fileUnreadable: { status: 422, vi: 'Không được phép đọc tệp {file}.', en: 'The file {file} may not be read.' },
  notAFile: { status: 422, vi: '{file} không phải là tệp thường.', en: '{file} is not a plain file.' },
  fileExists: {
    status: 409,
    vi: 'Đã có tệp {file}. Muốn ghi đè, hãy thêm --force.',
    en: 'The file {file} exists. To replace it, add --force.',
  },
  folderUnusable: {
    status: 422,
    vi: 'Không dùng được thư mục {folder} ({reason}).',
    en: 'The folder {folder} cannot be used ({reason}).',
  },
  databaseMissing: {
    status: 404,
    vi: 'Thư mục dữ liệu {dataDir} chưa có cơ sở dữ liệu.',
    en: 'The data folder {dataDir} holds no database.',
  },
  archiveFailed: {
    status: 422,
    vi: 'Lệnh tar báo lỗi: {problem}.',
    en: 'tar failed: {problem}.',
  },
  backupInvalid: {
    status: 422,
    vi: 'Tệp {file} không phải bản sao lưu nguyên vẹn của hệ thống ({problem}). Dữ liệu đang có được giữ nguyên.',
    en: 'The file {file} is not an intact backup of this system ({problem}). Present data were left as they are.',
  },
  backupTooNew: {
    status: 422,
    vi: 'Bản sao lưu {file} do phiên bản phần mềm mới hơn tạo ra ({migration}). Hãy cập nhật phần mềm rồi khôi phục lại.',
    en: 'The backup {file} was made by a newer version of the software ({migration}). Update it, then restore again.',
  },
  internal: {
    status: 500,
    vi: 'Máy chủ gặp lỗi. Mã tra cứu: {id}.',
    en: 'The server failed. Reference: {id}.',
  },
  databaseLocked: {
    status: 503,
    vi: 'Cơ sở dữ liệu đang bận. Hãy thử lại sau ít giây.',
    en: 'The database is busy. Try again in a few seconds.',
  },
  engineDown: {
    status: 503,
    vi: 'Bộ phát của đầu ra "{output}" đang ngừng.',
    en: 'The engine of the output "{output}" is down.',
  },
  tooManyListeners: {
    status: 503,
    vi: 'Đã có {limit} màn hình theo dõi trực tiếp. Hãy đóng bớt rồi thử lại.',
    en: 'There are {limit} live listeners already. Close one and try again.',
  },
  unavailable: {
    status: 503,
    vi: 'Dịch vụ chưa sẵn sàng. Hãy thử lại sau ít giây.',
    en: 'The service is not ready. Try again in a few seconds.',
  },
  diskFull: {
    status: 507,
    vi: 'Ổ đĩa đã đầy nên chưa lưu được. Hãy giải phóng chỗ trống rồi gửi lại.',
    en: 'The disk is full, so this is not stored. Free some space, then send it again.',
  },
};
