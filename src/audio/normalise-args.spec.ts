import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countFrames } from '../../test/support/tones';
import { CLEAN_PROFILE } from './loudness';
import { decodeJob, encodeArgs, RENDITION_FILE, verifyArgs, wavHeader } from './normalise-args';

test('decoding pins its demuxer and may open nothing but files', () => {
  const { inputOptions, input } = decodeJob('/in/a', 'ogg', 'mix', 600);
  expect(inputOptions[inputOptions.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe');
  expect(inputOptions).toEqual(expect.arrayContaining(['-f', '-nostdin']));
  expect(input).toMatch(/^file:/);
});

test('an upload is opened by its absolute path under file:, so that its name can mean nothing else', () => {
  expect(decodeJob('/in/concat:-i evil; rm.mp3', 'mp3', 'mix', 600).input).toBe('file:/in/concat:-i evil; rm.mp3');
  expect(decodeJob('-y', 'mp3', 'mix', 600).input).toBe(`file:${process.cwd()}/-y`);
});

test('decoding gives the source in its own rate and layout, and its mono mix at 48 kHz', () => {
  const [source, mix] = decodeJob('/in/a', 'ogg', 1, 600).outputs;
  expect(source).toMatchObject({ file: null });
  // Without -ac and -ar it is as its first sound is; a pipe is not flushed after every packet.
  expect(source!.options.join(' ')).toBe('-map 0:a:0 -map_metadata -1 -t 601 -f f32le -flush_packets 0');
  expect(mix!.file).toBe('mix.f32');
  expect(mix!.options.join(' ')).toMatch(/-af pan=mono\|c0=c1,aformat=.*sample_rates=48000:channel_layouts=mono$/);
});

test('of what is mono the mix alone is written', () => {
  expect(decodeJob('/in/a', 'mp3', 'none', 600).outputs.map(({ file }) => file)).toEqual(['mix.f32']);
});

test('decoding stops a second past the limit, however long the file goes on', () => {
  for (const { options } of decodeJob('/in/a', 'ogg', 'mix', 600).outputs) {
    expect(options[options.indexOf('-t') + 1]).toBe('601');
  }
});

describe('a rendition', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), 'rendition-'));
  });
  afterAll(() => {
    rmSync(cwd, { recursive: true });
  });

  /** With 1,105 samples of delay: how many are left of the last frame of 1,152. */
  test.each([0, 1, 46, 47, 575, 1_151])(
    'with %i samples left of its last frame decodes to as many as went in, for us and for ffmpeg',
    async (left) => {
      const frames = 50 * 1_152 - 1_105 - left;
      const tone = Float32Array.from({ length: frames }, (_, i) => 0.3 * Math.sin(i / 8));
      const input = Buffer.concat([wavHeader(), Buffer.from(tone.buffer)]);
      execFileSync('lame', encodeArgs(CLEAN_PROFILE), { cwd, input });
      const decoded = execFileSync('mpg123', verifyArgs(), { cwd, maxBuffer: 2 ** 24 });
      expect(decoded.length / Float32Array.BYTES_PER_ELEMENT).toBe(frames);
      expect(await countFrames(join(cwd, RENDITION_FILE))).toBe(frames);
    },
  );
});
