import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import {
  aplayArgs,
  decoderArgs,
  encodedFrames,
  FFMPEG,
  framesInMp3,
  mp3BytesBefore,
  mp3EncoderArgs,
  mp3PaddingFrames,
  readAplayLine,
  silentMp3Frame,
} from './playout-args';

describe('Playout ffmpeg arguments', () => {
  it('let the decoder read nothing but MP3 from its pipe', () => {
    expect(decoderArgs().join(' ')).toContain('-protocol_whitelist pipe -f mp3 -i pipe:0');
  });

  it('pass a title and a path as they are, whatever they hold', () => {
    const args = mp3EncoderArgs({ file: '/kho/buổi sáng:1.mp3.part', bitrateKbps: 96, title: '"; rm -rf / #' });
    expect(args).toContain('title="; rm -rf / #');
    expect(args.at(-1)).toBe('file:/kho/buổi sáng:1.mp3.part');
  });

  it('read the latest position of an encoder, and none before there is one', () => {
    expect(encodedFrames('out_time_us=N/A\nprogress=continue\n')).toBeNull();
    expect(encodedFrames('out_time_us=500000\nprogress=continue\nout_time_us=1000000\nprogress=continue\n')).toBe(
      48_000,
    );
  });
});

describe('a bare MP3 stream', () => {
  it('begins an MP3 frame after its padding, never more than one frame later', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e9 }), (frames) => {
        const padding = mp3PaddingFrames(frames);
        expect(padding).toBeLessThan(1_152);
        expect(mp3BytesBefore(frames + padding, 64)).toBe(192 * Math.ceil((frames + 1_105) / 1_152));
      }),
    );
  });

  it.each([32, 48, 64, 96, 128])('is filled up at %i kbit/s with frames that decode to silence', (kbps) => {
    const input = Buffer.concat(Array.from({ length: 10 }, () => silentMp3Frame(kbps)));
    expect(input).toHaveLength(10 * 3 * kbps);
    const pcm = execFileSync(FFMPEG, [...decoderArgs()], { input });
    expect(pcm).toEqual(Buffer.alloc(10 * 1_152 * 2));
  });
});

describe('what aplay says', () => {
  it.each([
    ['  buffer_size  : 7200', { kind: 'ring', frames: 7_200 }],
    ['  rate         : 44100', { kind: 'rate', hertz: 44_100 }],
    ['Max peak (1200 samples): 0x00000126 # 0%', { kind: 'accepted', frames: 1_200 }],
    ['underrun!!! (at least 61.3 ms long)', { kind: 'underrun' }],
    ['  exact rate   : 44100 (44100/1)', null],
    ['  start_threshold  : 7200', null],
    ['aplay: main:831: audio open error: No such file or directory', null],
  ])('%s', (line, said) => {
    expect(readAplayLine(line)).toEqual(said);
  });

  it('hands the ring over in microseconds', () => {
    expect(aplayArgs('plughw:0,0', { ringMs: 150, periodMs: 25 })).toEqual(
      expect.arrayContaining(['plughw:0,0', '--buffer-time=150000', '--period-time=25000']),
    );
  });
});

describe('framesInMp3', () => {
  it('counts whole MP3 frames less what the encoder put before the first sample', () => {
    expect(framesInMp3(0, 64)).toBe(0);
    expect(framesInMp3(192, 64)).toBe(1_152 - 1_105);
    expect(framesInMp3(2 * 192 - 1, 64)).toBe(1_152 - 1_105);
    expect(framesInMp3(10 * 288, 96)).toBe(11_520 - 1_105);
  });
});
