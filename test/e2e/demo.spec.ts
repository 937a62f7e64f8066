import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDir, until } from '../support/service';

jest.setTimeout(240_000);

/** `npm run demo` as its user sees it; the set-up step ran before the tests. */
it('runs the main job from plan to report and leaves the console up', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'truyen-thanh-demo-'));
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', REDIS_URL: '' };
  const demo = spawn(process.execPath, [join(projectDir, 'scripts', 'demo.mjs')], { env });
  let said = '';
  let complained = '';
  demo.stdout.on('data', (data: Buffer) => (said += data.toString()));
  demo.stderr.on('data', (data: Buffer) => (complained += data.toString()));
  const exited = new Promise<number | null>((resolve) => demo.once('exit', resolve));
  try {
    await until(
      'the demo to finish',
      async () => {
        if (demo.exitCode !== null) throw new Error(`${said}\n${complained}`);
        return Promise.resolve(said.includes('Xong sau') ? true : null);
      },
      200,
    );
    const [, url = ''] = /Bảng điều khiển: (\S+)/.exec(said) ?? [];
    const page = await (await fetch(url, { headers: { 'accept-language': 'vi' } })).text();
    expect(page).toContain('Đài truyền thanh xã Sơn Mai (thử nghiệm)');
    expect(page).toContain('name="password"');
    expect(said).toMatch(/quan-tri {3}\w{4}-\w{4}-\w{4}/);
    expect(page).toBe(page.normalize('NFC'));

    // Early in a month last month's draft is made too.
    const months = readdirSync(join(dataDir, 'reports')).sort();
    const report = join(dataDir, 'reports', months.at(-1) ?? '');
    expect(
      readdirSync(report)
        .map((name) => name.split('.').at(-1))
        .sort(),
    ).toEqual(['csv', 'docx', 'json', 'pdf', 'xlsx']);
    const [json = ''] = readdirSync(report).filter((name) => name.endsWith('.json'));
    // One recording went on air: the weekly issue of the running week, counted as done in Bảng 1.
    const model = JSON.parse(readFileSync(join(report, json), 'utf8'));
    expect(model.airings).toHaveLength(1);
    expect(model.airings[0]).toMatchObject({ role: 'first', partial: false, clustersReached: 6, clustersTotal: 6 });
    expect(model.airings[0].label).toMatch(/^Chuyên mục Chuyển đổi số và Nghị quyết số 57-NQ\/TW, số \d+$/);
    expect(model.totals).toMatchObject({ aired: 1, partial: 0 });
    const days = readdirSync(join(dataDir, 'outputs', 'ghi-tep'));
    expect(readdirSync(join(dataDir, 'outputs', 'ghi-tep', days[0] ?? ''))).toHaveLength(1);
    expect(existsSync(join(dataDir, 'air-checks', 'ghi-tep', days[0] ?? ''))).toBe(true);
  } finally {
    demo.kill('SIGTERM');
    await exited;
    rmSync(dataDir, { recursive: true, force: true });
  }
  expect(complained).toBe('');
});
