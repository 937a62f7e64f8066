import { inflateRawSync } from 'node:zlib';
import type { AiringLine, Report, TargetLine } from '../../src/reports/report';

const line: TargetLine = {
  unit: 'weeklyIssue',
  target: 3,
  done: 2,
  ratePercent: 66.7,
  cumulativeTarget: 7,
  cumulativeDone: 5,
  yearTarget: { nominal: 52, proRata: 16 },
  verdict: 'notMet',
  tally: null,
  notes: ['Không phát: số 4 (chưa có bản ghi âm)', 'Phát bù: số 7 (muộn, sau kỳ)'],
};

const airing: AiringLine = {
  position: 1,
  airingId: 'a1',
  start: '2026-10-12T05:30:09.250+07:00',
  date: '2026-10-12',
  time: '05:30:09',
  label: 'Đường dây nóng <"&\u0000\u000b> '.concat('Quảng Ngãi'.normalize('NFD')),
  topics: [{ code: 'B.I.4.đ', title: 'Dịch vụ công trực tuyến' }],
  role: 'makeUp',
  language: 'hre',
  airtimeSeconds: 3725,
  partial: true,
  clustersReached: 4,
  clustersTotal: 6,
  approver: 'Nguyễn Văn A (chưa xác thực)',
};

/** A report with something in every table, and what is hard to write: control characters, decomposed letters, formulae. */
export const sampleReport: Report = {
  kind: 'monthly',
  period: '2026-10',
  scope: 'all',
  from: '2026-10-01',
  to: '2026-10-31',
  asOf: '2026-11-05T09:00:00.000+07:00',
  ended: true,
  letterhead: {
    issuingBodyParent: 'ỦY BAN NHÂN DÂN XÃ SƠN MAI',
    issuingBody: 'TRUNG TÂM CUNG ỨNG DỊCH VỤ CÔNG',
    documentSymbol: 'BC-TTCƯDVC',
    place: 'Sơn Mai',
    recipients: ['UBND xã', 'Phòng Văn hóa – Xã hội'],
    distribution: ['Như trên', 'Lưu: VT'],
    signerTitle: 'GIÁM ĐỐC',
    signerName: null,
    systemName: 'hệ thống truyền thanh xã',
  },
  plans: [
    {
      code: 'son-mai-2026',
      title: 'Kế hoạch truyền thông năm 2026',
      organisation: 'UBND xã Sơn Mai',
      status: 'draft',
      number: null,
      date: null,
      basis: ['Quyết định số 121/QĐ-UBND ngày 23/7/2025'],
    },
  ],
  targets: [
    {
      position: 1,
      planCode: 'son-mai-2026',
      programmeKey: 'cds-hang-tuan',
      title: 'Chuyên mục Chuyển đổi số',
      basis: 'C.I.1.a',
      lines: [
        line,
        {
          ...line,
          unit: 'repeat',
          target: 0,
          done: 0,
          ratePercent: null,
          verdict: null,
          notes: [],
        },
      ],
    },
  ],
  airings: [airing],
  totals: { aired: 0, partial: 1, airtimeSeconds: 3725 },
  sources: [{ source: 'own', items: 1, airings: 1, airtimeSeconds: 3725 }],
  topics: [
    { code: 'B.I.4.đ', title: 'Dịch vụ công', items: 1, airings: 1, airtimeSeconds: 3725, lastAired: '2026-10-12' },
    { code: 'B.I.4.g', title: 'VNeID', items: 0, airings: 0, airtimeSeconds: 0, lastAired: '2026-07-06' },
  ],
  clusters: [
    {
      ...{ code: 'dinh', name: 'Cụm đình', village: 'Thôn 1', scheduled: 1, succeeded: 0 },
      ...{ ratePercent: 0, disconnections: null, incidents: 1 },
    },
  ],
  lost: [
    {
      ...{
        airingId: 'a1',
        date: '2026-10-12',
        time: '05:30:00',
        label: '=CMD()',
        state: 'partial',
        reason: 'lỗi đầu ra',
      },
      ...{ document: null, makeUp: { kind: 'aired', date: '2026-10-14' } },
    },
  ],
  weeks: [{ week: '2026-W42', owed: 1, done: 1, attested: 0 }],
  attested: [],
  log: [
    {
      ...{ id: 7, date: '2026-10-12', plannedTime: '05:30:00', startTime: '05:30:09', endTime: '06:32:14' },
      ...{ outputCode: 'loa', title: 'Đường dây nóng, "số 1"', segment: 0, seconds: 3725, endReason: 'lỗi đầu ra' },
      ...{ proof: 'proved', hash: 'c'.repeat(64) },
    },
  ],
  texts: { number: '', date: null, signerName: '', shortcomings: '', directions: '', proposals: '' },
  seal: null,
};

/** The same of a station that set what others leave at its default. */
export const otherStation: Report = {
  ...sampleReport,
  letterhead: {
    ...sampleReport.letterhead,
    distribution: ['Như trên', 'Đảng ủy xã', 'Lưu: VT, TTCƯ'],
    signerTitle: 'TM. ỦY BAN NHÂN DÂN\r\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n',
    systemName: 'mạng loa xã',
  },
};

/** Figures of four digits, as a year has them, and an entry of the log that is no figure. */
export const busyReport: Report = {
  ...sampleReport,
  totals: { aired: 1032, partial: 1000, airtimeSeconds: 1032 * 3600 },
  sources: [{ source: 'own', items: 999, airings: 2032, airtimeSeconds: 1032 * 3600 }],
  log: sampleReport.log.map((entry) => ({ ...entry, id: 1032 })),
};

/** A zip's entries by name, from its central directory. */
export function unzip(zip: Buffer): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  const end = zip.lastIndexOf('PK\u0005\u0006');
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameLength] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28)];
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    entries.set(name, (zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data)).toString('utf8'));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
