import { at, calendarOf, expansionOf, sonMaiPlan } from '../../test/support/builders';
import {
  makeUp,
  MONTHLY,
  owed,
  reportOf,
  row,
  sourced,
  special,
  TITLES,
  WEEKLY,
  type Row,
} from '../../test/support/report-story';
import type { AiringState } from '../domain/airing';
import { expandPlan } from '../domain/expand-plan';
import { settleAiring } from '../domain/settlement';

/*
 * An invented February 2026, of 28 days from Sunday 1 to Saturday 28. Its Thursdays are 5, 12, 19 and 26 = W06 to W09,
 * numbers 6 to 9 of the year, whose first week is that of Thursday 1 January. The month's issue is number 2; its anchor, the
 * 15th, is the Sunday of W07. Tết Bính Ngọ is Tuesday 17: nothing airs from its eve, Monday 16, to Friday 20, and on
 * Saturday 21 no music does.
 */
const plan = sonMaiPlan(2026, {
  topics: ['B.I.4.d', 'B.I.4.đ', 'B.I.4.e', 'B.II.6'].map((code) => ({ code, title: `Chủ đề ${code}`, quote: '' })),
});
const calendar = new Map([
  ...calendarOf(['2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19', '2026-02-20']),
  ...calendarOf(['2026-02-21'], 'noMusic'),
]);
const ISSUE_TITLE = TITLES[WEEKLY] ?? '';

/** Two outputs, one a cluster: the one of the market took nothing of the emergency. */
const emergency = settleAiring({
  deliveries: [
    { outputCode: 'loa-dinh', role: 'transmission', frames: 45 * 48_000, provedSilent: false, reason: 'completed' },
    { outputCode: 'loa-cho', role: 'transmission', frames: 0, provedSilent: false, reason: 'outputFailed' },
  ],
  clusters: [
    { code: 'dinh', outputCodes: ['loa-dinh'] },
    { code: 'cho', outputCodes: ['loa-cho'] },
  ],
  ...{ expectedFrames: 45 * 48_000, requiredClusterShare: 0.5 },
});

/** But for the emergency both clusters heard whatever aired. */
function reached(airingId: string, state: AiringState): readonly string[] {
  if (state !== 'aired') return [];
  return airingId === 'chay' ? ['dinh'] : ['dinh', 'cho'];
}

/** Aired in full, for so many seconds. */
const aired = (start: string, seconds: number) => ({ state: 'aired', start, seconds }) as const;
const W04 = owed('w04', WEEKLY, '2026-W04', 4, 0, {
  ...{ state: 'missed', planned: '2026-01-19 05:30', reason: 'noRecording' },
});
const REPEAT_3 = owed('m02-3', MONTHLY, '2026-02', 2, 3, {
  ...{ state: 'missed', planned: '2026-02-24 17:00', reason: 'notApproved' },
});
const JANUARY: readonly Row[] = [
  owed('w01', WEEKLY, '2026-W01', 1, 0, aired('2026-01-01 05:30', 600)),
  owed('w02', WEEKLY, '2026-W02', 2, 0, aired('2026-01-05 05:30', 600)),
  owed('w03', WEEKLY, '2026-W03', 3, 0, aired('2026-01-12 05:30', 600)),
  W04,
  owed('w05', WEEKLY, '2026-W05', 5, 0, aired('2026-01-26 05:30', 600)),
  ...['06', '13', '20', '27'].map((day, ordinal) =>
    owed(`m01-${ordinal}`, MONTHLY, '2026-01', 1, ordinal, aired(`2026-01-${day} 17:00`, 900)),
  ),
  special('hoi-nghi', 'Hội nghị CCHC', false, aired('2026-01-15 17:20', 120), { topics: ['B.I.4.e'] }),
];
const FEBRUARY: readonly Row[] = [
  // Broken off after 341.2 of 600 s, never made up.
  owed('w06', WEEKLY, '2026-W06', 6, 0, {
    ...{ state: 'partial', start: '2026-02-02 05:30', seconds: 341.2, reason: 'outputFailed' },
  }),
  // The order came from above: the loudspeakers were needed for a drill.
  owed('w07', WEEKLY, '2026-W07', 7, 0, {
    ...{ state: 'cancelled', planned: '2026-02-09 05:30', reason: 'cancelledByStaff', document: '45/UBND-VX' },
  }),
  owed('w08', WEEKLY, '2026-W08', 8, 0, aired('2026-02-21 05:30', 612.5), ['B.I.4.đ']),
  owed('w09', WEEKLY, '2026-W09', 9, 0, { state: 'missed', planned: '2026-02-23 05:30', reason: 'serviceDown' }),
  ...(['2026-02-03 17:00', '2026-02-10 17:00', '2026-02-14 17:00'] as const).map((start, ordinal) =>
    owed(`m02-${ordinal}`, MONTHLY, '2026-02', 2, ordinal, aired(start, [900, 899.4, 900][ordinal]!), [
      'B.I.4.d',
      'B.I.4.đ',
    ]),
  ),
  REPEAT_3,
  // Ten days after the Sunday of its week.
  makeUp('w04-bu', W04, 4, aired('2026-02-04 17:00', 597.6)),
  makeUp('m02-3-bu', REPEAT_3, 2, { state: 'planned', planned: '2026-03-03 17:00' }),
  special('phao', 'Cấm đốt pháo nổ', false, aired('2026-02-12 17:20', 75), { topics: ['B.II.6'] }),
  special('phao-hre', 'Cấm đốt pháo nổ', true, aired('2026-02-13 17:20', 80), { topics: ['B.II.6'], language: 'hre' }),
  // On a day on which nothing else may air.
  sourced(
    row('chay', { title: 'Cháy rừng' }, { state: emergency.state, start: '2026-02-18 02:10', seconds: 45 }),
    'emergency',
  ),
];
const rows = [...JANUARY, ...FEBRUARY].map((given): Row => ({
  ...given,
  item: given.item && {
    ...given.item,
    ...{ clustersReached: reached(given.id, given.fact.state).length, clustersTotal: 2 },
  },
}));
const BY_HAND = {
  ...{ attestationId: 'tay', programmeKey: WEEKLY, periodKey: '2026-W09', ordinal: 0, airedAt: at('2026-02-24 11:30') },
  ...{ airtimeSeconds: 600, document: '03/BB-TTCƯ', attestedBy: 'Phạm Văn C' },
};
const told = { attestations: [BY_HAND], reached };

