import fc from 'fast-check';
import { addDays, periodsAnchoredIn } from '../domain/calendar';
import type { AiringState } from '../domain/airing';
import type { Plan } from '../domain/plan';
import {
  aMonthlyProgramme,
  anUnscheduledProgramme,
  aProgramme,
  at,
  sonMai2025,
  sonMaiPlan,
} from '../../test/support/builders';
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
import type { Report } from './report';
import { reportPeriodsOfYear } from '../domain/report-period';

/*
 * An invented October 2026 of a plan in effect from Monday 14 September 2026. Issues are numbered from there:
 * weeks W38 (Thursday 17/9) = số 1, W39 = 2, W40 (1/10) = 3, W41 = 4, W42 = 5, W43 = 6, W44 (29/10) = 7;
 * months 2026-09 = số 1, 2026-10 = số 2.
 */
const plan: Plan = sonMaiPlan(2026, {
  effective: { from: '2026-09-14', to: '2026-12-31' },
  programmes: [aProgramme(), aMonthlyProgramme(), anUnscheduledProgramme()],
  topics: ['B.I.4.d', 'B.I.4.đ', 'B.I.4.e'].map((code) => ({ code, title: `Chủ đề ${code}`, quote: '' })),
});

const w42 = owed('w42', WEEKLY, '2026-W42', 5, 0, {
  state: 'partial',
  start: '2026-10-12 05:30',
  seconds: 250.4,
  reason: 'cutShort',
});
const w44 = owed('w44', WEEKLY, '2026-W44', 7, 0, {
  state: 'missed',
  planned: '2026-10-26 05:30',
  reason: 'notApproved',
});
const october2 = owed('m10-2', MONTHLY, '2026-10', 2, 2, {
  state: 'partial',
  start: '2026-10-20 17:00',
  seconds: 301,
  reason: 'engineLost',
});
const rows: readonly Row[] = [
  owed('w38', WEEKLY, '2026-W38', 1, 0, { state: 'aired', start: '2026-09-14 05:30', seconds: 600 }),
  owed('w39', WEEKLY, '2026-W39', 2, 0, { state: 'aired', start: '2026-09-21 05:30', seconds: 600 }),
  // Aired in September, but its Thursday is 1 October: October's issue, and not in October's Bảng 2.
  owed('w40', WEEKLY, '2026-W40', 3, 0, { state: 'aired', start: '2026-09-28 05:30', seconds: 600 }),
  owed('w41', WEEKLY, '2026-W41', 4, 0, { state: 'missed', planned: '2026-10-05 05:30', reason: 'noRecording' }),
  w42,
  makeUp('w42-bu', w42, 5, { state: 'aired', start: '2026-10-14 17:00', seconds: 598.7 }),
  owed('w43', WEEKLY, '2026-W43', 6, 0, {
    state: 'cancelled',
    planned: '2026-10-19 05:30',
    reason: 'cancelledByStaff',
    document: '12/UBND',
  }),
  w44,
  // Two days after W44 ended.
  makeUp('w44-bu', w44, 7, { state: 'aired', start: '2026-11-03 17:00', seconds: 600 }),
  ...[0, 1, 2, 3].map((ordinal) =>
    owed(`m09-${ordinal}`, MONTHLY, '2026-09', 1, ordinal, {
      state: 'aired',
      start: `2026-09-${String(15 + ordinal)} 17:00`,
      seconds: 900,
    }),
  ),
  owed('m10-0', MONTHLY, '2026-10', 2, 0, { state: 'missed', planned: '2026-10-06 17:00', reason: 'mediaMissing' }),
  owed('m10-1', MONTHLY, '2026-10', 2, 1, { state: 'aired', start: '2026-10-13 17:00', seconds: 900 }),
  october2,
  makeUp('m10-2-bu', october2, 2, { state: 'aired', start: '2026-10-22 17:10:05', seconds: 899.5 }),
  owed('m10-3', MONTHLY, '2026-10', 2, 3, { state: 'aired', start: '2026-10-27 17:00', seconds: 900 }),
  // Station midnight cuts the month: 00:00:00 on 1 October is in it, 00:00:00 on 1 November is not.
  special(
    'dau-thang',
    'Đường dây nóng',
    false,
    { state: 'aired', start: '2026-10-01 00:00', seconds: 60 },
    {
      topics: ['B.I.4.e', 'X.9', 'B.I.4.đ', 'B.I.4.d'],
    },
  ),
  special(
    'lan-hai',
    'Đường dây nóng',
    true,
    { state: 'aired', start: '2026-10-05 17:30:59', seconds: 60 },
    {
      language: 'hre',
      clustersReached: 4,
    },
  ),
  special('hong', 'Hội nghị CCHC', false, {
    state: 'partial',
    start: '2026-10-06 17:00',
    seconds: 5,
    reason: 'outputFailed',
  }),
  special('sang-thang', 'Sang tháng', false, { state: 'aired', start: '2026-11-01 00:00', seconds: 60 }),
];

