import { channelCount, decodeCounts, isDecodeError, parseProbe, pcmStream, wasOpened } from './ffmpeg-log';

const BANNER = [
  "Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/in/a.mp4':",
  '  Duration: 01:02:03.50, start: 0.000000, bitrate: 65 kb/s',
  '  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 64x64, 5 fps (default)',
  '  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, stereo, fltp, 63 kb/s (default)',
  '  Stream #0:2[0x3](eng): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, mono, fltp, 32 kb/s',
  'Stream mapping:',
  '  Stream #0:1 -> #0:0 (copy)',
  "Output #0, null, to 'pipe:':",
  '  Stream #0:0(und): Audio: pcm_s16le, 8000 Hz, mono, s16, 128 kb/s',
];

test('reads the first audio stream of the input, and sees the picture', () => {
  expect(parseProbe(BANNER, 'mov')).toEqual({
    container: 'mov',
    codec: 'aac',
    channels: 2,
    channelLayout: 'stereo',
    sampleRateHz: 44_100,
    bitrateKbps: 63,
    headerDurationSeconds: 3723.5,
    claimedSeconds: null,
    hasVideo: true,
  });
});

test('cover art is no video; unknown figures are null', () => {
  const lines = [
    "Input #0, flac, from 'file:/in/a.flac':",
    '  Duration: N/A, bitrate: N/A',
    '  Stream #0:0: Audio: flac, 16000 Hz, mono, s16',
    '  Stream #0:1: Video: mjpeg (Baseline), yuvj420p(pc), 500x500, 90k tbr (attached pic)',
  ];
  expect(parseProbe(lines, 'flac')).toMatchObject({ bitrateKbps: null, headerDurationSeconds: null, hasVideo: false });
});

test('reads the PCM that is put out, which no metadata can imitate', () => {
  expect(pcmStream('  Stream #0:0: Audio: pcm_f32le, 44100 Hz, 5.1(side), flt, 8467 kb/s')).toEqual({
    sampleRateHz: 44_100,
    channels: 6,
    channelLayout: '5.1(side)',
  });
  expect(pcmStream('    Stream #0:0: Audio: pcm_f32le, 44100 Hz, mono, flt')).toBeNull();
  expect(pcmStream('  Stream #0:0: Audio: mp3, 44100 Hz, mono, fltp, 128 kb/s')).toBeNull();
});

test('tells a file without sound from one that did not open', () => {
  const silentFilm = BANNER.slice(0, 3);
  expect(parseProbe(silentFilm, 'mov')).toBeNull();
  expect(wasOpened(silentFilm)).toBe(true);
  expect(wasOpened(['[mov,mp4 @ 0x1] moov atom not found', 'file:/in/a: Invalid data found'])).toBe(false);
});

test.each([
  ['mono', 1],
  ['stereo', 2],
  ['5.1(side)', 6],
  ['7.1', 8],
  ['7.1.4', 12],
  ['quad', 4],
  ['16 channels (FL+FR)', 16],
])('%s has %d channels', (layout, channels) => {
  expect(channelCount(layout)).toBe(channels);
});

test('knows a decoder complaining', () => {
  expect(isDecodeError('Error while decoding stream #0:0: Invalid data found when processing input')).toBe(true);
  expect(isDecodeError('[matroska,webm @ 0x1] 0x00 at pos 9 (0x9) invalid as first byte of an EBML number')).toBe(true);
  expect(isDecodeError('Stream mapping:')).toBe(false);
});

test('reads how many packets decoded', () => {
  const line = '  Input stream #0:1 (audio): 48 packets read (22006 bytes); 47 frames decoded (48128 samples); ';
  expect(decodeCounts(line)).toEqual({ packets: 48, decodedPackets: 47 });
  expect(decodeCounts('  Input stream #0:0 (video): 2 packets read (1894 bytes); ')).toBeNull();
});
