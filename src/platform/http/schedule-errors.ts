/** Words for why an airing cannot be where somebody wants it; see ERROR_CATALOGUE. */
export const SCHEDULE_ERRORS = {
  tooFarAhead: {
    status: 409,
    vi: 'Ngày phát quá xa: chỉ đặt được trong {days} ngày tới.',
    en: 'That date is too far ahead: airings are taken for the next {days} days.',
  },
  inThePast: { status: 409, vi: 'Thời điểm {at} đã qua.', en: '{at} has passed.' },
  quietHours: {
    status: 409,
    vi: 'Thời điểm này nằm trong giờ yên tĩnh: lượt phát phải bắt đầu từ {from} và kết thúc trước {to}.',
    en: 'That time is within quiet hours: an airing must begin at {from} or later and end by {to}.',
  },
  scheduleConflict: {
    status: 409,
    vi: 'Thời điểm này đã có lượt phát khác: {at}, {title}.',
    en: 'Another airing holds that time: {at}, {title}.',
  },
  insideRelay: {
    status: 409,
    vi: 'Thời điểm này buổi phát dành cho nhạc hiệu và tiếp âm.',
    en: 'The session keeps that time for its signature tune and relay.',
  },
  beyondSession: {
    status: 409,
    vi: '{session} phải kết thúc lúc {end}; lượt này dài {minutes} phút nên sẽ vượt quá thời lượng của buổi phát.',
    en: 'The session {session} must end at {end}; this airing takes {minutes} minutes and would exceed its length.',
  },
  sessionFull: {
    status: 409,
    vi: '{session} ngày {date} không còn khoảng trống {minutes} phút (cả buổi nhiều nhất {limit} phút).',
    en: 'The session {session} of {date} has no {minutes} free minutes left (it lasts at most {limit} minutes).',
  },
  noSession: {
    status: 409,
    vi: 'Ngày {date} không có buổi phát này.',
    en: 'There is no such session on {date}.',
  },
  calendarBlocked: { status: 409, vi: 'Ngày {date} không phát sóng.', en: 'Nothing airs on {date}.' },
  outsidePeriod: {
    status: 409,
    vi: 'Số này phải phát trong kỳ của nó, từ ngày {from} đến hết ngày {to}.',
    en: 'This issue must air within its period, from {from} to {to}.',
  },
  tooLateToRestore: {
    status: 409,
    vi: 'Đã đến giờ phát hoặc lượt này đã được chuyển sang máy phát, nên không phục hồi được. Hãy xếp phát bù.',
    en: 'Its time has come, or it had been handed to the outputs, so it cannot be put back. Make it up instead.',
  },
  noRoomToRestore: {
    status: 409,
    vi: 'Kỳ này không còn buổi phát nào đủ chỗ, nên lượt phát chưa xếp lại được. Hãy dời bớt lượt khác.',
    en: 'No session of its period has room any more, so it could not be laid out again. Move something else.',
  },
  makeUpExists: {
    status: 409,
    vi: 'Lượt phát này đã có lượt phát bù.',
    en: 'This airing has a make-up airing already.',
  },
  makeUpOfOtherContent: {
    status: 409,
    vi: 'Lượt phát bù phải phát đúng nội dung của lượt đã lỡ.',
    en: 'A make-up airing must air the content that was missed.',
  },
} as const;