describe('the report over an invented October with a miss, a partial and make-ups', () => {
  const report = reportOf('2026-10', '2026-11-05 09:00', [plan], rows);
  const lines = report.targets.map((programme) => programme.lines);

  it('counts weekly issues by their Thursday', () => {
    // Owed: W40–W44 = 5. Done: W40 aired, W42 aired (its make-up lies inside its own week), W44 made up late = 3.
    // Excused: W43, cancelled by a document. Missed: W41. 3/5 = 60 %.
    // To date: W38 and W39 too, both aired: 7 owed, 5 done.
    // The year: Thursdays from 17/9 to 31/12/2026 = 2 + 5 + 4 + 5 = 16.
    expect(lines[0]).toEqual([
      {
        unit: 'weeklyIssue',
        target: 5,
        done: 3,
        ratePercent: 60,
        cumulativeTarget: 7,
        cumulativeDone: 5,
        yearTarget: { nominal: 52, proRata: 16 },
        verdict: 'notMet',
        tally: {
          owed: 5,
          done: 3,
          aired: 2,
          madeUp: 1,
          excused: 1,
          missed: 1,
          open: 0,
          late: 1,
          surplus: 0,
          attested: 0,
          untracked: 0,
        },
        notes: [
          'Chỉ tiêu năm theo kế hoạch: 52; theo thời gian hiệu lực: 16',
          'Không phát: số 4 (chưa có bản ghi âm)',
          'Phát bù: số 7 (muộn, sau kỳ)',
          'Được miễn: số 6 (hủy theo yêu cầu)',
        ],
      },
    ]);
  });

  it('counts the monthly issue and its repeats apart, and never a repeat as an issue', () => {
    // The first airing was lost, but repeat 1 aired in the month: the issue is fulfilled, 1/1; to date 2/2 (9, 10).
    // Repeats: 1 and 3 aired, 2 partial and made up: 3/3; to date 3 + 3 = 6/6.
    // The year: months 9–12 by their 15th = 4 issues, 4 × 3 = 12 repeats.
    const [issue, repeats] = lines[1] ?? [];
    expect(issue).toMatchObject({ unit: 'monthlyIssue', target: 1, done: 1, ratePercent: 100, verdict: 'met' });
    expect(issue).toMatchObject({ cumulativeTarget: 2, cumulativeDone: 2, yearTarget: { nominal: 12, proRata: 4 } });
    expect(issue?.notes.slice(1)).toEqual(['Lượt phát mới không phát: số 2 (mất tệp âm thanh)']);
    expect(repeats).toMatchObject({ unit: 'repeat', target: 3, done: 3, ratePercent: 100, verdict: 'met' });
    expect(repeats).toMatchObject({ cumulativeTarget: 6, cumulativeDone: 6, yearTarget: { nominal: 36, proRata: 12 } });
    expect(repeats?.notes.slice(1)).toEqual(['Phát bù: lần phát lại 2 của số 2']);
  });

  it('reports actuals without a target where the plan gives no cadence', () => {
    // "Đường dây nóng" twice = 1 content, 2 airings; the broken "Hội nghị" is neither; "Sang tháng" is November's.
    const [contents, airings] = lines[2] ?? [];
    expect(contents).toMatchObject({
      unit: 'content',
      target: null,
      done: 1,
      ratePercent: null,
      verdict: null,
      tally: null,
    });
    expect(contents).toMatchObject({ cumulativeTarget: null, cumulativeDone: 1 });
    expect(airings).toMatchObject({ unit: 'airing', target: null, done: 2, cumulativeDone: 2 });
    expect(airings?.notes).toEqual(['Ngoài ra 1 lượt phát không trọn vẹn']);
  });

  it('lists what went out by measured start, to the second, and adds up what it prints', () => {
    expect(
      report.airings.map(({ date, time, role, airtimeSeconds, partial }) => [
        date,
        time,
        role,
        airtimeSeconds,
        partial,
      ]),
    ).toEqual([
      ['2026-10-01', '00:00:00', 'first', 60, false],
      ['2026-10-05', '17:30:59', 'repeat', 60, false],
      ['2026-10-06', '17:00:00', 'first', 5, true],
      ['2026-10-12', '05:30:00', 'first', 250, true],
      ['2026-10-13', '17:00:00', 'repeat', 900, false],
      ['2026-10-14', '17:00:00', 'makeUp', 599, false],
      ['2026-10-20', '17:00:00', 'repeat', 301, true],
      ['2026-10-22', '17:10:05', 'makeUp', 900, false],
      ['2026-10-27', '17:00:00', 'repeat', 900, false],
    ]);
    // 60 + 60 + 5 + 250 + 900 + 599 + 301 + 900 + 900 = 3975; three of the nine are partial.
    expect(report.totals).toEqual({ aired: 6, partial: 3, airtimeSeconds: 3975 });
  });

  it('names programme, number, topics in the order of the plan, clusters and the approver', () => {
    expect(report.airings[0]).toMatchObject({
      position: 1,
      label: `${TITLES['cchc'] ?? ''}: Đường dây nóng`,
      start: '2026-10-01T00:00:00.000+07:00',
      topics: [
        { code: 'B.I.4.d', title: 'Chủ đề B.I.4.d' },
        { code: 'B.I.4.đ', title: 'Chủ đề B.I.4.đ' },
        { code: 'B.I.4.e', title: 'Chủ đề B.I.4.e' },
        { code: 'X.9', title: null },
      ],
      approver: 'Nguyễn Văn A (chưa xác thực)',
    });
    expect(report.airings[1]).toMatchObject({ language: 'hre', clustersReached: 4, clustersTotal: 6 });
    expect(report.airings[3]?.label).toBe('Chuyên mục Chuyển đổi số và Nghị quyết số 57-NQ/TW, số 5');
  });

  it('is the same data after a trip through JSON', () => {
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report).toMatchObject({ period: '2026-10', from: '2026-10-01', to: '2026-10-31', ended: true });
    expect(report.asOf).toBe('2026-11-05T09:00:00.000+07:00');
  });
});