describe('the schedule of that February', () => {
  const planned = expandPlan(expansionOf({ plans: [plan], calendar }));
  const startsOf = (programmeKey: string, from: string, to: string) =>
    planned.airings
      .filter((airing) => airing.programmeKey === programmeKey && airing.date >= from && airing.date <= to)
      .map(({ periodKey, ordinal, provisionalStart }) => [periodKey, ordinal, provisionalStart]);

  it('goes around Tết', () => {
    // Mondays at 05:30. In W08 Monday to Friday are closed and Sunday has no session: Saturday morning, without music.
    expect(startsOf(WEEKLY, '2026-02-01', '2026-02-28')).toEqual([
      ['2026-W06', 0, at('2026-02-02 05:30')],
      ['2026-W07', 0, at('2026-02-09 05:30')],
      ['2026-W08', 0, at('2026-02-21 05:30')],
      ['2026-W09', 0, at('2026-02-23 05:30')],
    ]);
    // Tuesdays 3, 10, 17 and 24 at 17:00, of which the 17th is closed. 72 h before it is the Saturday afternoon of the
    // 14th, the next open session after it is that of the 21st at 05:30, 84.5 h later: the 14th, as the second repeat.
    expect(startsOf(MONTHLY, '2026-02-01', '2026-02-28')).toEqual([
      ['2026-02', 0, at('2026-02-03 17:00')],
      ['2026-02', 1, at('2026-02-10 17:00')],
      ['2026-02', 2, at('2026-02-14 17:00')],
      ['2026-02', 3, at('2026-02-24 17:00')],
    ]);
    expect(planned.shortfalls).toEqual([]);
  });
});

