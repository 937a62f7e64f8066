import { simulate } from '../support/simulation';

jest.setTimeout(600_000);

it('holds its invariants through a month somewhere in the year, whatever ten seeds do to the station', async () => {
  const run = await simulate('--plan', 'son-mai-2026', '--seeds', '1-10', '--days', '31');
  expect({ exitCode: run.exitCode, complaints: run.exitCode === 0 ? '' : run.complaints }).toEqual({
    exitCode: 0,
    complaints: '',
  });
  expect(run.lines).toHaveLength(10);
});