describe('verdicts and bases', () => {
  it('leaves a running month open, and an item on air out of the figures', () => {
    const live = owed('w40', WEEKLY, '2026-W40', 3, 0, { state: 'playing', start: '2026-10-01 05:30', seconds: 3 });
    const report = reportOf('2026-10', '2026-10-01 05:31', [plan], [live]);
    expect(report.ended).toBe(false);
    expect(report.airings).toEqual([]);
    expect(report.targets[0]?.lines[0]).toMatchObject({ target: 5, done: 0, ratePercent: 0, verdict: 'running' });
    expect(report.targets[0]?.lines[0]?.notes).toContain('Chưa đến kỳ hoặc chưa phát: số 3; số 4; số 5; số 6; số 7');
  });

  it('excuses a month in which only excused issues lack', () => {
    const excused = [3, 4, 5, 6, 7].map((number) =>
      owed(`w${number}`, WEEKLY, `2026-W${37 + number}`, number, 0, { state: 'excused', reason: 'calendarBlocked' }),
    );
    const report = reportOf('2026-10', '2026-11-05 09:00', [plan], excused);
    expect(report.targets[0]?.lines[0]).toMatchObject({ target: 5, done: 0, verdict: 'excused' });
  });

  it('counts a 53rd week apart, as surplus', () => {
    // 2026 has 53 ISO weeks; the plan asks for 52. December holds the Thursdays 3, 10, 17, 24 and 31: 4 owed, 1 surplus.
    const year = sonMaiPlan(2026);
    const surplus = owed('w53', WEEKLY, '2026-W53', 53, 0, { state: 'aired', start: '2026-12-28 05:30', seconds: 600 });
    const report = reportOf('2026-12', '2027-01-05 09:00', [year], [surplus]);
    expect(report.targets[0]?.lines[0]).toMatchObject({ target: 4, done: 0, yearTarget: { nominal: 52, proRata: 52 } });
    expect(report.targets[0]?.lines[0]?.notes).toContain('Vượt chỉ tiêu: số 53');
    expect(report.targets[0]?.lines[0]?.notes[0]).toBe('Chỉ tiêu năm theo kế hoạch: 52');
  });

  it('starts in mid-July with Sơn Mai: two weekly issues, no monthly one yet', () => {
    // In effect from 23/7/2025: Thursdays 24 and 31 July; the month's anchor, 15 July, lies before.
    const report = reportOf('2025-07', '2025-08-10 09:00', [sonMai2025()], []);
    const [weekly, monthly] = report.targets.map(({ lines }) => lines);
    expect(weekly?.[0]).toMatchObject({
      target: 2,
      done: 0,
      cumulativeTarget: 2,
      yearTarget: { nominal: 52, proRata: 23 },
    });
    expect(weekly?.[0]?.notes[0]).toBe('Chỉ tiêu năm theo kế hoạch: 52; theo thời gian hiệu lực: 23');
    expect(monthly?.[0]).toMatchObject({
      target: 0,
      ratePercent: null,
      verdict: null,
      yearTarget: { nominal: 12, proRata: 5 },
    });
    expect(monthly?.[1]).toMatchObject({ target: 0, ratePercent: null, yearTarget: { nominal: 36, proRata: 15 } });
  });

  it('counts each plan in its own span, and marks a draft', () => {
    const plans = [sonMai2025(), sonMaiPlan(2026, { status: 'draft' })];
    const report = reportOf('2026-01', '2026-02-10 09:00', plans, []);
    expect(report.plans.map(({ code }) => code)).toEqual(['son-mai-2026']);
    // Thursdays of January 2026: 1, 8, 15, 22, 29.
    expect(report.targets[0]?.lines[0]).toMatchObject({ target: 5, cumulativeTarget: 5 });
    expect(report.targets[0]?.lines[0]?.notes[0]).toBe('Căn cứ: cần xác nhận');
  });

  it('composes text that arrived decomposed', () => {
    const decomposed = row(
      'la',
      { title: 'Quốc khánh'.normalize('NFD') },
      { state: 'aired', start: '2026-10-02 05:30' },
    );
    const report = reportOf('2026-10', '2026-11-05 09:00', [], [decomposed]);
    expect(report.airings[0]?.label).toBe('Quốc khánh'.normalize('NFC'));
    expect(report.targets).toEqual([]);
  });

  it('refuses what is not a month', () => {
    expect(() => reportOf('2026-13', '2026-11-05 09:00', [], [])).toThrow('invalidInput');
  });
});

