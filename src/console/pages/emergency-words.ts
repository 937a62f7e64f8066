import type { Language } from '../../platform/config/config-error';

type Field =
  'sound' | 'minutes' | 'scope' | 'clusters' | 'reason' | 'documentNumber' | 'onSecond' | 'note' | 'withdrawal';
type Count = (count: number) => string;
type About = (what: string) => string;

/** Words of the page for live and emergency messages. */
export interface EmergencyWords {
  readonly title: string;
  readonly intro: string;
  readonly fields: Readonly<Record<Field, string>>;
  readonly done: Readonly<Record<'phat' | 'rut' | 'dung' | 'xem-xet', string>>;
  readonly now: {
    readonly heading: string;
    readonly none: string;
    readonly onAir: string;
    readonly starting: string;
    readonly stop: string;
    readonly waiting: string;
    readonly open: string;
  };
  readonly record: {
    readonly heading: string;
    readonly hint: string;
    readonly titleHint: string;
    readonly submit: string;
    readonly done: string;
  };
  readonly order: {
    readonly heading: string;
    readonly notYours: string;
    readonly nothing: string;
    readonly choose: string;
    readonly fresh: string;
    readonly approved: string;
    readonly live: string;
    readonly working: About;
    readonly minutesHint: string;
    readonly all: Count;
    readonly some: string;
    readonly someAndAll: string;
    readonly reasonHint: string;
    readonly documentHint: string;
    readonly submit: string;
    readonly nothingYet: string;
  };
  readonly effects: {
    readonly heading: string;
    readonly sound: (title: string, duration: string) => string;
    readonly live: (title: string, duration: string) => string;
    readonly unapproved: string;
    readonly clusters: (clusters: number, villages: string) => string;
    readonly others: About;
    readonly interrupts: (title: string, output: string) => string;
    readonly interruptsNothing: string;
    readonly down: (output: string, clusters: string) => string;
    readonly anyHour: string;
    readonly stoppable: string;
    readonly second: About;
    readonly queue: string;
    readonly replace: string;
    readonly start: string;
    readonly later: string;
    readonly notYours: string;
  };
  readonly withdrawal: Readonly<Record<'more' | 'hint' | 'label', string>>;
  readonly past: {
    readonly heading: string;
    readonly none: string;
    readonly state: Readonly<
      Record<'authorised' | 'withdrawn' | 'started' | 'stopping' | 'ended' | 'reviewed', string>
    >;
    readonly authorised: string;
    readonly started: string;
    readonly stopped: string;
    readonly result: string;
    readonly reached: (reached: number, total: number) => string;
    readonly withdrawal: string;
    readonly review: string;
    readonly reviewMore: string;
    readonly reviewHint: string;
    readonly saveReview: string;
    readonly back: string;
  };
}

