import { assertNever } from '../domain/errors';
import { AIRING_WORDS } from '../platform/words/airing-words';
import type { AiringLine, LostLine, ProgrammeTargets, Report, TargetLine } from './report';
import {
  countText,
  dateText,
  languageText,
  periodText,
  PROOF_TEXT,
  ROLE_TEXT,
  SOURCE_TEXT,
  UNIT_TEXT,
  VERDICT_TEXT,
} from './report-words';
import { columns, date, number, ordinal, percent, seconds, text, type Cell, type ReportTable } from './table';

export interface ReportTables {
  readonly targets: ReportTable;
  readonly airings: ReportTable;
  readonly sources: ReportTable;
  readonly topics: ReportTable;
  readonly clusters: ReportTable;
  readonly lost: ReportTable;
  readonly attested: ReportTable;
  readonly log: ReportTable;
}

/** Every table of the report, in the order in which it is printed. */
export function tablesOf(report: Report): ReportTables {
  return {
    targets: targetTable(report),
    airings: airingTable(report),
    sources: sourceTable(report),
    topics: topicTable(report),
    clusters: clusterTable(report),
    lost: lostTable(report),
    attested: attestedTable(report),
    log: logTable(report),
  };
}

const COUNTING =
  'Chỉ tiêu tính theo kỳ: tuần thuộc kỳ báo cáo có ngày thứ Năm của tuần, chuyên mục tháng tính theo ngày 15. Phát lại không tính là số mới.';

function targetTable(report: Report): ReportTable {
  return {
    name: 'Bang 1',
    caption: `Bảng 1. Kết quả thực hiện chỉ tiêu ${periodText(report)}`,
    empty: 'Trong kỳ báo cáo không có kế hoạch nào có hiệu lực.',
    note: COUNTING,
    columns: columns(
      ['STT', 11],
      ['Chuyên mục', 47, 'left'],
      ['Căn cứ (mục KH)', 19],
      ['Đơn vị tính', 22],
      ['Chỉ tiêu kỳ', 15],
      ['Thực hiện', 15],
      ['Tỷ lệ (%)', 15],
      ['Lũy kế chỉ tiêu', 16],
      ['Lũy kế thực hiện', 17],
      ['Đánh giá', 20],
      ['Ghi chú', 55, 'left'],
    ),
    rows: report.targets.flatMap(targetRows),
  };
}

function targetRows({ position, title, basis, lines }: ProgrammeTargets): Cell[][] {
  return lines.map((line, index) => {
    const span = index === 0 ? { rowSpan: lines.length } : { covered: true };
    const heads = [ordinal(position), text(title), text(basis)].map((cell) => ({ ...cell, ...span }));
    return [...heads, ...targetValues(line)];
  });
}

function targetValues(line: TargetLine): Cell[] {
  return [
    text(UNIT_TEXT[line.unit]),
    number(line.target),
    number(line.done),
    percent(line.ratePercent),
    number(line.cumulativeTarget),
    number(line.cumulativeDone),
    text(line.verdict === null ? '–' : VERDICT_TEXT[line.verdict]),
    text(...line.notes),
  ];
}

function airingTable(report: Report): ReportTable {
  const rows = report.airings.map(airingRow);
  return {
    name: 'Bang 2',
    caption: `Bảng 2. Các lượt phát ${periodText(report)}`,
    empty: 'Trong kỳ báo cáo không có lượt phát nào.',
    note: '',
    columns: columns(
      ['STT', 11],
      ['Ngày', 22],
      ['Giờ', 18],
      ['Chương trình/số', 48, 'left'],
      ['Chủ đề', 48, 'left'],
      ['Phát mới/ Phát lại/ Phát bù', 20],
      ['Ngôn ngữ', 20],
      ['Thời lượng', 24],
      ['Số cụm đạt/ tổng', 14],
      ['Người duyệt', 27],
    ),
    rows: rows.length === 0 ? [] : [...rows, totalsRow(report)],
  };
}

function airingRow(line: AiringLine): Cell[] {
  const role = ROLE_TEXT[line.role];
  return [
    ordinal(line.position),
    date(line.date),
    text(line.time),
    text(line.label),
    text(...line.topics.map(({ code, title }) => (title === null ? code : `${code} ${title}`))),
    line.partial ? text(role, '(không trọn vẹn)') : text(role),
    text(languageText(line.language)),
    seconds(line.airtimeSeconds),
    text(`${line.clustersReached}/${line.clustersTotal}`),
    text(line.approver ?? '–'),
  ];
}

function totalsRow({ totals }: Report): Cell[] {
  const partial = totals.partial > 0 ? `, ${countText(totals.partial)} lượt không trọn vẹn` : '';
  const label = {
    ...text(`Tổng cộng: ${countText(totals.aired)} lượt phát trọn vẹn${partial}`),
    columnSpan: 7,
    bold: true,
  };
  const covered = { ...text(''), covered: true };
  const sum = { ...seconds(totals.airtimeSeconds), bold: true };
  return [label, ...Array.from({ length: 6 }, () => covered), sum, { ...text(''), columnSpan: 2 }, covered];
}

function sourceTable({ sources }: Report): ReportTable {
  return {
    name: 'Bang 3',
    caption: 'Bảng 3. Nguồn tin bài và thời lượng',
    empty: '',
    note: '',
    columns: columns(['Nguồn', 90, 'left'], ['Số tin bài', 54], ['Lượt phát', 54], ['Thời lượng', 54]),
    rows: sources.map(({ source, items, airings, airtimeSeconds }) => [
      text(SOURCE_TEXT[source]),
      number(items),
      number(airings),
      seconds(airtimeSeconds),
    ]),
  };
}