describe('the other tables of the same October', () => {
  const report = reportOf('2026-10', '2026-11-05 09:00', [plan], rows);

  it('counts sources, topics and clusters', () => {
    // Everything of October is the station's own: nine airings of these contents: số 5 (partial and made up), the
    // issue of October, "Đường dây nóng" and "Hội nghị CCHC" = 4.
    expect(report.sources).toEqual([
      { source: 'own', items: 4, airings: 9, airtimeSeconds: 3975 },
      { source: 'relay', items: 0, airings: 0, airtimeSeconds: 0 },
      { source: 'emergency', items: 0, airings: 0, airtimeSeconds: 0 },
    ]);
    // Only the special of 1 October was tagged; d, đ and e are three letters, and X.9 is in no plan.
    expect(report.topics.map(({ code, airings, lastAired }) => [code, airings, lastAired])).toEqual([
      ['B.I.4.d', 1, '2026-10-01'],
      ['B.I.4.đ', 1, '2026-10-01'],
      ['B.I.4.e', 1, '2026-10-01'],
      ['X.9', 1, '2026-10-01'],
    ]);
    // On the schedule of October: w41 to w44 less the cancelled w43 = 3, the make-up of w42, four of the monthly
    // programme and one make-up of it, three specials = 12. Aired of them: the two make-ups, two of the monthly
    // programme, two specials = 6, all at "dinh" alone.
    // At "dinh" the six failures less two of the newsroom (no recording, not approved) = 4 technical; at "cho" the six
    // that aired elsewhere too.
    expect(report.clusters).toEqual([
      {
        ...{ code: 'dinh', name: 'Cụm dinh', village: 'Thôn 1', disconnections: null },
        ...{ scheduled: 12, succeeded: 6, ratePercent: 50, incidents: 4 },
      },
      {
        ...{ code: 'cho', name: 'Cụm cho', village: 'Thôn 1', disconnections: null },
        ...{ scheduled: 12, succeeded: 0, ratePercent: 0, incidents: 10 },
      },
    ]);
  });

  it('says of every airing that was lost why, and what answers for it', () => {
    expect(
      report.lost.map(({ airingId, date, state, reason, makeUp }) => [airingId, date, state, reason, makeUp]),
    ).toEqual([
      ['w41', '2026-10-05', 'missed', 'chưa có bản ghi âm', { kind: 'none' }],
      ['w42', '2026-10-12', 'partial', 'bị ngắt giữa chừng', { kind: 'aired', date: '2026-10-14' }],
      ['w43', '2026-10-19', 'cancelled', 'hủy theo yêu cầu', { kind: 'none' }],
      ['w44', '2026-10-26', 'missed', 'bản ghi âm chưa được duyệt', { kind: 'aired', date: '2026-11-03' }],
      ['m10-0', '2026-10-06', 'missed', 'mất tệp âm thanh', { kind: 'none' }],
      ['m10-2', '2026-10-20', 'partial', 'hệ thống dừng đột ngột khi đang phát', { kind: 'aired', date: '2026-10-22' }],
      ['hong', '2026-10-06', 'partial', 'lỗi đầu ra', { kind: 'none' }],
    ]);
  });

  it('charts the weeks that the month holds', () => {
    // The month's own issue stands in the week of the 15th, W42.
    expect(report.weeks).toEqual([
      { week: '2026-W40', owed: 1, done: 1, attested: 0 },
      { week: '2026-W41', owed: 1, done: 0, attested: 0 },
      { week: '2026-W42', owed: 2, done: 2, attested: 0 },
      { week: '2026-W43', owed: 1, done: 0, attested: 0 },
      { week: '2026-W44', owed: 1, done: 1, attested: 0 },
    ]);
  });

  it('keeps to one field when asked', () => {
    const cds = reportOf('2026-10', '2026-11-05 09:00', [plan], rows, { scope: 'cds' });
    const cchc = reportOf('2026-10', '2026-11-05 09:00', [plan], rows, { scope: 'cchc' });
    expect(cds.targets.map(({ programmeKey }) => programmeKey)).toEqual(['cds-hang-tuan', 'cds-hang-thang']);
    expect(cchc.targets.map(({ programmeKey }) => programmeKey)).toEqual(['cchc']);
    // Three specials belong to the programme on administrative reform, the other six airings to the other field.
    expect([cds.airings.length, cchc.airings.length]).toEqual([6, 3]);
    expect(cds.totals.airtimeSeconds + cchc.totals.airtimeSeconds).toBe(report.totals.airtimeSeconds);
    expect(cchc.lost.map(({ airingId }) => airingId)).toEqual(['hong']);
  });
});