const vi: EmergencyWords = {
  title: 'Trực tiếp và khẩn cấp',
  intro:
    'Tin khẩn cấp phát ngay, ngắt chương trình đang phát, kể cả giờ yên tĩnh. Lãnh đạo cho phép kèm lý do và văn bản; kỹ thuật hoặc lãnh đạo bấm phát.',
  fields: {
    sound: 'Nội dung phát',
    minutes: 'Phát trực tiếp tối đa (phút)',
    scope: 'Phát cho',
    clusters: 'Cụm loa',
    reason: 'Lý do khẩn cấp',
    documentNumber: 'Số văn bản',
    onSecond: 'Đang có tin khẩn cấp khác',
    note: 'Kết quả xem xét lại',
    withdrawal: 'Lý do rút',
  },
  done: {
    phat: 'Đã ra lệnh phát.',
    rut: 'Đã rút lệnh cho phép. Lệnh này không phát được nữa.',
    dung: 'Đã ra lệnh dừng. Chương trình bị ngắt sẽ phát tiếp.',
    'xem-xet': 'Đã ghi kết quả xem xét lại.',
  },
  now: {
    heading: 'Tin khẩn cấp lúc này',
    none: 'Không có tin khẩn cấp nào đang phát.',
    onAir: 'Đang phát khẩn cấp',
    starting: 'Đang đưa lên sóng',
    stop: 'Dừng phát ngay',
    waiting: 'Đã được phép, chờ bấm phát',
    open: 'Xem và phát',
  },
  record: {
    heading: 'Thu hoặc tải tin khẩn cấp',
    hint: 'Tin gửi từ đây được xử lý trước mọi bản ghi khác. Xử lý xong, tin hiện trong ô “Nội dung phát”.',
    titleHint: 'Ví dụ: Cảnh báo lũ ống thôn 3. Để trống sẽ lấy tên tệp.',
    submit: 'Tải lên',
    done: 'Đã nhận tin, đang xử lý gấp.',
  },
  order: {
    heading: 'Cho phép phát',
    notYours: 'Chỉ lãnh đạo duyệt được cho phép phát khẩn cấp. Kỹ thuật bấm phát sau khi đã được phép.',
    nothing:
      'Chưa phát khẩn cấp được: chưa có bản ghi nào sẵn sàng và đài chưa khai báo nguồn trực tiếp. Biên tập hoặc lãnh đạo duyệt hãy thu hoặc tải tin lên; xử lý xong trang này tự mở ô chọn.',
    choose: '— Chọn nội dung —',
    fresh: 'Mới thu, chưa duyệt',
    approved: 'Đã duyệt',
    live: 'Nguồn trực tiếp',
    working: (title) => `Đang xử lý: ${title}`,
    minutesHint: 'Chỉ dùng cho nguồn trực tiếp, từ 1 đến 60 phút.',
    all: (count) => `Tất cả ${count} cụm loa`,
    some: 'Chỉ các cụm loa đã chọn dưới đây',
    someAndAll: 'chọn tất cả, hoặc chọn ít nhất một cụm loa',
    reasonHint: 'Ghi vào nhật ký và báo cáo.',
    documentHint: 'Ví dụ: 12/CĐ-UBND.',
    submit: 'Cho phép, xem trước khi phát',
    nothingYet: 'Bước này chưa phát gì ra loa.',
  },
  effects: {
    heading: 'Khi bấm phát',
    sound: (title, duration) => `Phát ngay “${title}”, dài ${duration}.`,
    live: (title, duration) => `Phát ngay “${title}”, nhiều nhất ${duration}.`,
    unapproved: 'Bản ghi này chưa được duyệt: lệnh cho phép thay cho phê duyệt.',
    clusters: (clusters, villages) => `Nghe ở ${clusters} cụm loa: ${villages}.`,
    others: (clusters) => `Các cụm loa không chọn nhưng dùng chung đầu ra cũng sẽ nghe: ${clusters}.`,
    interrupts: (title, output) => `Ngắt “${title}” đang phát ở ${output}; phát tiếp sau tin khẩn cấp nếu còn giờ.`,
    interruptsNothing: 'Hiện không có chương trình nào bị ngắt.',
    down: (output, clusters) => `${output} đang ngừng hoặc mất kết nối: có thể không nghe được ở ${clusters}.`,
    anyHour: 'Phát cả trong giờ yên tĩnh và ngày tạm dừng phát.',
    stoppable: 'Dừng được bất cứ lúc nào bằng nút “Dừng phát ngay”.',
    second: (title) => `Đang có tin khẩn cấp khác: “${title}”. Tin này:`,
    queue: 'chờ tin kia phát xong',
    replace: 'thay ngay tin kia',
    start: 'Phát ngay ra loa',
    later: 'Chưa phát, quay lại',
    notYours: 'Chỉ lãnh đạo duyệt hoặc kỹ thuật được bấm phát và dừng.',
  },
  withdrawal: {
    more: 'Rút lệnh cho phép',
    hint: 'Rút rồi thì không ai phát được lệnh này nữa, và không lấy lại được; muốn phát phải cho phép lại từ đầu.',
    label: 'Rút lệnh cho phép này',
  },
  past: {
    heading: 'Các lần phát khẩn cấp',
    none: 'Chưa có lần phát khẩn cấp nào.',
    state: {
      ...{ authorised: 'Chưa phát', withdrawn: 'Đã rút', started: 'Đang phát', stopping: 'Đang dừng' },
      ...{ ended: 'Chờ xem xét lại', reviewed: 'Đã xem xét lại' },
    },
    authorised: 'Người cho phép',
    started: 'Người bấm phát',
    stopped: 'Người dừng',
    result: 'Kết quả',
    reached: (reached, total) => `${reached}/${total} cụm loa`,
    withdrawal: 'Rút lệnh',
    review: 'Xem xét lại',
    reviewMore: 'Ghi kết quả xem xét lại',
    reviewHint: 'Đúng thẩm quyền không, nội dung có chính xác không, rút kinh nghiệm gì. Ghi rồi không sửa được.',
    saveReview: 'Ghi kết quả',
    back: 'Về trang Trực tiếp và khẩn cấp',
  },
};

