import { untrustedInput } from './untrusted-input';

it('pins the demuxer, also for what is nested in it, local files, and decoders of sound', () => {
  const { inputOptions, input } = untrustedInput('/in/-i evil:%d.mp3', 'avi');
  expect(inputOptions.join(' ')).toContain('-protocol_whitelist file,pipe -format_whitelist avi -f avi');
  const decoders = inputOptions[inputOptions.indexOf('-codec_whitelist') + 1]?.split(',') ?? [];
  expect(decoders).toEqual(expect.arrayContaining(['mp3', 'aac', 'pcm_s16le', 'amrnb']));
  expect(decoders.filter((name) => /^(?:h26|mpeg|vp|png|mjpeg|srt|ass)/.test(name))).toEqual([]);
  expect(input).toBe('file:/in/-i evil:%d.mp3');
});

it('opens no track of another file', () => {
  expect(untrustedInput('/in/a', 'mov').inputOptions.join(' ')).toContain('-enable_drefs 0 -use_absolute_path 0');
});