describe('the same station from 15 September to 14 October', () => {
  const report = reportOf('2026-10-mid', '2026-11-05 09:00', [plan], rows);

  it('owes what is anchored there: four Thursdays and the 15th of September', () => {
    // Thursdays 17/9, 24/9, 1/10 and 8/10 = W38 to W41; 15/10 is the next window's. Aired but W41: 3 of 4 = 75 %.
    // The plan began the day before the window: to date is the window itself.
    const [weekly, monthly] = report.targets.map(({ lines }) => lines);
    expect(weekly?.[0]).toMatchObject({ target: 4, done: 3, ratePercent: 75, cumulativeTarget: 4, cumulativeDone: 3 });
    expect(weekly?.[0]?.verdict).toBe('notMet');
    // September's issue with all its repeats; October's is anchored on the 15th, a day too late.
    expect(monthly?.map(({ target, done, verdict }) => [target, done, verdict])).toEqual([
      [1, 1, 'met'],
      [3, 3, 'met'],
    ]);
    // 15/9 is the Tuesday of W38.
    expect(report.weeks.map(({ week, owed, done }) => [week.slice(5), owed, done])).toEqual([
      ['W38', 2, 2],
      ['W39', 1, 1],
      ['W40', 1, 1],
      ['W41', 1, 0],
    ]);
  });

  it('counts what was measured there', () => {
    // Four of September at 900 = 3600; W39 and W40 = 1200; three specials 60 + 60 + 5 (partial); W42 250 (partial) and its
    // make-up 599; October's first repeat 900. W38 went out on the 14th, before. 3600 + 1200 + 125 + 250 + 599 + 900.
    expect(report.totals).toEqual({ aired: 10, partial: 2, airtimeSeconds: 6674 });
    expect(report.lost.map(({ airingId, makeUp }) => [airingId, makeUp.kind])).toEqual([
      ['w41', 'none'],
      ['w42', 'aired'],
      ['m10-0', 'none'],
      ['hong', 'none'],
    ]);
  });
});

