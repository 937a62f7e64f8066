import { simulate } from '../support/simulation';

const PART = 25;
const PARTS = 8;

jest.setTimeout(3_600_000);

describe('whole years with everything that can go wrong', () => {
  it.each(Array.from({ length: PARTS }, (_, part) => [part * PART + 1, (part + 1) * PART]))(
    'hold their invariants for the seeds %i to %i',
    async (first, last) => {
      const run = await simulate('--plan', 'son-mai-2026', '--seeds', `${String(first)}-${String(last)}`);
      expect({ exitCode: run.exitCode, complaints: run.exitCode === 0 ? '' : run.complaints }).toEqual({
        exitCode: 0,
        complaints: '',
      });
      expect(run.lines).toHaveLength(PART);
    },
  );
});
