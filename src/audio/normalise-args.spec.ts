import { CLEAN_PROFILE } from './loudness';
import { decodeJob, encodeJob, verifyJob } from './normalise-args';

test('every run pins its demuxer and may open nothing but files', () => {
  const jobs = [decodeJob('/in/a', 'ogg', 'mix', 600), encodeJob(CLEAN_PROFILE), verifyJob()];
  for (const { inputOptions, input } of jobs) {
    expect(inputOptions[inputOptions.indexOf('-protocol_whitelist') + 1]).toBe('file,pipe');
    expect(inputOptions).toContain('-f');
    expect(inputOptions).toContain('-nostdin');
    if (input !== null) expect(input).toMatch(/^file:/);
  }
});

test('an upload is opened by its absolute path under file:, so that its name can mean nothing else', () => {
  expect(decodeJob('/in/concat:-i evil; rm.mp3', 'mp3', 'mix', 600).input).toBe('file:/in/concat:-i evil; rm.mp3');
  expect(decodeJob('-y', 'mp3', 'mix', 600).input).toBe(`file:${process.cwd()}/-y`);
});

test('decoding gives the source in its own rate and layout, and its mono mix at 48 kHz', () => {
  const [source, mix] = decodeJob('/in/a', 'ogg', 'firstChannel', 600).outputs;
  expect(source).toMatchObject({ file: null });
  // Without -ac and -ar it is as its first sound is; a pipe is not flushed after every packet.
  expect(source!.options.join(' ')).toBe('-map 0:a:0 -map_metadata -1 -t 601 -f f32le -flush_packets 0');
  expect(mix!.file).toBe('mix.f32');
  expect(mix!.options.join(' ')).toMatch(/-af pan=mono\|c0=c0,aformat=.*sample_rates=48000:channel_layouts=mono$/);
});

test('decoding stops a second past the limit, however long the file goes on', () => {
  for (const { options } of decodeJob('/in/a', 'ogg', 'mix', 600).outputs) {
    expect(options[options.indexOf('-t') + 1]).toBe('601');
  }
});

test('the encode leaves no metadata', () => {
  expect(encodeJob(CLEAN_PROFILE).outputs[0]!.options.join(' ')).toContain(
    '-c:a libmp3lame -b:a 96k -ac 1 -ar 48000 -map_metadata -1 -id3v2_version 0',
  );
});