const en: EmergencyWords = {
  title: 'Live and emergency',
  intro:
    'An emergency message goes out at once, interrupts what is on, also in quiet hours. An approver authorises it with a reason and a document; an engineer or an approver starts it.',
  fields: {
    sound: 'What is aired',
    minutes: 'Live for at most (minutes)',
    scope: 'For',
    clusters: 'Clusters',
    reason: 'Why it cannot wait',
    documentNumber: 'Document number',
    onSecond: 'Another emergency is on',
    note: 'Result of the review',
    withdrawal: 'Why it is taken back',
  },
  done: {
    phat: 'The start was ordered.',
    rut: 'The authorisation was taken back. It cannot be started any more.',
    dung: 'The stop was ordered. What was interrupted goes on.',
    'xem-xet': 'The review is recorded.',
  },
  now: {
    heading: 'Emergencies right now',
    none: 'No emergency is on the air.',
    onAir: 'Emergency on the air',
    starting: 'Going on the air',
    stop: 'Stop it now',
    waiting: 'Authorised, waiting to be started',
    open: 'Look and start',
  },
  record: {
    heading: 'Record or upload a message',
    hint: 'What is sent from here is made ready before everything else. It then stands under “What is aired”.',
    titleHint: 'For instance: flash flood at village 3. Left empty, the file’s name is taken.',
    submit: 'Upload',
    done: 'Received; it is being made ready.',
  },
  order: {
    heading: 'Authorise',
    notYours: 'Only an approver authorises an emergency. An engineer starts it once it is authorised.',
    nothing:
      'No emergency can go out yet: no recording is ready and the settings have no live source. An editor or approver has to record or upload a message; the choice opens here by itself once it is ready.',
    choose: '— Choose —',
    fresh: 'Just recorded, not approved',
    approved: 'Approved',
    live: 'Live sources',
    working: (title) => `Being made ready: ${title}`,
    minutesHint: 'For live sources only, 1 to 60 minutes.',
    all: (count) => `All ${count} clusters`,
    some: 'Only the clusters chosen below',
    someAndAll: 'choose all, or at least one cluster',
    reasonHint: 'It stands in the log and the report.',
    documentHint: 'As on the order that it rests on.',
    submit: 'Authorise, and look before it starts',
    nothingYet: 'This step airs nothing yet.',
  },
  effects: {
    heading: 'When it is started',
    sound: (title, duration) => `“${title}” goes out at once and lasts ${duration}.`,
    live: (title, duration) => `“${title}” goes out at once, for at most ${duration}.`,
    unapproved: 'This recording was not approved: the authorisation stands in for it.',
    clusters: (clusters, villages) => `Heard at ${clusters} clusters: ${villages}.`,
    others: (clusters) => `Clusters that were not chosen but share the output hear it too: ${clusters}.`,
    interrupts: (title, output) => `Interrupts “${title}” on ${output}; it goes on afterwards if there is time.`,
    interruptsNothing: 'Nothing is interrupted at present.',
    down: (output, clusters) => `${output} is down or not connected: it may not be heard at ${clusters}.`,
    anyHour: 'It goes out in quiet hours and on blocked days too.',
    stoppable: '“Stop it now” ends it at any time.',
    second: (title) => `Another emergency is on: “${title}”. This one:`,
    queue: 'waits until that one is over',
    replace: 'takes its place at once',
    start: 'Put it on the air now',
    later: 'Not now, go back',
    notYours: 'Only an approver or an engineer starts and stops it.',
  },
  withdrawal: {
    more: 'Take the authorisation back',
    hint: 'Nobody can start it then, and this cannot be undone; to air it, authorise it anew.',
    label: 'Take this authorisation back',
  },
  past: {
    heading: 'Earlier emergencies',
    none: 'There has been no emergency yet.',
    state: {
      ...{ authorised: 'Not started', withdrawn: 'Taken back', started: 'On the air', stopping: 'Being stopped' },
      ...{ ended: 'To be reviewed', reviewed: 'Reviewed' },
    },
    authorised: 'Authorised by',
    started: 'Started by',
    stopped: 'Stopped by',
    result: 'Result',
    reached: (reached, total) => `${reached}/${total} clusters`,
    withdrawal: 'Taken back',
    review: 'Review',
    reviewMore: 'Record the review',
    reviewHint: 'Was it within authority, was it true, what is to be learned. It cannot be changed afterwards.',
    saveReview: 'Record it',
    back: 'Back to Live and emergency',
  },
};

export const EMERGENCY_WORDS: Readonly<Record<Language, EmergencyWords>> = { vi, en };
