import type { Language } from '../../platform/config/config-error';

interface HelpSection {
  /** Of the address: "/huong-dan#duyet". */
  readonly id: string;
  readonly title: string;
  /** The page that it is about; null for the first day. */
  readonly href: string | null;
  readonly steps: readonly string[];
}

export interface HelpWords {
  readonly title: string;
  readonly intro: string;
  readonly open: (title: string) => string;
  readonly contents: string;
  readonly sections: readonly HelpSection[];
}

const vi: HelpWords = {
  title: 'Hướng dẫn',
  intro: 'Mỗi mục dưới đây hướng dẫn một trang. Người mới nên đọc mục “Ngày đầu tiên” trước.',
  open: (title) => `Mở trang ${title}`,
  contents: 'Mục lục',
  sections: [
    {
      id: 'ngay-dau',
      title: 'Ngày đầu tiên',
      href: null,
      steps: [
        'Kế hoạch: quản trị hoặc kỹ thuật nạp kế hoạch năm của xã ở trang Kế hoạch. Lịch phát tự hiện ở mục “7 ngày tới”; kế hoạch dự thảo được nhắc ở “Việc cần làm” cho đến khi xác nhận căn cứ.',
        'Thu và tải lên: biên tập chọn tệp ghi âm ở mục “Tải bản ghi lên”, chọn số mà bản ghi dùng cho rồi bấm “Tải lên”. Âm lượng được chỉnh tự động; mất mạng giữa chừng thì gửi tiếp được. Tệp gửi dở nằm ở mục Bản ghi, “tệp đang tải lên dở”, kèm giờ tự xóa và nút hủy.',
        'Trình duyệt: khi bản ghi hiện ở mục “Bản ghi và phê duyệt”, nghe lại rồi bấm “Trình duyệt”.',
        'Duyệt: lãnh đạo mở trang Duyệt, trên máy tính hoặc điện thoại, nghe hết rồi “Phê duyệt”, hoặc “Trả lại” kèm lý do. Người tải lên không tự duyệt bản của mình.',
        'Nghe trên loa: đến giờ, hệ thống tự phát. Mục “Đang phát” cho biết đang phát gì và đến đâu; sau đó trang Nhật ký phát có giờ đo được và bản thu để nghe lại.',
        'Báo cáo: mở trang Báo cáo, lập báo cáo tháng, viết các mục VI–VIII, kiểm tra, khóa rồi tải tệp về, ký và gửi.',
      ],
    },
    {
      id: 'tong-quan',
      title: 'Tổng quan',
      href: '/',
      steps: [
        '“Việc cần làm” chỉ hiện việc của vai trò Anh/Chị; việc của người khác nằm trong dòng bấm để mở.',
        '“Cả năm”: mỗi ô là một tuần hoặc một tháng. Dấu ✓ là đã phát, ↻ đã phát bù, ✎ theo xác nhận, ✕ bỏ lỡ, ● đã duyệt chờ phát, ◐ đã thu chưa duyệt, ? chưa có số liệu. Ô có viền cam là kỳ này.',
        '“Đã phát 31/52 số, đến hôm nay phải 32” nghĩa là cả năm phải 52 số, tính đến hôm nay phải xong 32 số. Bấm “Các kỳ còn thiếu” để xem từng kỳ.',
        '“Sổ theo dõi chỉ tiêu” có mọi con số của kế hoạch theo khoảng ngày tự chọn: bấm vào số nào thì hiện các kỳ và lượt phát làm nên số ấy; có cả dự báo đến hết năm.',
        'Khi trang báo mất kết nối, số liệu đang hiện có thể đã cũ; loa vẫn phát theo lịch.',
      ],
    },
    {
      id: 'ke-hoach',
      title: 'Kế hoạch',
      href: '/ke-hoach',
      steps: [
        'Trang này cho biết xã phải phát gì: căn cứ, đơn vị, tần suất, chỉ tiêu, đã thực hiện đến đâu và chủ đề nào chưa phát.',
        'Đổi giờ, ngày, thời lượng hay chỉ tiêu của một chuyên mục: bấm “Sửa chuyên mục”, sửa rồi “Xem trước thay đổi”. Phần xem trước nêu rõ lịch sẽ thêm, dời, bỏ bao nhiêu lượt; chưa bấm “Lưu thành phiên bản mới” thì chưa có gì thay đổi.',
        'Cuối năm bấm “Lập kế hoạch năm sau”: nội dung được chép sang dự thảo, số và ngày văn bản để trống cho đến khi có quyết định mới.',
        'Lưu nhầm: xuống “Các phiên bản”, bấm “Dùng lại” ở phiên bản trước. Muốn giữ một bản riêng thì “Tải về (YAML)”.',
      ],
    },
    {
      id: 'ban-ghi',
      title: 'Bản ghi',
      href: '/ban-ghi',
      steps: [
        'Bấm “Thu âm bằng micrô”, nhìn vạch mức tiếng: đừng để kịch vạch, đừng để gần như đứng yên. Tạm dừng được; thu xong nghe lại rồi bấm “Tải lên”.',
        'Máy chỉ cho dùng micrô ở địa chỉ bắt đầu bằng https:// hoặc ngay trên máy phát thanh. Không được thì thu bằng điện thoại rồi chọn tệp.',
        'Trình duyệt tắt đột ngột thì bản thu dở còn trong chính trình duyệt ấy và được hỏi lại lần mở sau.',
        'Ô “Bản ghi này dùng cho” chọn sẵn số gần nhất chưa có bản ghi.',
        'Bấm vào tên bản ghi để nghe, xem âm lượng trước và sau, cắt im lặng hai đầu, xem các bản trước.',
      ],
    },
    {
      id: 'duyet',
      title: 'Duyệt',
      href: '/duyet',
      steps: [
        'Bản chờ lâu nhất đứng đầu. Bấm 1,25× hoặc 1,5× để nghe nhanh; bấm vào dạng sóng để nghe từ chỗ đó.',
        'Khung “Cần chú ý” nêu chỗ máy nghi có lỗi: im lặng, méo tiếng, tệp trùng. Hãy nghe kỹ chỗ ấy.',
        'Trả lại phải ghi lý do để người làm biết mà sửa. Nếu có người vừa quyết định trước, trang sẽ báo và giữ lại những gì Anh/Chị đã nhập.',
        'Muốn thu hồi một bản đã duyệt: mở “Mới phê duyệt” ở trang Tổng quan.',
      ],
    },
    {
      id: 'lich-phat',
      title: 'Lịch phát',
      href: '/lich-phat',
      steps: [
        'Xem theo tuần hoặc tháng; bấm một lượt phát để xem chi tiết. “In lịch” in đúng tuần hoặc tháng đang xem, khổ A4 ngang.',
        'Chuyển giờ: kéo lượt chờ phát sang buổi hoặc ngày khác. Trước khi thả, dòng chữ cuối màn hình cho biết sẽ phát lúc nào, hoặc vì sao không được. Không dùng chuột: mở lượt phát, nhập ngày giờ, “Kiểm tra trước” rồi “Chuyển”.',
        'Hủy phải ghi lý do. Có số văn bản thì được miễn, không có thì vẫn còn nợ. Trước giờ phát, mở lại lượt ấy và bấm “Phục hồi lượt phát”.',
        'Quốc tang, ngày lễ: bấm vào tên ngày, chọn “Không phát” hoặc “Phát, không có nhạc” và ghi số văn bản.',
        '“Thêm lượt phát” phát thêm một bản ghi đã duyệt; có thể chọn riêng cụm loa.',
      ],
    },
    {
      id: 'khan-cap',
      title: 'Trực tiếp và khẩn cấp',
      href: '/khan-cap',
      steps: [
        'Biên tập hoặc lãnh đạo duyệt thu bằng micrô hoặc tải tin lên ngay trên trang; tin được xử lý trước mọi bản ghi khác. Bản thu dở vì trình duyệt tắt đột ngột sẽ được hỏi lại khi mở trang.',
        'Lãnh đạo duyệt chọn nội dung, cụm loa, ghi lý do và số văn bản rồi bấm “Cho phép”. Bước này chưa phát gì.',
        'Trang tiếp theo nói rõ sẽ nghe ở thôn nào, ngắt chương trình nào. Kỹ thuật hoặc lãnh đạo bấm “Phát ngay ra loa”.',
        'Lệnh chưa phát mà không cần nữa: lãnh đạo đã cho phép hoặc quản trị mở lệnh, bấm “Rút lệnh cho phép” và ghi lý do.',
        'Khi đang phát, nút “Dừng phát ngay” luôn ở cuối màn hình. Chương trình bị ngắt sẽ phát tiếp nếu còn giờ.',
        'Phát xong, lãnh đạo ghi kết quả xem xét lại; ghi rồi không sửa được.',
      ],
    },
    {
      id: 'nhat-ky-phat',
      title: 'Nhật ký phát',
      href: '/nhat-ky-phat',
      steps: [
        'Chọn ngày (viết 22/11/2026), đầu ra hoặc kết quả đối chiếu rồi bấm “Lọc”.',
        'Bấm nút phát để nghe bản thu đúng phút đó. Dòng chữ nhỏ cho biết tiếng lấy từ đâu: trả về từ máy chủ phát hoặc card âm thanh, hay lấy tại bộ trộn.',
        '“Đúng nội dung” nghĩa là bản thu khớp với bản ghi đã duyệt; “Có đoạn mất tiếng” cần kiểm tra thiết bị.',
        '“Tải về CSV” đưa mọi dòng đang lọc vào bảng tính.',
      ],
    },
    {
      id: 'phat-bu',
      title: 'Phát bù',
      href: '/phat-bu',
      steps: [
        'Mỗi lượt bị lỡ có một đề xuất giờ phát bù. Kỹ thuật bấm “Xếp phát bù”, hoặc ghi lý do không phát bù.',
        '“Ngoài kỳ” nghĩa là tuần hoặc tháng của số ấy không còn chỗ; phát bù vẫn tính, nhưng ghi là muộn.',
        'Lượt phát bằng tay khi hệ thống hỏng: điền mẫu xác nhận, ghi rõ sổ hoặc văn bản. Xác nhận sai thì rút lại được.',
      ],
    },
    {
      id: 'bao-cao',
      title: 'Báo cáo',
      href: '/bao-cao',
      steps: [
        'Chọn kỳ và lĩnh vực rồi bấm “Lập báo cáo”; báo cáo đột xuất thì nhập ngày đầu và ngày cuối. Bản nháp của tháng, quý, 6 tháng và năm vừa hết được hệ thống tự lập lúc 06:00 ngày 1.',
        'Số liệu do hệ thống tính, không sửa tay được. Số, ngày, người ký và các mục VI–VIII do cơ quan viết; lưu xong thì các tệp được làm lại.',
        'Biên tập hoặc lãnh đạo đọc lại rồi bấm “Đã kiểm tra”. Sửa tiếp hoặc lập lại thì phải kiểm tra lại.',
        'Lãnh đạo duyệt khóa báo cáo khi kỳ đã kết thúc và mọi lượt phát đã có kết quả. Bản đã khóa không sửa, không mở lại được.',
        'Sau khi khóa mà số liệu thay đổi thì lập lại: hệ thống ra phiên bản 2, kèm danh sách chỗ khác với phiên bản 1.',
      ],
    },
    {
      id: 'he-thong',
      title: 'Hệ thống',
      href: '/he-thong',
      steps: [
        'Quản trị và kỹ thuật xem được trang này. Đầu ra “Ngừng” hoặc “Mất kết nối” thì kiểm tra thiết bị trước.',
        'Thử loa: mở “Phát âm thử” ở đầu ra ấy, đọc thôn nào nghe thấy rồi xác nhận. Đang phát hoặc sắp đến giờ phát thì hệ thống chưa cho thử và nói rõ vì sao. Âm thử có trong nhật ký, không tính vào thời lượng phát.',
        'Sao lưu tự chạy mỗi đêm vào một ổ đĩa khác, rồi được đọc lại để kiểm tra. Bản “Hỏng” không dùng được; xem lý do bên cạnh.',
        'Khôi phục: quản trị mở “Khôi phục từ bản này”, đọc hậu quả rồi xác nhận; việc khôi phục làm khi dịch vụ khởi động lại, trước đó vẫn hủy được.',
        'Ổ đĩa còn trống dưới 10 % thì trang Tổng quan báo ở “Việc cần làm”.',
      ],
    },
  ],
};

