import { decoderArgs, encodedFrames, mp3EncoderArgs } from './playout-args';

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
