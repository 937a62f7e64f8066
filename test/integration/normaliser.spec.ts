import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FfmpegNormaliser } from '../../src/audio/ffmpeg.normaliser';
import { CLEAN_PROFILE } from '../../src/audio/loudness';
import type { NormaliseRequest, NormaliseResult } from '../../src/audio/normaliser';
import { sniff } from '../../src/audio/sniff';
import { processesIn } from '../support/processes';
import { AUDIO_DIR, countFrames, ffmpeg, makeSpeech, measureByLoudnorm, readSamples } from '../support/tones';

const normaliser = new FfmpegNormaliser();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'normaliser-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => normaliser.onModuleDestroy());

const output = (): string => join(directory, 'rendition.mp3');

function normalise(inputFile: string, changes: Partial<NormaliseRequest> = {}): Promise<NormaliseResult> {
  return normaliser.normalise({
    inputFile,
    outputFile: output(),
    profile: CLEAN_PROFILE,
    limits: { maxInputBytes: 100_000_000, maxDurationSeconds: 600, maxSeconds: 60 },
    ...changes,
  });
}

async function expectOnTarget(result: NormaliseResult): Promise<void> {
  const measured = await measureByLoudnorm(output());
  expect(Math.abs(measured.integratedLufs + 18)).toBeLessThanOrEqual(0.3);
  expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1.5);
  expect(result.rendition.targetReached).toBe(true);
  expect(Math.abs(result.rendition.integratedLufs - measured.integratedLufs)).toBeLessThan(0.2);
}

describe('the shipped samples', () => {
  const samples = readSamples();

  test('are few, small, labelled synthetic, and come in several formats', () => {
    const files = samples.map(({ file }) => file);
    const bytes = files.reduce((sum, file) => sum + readFileSync(join(AUDIO_DIR, file)).length, 0);
    expect(bytes).toBeLessThan(3_000_000);
    expect(new Set(files.map((file) => file.split('.').at(-1))).size).toBeGreaterThanOrEqual(3);
    expect(samples.every(({ synthetic, title }) => synthetic && title === title.normalize('NFC'))).toBe(true);
    const sounds = ['am-thu-1khz.mp3', 'chuong-khan-cap.flac', 'nhac-hieu-mo-dau.flac', 'nhac-hieu-ket-thuc.flac'];
    expect(readdirSync(AUDIO_DIR).sort()).toEqual([...files, 'samples.json', ...sounds].sort());
  });

  test.each(samples.map(({ file }) => file))('%s comes to −18 LUFS under −1.5 dBTP', async (file) => {
    const result = await normalise(join(AUDIO_DIR, file));
    await expectOnTarget(result);
    // One of them was made too loud on purpose.
    expect(result.warnings).toEqual(file === 'hoa-don-dien-tu.mp3' ? ['clipping'] : []);
    expect(result.rendition.limiterReductionDb).toBeLessThanOrEqual(6);
  });
});

test('works behind other work on the machine, where that is divided by session too', async () => {
  const ranks = new Set<string>();
  const onProgress = (): void => {
    for (const pid of processesIn(directory)) {
      try {
        ranks.add(rankOf(pid));
      } catch {
        // One of its ffmpegs that has just ended.
      }
    }
  };
  await normalise(join(AUDIO_DIR, readSamples()[0]!.file), { onProgress });
  expect([...ranks]).toEqual([existsSync('/proc/self/autogroup') ? 'nice 19, its session nice 10' : 'nice 19']);
});

function rankOf(pid: string): string {
  const nice = `nice ${getPriority(Number(pid))}`;
  const session = `/proc/${pid}/autogroup`;
  if (!existsSync('/proc/self/autogroup')) return nice;
  return `${nice}, its session ${/nice \S+/.exec(readFileSync(session, 'utf8'))?.[0]}`;
}

