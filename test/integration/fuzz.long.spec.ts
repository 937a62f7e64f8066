import { fuzzNormaliser } from '../support/fuzz-normaliser';

/** FUZZ_SEED repeats a run; without it every run is another, and the seed is printed. */
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);

test('2,000 damaged files: each is taken or refused with a cause, and nothing is left behind', async () => {
  const { ends, faults, leftFiles, leftProcesses } = await fuzzNormaliser(seed, 2_000, 1);
  process.stdout.write(`fuzz seed ${seed}: ${JSON.stringify(ends)}\n`);
  expect({ seed, faults, leftFiles, leftProcesses }).toEqual({ seed, faults: [], leftFiles: [], leftProcesses: [] });
  expect(Object.values(ends).reduce((sum, one) => sum + one, 0)).toBe(2_000);
}, 3_600_000);
