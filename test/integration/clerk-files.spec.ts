import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import { CLERK_FILES } from '../support/clerk-files';

const normaliser = new FfmpegNormaliser();
const LIMITS = { maxInputBytes: 100_000_000, maxDurationSeconds: 600, maxSeconds: 60 };

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'clerk-files-'));
});
afterAll(async () => {
  await normaliser.onModuleDestroy();
  rmSync(directory, { recursive: true, force: true });
});

test.concurrent.each(CLERK_FILES.map((one) => [one.what, one] as const))('%s', async (what, file) => {
  const {
    make,
    container,
    codec,
    channels = 1,
    sampleRateHz,
    isVideo = false,
    seconds = 3,
    targetReached = true,
  } = file;
  const outputFile = join(directory, `${what}.mp3`);
  const inputFile = await make();
  const result = await normaliser.normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS });
  expect(result.source).toMatchObject({ container, codec, channels, ...(sampleRateHz && { sampleRateHz }) });
  // Encoders add up to 0.15 s of padding that only some containers tell about.
  expect(result.durationSeconds).toBeGreaterThan(seconds - 0.1);
  expect(result.durationSeconds).toBeLessThan(seconds + 0.2);
  expect(result.rendition.frames).toBe(Math.round(result.durationSeconds * 48_000));
  expect(result.rendition.targetReached).toBe(targetReached);
  expect(result.warnings.includes('videoIgnored')).toBe(isVideo);
  expect(result.warnings).not.toContain('decodeErrors');
});
