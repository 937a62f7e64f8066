import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AUDIO_WARNINGS } from '../../src/audio/audio-errors';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import type { Finding } from '../../src/audio/findings';
import { findingText } from '../../src/audio/finding-words';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import type { NormaliseResult } from '../../src/audio/normaliser';
import { altered, encoded, holed } from '../support/corpus';
import { RecordingStation, TestRedis } from '../support/recording-station';

const normaliser = new FfmpegNormaliser();
const LIMITS = { maxInputBytes: 100_000_000, maxDurationSeconds: 600, maxSeconds: 60 };
const SECONDS = 12;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'findings-'));
});
afterAll(async () => {
  await normaliser.onModuleDestroy();
  rmSync(directory, { recursive: true, force: true });
});

async function normalise(inputFile: string): Promise<NormaliseResult> {
  const outputFile = join(directory, `${Math.random()}.mp3`);
  return normaliser.normalise({ inputFile, outputFile, profile: CLEAN_PROFILE, limits: LIMITS });
}

const filtered = (name: string, filters: string) => encoded(name, SECONDS, '-af', filters);
const STEREO = 'pan=stereo|c0=c0|c1=';

/** Ends of sound are known to a tenth of a second or two: words begin softly. */
const near = (seconds: number): unknown => expect.closeTo(seconds, 0);

describe('what the reviewer is told, and nothing else', () => {
  test.concurrent.each<[string, string, string, readonly unknown[]]>([
    ['plain speech', 'speech.wav', 'anull', []],
    [
      'a gap',
      'gap.wav',
      "volume=0:enable='between(t,4,9.5)'",
      [{ code: 'longSilence', fromSeconds: near(4), toSeconds: near(9.5) }],
    ],
    [
      'clipping',
      'clipped.wav',
      'volume=20dB,aformat=sample_fmts=s16',
      [{ code: 'clipping', atSeconds: expect.any(Number) as unknown, blocks: expect.any(Number) as unknown }],
    ],
    ['a dead channel', 'dead.wav', `${STEREO}0*c0`, [{ code: 'deadChannel', channel: 'right' }]],
    ['opposed channels', 'opposed.wav', `${STEREO}-1*c0`, [{ code: 'stereoCancels', channel: 0 }]],
    [
      'channels opposed for a passage',
      'passage.wav',
      `${STEREO}c0,aeval=val(0)|if(between(t\\,4\\,9)\\,-1\\,1)*val(1):c=same`,
      [{ code: 'stereoCancels', channel: 0 }],
    ],
    [
      'a far microphone',
      'far.wav',
      'volume=-28dB,aformat=sample_fmts=flt',
      [{ code: 'lowLevel', integratedLufs: expect.any(Number) as unknown }],
    ],
    [
      'somebody who comes nearer',
      'nearer.wav',
      "volume=-18dB:enable='lt(t,6)'",
      [{ code: 'levelJump', atSeconds: expect.closeTo(6, -1) as unknown, byLu: expect.any(Number) as unknown }],
    ],
  ])('%s', async (_, name, filters, expected) => {
    const result = await normalise(await filtered(name, filters));
    expect(result.findings).toEqual(expected);
    expect(result.durationSeconds).toBeCloseTo(SECONDS, 1);
  });
});

test('a slightly damaged file is taken, with the damage shown', async () => {
  const whole = await encoded('long.m4a', 20);
  const { findings } = await normalise(await altered('slightly.m4a', whole, holed(0.01)));
  const [damage] = findings.filter((one) => one.code === 'decodeErrors');
  expect(damage?.lostShare).toBeGreaterThan(0.004);
  expect(damage?.lostShare).toBeLessThan(0.02);
});

test('float samples that are no numbers are silent, and shown as damage', async () => {
  const whole = await encoded('f32.wav', 4, '-c:a', 'pcm_f32le');
  const broken = await altered('not-a-number.wav', whole, (bytes) => {
    const copy = Buffer.from(bytes);
    const middle = copy.indexOf('data') + 8 + 400_000;
    for (let sample = 0; sample < 500; sample += 1) copy.writeFloatLE(sample % 2 ? NaN : Infinity, middle + 4 * sample);
    return copy;
  });
  const [expected, result] = [await normalise(whole), await normalise(broken)];
  expect(result.findings).toEqual([{ code: 'decodeErrors', lostShare: 500 / (4 * 48_000) }]);
  expect(Math.abs(result.source.integratedLufs - expected.source.integratedLufs)).toBeLessThan(0.2);
});

test('is stored and shown; a trim on a click makes a version of its own with every sound, and the original stays', async () => {
  const redis = await TestRedis.start();
  const station = await RecordingStation.start(mkdtempSync(join(directory, 'data-')), redis.url);
  try {
    const file = await filtered('ends.flac', 'adelay=3000,apad=pad_dur=4');
    const { id } = await station.upload(file, { special: 'true' });
    const seen = await station.settled(id);
    expect(seen.warnings).toEqual(['leadingSilence', 'trailingSilence']);
    expect(seen.findings).toMatchObject([
      { fromSeconds: 0, toSeconds: near(3), detail: expect.stringContaining('Đầu bản ghi') as unknown },
      { fromSeconds: near(15), toSeconds: near(19) },
    ]);
    expect(seen.durationSeconds).toBeCloseTo(SECONDS + 7, 1);
    expect(seen.trim).toBeNull();
    const { suggestedTrim: suggested } = seen;
    if (!suggested) throw new Error('no trim');
    const cut = await station.http.post(`/api/v1/recordings/${id}/trim`).send({ ...suggested, actor: 'Hồ Văn Nam' });
    expect(cut.status).toBe(201);
    const made = await station.settled((cut.body as { id: string }).id);
    expect(made).toMatchObject({ version: 2, status: 'ready', reviewStatus: 'draft', trim: suggested, findings: [] });
    expect(made.originalSha256).toBe(seen.originalSha256);
    // To the sample, and as loud as the whole.
    expect(made.rendition?.frames).toBe(Math.round((suggested.toSeconds - suggested.fromSeconds) * 48_000));
    const [loud, before] = [made.rendition?.integratedLufs, seen.rendition?.integratedLufs].map(Number);
    expect(Math.abs((loud ?? NaN) - (before ?? NaN))).toBeLessThan(0.3);
    const { status, revision, trim } = await station.settled(id);
    expect({ status, revision, trim }).toEqual({ status: 'ready', revision: seen.revision, trim: null });
    const beyond = await station.http.post(`/api/v1/recordings/${id}/trim`).send({ fromSeconds: 0, toSeconds: 1000 });
    expect(beyond.body).toMatchObject({ status: 400, code: 'trimOutside' });
  } finally {
    await station.stop();
    await redis.end();
  }
});

test('every finding has a sentence in both languages, with its place', () => {
  const jump: Finding = { code: 'levelJump', atSeconds: 125.6, byLu: -12.25 };
  expect(findingText(jump, 'vi')).toMatch(/^2:05 \(-12,3 LU\): Âm lượng/);
  expect(findingText({ code: 'videoIgnored' }, 'en')).toBe(AUDIO_WARNINGS.videoIgnored.en);
  for (const { vi, en } of Object.values(AUDIO_WARNINGS)) {
    expect(vi).toBe(vi.normalize('NFC'));
    expect(Math.min(vi.length, en.length)).toBeGreaterThan(20);
  }
});
