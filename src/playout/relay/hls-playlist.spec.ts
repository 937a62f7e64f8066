import { SourceRefused } from './guarded-get';
import { parsePlaylist } from './hls-playlist';

const base = new URL('https://dai.example/phat/truc-tiep.m3u8');
const playlist = (...lines: string[]): string => ['#EXTM3U', ...lines].join('\r\n');

describe('An HLS playlist', () => {
  it('names its segments by number, wherever they lie', () => {
    const text = playlist(
      ...['#EXT-X-TARGETDURATION:6', '#EXT-X-MEDIA-SEQUENCE:41', '#EXT-X-MAP:URI="dau.mp4"'],
      ...['#EXTINF:6,', 'a.m4s', '#EXTINF:6,', '/b.m4s', '#EXTINF:6,', 'https://khac.example/c.m4s'],
    );
    expect(parsePlaylist(text, base)).toEqual({
      ...{ kind: 'media', targetSeconds: 6, isEnded: false, init: new URL('https://dai.example/phat/dau.mp4') },
      segments: [
        { sequence: 41, url: new URL('https://dai.example/phat/a.m4s') },
        { sequence: 42, url: new URL('https://dai.example/b.m4s') },
        { sequence: 43, url: new URL('https://khac.example/c.m4s') },
      ],
    });
  });

  it('names the rates of a programme', () => {
    const text = playlist(
      ...['#EXT-X-STREAM-INF:AVERAGE-BANDWIDTH=1,BANDWIDTH=96000', 'thap.m3u8'],
      ...['#EXT-X-STREAM-INF:BANDWIDTH=192000,CODECS="mp4a.40.2"', 'cao.m3u8'],
    );
    expect(parsePlaylist(text, base)).toMatchObject({
      ...{ kind: 'master', variants: [{ bandwidth: 96_000 }, { bandwidth: 192_000 }] },
    });
  });

  it.each([
    ['no playlist', '<html></html>'],
    ['an encrypted one', playlist('#EXT-X-KEY:METHOD=AES-128,URI="khoa"', 'a.ts')],
    ['byte ranges', playlist('#EXT-X-BYTERANGE:100@0', 'a.ts')],
  ])('is refused when it is %s', (_what, text) => {
    expect(() => parsePlaylist(text, base)).toThrow(SourceRefused);
  });
});
