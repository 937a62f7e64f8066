import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIO_ERRORS } from '../../src/audio/audio-errors';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import { HOSTILE_FILES } from '../support/hostile-files';
import { processesIn } from '../support/processes';

const normaliser = new FfmpegNormaliser();
const LIMITS = { maxInputBytes: 100_000_000, maxDurationSeconds: 30, maxSeconds: 60 };

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'hostile-files-'));
});
afterAll(async () => {
  await normaliser.onModuleDestroy();
  expect(readdirSync(directory)).toEqual([]);
  expect(processesIn(directory)).toEqual([]);
  rmSync(directory, { recursive: true, force: true });
});

test.concurrent.each(HOSTILE_FILES.map((one) => [one.what, one] as const))('%s', async (what, { make, code }) => {
  const [inputFile, outputFile] = [await make(), join(directory, `${what}.mp3`)];
  const work = normaliser.normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS });
  await expect(work).rejects.toMatchObject({ name: 'DomainError', code });
});

test('every cause is one of those', () => {
  const shown = new Set<string>(HOSTILE_FILES.map(({ code }) => code));
  // Both are about the machine's limits: test/integration/normaliser-refusals.spec.ts.
  expect(Object.keys(AUDIO_ERRORS).filter((code) => !shown.has(code))).toEqual(['audioTimeout', 'audioTooLarge']);
});
