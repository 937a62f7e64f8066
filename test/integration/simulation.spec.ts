import { simulate } from '../support/simulation';

jest.setTimeout(600_000);

it('holds its invariants from October to the year’s end, whatever ten seeds do to the station', async () => {
  const run = await simulate('--plan', 'son-mai-2026', '--seeds', '1-10', '--from', '2026-10-15');
  expect({ exitCode: run.exitCode, complaints: run.exitCode === 0 ? '' : run.complaints }).toEqual({
    exitCode: 0,
    complaints: '',
  });
  expect(run.lines).toHaveLength(10);
});