describe('an invented December with mourning, an emergency, a relay and an airing by hand', () => {
  const year = sonMaiPlan(2026);
  const december: readonly Row[] = [
    // Monday 30 November: December's issue (Thursday 3/12), November's airtime.
    owed('w49', WEEKLY, '2026-W49', 49, 0, { state: 'aired', start: '2026-11-30 05:30', seconds: 600 }),
    owed('w50', WEEKLY, '2026-W50', 50, 0, { state: 'aired', start: '2026-12-07 05:30', seconds: 600 }),
    owed('w51', WEEKLY, '2026-W51', 51, 0, {
      ...{ state: 'excused', planned: '2026-12-14 05:30', reason: 'calendarBlocked' },
    }),
    owed('w52', WEEKLY, '2026-W52', 52, 0, { state: 'missed', planned: '2026-12-21 05:30', reason: 'serviceDown' }),
    owed('w53', WEEKLY, '2026-W53', 53, 0, { state: 'aired', start: '2026-12-28 05:30', seconds: 600 }),
    // The third repeat was never on the schedule.
    ...[1, 8, 15].map((day, ordinal) =>
      owed(`m12-${ordinal}`, MONTHLY, '2026-12', 12, ordinal, {
        ...{ state: 'aired', start: `2026-12-${String(day).padStart(2, '0')} 17:00`, seconds: 900 },
      }),
    ),
    sourced(row('bao', { title: 'Bão số 9' }, { state: 'aired', start: '2026-12-20 02:00', seconds: 45 }), 'emergency'),
    sourced(row('vov', { title: 'VOV1' }, { state: 'aired', start: '2026-12-05 05:30', seconds: 900 }), 'relay'),
  ];
  const byHand = {
    ...{
      attestationId: 'tay',
      programmeKey: WEEKLY,
      periodKey: '2026-W52',
      ordinal: 0,
      airedAt: at('2026-12-22 18:00'),
    },
    ...{ airtimeSeconds: 600, document: '7/BB', attestedBy: 'Phạm Văn C' },
  };
  const report = reportOf('2026-12', '2027-01-05 09:00', [year], december, { attestations: [byHand] });

  it('excuses, takes what was attested and keeps the 53rd issue apart', () => {
    // Thursdays 3, 10, 17 and 24 December = W49 to W52 owed; 31 December is the 53rd week. Done: W49, W50 and, on a
    // person's word, W52 = 3; excused: W51. Nothing is missed. Of the year's 52 these three alone are in the books.
    const [line] = report.targets[0]?.lines ?? [];
    expect(line).toMatchObject({ target: 4, done: 3, ratePercent: 75, cumulativeTarget: 52, cumulativeDone: 3 });
    expect(line?.verdict).toBe('excused');
    expect(line?.tally).toMatchObject({ aired: 3, excused: 1, missed: 0, attested: 1, surplus: 1 });
    expect(line?.notes).toEqual([
      'Chỉ tiêu năm theo kế hoạch: 52',
      'Được miễn: số 51 (ngày tạm dừng phát)',
      'Theo xác nhận, không có số đo: số 52',
      'Vượt chỉ tiêu: số 53',
    ]);
    // The month's issue aired; of its three repeats two did: 66.7 %.
    const [issue, repeats] = report.targets[1]?.lines ?? [];
    expect(issue).toMatchObject({ target: 1, done: 1, verdict: 'met' });
    expect(repeats).toMatchObject({ target: 3, done: 2, ratePercent: 66.7, verdict: 'notMet', cumulativeTarget: 36 });
    expect(repeats?.notes[1]).toBe('Không phát: lần phát lại 3 của số 12 (không có trong lịch phát)');
    // W53 owes nothing; the month's own issue stands in the week of Tuesday 15 December.
    // W52 is done on a person's word alone.
    expect(report.weeks.map(({ owed: due, done, attested }) => [due, done, attested])).toEqual([
      [1, 1, 0],
      [1, 1, 0],
      [2, 1, 0],
      [1, 1, 1],
      [0, 0, 0],
    ]);
  });

  it('measures own, relayed and emergency sound apart, and nothing of what was attested', () => {
    // Own: 3 × 900 + 600 (W50) + 600 (W53) = 3900 in five airings of three contents.
    expect(report.sources).toEqual([
      { source: 'own', items: 3, airings: 5, airtimeSeconds: 3900 },
      { source: 'relay', items: 1, airings: 1, airtimeSeconds: 900 },
      { source: 'emergency', items: 1, airings: 1, airtimeSeconds: 45 },
    ]);
    // Bảng 2 has no relay.
    expect(report.totals).toEqual({ aired: 6, partial: 0, airtimeSeconds: 3945 });
    expect(report.attested).toEqual([
      {
        ...{ date: '2026-12-22', time: '18:00:00', label: `${TITLES[WEEKLY] ?? ''}, số 52` },
        ...{ airtimeSeconds: 600, document: '7/BB', attestedBy: 'Phạm Văn C' },
      },
    ]);
  });

  it('tells losses and clusters', () => {
    expect(report.lost.map(({ date, label, state, makeUp }) => [date, label, state, makeUp])).toEqual([
      ['2026-12-14', `${TITLES[WEEKLY] ?? ''}, số 51`, 'excused', { kind: 'none' }],
      ['2026-12-21', `${TITLES[WEEKLY] ?? ''}, số 52`, 'missed', { kind: 'attested', date: '2026-12-22' }],
      [null, `${TITLES[MONTHLY] ?? ''}, số 12, lần phát lại 3`, 'missed', { kind: 'none' }],
    ]);
    // W50, W52, W53, three of the month, emergency and relay = 8 (W51 was excused, W49 is November's), all but W52 aired.
    expect(report.clusters[0]).toMatchObject({ scheduled: 8, succeeded: 7, ratePercent: 87.5, incidents: 1 });
  });
});

