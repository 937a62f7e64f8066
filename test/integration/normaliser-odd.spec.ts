import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import type { NormaliseResult } from '../../src/audio/normaliser';
import { altered, corpusFile, cut, encoded, ffmpegTo, humanSpeech } from '../support/corpus';

const normaliser = new FfmpegNormaliser();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'odd-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => normaliser.onModuleDestroy());

function normalise(inputFile: string): Promise<NormaliseResult> {
  const limits = { maxInputBytes: 100_000_000, maxDurationSeconds: 600, maxSeconds: 60 };
  return normaliser.normalise({ inputFile, outputFile: join(directory, 'out.mp3'), profile: CLEAN_PROFILE, limits });
}

/** A film of 20 s with the camera's sound. */
function film(name: string, ...options: readonly string[]): Promise<string> {
  return corpusFile(name, async (file) => {
    const sound = await humanSpeech(20);
    const picture = ['-f', 'lavfi', '-t', '20', '-i', 'testsrc=s=160x120:r=10'];
    await ffmpegTo(file, '-i', sound, ...picture, '-g', '100', '-c:v', 'libx264', '-c:a', 'aac', ...options);
  });
}

/** A copy without encoding, as a telephone trims: what was cut away stays in the file, and an edit list hides it. */
async function trimmed(name: string, ...options: readonly string[]): Promise<string> {
  const whole = await film('whole.mp4');
  return corpusFile(name, (file) => ffmpegTo(file, '-ss', '5.3', '-i', whole, ...options, '-c', 'copy'));
}

describe('what is whole is not called damaged', () => {
  const inTwoTracks = async (file: string): Promise<void> => {
    const [short, long] = [await humanSpeech(5), await humanSpeech(20)];
    await ffmpegTo(file, '-i', short, '-i', long, '-map', '0', '-map', '1', '-c:a', 'aac');
  };
  test.each<[name: string, make: () => Promise<string>]>([
    ['sound that was trimmed on a telephone', () => trimmed('trimmed.m4a', '-vn')],
    ['a film that was trimmed', () => trimmed('trimmed.mov', '-t', '8')],
    ['sound that begins late', () => encoded('late.m4a', 10, '-af', 'asetpts=PTS+1/TB', '-c:a', 'aac')],
    ['the shorter of two tracks', () => corpusFile('two-tracks.m4a', inTwoTracks)],
    [
      'an MP3 behind zeros',
      () =>
        encoded('untagged.mp3', 5, '-id3v2_version', '0').then((mp3) => altered('behind-zeros.mp3', mp3, behindZeros)),
    ],
    [
      'sound with a gap in its time stamps, as a pause leaves it',
      () => encoded('gap.webm', 20, '-af', "asetpts='if(gt(N,300),PTS+3/TB,PTS)'", '-c:a', 'libopus'),
    ],
    [
      'an RF64 whose length was never written',
      async () => altered('no-ds64.wav', await encoded('rf64.wav', 5, '-rf64', 'always'), unwritten),
    ],
    ['tags that sound like ffmpeg', () => encoded('tags.flac', 5, ...TAGS)],
  ])('%s', async (_, make) => {
    const { findings } = await normalise(await make());
    expect(findings.filter(({ code }) => code !== 'videoIgnored')).toEqual([]);
  });
  const TAGS = Object.entries({
    title: 'DRM protected stream',
    comment: 'Skipped opening external track',
    'Stream #0:0': 'Audio: pcm_s16le, 1 Hz, 99 channels, s16',
    artist: 'Error while decoding stream #0:0: Invalid data found when processing input',
  }).flatMap(([key, value]) => ['-metadata', `${key}=${value}`]);
  const unwritten = (bytes: Buffer): Buffer => Buffer.from(bytes).fill(0xff, 28, 32);
  const behindZeros = (bytes: Buffer): Buffer => Buffer.concat([Buffer.alloc(100_000), bytes]);
});

test('a name that sounds like ffmpeg', async () => {
  const file = join(
    directory,
    'a\n[mp3 @ 0x1] DRM protected stream\nError while decoding stream #0:0: Invalid data.mp3',
  );
  copyFileSync(await encoded('plain.mp3', 5), file);
  expect((await normalise(file)).findings).toEqual([]);
});

describe('what was cut off shows by the sizes in its header, though ffmpeg takes it for whole', () => {
  test.each([
    ['cut.wav', []],
    ['rf64.wav', ['-rf64', 'always']],
    ['cut.w64', []],
    ['cut.caf', []],
    ['cut.wma', ['-c:a', 'wmav2', '-b:a', '64k']],
    ['cut-pcm.avi', ['-c:a', 'pcm_s16le']],
    ['cut.webm', ['-c:a', 'libopus']],
    ['cut.mka', ['-c:a', 'flac']],
    ['cut.m4a', ['-c:a', 'aac', '-movflags', '+faststart']],
  ])('%s', async (name, options) => {
    const whole = await encoded(name, 40, ...options);
    const { findings } = await normalise(whole);
    expect(findings).toEqual([]);
    const almost = await normalise(await altered(`almost-${name}`, whole, cut(0.985)));
    const [damage] = almost.findings;
    expect(damage).toMatchObject({ code: 'decodeErrors' });
    expect(damage).toHaveProperty('lostShare', expect.closeTo(0.015, 2));
    await expect(normalise(await altered(`half-${name}`, whole, cut(0.5)))).rejects.toMatchObject({
      code: 'audioDamaged',
    });
  });
});

