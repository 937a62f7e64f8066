import { SourceRefused } from './guarded-get';

export type HlsPlaylist =
  /** The same programme at several rates. */
  | { readonly kind: 'master'; readonly variants: readonly { readonly url: URL; readonly bandwidth: number }[] }
  | {
      readonly kind: 'media';
      readonly targetSeconds: number;
      /** No segment will follow. */
      readonly isEnded: boolean;
      /** Comes before the first segment of a fragmented MP4 stream. */
      readonly init: URL | null;
      /** Numbered without a gap. */
      readonly segments: readonly { readonly sequence: number; readonly url: URL }[];
    };

/**
 * Reads an HLS playlist (RFC 8216) as far as plain audio streams need it.
 * @throws SourceRefused on what cannot be played: no playlist, encrypted, byte ranges
 */
export function parsePlaylist(text: string, base: URL): HlsPlaylist {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines[0] !== '#EXTM3U') throw new SourceRefused('not an HLS playlist');
  const tag = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1);
  if (lines.some((line) => line.startsWith('#EXT-X-KEY:') && !line.includes('METHOD=NONE')))
    throw new SourceRefused('encrypted HLS is not played');
  if (tag('#EXT-X-BYTERANGE') !== undefined) throw new SourceRefused('HLS with byte ranges is not played');
  const urls = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => new URL(line, base));
  const rates = lines.filter((line) => line.startsWith('#EXT-X-STREAM-INF:')).map(bandwidthOf);
  if (rates.length > 0)
    return { kind: 'master', variants: urls.map((url, index) => ({ url, bandwidth: rates[index] ?? 0 })) };
  const first = Number(tag('#EXT-X-MEDIA-SEQUENCE') ?? 0);
  const init = /URI="([^"]+)"/.exec(tag('#EXT-X-MAP') ?? '')?.[1];
  return {
    kind: 'media',
    targetSeconds: Number(tag('#EXT-X-TARGETDURATION') ?? 10),
    isEnded: lines.includes('#EXT-X-ENDLIST'),
    init: init === undefined ? null : new URL(init, base),
    segments: urls.map((url, index) => ({ sequence: first + index, url })),
  };
}

function bandwidthOf(line: string): number {
  return Number(/[:,]BANDWIDTH=(\d+)/.exec(line)?.[1] ?? 0);
}
