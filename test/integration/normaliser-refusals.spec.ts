import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { AUDIO_ERRORS } from '../../src/audio/audio-errors';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { FfmpegFailure, runFfmpeg } from '../../src/audio/ffmpeg-run';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import { decodeJob } from '../../src/audio/normalise-args';
import { pcmSink } from '../../src/audio/pcm-sink';
import type { NormaliseRequest, NormaliseResult } from '../../src/audio/normaliser';
import { ffmpeg, makeSpeech, makeTone } from '../support/tones';

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

const LIMITS = { maxInputBytes: 100_000_000, maxDurationSeconds: 600, maxSeconds: 60 };

function normalise(inputFile: string, changes: Partial<NormaliseRequest> = {}): Promise<NormaliseResult> {
  const outputFile = join(store, 'rendition.mp3');
  return normaliser.normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS, ...changes });
}

function given(name: string, content: string | Buffer): string {
  const file = join(inbox, name);
  writeFileSync(file, content);
  return file;
}

/** Processes that still work in the test's directory. */
function processesHere(): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(directory);
    } catch {
      return false;
    }
  });
}

async function expectRefusal(work: Promise<unknown>, code: keyof typeof AUDIO_ERRORS): Promise<void> {
  await expect(work).rejects.toMatchObject({ name: 'DomainError', code });
  expect(readdirSync(store)).toEqual([]);
  expect(processesHere()).toEqual([]);
}

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe('what is no audio at all', () => {
  test('an empty file', () => expectRefusal(normalise(given('a.mp3', '')), 'audioEmpty'));

  test.each([
    ['a playlist named .mp3', '#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'],
    ['a concat script', 'ffconcat version 1.0\nfile victim.wav\n'],
    ['an SDP session', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n'],
    ['plain text', 'Kính gửi Ủy ban nhân dân xã'],
    ['a PNG', PNG],
    ['a PDF', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n'],
    ['a ZIP', Buffer.from('504b0304140000000000000000000000000000000000000000000000', 'hex')],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])],
  ])('%s', async (_, content) => {
    // What the script would open lies beside it: it must not be read.
    await makeSpeech(join(inbox, 'victim.wav'), 3);
    const file = given('tin-bai.mp3', content);
    await expectRefusal(normalise(file), 'audioNotRecognised');
    await expectRefusal(normaliser.probe(file), 'audioNotRecognised');
  });
});

describe('what holds nothing to air', () => {
  test('a video without sound', async () => {
    const file = join(inbox, 'a.mp4');
    await ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=5:duration=2', file);
    await expectRefusal(normalise(file), 'audioNoSound');
    await expectRefusal(normaliser.probe(file), 'audioNoSound');
  });

  test('an MP4 cut off before its index', async () => {
    const whole = readFileSync(await makeSpeech(join(inbox, 'whole.m4a'), 5));
    await expectRefusal(normalise(given('a.m4a', whole.subarray(0, whole.length / 2))), 'audioUndecodable');
  });

  test('a WAV header with nothing behind it', async () => {
    const whole = readFileSync(await makeTone(join(inbox, 'whole.wav'), 1));
    await expectRefusal(normalise(given('a.wav', whole.subarray(0, 44))), 'audioUndecodable');
  });

  test('a WAV header that claims 65,535 channels', async () => {
    const wav = readFileSync(await makeTone(join(inbox, 'whole.wav'), 3));
    wav.writeUInt16LE(65_535, 22);
    await expectRefusal(normalise(given('a.wav', wav)), 'audioUndecodable');
  });

  test('0.3 s', async () => {
    await expectRefusal(normalise(await makeTone(join(inbox, 'a.wav'), 0.3)), 'audioTooShort');
  });

  test('digital silence', async () => {
    const file = join(inbox, 'a.wav');
    await ffmpeg('-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono', '-t', '3', file);
    await expectRefusal(normalise(file), 'audioSilent');
  });

  test('speech at −62 LUFS', async () => {
    const options = { filters: 'volume=-27dB', outputOptions: ['-c:a', 'pcm_s24le'] };
    await expectRefusal(normalise(await makeSpeech(join(inbox, 'a.wav'), 5, options)), 'audioSilent');
  });
});

describe('limits', () => {
  test('longer than the programme allows, by the samples and not by the header', async () => {
    const file = await makeSpeech(join(inbox, 'a.mp3'), 12);
    await expectRefusal(normalise(file, { limits: { ...LIMITS, maxDurationSeconds: 10 } }), 'audioTooLong');
    await expect(normalise(file, { limits: { ...LIMITS, maxDurationSeconds: 13 } })).resolves.toBeDefined();
  });

  test('larger than allowed', async () => {
    const file = await makeSpeech(join(inbox, 'a.wav'), 3);
    await expectRefusal(normalise(file, { limits: { ...LIMITS, maxInputBytes: 1000 } }), 'audioTooLarge');
  });

  test('out of time: the process is killed, nothing is left', async () => {
    const file = await makeSpeech(join(inbox, 'a.wav'), 1800, { outputOptions: ['-ar', '8000'] });
    const limits = { ...LIMITS, maxDurationSeconds: 3600, maxSeconds: 0.5 };
    await expectRefusal(normalise(file, { limits }), 'audioTimeout');
  });

  test('the kernel ends a run at its CPU limit, and at its file size limit', async () => {
    const file = await makeSpeech(join(inbox, 'a.wav'), 1800, { outputOptions: ['-ar', '8000'] });
    const job = decodeJob(file, { container: 'wav', channels: 8, sampleRateHz: 192_000 }, 'mix', 3600);
    const run = (limits: { cpuSeconds: number; maxFileBytes: number }): Promise<void> => {
      const stdout = pcmSink(8, () => undefined);
      return runFfmpeg(job, { cwd: store, limits, signal: new AbortController().signal, stdout });
    };
    const overCpu = await run({ cpuSeconds: 1, maxFileBytes: 1e9 }).catch((error: unknown) => error);
    expect(overCpu).toBeInstanceOf(FfmpegFailure);
    expect(overCpu).toMatchObject({ overLimit: true });
    await expect(run({ cpuSeconds: 60, maxFileBytes: 100_000 })).rejects.toBeInstanceOf(FfmpegFailure);
  });

  test('aborted by the caller: rejects with the reason, nothing is left', async () => {
    const file = await makeSpeech(join(inbox, 'a.wav'), 1800, { outputOptions: ['-ar', '8000'] });
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
    expect(processesHere()).toEqual([]);
  });
});

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
    const speech = await makeSpeech(join(directory, 'speech.mp3'), 2);
    const file = join(inbox, name);
    renameSync(speech, file);
    await expect(normalise(file)).resolves.toMatchObject({ source: { container: 'mp3' } });
    // Also relative to the working directory, as the command line gives it.
    await expect(normaliser.probe(relative(process.cwd(), file))).resolves.toMatchObject({ codec: 'mp3' });
    expect(readdirSync(inbox)).toEqual([name]);
    expect(readdirSync(store)).toEqual(['rendition.mp3']);
  });
});

test('every refusal has a sentence in both languages', () => {
  for (const { vi, en, status } of Object.values(AUDIO_ERRORS)) {
    expect(vi).toBe(vi.normalize('NFC'));
    expect([vi.length, en.length].every((length) => length > 20)).toBe(true);
    expect([413, 422]).toContain(status);
  }
});
