/** Of signing in, people and what they may do; the shape is that of ErrorTexts. */
export const SIGN_IN_ERRORS = {
  signInRequired: {
    status: 401,
    vi: 'Cần đăng nhập, hoặc phiên đăng nhập đã hết. Hãy đăng nhập rồi thử lại.',
    en: 'Sign in first, or the session has ended. Sign in, then try again.',
  },
  passwordChangeRequired: {
    status: 403,
    vi: 'Hãy đổi mật khẩu được cấp tại trang Tài khoản trước khi làm việc khác.',
    en: 'Change the password you were given on the Account page first.',
  },
  wrongPassword: {
    status: 401,
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng.',
    en: 'The user name or the password is wrong.',
  },
  tooManyAttempts: {
    status: 429,
    vi: 'Sai mật khẩu quá nhiều lần. Hãy thử lại sau {seconds} giây.',
    en: 'Too many wrong passwords. Try again in {seconds} seconds.',
  },
  csrfFailed: {
    status: 403,
    vi: 'Trang đã cũ hoặc yêu cầu không đến từ trang này. Hãy tải lại trang rồi thử lại.',
    en: 'The page is out of date, or the request did not come from it. Reload it, then try again.',
  },
  passwordWeak: {
    status: 422,
    vi: 'Mật khẩu phải có ít nhất {shortest} ký tự, không chứa tên đăng nhập, không lặp một vài ký tự, và khác mật khẩu cũ.',
    en: 'A password takes at least {shortest} characters, not the user name, not a few signs repeated, not the old one.',
  },
  passwordsDiffer: {
    status: 422,
    vi: 'Hai lần nhập mật khẩu không giống nhau.',
    en: 'The two passwords are not the same.',
  },
  usernameTaken: {
    status: 409,
    vi: 'Đã có người dùng tên đăng nhập "{username}".',
    en: 'The user name "{username}" is taken.',
  },
  rolesIncompatible: {
    status: 422,
    vi: 'Phải chọn ít nhất một vai trò; kỹ thuật và lãnh đạo duyệt không thể là cùng một người.',
    en: 'Choose at least one role; engineer and approver cannot be the same person.',
  },
  lastAdministrator: {
    status: 409,
    vi: 'Phải còn ít nhất một quản trị đang hoạt động.',
    en: 'At least one active administrator must be left.',
  },
  ownUpload: {
    status: 403,
    vi: 'Người tải bản ghi lên không tự phê duyệt được; hãy nhờ người khác duyệt.',
    en: 'Who uploaded a recording cannot approve it; ask somebody else.',
  },
  notOwnAuthorisation: {
    status: 403,
    vi: 'Chỉ người đã cho phép ({by}) hoặc quản trị được rút lệnh này.',
    en: 'Only who authorised it ({by}) or an administrator can take it back.',
  },
  setUpDone: {
    status: 409,
    vi: 'Đài đã được thiết lập; đường dẫn này không còn dùng được. Hãy đăng nhập.',
    en: 'The station is set up and this link is spent. Sign in.',
  },
  setUpCodeWrong: {
    status: 403,
    vi: 'Đường dẫn thiết lập không đúng. Hãy dùng đường dẫn mà dịch vụ in ra ở lần khởi động gần nhất.',
    en: 'This set-up link is wrong. Use the one that the service printed at its last start.',
  },
} as const;