describe('the report over an invented February with Tết, an order from above and an emergency', () => {
  const report = reportOf('2026-02', '2026-03-02 09:00', [plan], rows, told);
  const none = { untracked: 0, surplus: 0, late: 0, open: 0, madeUp: 0 };

  it('counts what was owed (Bảng 1)', () => {
    expect(report.targets.map(({ position, programmeKey }) => [position, programmeKey])).toEqual([
      [1, WEEKLY],
      [2, MONTHLY],
      [3, 'cchc'],
    ]);
    expect(report.targets.map(({ lines }) => lines)).toEqual([
      [
        // Four Thursdays. Done: W08 aired (inside its own week), W09 on a person's word = 2 of 4 = 50 %. Excused: W07, by a
        // document. Missed: W06, of which a part does not count. W04's late make-up is January's matter.
        // To date: January's five (W01 to W05), all done since W04 was made up: 5 + 4 = 9 owed, 5 + 2 = 7 done.
        {
          unit: 'weeklyIssue',
          ...{ target: 4, done: 2, ratePercent: 50, cumulativeTarget: 9, cumulativeDone: 7, verdict: 'notMet' },
          yearTarget: { nominal: 52, proRata: 52 },
          tally: { ...none, owed: 4, done: 2, aired: 2, excused: 1, missed: 1, attested: 1 },
          notes: [
            'Chỉ tiêu năm theo kế hoạch: 52',
            'Không phát: số 6 (lỗi đầu ra)',
            'Được miễn: số 7 (hủy theo yêu cầu)',
            'Theo xác nhận, không có số đo: số 9',
          ],
        },
      ],
      [
        // One issue a month, both aired.
        {
          unit: 'monthlyIssue',
          ...{ target: 1, done: 1, ratePercent: 100, cumulativeTarget: 2, cumulativeDone: 2, verdict: 'met' },
          yearTarget: { nominal: 12, proRata: 12 },
          tally: { ...none, owed: 1, done: 1, aired: 1, excused: 0, missed: 0, attested: 0 },
          notes: ['Chỉ tiêu năm theo kế hoạch: 12'],
        },
        // Repeats 1 and 2 aired, 3 is yet to be made up: 2 of 3 = 66.7 %; with January's three 5 of 6.
        {
          unit: 'repeat',
          ...{ target: 3, done: 2, ratePercent: 66.7, cumulativeTarget: 6, cumulativeDone: 5, verdict: 'notMet' },
          yearTarget: { nominal: 36, proRata: 36 },
          tally: { ...none, owed: 3, done: 2, aired: 2, excused: 0, missed: 1, attested: 0 },
          notes: ['Chỉ tiêu năm theo kế hoạch: 36', 'Không phát: lần phát lại 3 của số 2 (bản ghi âm chưa được duyệt)'],
        },
      ],
      [
        // "Cấm đốt pháo nổ" twice; with January's "Hội nghị CCHC" two contents, three airings.
        {
          ...{ unit: 'content', target: null, done: 1, ratePercent: null, cumulativeTarget: null, cumulativeDone: 2 },
          ...{ yearTarget: null, verdict: null, tally: null, notes: ['Kế hoạch không giao tần suất'] },
        },
        {
          ...{ unit: 'airing', target: null, done: 2, ratePercent: null, cumulativeTarget: null, cumulativeDone: 3 },
          ...{ yearTarget: null, verdict: null, tally: null, notes: [] },
        },
      ],
    ]);
  });

  it('leaves the late make-up to January’s own count', () => {
    const january = reportOf('2026-01', '2026-03-02 09:00', [plan], rows, told);
    // W01 to W05, W04 by its make-up: 5 of 5.
    expect(january.targets[0]?.lines[0]).toMatchObject({ target: 5, done: 5, ratePercent: 100, verdict: 'met' });
    expect(january.targets[0]?.lines[0]?.tally).toMatchObject({ aired: 4, madeUp: 1, late: 1, missed: 0 });
    expect(january.targets[0]?.lines[0]?.notes[1]).toBe('Phát bù: số 4 (muộn, sau kỳ)');
    expect(january.lost.map(({ airingId, makeUp }) => [airingId, makeUp])).toEqual([
      ['w04', { kind: 'aired', date: '2026-02-04' }],
    ]);
  });

  it('lists what went out (Bảng 2)', () => {
    const [vie, both, whole] = ['vie', '2/2', 'whole'];
    const month = `${TITLES[MONTHLY] ?? ''}, số 2`;
    const crackers = `${TITLES['cchc'] ?? ''}: Cấm đốt pháo nổ`;
    expect(
      report.airings.map((line) => [
        ...[line.position, line.date, line.time, line.label, line.role, line.language, line.airtimeSeconds],
        ...[`${line.clustersReached}/${line.clustersTotal}`, line.partial ? 'partial' : 'whole'],
      ]),
    ).toEqual([
      [1, '2026-02-02', '05:30:00', `${ISSUE_TITLE}, số 6`, 'first', vie, 341, '0/2', 'partial'],
      [2, '2026-02-03', '17:00:00', month, 'first', vie, 900, both, whole],
      [3, '2026-02-04', '17:00:00', `${ISSUE_TITLE}, số 4`, 'makeUp', vie, 598, both, whole],
      [4, '2026-02-10', '17:00:00', month, 'repeat', vie, 899, both, whole],
      [5, '2026-02-12', '17:20:00', crackers, 'first', vie, 75, both, whole],
      [6, '2026-02-13', '17:20:00', crackers, 'repeat', 'hre', 80, both, whole],
      [7, '2026-02-14', '17:00:00', month, 'repeat', vie, 900, both, whole],
      [8, '2026-02-18', '02:10:00', 'Cháy rừng', 'first', vie, 45, '1/2', whole],
      [9, '2026-02-21', '05:30:00', `${ISSUE_TITLE}, số 8`, 'first', vie, 613, both, whole],
    ]);
    // 341 + 900 + 598 + 899 + 75 + 80 + 900 + 45 + 613 = 4451; what was attested is not in it.
    expect(report.totals).toEqual({ aired: 8, partial: 1, airtimeSeconds: 4451 });
    expect(report.attested).toEqual([
      {
        ...{ date: '2026-02-24', time: '11:30:00', label: `${ISSUE_TITLE}, số 9`, airtimeSeconds: 600 },
        ...{ document: '03/BB-TTCƯ', attestedBy: 'Phạm Văn C' },
      },
    ]);
  });

  it('counts sources and topics (Bảng 3 and 4)', () => {
    // Own: all but the emergency = 8 airings, 4451 − 45 = 4406 s, of five contents: numbers 6, 4 and 8, the month's and
    // the crackers.
    expect(report.sources).toEqual([
      { source: 'own', items: 5, airings: 8, airtimeSeconds: 4406 },
      { source: 'relay', items: 0, airings: 0, airtimeSeconds: 0 },
      { source: 'emergency', items: 1, airings: 1, airtimeSeconds: 45 },
    ]);
    // d: the month's issue thrice, 900 + 899 + 900 = 2699. đ: the same and number 8, 2699 + 613 = 3312. e: last on
    // in January. II.6: 75 + 80 = 155.
    const titled = (code: string) => ({ code, title: `Chủ đề ${code}` });
    expect(report.topics).toEqual([
      { ...titled('B.I.4.d'), items: 1, airings: 3, airtimeSeconds: 2699, lastAired: '2026-02-14' },
      { ...titled('B.I.4.đ'), items: 2, airings: 4, airtimeSeconds: 3312, lastAired: '2026-02-21' },
      { ...titled('B.I.4.e'), items: 0, airings: 0, airtimeSeconds: 0, lastAired: '2026-01-15' },
      { ...titled('B.II.6'), items: 1, airings: 2, airtimeSeconds: 155, lastAired: '2026-02-13' },
    ]);
  });

  it('counts clusters (Bảng 5)', () => {
    // Half of the clusters is enough to be aired; the market's failure is its own.
    expect(emergency).toEqual({ state: 'aired', reason: 'completed', clustersReached: 1 });
    // Numbers 6, 8 and 9, four of the month's, the make-up, two of the crackers and the emergency = 11; number 7 was
    // cancelled. Not aired: 6, 9 and the third repeat, so 8 at "dinh" = 72.7 %, 7 at "cho" = 63.6 %. An approval that
    // lacks is no technical incident: 2 at "dinh", and the emergency as the third at "cho".
    const common = { village: 'Thôn 1', disconnections: null, scheduled: 11 };
    expect(report.clusters).toEqual([
      { ...common, code: 'dinh', name: 'Cụm dinh', succeeded: 8, ratePercent: 72.7, incidents: 2 },
      { ...common, code: 'cho', name: 'Cụm cho', succeeded: 7, ratePercent: 63.6, incidents: 3 },
    ]);
  });

  it('tells what was lost and what answers for it (Bảng 6), and the weeks', () => {
    expect(report.lost).toEqual([
      {
        ...{ airingId: 'w06', date: '2026-02-02', time: '05:30:00', label: `${ISSUE_TITLE}, số 6`, state: 'partial' },
        ...{ reason: 'lỗi đầu ra', document: null, makeUp: { kind: 'none' } },
      },
      {
        ...{ airingId: 'w07', date: '2026-02-09', time: '05:30:00', label: `${ISSUE_TITLE}, số 7`, state: 'cancelled' },
        ...{ reason: 'hủy theo yêu cầu', document: '45/UBND-VX', makeUp: { kind: 'none' } },
      },
      {
        ...{ airingId: 'w09', date: '2026-02-23', time: '05:30:00', label: `${ISSUE_TITLE}, số 9`, state: 'missed' },
        ...{ reason: 'hệ thống không hoạt động', document: null, makeUp: { kind: 'attested', date: '2026-02-24' } },
      },
      {
        ...{ airingId: 'm02-3', date: '2026-02-24', time: '17:00:00', label: `${TITLES[MONTHLY] ?? ''}, số 2` },
        ...{ state: 'missed', reason: 'bản ghi âm chưa được duyệt', document: null },
        makeUp: { kind: 'planned', date: '2026-03-03' },
      },
    ]);
    // W07 holds the month's own anchor too.
    expect(report.weeks).toEqual([
      { week: '2026-W06', owed: 1, done: 0, attested: 0 },
      { week: '2026-W07', owed: 2, done: 1, attested: 0 },
      { week: '2026-W08', owed: 1, done: 1, attested: 0 },
      { week: '2026-W09', owed: 1, done: 1, attested: 1 },
    ]);
  });
});