describe('periods add up', () => {
  const year = sonMaiPlan(2026);
  const states = fc.constantFrom<AiringState>('aired', 'missed', 'partial', 'excused', 'cancelled');
  const weeks = periodsAnchoredIn('week', '2026-01-01', '2026-12-31');
  const months = periodsAnchoredIn('month', '2026-01-01', '2026-12-31');
  const days = fc.integer({ min: 0, max: 364 }).map((offset) => addDays('2026-01-01', offset));

  /** What a year left behind: any state for any issue, on any day; specials anywhere. */
  const anyYear = fc.record({
    weekly: fc.array(fc.record({ state: states, date: days }), { minLength: 53, maxLength: 53 }),
    repeats: fc.array(fc.record({ state: states, date: days }), { minLength: 48, maxLength: 48 }),
    specials: fc.array(days, { maxLength: 6 }),
  });

  it('months to quarters, quarters to halves, months to the year with its supplement', () => {
    fc.assert(
      fc.property(anyYear, ({ weekly, repeats, specials }) => {
        const given = [
          ...weekly.map(({ state, date }, index) =>
            owed(`w${index}`, WEEKLY, weeks[index]!.key, index + 1, 0, {
              state,
              start: `${date} 05:30`,
              seconds: 600.4,
            }),
          ),
          ...repeats.map(({ state, date }, index) => {
            const [month, ordinal] = [Math.floor(index / 4), index % 4];
            const went = { state, start: `${date} 17:00`, seconds: 899.6 };
            return owed(`m${index}`, MONTHLY, months[month]!.key, month + 1, ordinal, went);
          }),
          ...specials.map((date, index) =>
            special(`s${index}`, `Tin ${index}`, false, { state: 'aired', start: `${date} 18:00`, seconds: 60 }),
          ),
        ];
        const reports = new Map<string, Report>();
        const report = (period: string) => {
          const made = reports.get(period) ?? reportOf(period, '2027-02-01 09:00', [year], given);
          reports.set(period, made);
          return made;
        };
        const twelve = reportPeriodsOfYear('monthly', 2026).map(({ key }) => key);
        for (const [parts, whole] of [
          [twelve.slice(0, 3), ['2026-Q1']],
          [twelve.slice(9), ['2026-Q4']],
          [['2026-Q1', '2026-Q2'], ['2026-H1']],
          [twelve, ['2026', '2026-supplement']],
          [twelve, ['2026-01-01_2026-12-31']],
        ] as const)
          expect(sumOf(parts.map(report))).toEqual(sumOf(whole.map(report)));
      }),
      { numRuns: 6 },
    );
  });
});

