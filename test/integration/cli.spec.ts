import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadPlan } from '../../src/platform/config/plan-file';
import { CliStation } from '../support/cli-run';

const PROJECT = join(__dirname, '..', '..');
const SON_MAI = 'config/plans/son-mai-2025.yaml';

interface Expanded {
  readonly airings: readonly {
    date: string;
    time: string;
    session: string;
    programme: string;
    issue: number;
    role: string;
  }[];
  readonly shortfalls: readonly { programme: string; kind: string }[];
}

describe('command line', () => {
  let station: CliStation;
  beforeEach(() => {
    station = new CliStation();
  });
  afterEach(() => {
    station.remove();
  });

  describe('what is not understood', () => {
    it.each([
      [[], 'Thiếu tên lệnh.', 'No command was given.'],
      [['phat'], 'Không có lệnh "phat".', 'There is no command "phat".'],
      [['plan', 'chek', 'x'], 'Không có lệnh "plan chek".', 'There is no command "plan chek".'],
      [['plan', 'check', 'x', '--fast'], 'Không có tùy chọn "--fast".', 'There is no option "--fast".'],
      [['plan', 'check'], 'Thiếu tham số.', 'An argument is missing.'],
      [['plan', 'check', 'x', 'y'], 'Thừa tham số "y".', '"y" is one argument too many.'],
      [['plan', 'clone', 'x', '--year'], 'Tùy chọn "--year" viết chưa đúng.', 'The option "--year" is not written'],
      [['plan', 'clone', 'x', '--year', '27'], '--year "27": phải là năm', 'must be a year'],
      [['plan', 'expand', 'x', '--from', '2025-02-30', '--to', '2025-03-01'], '--from "2025-02-30"', 'YYYY-MM-DD'],
      [
        ['plan', 'expand', 'x', '--from', '2025-03-02', '--to', '2025-03-01'],
        '--from phải không sau --to.',
        'after --to',
      ],
      [['report', 'month', '2025-13', '--out', 'o'], '"2025-13": tháng phải có dạng YYYY-MM.', 'must read YYYY-MM'],
      [['normalise', 'x.wav'], 'thiếu --out', '--out is missing'],
    ])('%j exits with 2, says why in both languages and shows the usage', async (argv, vi, en) => {
      const { code, stdout, stderr } = await station.run(argv);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(vi);
      expect(stderr).toContain(en);
      expect(stderr).toContain('npm run -s cli --');
    });

    it('shows the usage of one command on request, and that is no failure', async () => {
      const { code, stdout } = await station.run(['backup', '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain('backup FILE');
      expect(stdout).not.toContain('restore FILE');
    });
  });

  describe('plan check', () => {
    it('passes the shipped plans', async () => {
      const { code, stdout, stderr } = await station.run(['plan', 'check', SON_MAI]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(/^Hợp lệ: son-mai-2025 – .*\nValid: son-mai-2025/);
    });

    describe('of a plan with two faults', () => {
      beforeEach(() => {
        const source = readFileSync(station.path(SON_MAI), 'utf8');
        const broken = source
          .replace('kind: weekly, repeats: 0', 'kind: daily, repeats: 0')
          .replace("to: '2025-12-31'", "to: '31/12'");
        writeFileSync(station.path('bad.yaml'), broken);
      });

      it('names file, line, place, what was found and what is allowed, and exits with 1', async () => {
        const { code, stdout, stderr } = await station.run(['plan', 'check', 'bad.yaml']);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toMatch(/bad\.yaml, dòng \d+, mục effective\.to: gặp "31\/12", chỉ nhận /);
        expect(stderr).toMatch(/bad\.yaml, dòng \d+, mục programmes\[0\]\.cadence\.kind: gặp "daily", chỉ nhận /);
        expect(stderr).toMatch(/bad\.yaml, line \d+, at effective\.to: found "31\/12", takes only /);
        expect(stderr).not.toMatch(/\n\s+at /);
      });

      it('gives them as JSON alone', async () => {
        const { code, stdout, stderr } = await station.run(['plan', 'check', 'bad.yaml', '--json']);
        expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
        const { valid, problems } = JSON.parse(stdout) as { valid: boolean; problems: { path: string }[] };
        expect(valid).toBe(false);
        expect(problems.map(({ path }) => path)).toEqual(['effective.to', 'programmes[0].cadence.kind']);
      });
    });

    it('finds a session that the station does not have', async () => {
      const source = readFileSync(station.path(SON_MAI), 'utf8').replaceAll(
        'sessionCode: buoi-sang',
        'sessionCode: buoi-dem',
      );
      writeFileSync(station.path('bad.yaml'), source);
      const { code, stderr } = await station.run(['plan', 'check', 'bad.yaml']);
      expect(code).toBe(1);
      expect(stderr).toContain('gặp "buoi-dem", chỉ nhận "buoi-sang" hoặc "buoi-chieu"');
    });
  });

  describe('plan expand', () => {
    const expand = async (from: string, to: string): Promise<Expanded> => {
      const { code, stdout } = await station.run(['plan', 'expand', SON_MAI, '--from', from, '--to', to, '--json']);
      expect(code).toBe(0);
      return JSON.parse(stdout) as Expanded;
    };

    it('lists August 2025: four Mondays and four Tuesdays', async () => {
      const { airings, shortfalls } = await expand('2025-08-01', '2025-08-31');
      expect(shortfalls).toEqual([]);
      expect(
        airings.map(({ date, time, session, programme, issue, role }) => [date, time, session, programme, issue, role]),
      ).toEqual([
        ['2025-08-04', '05:30:00', 'buoi-sang', 'cds-hang-tuan', 3, 'first'],
        ['2025-08-05', '17:00:00', 'buoi-chieu', 'cds-hang-thang', 1, 'first'],
        ['2025-08-11', '05:30:00', 'buoi-sang', 'cds-hang-tuan', 4, 'first'],
        ['2025-08-12', '17:00:00', 'buoi-chieu', 'cds-hang-thang', 1, 'repeat'],
        ['2025-08-18', '05:30:00', 'buoi-sang', 'cds-hang-tuan', 5, 'first'],
        ['2025-08-19', '17:00:00', 'buoi-chieu', 'cds-hang-thang', 1, 'repeat'],
        ['2025-08-25', '05:30:00', 'buoi-sang', 'cds-hang-tuan', 6, 'first'],
        ['2025-08-26', '17:00:00', 'buoi-chieu', 'cds-hang-thang', 1, 'repeat'],
      ]);
    });

    it('gives the same airings in two parts as in one', async () => {
      const [early, late, whole] = [
        await expand('2025-08-01', '2025-08-15'),
        await expand('2025-08-16', '2025-08-31'),
        await expand('2025-08-01', '2025-08-31'),
      ];
      expect([...early.airings, ...late.airings]).toEqual(whole.airings);
    });

    it('tells people in Vietnamese which airings find no place', async () => {
      // One Tuesday a month cannot hold a first airing and three repeats in sessions that air on no other day.
      const config = readFileSync(station.path('config/station.yaml'), 'utf8');
      writeFileSync(station.path('config/station.yaml'), config.replaceAll('[MO, TU, WE, TH, FR, SA]', '[MO]'));
      const plan = readFileSync(station.path(SON_MAI), 'utf8');
      writeFileSync(station.path('p.yaml'), plan.replaceAll(/FREQ=WEEKLY;BYDAY=\w\w/g, 'FREQ=MONTHLY;BYDAY=1MO'));
      const { code, stdout } = await station.run([
        'plan',
        'expand',
        'p.yaml',
        '--from',
        '2025-10-01',
        '--to',
        '2025-10-31',
      ]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/T2 2025-10-06 05:30 {2}buoi-sang {2}cds-hang-tuan {2}số \d+ \(2025-W41\) {2}phát mới/);
      expect(stdout).toMatch(
        /Không xếp được: cds-hang-tuan {2}số \d+ \(2025-W42\) {2}phát mới: cần người xử lý \(.+\)/,
      );
    });
  });

  describe('plan clone', () => {
    it('drafts the next year beside the original, valid as it stands, and says what to do next', async () => {
      const { code, stdout } = await station.run(['plan', 'clone', 'son-mai-2025', '--year', '2027']);
      expect(code).toBe(0);
      expect(stdout).toContain('plan import');
      const draft = loadPlan(station.path('config/plans/son-mai-2027.yaml'));
      expect(draft).toMatchObject({ code: 'son-mai-2027', year: 2027, status: 'draft' });
      expect(draft.effective).toEqual({ from: '2027-01-01', to: '2027-12-31' });
    });

    it('does not overwrite unless told to', async () => {
      const file = station.path('config/plans/son-mai-2027.yaml');
      writeFileSync(file, 'của tôi');
      const refused = await station.run(['plan', 'clone', 'son-mai-2025', '--year', '2027']);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toBe(
        `Đã có tệp ${file}. Muốn ghi đè, hãy thêm --force.\nThe file ${file} exists. To replace it, add --force.\n`,
      );
      expect(readFileSync(file, 'utf8')).toBe('của tôi');
      expect((await station.run(['plan', 'clone', 'son-mai-2025', '--year', '2027', '--force'])).code).toBe(0);
      expect(loadPlan(file).year).toBe(2027);
    });

    it("refuses the plan's own year with the catalogue's sentence", async () => {
      const { code, stderr } = await station.run(['plan', 'clone', 'son-mai-2025', '--year', '2025']);
      expect(code).toBe(1);
      expect(stderr).toBe('Không thể lập kế hoạch cho năm 2025.\nA plan cannot be cloned to the year 2025.\n');
    });
  });

  it('runs through npm from any folder: paths start where the person stands, stdout holds the answer alone', async () => {
    const { stdout } = await promisify(execFile)(
      'npm',
      ['run', '-s', 'cli', '--prefix', PROJECT, '--', 'plan', 'check', 'plans/son-mai-2025.yaml', '--json'],
      { cwd: station.configDir, env: { ...process.env, npm_lifecycle_event: '', INIT_CWD: '' } },
    );
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, code: 'son-mai-2025' });
  }, 180_000);
});