const en: HelpWords = {
  title: 'Help',
  intro: 'Each section is about one page. Whoever is new should begin with the first day.',
  open: (title) => `Open ${title}`,
  contents: 'Contents',
  sections: [
    {
      id: 'ngay-dau',
      title: 'The first day',
      href: null,
      steps: [
        'Plan: an administrator or engineer imports the plan of the year. The schedule appears under “Next 7 days”.',
        'Record and upload: an editor chooses the sound file and the issue it is for. Loudness is set by itself; an upload that broke off goes on. It stands under Recordings, “unfinished uploads”, with the time when it goes by itself and a button to cancel it.',
        'Submit: once the recording is listed, listen to it and submit it.',
        'Approve: the approver listens on the approval page, on a computer or a telephone, and approves or returns with a reason. Nobody approves their own upload.',
        'Hear it: the service airs it by itself. The as-played log then has the measured times and the air-check.',
        'Report: make the report of the month, write sections VI–VIII, check and lock it, then download, sign and send it.',
      ],
    },
    {
      id: 'tong-quan',
      title: 'Overview',
      href: '/',
      steps: [
        'The tasks shown are those of your roles; those of others open on a click.',
        'The year: each cell is a week or a month. ✓ aired, ↻ made up, ✎ attested, ✕ missed, ● approved, ◐ recorded, ? no data. The orange frame is now.',
        'The ledger has every number of the plans for the days you choose: press one for the periods and airings behind it; it foretells the year too.',
        'When the page says that it is offline its figures may be old; the loudspeakers go on as scheduled.',
      ],
    },
    {
      id: 'ke-hoach',
      title: 'Plans',
      href: '/ke-hoach',
      steps: [
        'What the commune owes: basis, units, cadence, targets, how far it has come, and topics not on the air yet.',
        'Change a programme in its form, and preview: it says how many airings are added, moved and left out. Nothing changes until you save.',
        'At the end of the year make next year’s plan: a draft without number and date until there is a new decision.',
        'A mistake is undone by using an earlier version again.',
      ],
    },
    {
      id: 'ban-ghi',
      title: 'Recordings',
      href: '/ban-ghi',
      steps: [
        'Press “Record with the microphone” and watch the level: neither at its end nor hardly moving. Pause as you like, listen, then upload.',
        'Browsers give the microphone to https:// addresses only, or on the broadcast machine itself. Else record with a telephone and choose the file.',
        'What a browser was recording when it died is still in that browser and is offered the next time.',
        'The issue that is due next without a recording is chosen beforehand.',
        'A title leads to the recording: listen, see the loudness before and after, cut silence off the ends, see earlier versions.',
      ],
    },
    {
      id: 'duyet',
      title: 'Approval',
      href: '/duyet',
      steps: [
        'What has waited longest comes first. 1.25× and 1.5× play faster; a click on the waveform plays from there.',
        'The box “To be noted” says where something may be wrong: listen there.',
        'A return needs a reason. When somebody else has just decided, the page says so and keeps what you typed.',
      ],
    },
    {
      id: 'lich-phat',
      title: 'Schedule',
      href: '/lich-phat',
      steps: [
        'By week or month; open an airing for its details. “Print” prints what is shown, on A4 landscape.',
        'Drag a planned airing to another session or day; before you let go the line at the bottom says when it would air, or why it cannot. Without a mouse: open it, type date and time, check, move.',
        'A cancellation needs a reason; with a document the airing is excused. Until its time comes it can be put back.',
        'Mourning and holidays: open the day, choose what airs, and name the document.',
        '“Add an airing” airs an approved recording once more, also for chosen clusters.',
      ],
    },
    {
      id: 'khan-cap',
      title: 'Live and emergency',
      href: '/khan-cap',
      steps: [
        'An editor or approver records or uploads the message on the page; it is made ready before everything else. What a browser was recording when it died is offered again.',
        'The approver chooses the message and the clusters, gives reason and document, and authorises. Nothing is aired yet.',
        'The next page says which villages hear it and what is interrupted. An engineer or the approver starts it.',
        'An authorisation that is not needed any more is taken back, with a reason, by the approver who gave it or an administrator.',
        'While it is on, “Stop it now” stays at the bottom of the screen. What was interrupted goes on if there is time.',
        'Afterwards the approver records the review; it cannot be changed.',
      ],
    },
    {
      id: 'nhat-ky-phat',
      title: 'As-played log',
      href: '/nhat-ky-phat',
      steps: [
        'Filter by day (22/11/2026), output or comparison.',
        'The player starts at the minute of the airing; the small print says where the sound was taken.',
        'The CSV holds every line that the filter leaves.',
      ],
    },
    {
      id: 'phat-bu',
      title: 'Make-ups',
      href: '/phat-bu',
      steps: [
        'Each loss comes with a proposed slot. An engineer places it, or says why it is left.',
        'What was played by hand is attested with the document that records it, and can be withdrawn.',
      ],
    },
    {
      id: 'bao-cao',
      title: 'Reports',
      href: '/bao-cao',
      steps: [
        'Choose period and field, or type the first and last day of any period. Drafts of the month, quarter, half-year and year that have just ended are made by themselves on the 1st at 06:00.',
        'The data are counted; number, date, signer and sections VI–VIII are written here, and the files are made anew.',
        'An editor or approver checks it; any later change asks for another check.',
        'An approver locks it once the period is over and every airing has a result. A locked report never changes.',
        'When the data change after that, making it again gives version 2 with a list of the differences.',
      ],
    },
    {
      id: 'he-thong',
      title: 'System',
      href: '/he-thong',
      steps: [
        'For administrators and engineers. See to an output that is down before anything else.',
        'To try a loudspeaker, open “Play a test tone” at its output, read which villages hear it, and confirm. While something is on the air or soon due it is refused, with the reason. A test is in the log and is no airtime.',
        'Every night a back-up goes to another disk and is read back. A damaged one is of no use; the reason stands beside it.',
        'A restore is asked for and confirmed here, and done when the service starts again; until then it can be cancelled.',
        'With less than 10 % of the disk free the overview says so.',
      ],
    },
  ],
};

export const HELP_WORDS: Readonly<Record<Language, HelpWords>> = { vi, en };