test.each([
  ['whose sound ends early', () => encoded('silent-end.mp4', 10, ...PICTURES)],
  ['of which half is there', async () => altered('half.mp4', await film('faststart.mp4', ...FASTSTART), cut(0.5))],
])('a film %s: what is missing is shown, and may be pictures', async (_, make) => {
  const { findings } = await normalise(await make());
  const [lost] = findings.filter(({ code }) => code === 'decodeErrors');
  expect(lost).toHaveProperty('lostShare', expect.closeTo(0.5, 1));
});
const PICTURES = ['-f', 'lavfi', '-t', '20', '-i', 'testsrc=s=160x120:r=10', '-c:v', 'libx264', '-c:a', 'aac'];
const FASTSTART = ['-movflags', '+faststart'];

test('a copy that broke off, its length already reserved', async () => {
  const whole = await encoded('cut.wma', 40, '-c:a', 'wmav2', '-b:a', '64k');
  const file = await altered('reserved.wma', whole, (bytes) => Buffer.from(bytes).fill(0, bytes.length / 2));
  await expect(normalise(file)).rejects.toMatchObject({ code: 'audioDamaged' });
});

test('a side with opposed crosstalk takes nothing from the voice on the other', async () => {
  const file = await encoded('crosstalk.wav', 5, '-af', 'pan=stereo|c0=-0.005*c0|c1=c0');
  const { findings, rendition } = await normalise(file);
  expect(rendition.targetReached).toBe(true);
  expect(findings).toEqual([{ code: 'deadChannel', channel: 'left' }]);
});

test('where two of four channels cancel each other, one that sounds is taken', async () => {
  const file = await encoded('behind.wav', 5, '-af', 'pan=quad|FL=0*c0|FR=0*c0|BL=c0|BR=-1*c0');
  const { findings, rendition } = await normalise(file);
  expect(rendition.targetReached).toBe(true);
  expect(findings).toEqual([{ code: 'stereoCancels', channel: 2 }]);
});

describe('refusals name the cause', () => {
  test('a WAV of the other byte order, which ffmpeg takes for noise', async () => {
    const file = await altered('rifx.wav', await humanSpeech(5), (bytes) =>
      Buffer.concat([Buffer.from('RIFX'), bytes.subarray(4)]),
    );
    await expect(normalise(file)).rejects.toMatchObject({ code: 'audioNotRecognised' });
  });

  test('an encrypted film in thousands of fragments', async () => {
    const key = ['-encryption_key', '0'.repeat(32), '-encryption_kid', '1'.repeat(32)];
    const fragments = ['-movflags', 'empty_moov+frag_keyframe+default_base_moof', '-frag_duration', '5000'];
    const aes = ['-encryption_scheme', 'cenc-aes-ctr', ...key, ...fragments];
    const file = await encoded('encrypted-fragments.mp4', 40, '-c:a', 'aac', ...aes);
    await expect(normalise(file)).rejects.toMatchObject({ code: 'audioEncrypted' });
  });

  test('a folder, or a pipe that nobody may ever write to', async () => {
    const pipe = join(directory, 'pipe.wav');
    execFileSync('mkfifo', [pipe]);
    await expect(normalise(pipe)).rejects.toMatchObject({ code: 'notAFile', facts: { file: 'pipe.wav' } });
    await expect(normalise(directory)).rejects.toMatchObject({ code: 'notAFile' });
  });
});

describe("the machine's faults are not the file's, and may pass", () => {
  const PROGRAMS = ['nice', 'ionice', 'setpriv', 'prlimit', 'sh', 'lame', 'mpg123'];
  const built = join(__dirname, '..', '..', 'dist', 'audio');

  test.each([
    ['ffmpeg is not there', null],
    ['its libraries are not', 'echo "error while loading shared libraries: libx" >&2; exit 127'],
    ['it is killed, as when memory is short', 'kill -9 $$'],
  ])('%s', async (_, script) => {
    const file = await encoded('plain.mp3', 5);
    const bin = join(directory, 'bin');
    mkdirSync(bin);
    for (const name of PROGRAMS)
      symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(bin, name));
    if (script !== null) {
      writeFileSync(join(bin, 'ffmpeg'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, 'ffmpeg'), 0o755);
    }
    const outputFile = join(directory, 'out.mp3');
    const limits = { maxInputBytes: 1e8, maxDurationSeconds: 600, maxSeconds: 60 };
    const request = { inputFile: file, outputFile, profile: CLEAN_PROFILE, limits };
    // Here the environment is Jest's, which no program inherits.
    const code = `
      const { FfmpegNormaliser } = require(${JSON.stringify(join(built, 'ffmpeg.normaliser.js'))});
      const normaliser = new FfmpegNormaliser();
      normaliser.normalise(${JSON.stringify(request)})
        .catch(({ name, message }) => process.stdout.write(name + ': ' + message))
        .finally(() => normaliser.onModuleDestroy());`;
    const said = execFileSync(process.execPath, ['-e', code], { env: { PATH: bin }, encoding: 'utf8' });
    expect(said).toMatch(/^Error: ffmpeg /);
    expect(readdirSync(directory)).toEqual(['bin']);
  });
});
