import { simulate } from '../support/simulation';

jest.setTimeout(600_000);

it('holds its invariants through a month somewhere in the year, whatever ten seeds do to the station, and replays one', async () => {
  const month = (...seeds: string[]) => simulate('--plan', 'son-mai-2026', '--days', '31', ...seeds);
  // Side by side: this is the longest of all that only computes.
  const [early, late, replay] = await Promise.all([
    month('--seeds', '1-5'),
    month('--seeds', '6-10'),
    month('--seed', '3'),
  ]);
  for (const { exitCode, complaints } of [early, late])
    expect({ exitCode, complaints: exitCode === 0 ? '' : complaints }).toEqual({ exitCode: 0, complaints: '' });
  expect([...early.lines, ...late.lines]).toHaveLength(10);
  // A failing seed is of no use unless its replay is the same year, whatever ran before it.
  expect(rowsOf(replay.lines[0])).toBe(rowsOf(early.lines[2]));
});

function rowsOf(line = ''): string {
  const [, rows] = /, rows ([0-9a-f]{16}), /.exec(line) ?? [];
  if (rows === undefined) throw new Error(`No rows in: ${line}`);
  return rows;
}