/** Every figure that adds up; contents do not: one may air in two months. */
function sumOf(reports: readonly Report[]) {
  const sums = new Map<string, number>();
  const add = (name: string, value: number) => {
    if (value !== 0) sums.set(name, (sums.get(name) ?? 0) + value);
  };
  for (const { targets, totals, sources, clusters, lost, airings, weeks } of reports) {
    for (const { programmeKey, lines } of targets)
      for (const { unit, target, done, tally } of lines.filter((line) => line.unit !== 'content')) {
        add(`${programmeKey} ${unit} target`, target ?? 0);
        add(`${programmeKey} ${unit} done`, done);
        for (const [state, count] of Object.entries<number>({ ...tally }))
          add(`${programmeKey} ${unit} ${state}`, count);
      }
    for (const [name, value] of Object.entries<number>({ ...totals })) add(name, value);
    for (const line of sources) add(`${line.source} seconds`, line.airtimeSeconds);
    for (const line of clusters) {
      add(`${line.code} scheduled`, line.scheduled);
      add(`${line.code} succeeded`, line.succeeded);
      add(`${line.code} incidents`, line.incidents);
    }
    for (const { owed: due, done } of weeks) {
      add('weeks owed', due);
      add('weeks done', done);
    }
    add('lost', lost.length);
    add('airings', airings.length);
  }
  return Object.fromEntries([...sums].sort());
}
