import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { AUDIO_ERRORS } from '../../src/audio/audio-errors';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { FfmpegFailure, runFfmpeg } from '../../src/audio/ffmpeg-run';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import { decodeJob, MIX_FILE } from '../../src/audio/normalise-args';
import { byteSink } from '../../src/audio/pcm-sink';
import type { NormaliseRequest, NormaliseResult } from '../../src/audio/normaliser';
import { corpusFile, encoded, ffmpegTo } from '../support/corpus';
import { processesIn } from '../support/processes';
import { makeSpeech } from '../support/tones';

const normaliser = new FfmpegNormaliser();
let directory: string;
let inbox: string;
let store: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'refusals-'));
  inbox = join(directory, 'inbox');
  store = join(directory, 'store');
  mkdirSync(inbox);
  mkdirSync(store);
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => normaliser.onModuleDestroy());

const LIMITS = { maxInputBytes: 100_000_000, maxDurationSeconds: 600, maxSeconds: 60 };

function normalise(inputFile: string, changes: Partial<NormaliseRequest> = {}): Promise<NormaliseResult> {
  const outputFile = join(store, 'rendition.mp3');
  return normaliser.normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS, ...changes });
}

async function expectRefusal(work: Promise<unknown>, code: keyof typeof AUDIO_ERRORS): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'DomainError', code });
  expect(readdirSync(store)).toEqual([]);
  expect(processesIn(directory)).toEqual([]);
}

describe('limits', () => {
  test('longer than the programme allows, by the samples and not by the header', async () => {
    const file = await makeSpeech(join(inbox, 'a.mp3'), 5);
    await expectRefusal(normalise(file, { limits: { ...LIMITS, maxDurationSeconds: 3 } }), 'audioTooLong');
    await expect(normalise(file, { limits: { ...LIMITS, maxDurationSeconds: 6 } })).resolves.toBeDefined();
  });

  test('larger than allowed', async () => {
    const file = await makeSpeech(join(inbox, 'a.wav'), 3);
    await expectRefusal(normalise(file, { limits: { ...LIMITS, maxInputBytes: 1000 } }), 'audioTooLarge');
  });

  test('out of time: the process is killed, nothing is left', async () => {
    const file = await longSpeech();
    const limits = { ...LIMITS, maxDurationSeconds: 3600, maxSeconds: 0.5 };
    await expectRefusal(normalise(file, { limits }), 'audioTimeout');
  });

  test('the kernel ends a run at its CPU limit, and at its file size limit', async () => {
    const file = await longSpeech();
    const job = decodeJob(file, 'wav', 'mix', 3600);
    // Much more work than a second's.
    const outputs = job.outputs.map((one) => ({ ...one, options: [...one.options, '-ac', '8', '-ar', '192000'] }));
    const run = (limits: { cpuSeconds: number; maxFileBytes: number }): Promise<void> => {
      const stdout = byteSink(() => undefined);
      return runFfmpeg({ ...job, outputs }, { cwd: store, limits, signal: new AbortController().signal, stdout });
    };
    const overCpu = await run({ cpuSeconds: 1, maxFileBytes: 1e9 }).catch((error: unknown) => error);
    expect(overCpu).toBeInstanceOf(FfmpegFailure);
    expect(overCpu).toMatchObject({ overLimit: true });
    await expect(run({ cpuSeconds: 60, maxFileBytes: 100_000 })).rejects.toBeInstanceOf(FfmpegFailure);
  });

  test('aborted by the caller: rejects with the reason, nothing is left', async () => {
    const file = await longSpeech();
    const stop = new AbortController();
    const limits = { ...LIMITS, maxDurationSeconds: 3600 };
    const work = normalise(file, {
      limits,
      signal: stop.signal,
      onProgress: () => {
        stop.abort(new Error('service is stopping'));
      },
    });
    await expect(work).rejects.toThrow('service is stopping');
    expect(readdirSync(store)).toEqual([]);
    expect(processesIn(directory)).toEqual([]);
  });
});

/** Half an hour, made once. */
function longSpeech(): Promise<string> {
  return corpusFile('half-an-hour.wav', async (file) => {
    const short = await encoded('8k.wav', 60, '-ar', '8000');
    await ffmpegTo(file, '-stream_loop', '29', '-i', short, '-c', 'copy');
  });
}

describe('names that mean something to a shell or to ffmpeg', () => {
  const names = [
    '-i evil; rm.mp3',
    'concat:a|b.mp3',
    'http:--host-a.mp3',
    '%d $(touch pwned) `id`.mp3',
    'Bản tin chuyển đổi số.mp3'.normalize('NFD'),
    '📢 loa xã.mp3',
    `${'ă'.repeat(127)}a`,
  ];
  test.each(names)('%s', async (name) => {
    const file = join(inbox, name);
    copyFileSync(await encoded('name.mp3', 2), file);
    const limits = { cpuSeconds: 60, maxFileBytes: 10_000_000 };
    const stdout = byteSink(() => undefined);
    await runFfmpeg(decodeJob(relative(process.cwd(), file), 'mp3', 'mix', 60), {
      cwd: store,
      limits,
      signal: AbortSignal.timeout(60_000),
      stdout,
    });
    expect(readdirSync(inbox)).toEqual([name]);
    expect(readdirSync(store)).toEqual([MIX_FILE]);
  });
});

test('every refusal has a sentence in both languages', () => {
  for (const { vi, en, status } of Object.values(AUDIO_ERRORS)) {
    expect(vi).toBe(vi.normalize('NFC'));
    expect([vi.length, en.length].every((length) => length > 20)).toBe(true);
    expect([413, 422]).toContain(status);
  }
});
