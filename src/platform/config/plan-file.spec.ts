import { readFileSync } from 'node:fs';
import { ConfigError, describeProblems } from './config-error';
import { parsePlan } from './plan-file';
import { loadStationConfig, stationGrid } from './station-config';

const SON_MAI = 'config/plans/son-mai-2025.yaml';
const station = stationGrid(loadStationConfig('config/station.yaml'));
const sonMaiSource = readFileSync(SON_MAI, 'utf8');

function refusal(source: string): string[] {
  try {
    parsePlan(source, SON_MAI, station);
  } catch (error) {
    if (error instanceof ConfigError) return describeProblems(error.problems, 'vi').split('\n');
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The shipped plan with its n-th match of a text changed (0 = first). */
function sonMaiWith(text: string, replacement: string, nth = 0): string {
  const parts = sonMaiSource.split(text);
  if (parts.length < nth + 2) throw new Error(`the plan has no match ${String(nth)} of ${text}`);
  return [parts.slice(0, nth + 1).join(text), parts.slice(nth + 1).join(text)].join(replacement);
}

/** 1-based line of the first match, and of the n-th after it. */
function lineOf(source: string, text: string, nth = 0): number {
  return source
    .split(text)
    .slice(0, nth + 1)
    .join(text)
    .split('\n').length;
}

describe('a faulty plan', () => {
  it('names the line of a misspelt cadence', () => {
    const source = sonMaiWith('kind: monthly', 'kind: monthlly');
    const line = String(lineOf(source, 'kind: monthlly'));
    expect(refusal(source)).toEqual([
      `${SON_MAI}, dòng ${line}, mục programmes[1].cadence.kind: gặp "monthlly", chỉ nhận "weekly", "monthly" hoặc "unscheduled"`,
    ]);
  });

  it('names an unknown key and the one that was meant', () => {
    const source = sonMaiWith('placement:', 'placment:');
    const problems = refusal(source);
    expect(problems.join('\n')).toContain(
      `dòng ${String(lineOf(source, 'placment'))}, mục programmes[0].placment: gặp "placment"`,
    );
    expect(problems.join('\n')).toContain('(có phải ý là "placement"?)');
  });

  it('names every doubled topic and programme, whatever else is wrong', () => {
    const source = sonMaiWith('code: B.I.3\n', 'code: B.I.2\n')
      .replace('key: cds-hang-thang', 'key: cds-hang-tuan')
      .replace('year: 2025', 'year: "2025"')
      .replace('field: cds', 'field: cdx');
    const line = String(lineOf(source, 'code: B.I.2\n', 1));
    expect(refusal(source)).toEqual([
      `${SON_MAI}, dòng ${String(lineOf(source, 'year: "2025"'))}, mục year: gặp "2025", chỉ nhận số`,
      expect.stringContaining('mục programmes[0].field: gặp "cdx", chỉ nhận "cds" hoặc "cchc"'),
      expect.stringContaining('mục programmes[1].key: gặp "cds-hang-tuan", chỉ nhận mã chưa dùng (mục thứ 1'),
      `${SON_MAI}, dòng ${line}, mục topics[2].code: gặp "B.I.2", chỉ nhận mã chưa dùng (mục thứ 2 của danh sách đã dùng mã này)`,
    ]);
  });

  it.each([
    'FREQ=YEARLY;BYDAY=MO',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=WEEKLY;BYDAY=2MO',
    'FREQ=WEEKLY;BYHOUR=5',
    'FREQ=WEEKLY;COUNT=3',
    'FREQ=WEEKLY;FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=MONTHLY;BYMONTHDAY=45',
    'FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2',
    'BYDAY=MO',
    'mỗi thứ hai',
  ])('refuses the placement rule %s', (rrule) => {
    const [problem] = refusal(sonMaiWith('FREQ=WEEKLY;BYDAY=MO', rrule));
    expect(problem).toContain(`mục programmes[0].placement.rrule: gặp "${rrule}", chỉ nhận RRULE`);
  });

  it.each([
    'FREQ=DAILY',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
    'FREQ=MONTHLY;BYDAY=1MO,-1FR',
    'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2',
  ])('takes the placement rule %s', (rrule) => {
    expect(() => parsePlan(sonMaiWith('FREQ=WEEKLY;BYDAY=MO', rrule), SON_MAI)).not.toThrow();
  });

  it.each([
    [
      'placement: null although the cadence is monthly',
      "placement: { kind: session, rrule: 'FREQ=WEEKLY;BYDAY=TU', sessionCode: buoi-chieu }",
      'placement: null',
      'programmes[1].placement: gặp null, chỉ nhận nơi phát',
    ],
    [
      'more issues than weeks',
      'issuesPerYear: 52',
      'issuesPerYear: 60',
      'programmes[0].target.issuesPerYear: gặp 60, chỉ nhận số không quá 53',
    ],
    [
      'repeats that do not add up',
      'repeatsPerYear: 36',
      'repeatsPerYear: 48',
      'programmes[1].target.repeatsPerYear: gặp 48, chỉ nhận 36',
    ],
    [
      'planned over maximum',
      'plannedDurationSeconds: 600',
      'plannedDurationSeconds: 901',
      'programmes[0].plannedDurationSeconds: gặp 901, chỉ nhận số không quá maxDurationSeconds (900)',
    ],
    [
      'no duration',
      'plannedDurationSeconds: 600',
      'plannedDurationSeconds: 0',
      'programmes[0].plannedDurationSeconds: gặp 0, chỉ nhận số từ 1 trở lên',
    ],
    [
      'an effective span that ends before it begins',
      "to: '2025-12-31'",
      "to: '2025-07-22'",
      'effective.to: gặp "2025-07-22", chỉ nhận ngày từ 2025-07-23',
    ],
    [
      'a day that does not exist',
      "to: '2025-12-31'",
      "to: '2025-11-31'",
      'effective.to: gặp "2025-11-31", chỉ nhận ngày có thật',
    ],
    [
      'a two-letter language',
      'languages: [vie]',
      'languages: [vi]',
      'programmes[0].languages[0]: gặp "vi", chỉ nhận mã ISO 639-3',
    ],
    ['no language', 'languages: [vie]', 'languages: []', 'programmes[0].languages[0]: thiếu'],
    [
      'an emergency programme',
      'priority: NORMAL',
      'priority: EMERGENCY',
      'programmes[0].priority: gặp "EMERGENCY", chỉ nhận "PRIORITY" hoặc "NORMAL"',
    ],
    [
      'a session the station does not have',
      'sessionCode: buoi-sang',
      'sessionCode: buoi-trua',
      'programmes[0].placement.sessionCode: gặp "buoi-trua", chỉ nhận "buoi-sang" hoặc "buoi-chieu"',
    ],
    [
      'a day on which the session does not run',
      'BYDAY=MO',
      'BYDAY=SU',
      'programmes[0].placement.rrule: gặp "FREQ=WEEKLY;BYDAY=SU", chỉ nhận ngày của buoi-sang',
    ],
    [
      'an item longer than its session',
      'maxDurationSeconds: 900',
      'maxDurationSeconds: 2701',
      'programmes[0].maxDurationSeconds: gặp 2701, chỉ nhận số không quá 2700',
    ],
  ])('refuses %s', (_, text, replacement, expected) => {
    const problems = refusal(sonMaiWith(text, replacement));
    expect(problems).toEqual([expect.stringContaining(expected)]);
  });
});