describe('what clerks bring', () => {
  const stereo = ['-ac', '2'];
  test.each([
    ['stereo 44.1 kHz', 'in.wav', 'anull', [...stereo, '-ar', '44100'], 'wav', 2],
    ['mono 8 kHz', 'in.wav', 'anull', ['-ar', '8000'], 'wav', 1],
    ['quiet, −45 LUFS', 'in.flac', 'volume=-10dB', [], 'flac', 1],
    ['loud and clipped', 'in.mp3', 'volume=30dB,aformat=sample_fmts=s16', stereo, 'mp3', 2],
    ['one dead channel', 'in.wav', 'pan=stereo|c0=c0', ['-ar', '48000'], 'wav', 2],
    ['5.1', 'in.m4a', 'pan=5.1|FL=0.5*c0|FR=0.5*c0|FC=c0', ['-ar', '48000'], 'mov', 6],
    ['a wrong extension', 'in.mp3', 'anull', ['-f', 'ogg', '-c:a', 'libvorbis'], 'ogg', 1],
  ] as const)('%s', async (_, name, filters, outputOptions, container, channels) => {
    const file = await makeSpeech(join(directory, name), 6, { filters, outputOptions });
    const result = await normalise(file);
    await expectOnTarget(result);
    expect(result.source).toMatchObject({ container, channels });
    expect(result.durationSeconds).toBeCloseTo(6, 0);
  });

  test('stereo in opposite phase keeps its voice, taken from one side', async () => {
    const filters = 'pan=stereo|c0=c0|c1=-1*c0';
    const file = await makeSpeech(join(directory, 'in.wav'), 8, { filters, outputOptions: ['-ar', '48000'] });
    const result = await normalise(file);
    await expectOnTarget(result);
    expect(result.warnings).toEqual(['stereoCancels']);
  });

  test('so does an MP3 whose first frame alone is mono', async () => {
    const bare = ['-ar', '44100', '-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0'];
    const filters = 'pan=stereo|c0=c0|c1=-1*c0';
    const mono = await makeSpeech(join(directory, 'mono.mp3'), 1, { outputOptions: bare });
    const stereo = await makeSpeech(join(directory, 'stereo.mp3'), 8, { filters, outputOptions: bare });
    const file = join(directory, 'in.mp3');
    const frame = readFileSync(mono).subarray(0, Math.floor((144 * 128_000) / 44_100));
    writeFileSync(file, Buffer.concat([frame, readFileSync(stereo)]));
    await expect(sniff(file)).resolves.toEqual({ container: 'mp3', isMono: true, decoder: null });
    const result = await normalise(file);
    await expectOnTarget(result);
    expect(result.source.channels).toBe(2);
    expect(result.warnings).toContain('stereoCancels');
  });

  test('for horn loudspeakers: on target as well, and another rendition', async () => {
    const file = await makeSpeech(join(directory, 'in.wav'), 6, { filters: 'bass=g=12:f=80' });
    const clean = await normalise(file);
    const horn = await normalise(file, { profile: { ...CLEAN_PROFILE, name: 'speech-horn' } });
    await expectOnTarget(horn);
    expect(horn.rendition.sha256).not.toBe(clean.rendition.sha256);
    expect(horn.rendition.limiterReductionDb).toBeLessThan(clean.rendition.limiterReductionDb);
  });

  test('sharp clicks over faint speech: the best level under the ceiling, and it says so', async () => {
    const click = 'aeval=val(0)+0.5*lt(mod(t\\,2)\\,0.0005)';
    const file = await makeSpeech(join(directory, 'in.wav'), 8, { filters: `volume=-15dB,${click}` });
    const result = await normalise(file);
    const measured = await measureByLoudnorm(output());
    expect(measured.truePeakDbtp).toBeLessThanOrEqual(-1.5);
    expect(measured.integratedLufs).toBeLessThan(-18.5);
    expect(result.rendition).toMatchObject({ targetReached: false, limiterReductionDb: 6 });
    expect(result.warnings).toEqual(['targetNotReached', 'lowLevel']);
  });

  test.each([
    ['square wave', 'sgn(sin(2*PI*997*t))'],
    ['noise at full scale', '2*random(0)-1'],
  ])('the ceiling holds after the encode even for a %s', async (_, expression) => {
    const file = join(directory, 'in.wav');
    await ffmpeg('-f', 'lavfi', '-i', `aevalsrc=${expression}:s=48000:d=4`, file);
    // A target this high makes every encode work at the ceiling.
    const result = await normalise(file, { profile: { ...CLEAN_PROFILE, targetLufs: -6 } });
    expect((await measureByLoudnorm(output())).truePeakDbtp).toBeLessThanOrEqual(-1.5);
    expect(result.rendition.truePeakDbtp).toBeLessThanOrEqual(-1.5);
  });
});

describe('figures', () => {
  test('frames are exactly those that playout will decode', async () => {
    const { rendition } = await normalise(await makeSpeech(join(directory, 'in.wav'), 7.123));
    expect(rendition.frames).toBe(await countFrames(output()));
    expect(rendition.frames).toBe(Math.round(7.123 * 48_000));
    expect(rendition.durationSeconds).toBe(rendition.frames / 48_000);
  });

  test('hash and size are those of the only file left behind, which carries no metadata, whatever the name', async () => {
    const file = await makeSpeech(join(directory, 'in.mp3'), 3, { outputOptions: ['-metadata', 'title=SECRET'] });
    // 255 bytes of decomposed Vietnamese and emoji, no extension, and what a shell and ffmpeg would make something of.
    const oddName = `-i 📢 Bản tin; $(rm) %d|${'ả'.repeat(75)}xx`.normalize('NFD');
    expect(Buffer.byteLength(oddName)).toBe(255);
    renameSync(file, join(directory, oddName));
    const { rendition } = await normalise(join(directory, oddName));
    expect(readdirSync(directory).sort()).toEqual([oddName, 'rendition.mp3'].sort());
    const bytes = readFileSync(output());
    expect(rendition.bytes).toBe(bytes.length);
    expect(rendition.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(bytes.subarray(0, 3).toString('latin1')).not.toBe('ID3');
    expect(bytes.includes('SECRET')).toBe(false);
  });

  test('the same recording always gives the same rendition, with progress that rises to 1', async () => {
    const file = await makeSpeech(join(directory, 'in.wav'), 3);
    const shares: number[] = [];
    const first = await normalise(file, { onProgress: (share) => shares.push(share) });
    const second = await normalise(file);
    expect(second).toEqual(first);
    expect(shares.at(-1)).toBe(1);
    // Where each stage ends at least; more of long recordings.
    expect(shares).toEqual(expect.arrayContaining([0.2, 0.25, 0.85, 1]));
    expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
  });

  test('source loudness is measured in the native layout: a tone in both channels is 3 LU louder than in one', async () => {
    const options = { outputOptions: ['-ar', '48000'] };
    const mono = await normalise(await makeSpeech(join(directory, 'mono.wav'), 5, options));
    const filters = 'pan=stereo|c0=c0|c1=c0';
    const both = await normalise(await makeSpeech(join(directory, 'both.wav'), 5, { filters, ...options }));
    expect(both.source.integratedLufs - mono.source.integratedLufs).toBeCloseTo(3, 0);
    expect(both.rendition.integratedLufs).toBeCloseTo(mono.rendition.integratedLufs, 0);
  });
});