function topicTable({ topics, from }: Report): ReportTable {
  return {
    name: 'Bang 4',
    caption: 'Bảng 4. Kết quả theo chủ đề',
    empty: 'Kế hoạch không nêu chủ đề.',
    note: '',
    columns: columns(
      ['Mã', 22],
      ['Nội dung', 108, 'left'],
      ['Số tin bài', 22],
      ['Lượt phát', 22],
      ['Thời lượng', 36],
      ['Lần phát gần nhất', 42],
    ),
    rows: topics.map(({ code, title, items, airings, airtimeSeconds, lastAired }) => [
      text(code),
      text(title ?? '(không có trong kế hoạch)'),
      number(items),
      number(airings),
      seconds(airtimeSeconds),
      lastAired === null
        ? text('chưa phát')
        : { ...date(lastAired), ...(lastAired < from ? { lines: [`${dateText(lastAired)} (trước kỳ)`] } : {}) },
    ]),
  };
}

function clusterTable({ clusters }: Report): ReportTable {
  return {
    name: 'Bang 5',
    caption: 'Bảng 5. Hoạt động của các cụm loa',
    empty: 'Trong kỳ báo cáo không có lượt phát nào theo lịch.',
    note: 'Phát thành công: đã phát ra đầu ra phục vụ cụm loa ít nhất 95 % thời lượng.',
    columns: columns(
      ['Cụm loa', 60, 'left'],
      ['Thôn', 48, 'left'],
      ['Lượt theo lịch', 26],
      ['Phát thành công', 28],
      ['Tỷ lệ (%)', 22],
      ['Mất kết nối', 40],
      ['Sự cố', 28],
    ),
    rows: clusters.map((line) => [
      text(line.name),
      text(line.village),
      number(line.scheduled),
      number(line.succeeded),
      percent(line.ratePercent),
      line.disconnections === null ? text('chưa có số liệu') : number(line.disconnections),
      number(line.incidents),
    ]),
  };
}

function lostTable({ lost }: Report): ReportTable {
  return {
    name: 'Bang 6',
    caption: 'Bảng 6. Lượt không phát, nguyên nhân và phát bù',
    empty: 'Trong kỳ báo cáo không có lượt nào không phát.',
    note: '',
    columns: columns(
      ['STT', 12],
      ['Ngày', 24],
      ['Giờ', 20],
      ['Lượt không phát', 74, 'left'],
      ['Kết quả', 26],
      ['Nguyên nhân', 56, 'left'],
      ['Phát bù', 40],
    ),
    rows: lost.map((line, index) => [
      ordinal(index + 1),
      date(line.date),
      text(line.time ?? '–'),
      text(line.label),
      text(AIRING_WORDS.vi.state[line.state]),
      text(line.document === null ? line.reason : `${line.reason} (văn bản ${line.document})`),
      text(makeUpText(line.makeUp)),
    ]),
  };
}

function makeUpText(makeUp: LostLine['makeUp']): string {
  switch (makeUp.kind) {
    case 'aired':
      return `đã phát ${dateText(makeUp.date)}`;
    case 'planned':
      return `sẽ phát ${dateText(makeUp.date)}`;
    case 'attested':
      return `theo xác nhận, ${dateText(makeUp.date)}`;
    case 'none':
      return 'chưa có';
    default:
      return assertNever(makeUp);
  }
}

function attestedTable({ attested }: Report): ReportTable {
  return {
    name: 'Xac nhan',
    caption: 'Lượt phát theo xác nhận, không có số đo',
    empty: '',
    note: 'Các lượt này không có trong Bảng 2 đến Bảng 5.',
    columns: columns(
      ['Ngày', 26],
      ['Giờ', 22],
      ['Chương trình/số', 84, 'left'],
      ['Thời lượng', 36],
      ['Văn bản', 42],
      ['Người xác nhận', 42],
    ),
    rows: attested.map((line) => [
      date(line.date),
      text(line.time),
      text(line.label),
      seconds(line.airtimeSeconds),
      text(line.document),
      text(line.attestedBy),
    ]),
  };
}

function logTable({ log }: Report): ReportTable {
  return {
    name: 'Nhat ky',
    caption: 'Nhật ký phát sóng',
    empty: 'Trong kỳ báo cáo nhật ký không có mục nào.',
    note: '',
    columns: columns(
      ['Mục', 14],
      ['Ngày', 23],
      ['Giờ theo lịch', 19],
      ['Bắt đầu', 19],
      ['Kết thúc', 19],
      ['Đầu ra', 26],
      ['Nội dung', 54, 'left'],
      ['Thời lượng', 26],
      ['Kết quả', 26],
      ['Kiểm tra sóng', 26],
    ),
    rows: log.map((line) => [
      ordinal(line.id),
      date(line.date),
      text(line.plannedTime),
      text(line.startTime ?? '–'),
      text(line.endTime ?? '–'),
      text(line.outputCode),
      text(line.segment === 0 ? line.title : `${line.title} (đoạn ${line.segment + 1})`),
      seconds(line.seconds),
      text(line.endReason),
      text(line.proof === null ? 'chưa kiểm tra' : PROOF_TEXT[line.proof]),
    ]),
  };
}
