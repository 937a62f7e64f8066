import { setTimeout as pause } from 'node:timers/promises';
import { AddressPolicy } from './address-policy';
import { guardedGet, SourceRefused, type Fetched } from './guarded-get';
import { parsePlaylist, type HlsPlaylist } from './hls-playlist';

/** A live source (nguồn tiếp âm) of the station's settings. */
export interface LiveSourceConfig {
  readonly code: string;
  readonly name: string;
  /** http or https: an Icecast or other endless stream, or an HLS playlist. */
  readonly url: string;
  /** Addresses or CIDR blocks that are not public and may be fetched from all the same. */
  readonly allowPrivate: readonly string[];
  /** Silence for so long means that nothing is on. */
  readonly silenceSeconds: number;
  /** A source that gives nothing for so long has failed. */
  readonly giveUpSeconds: number;
}

const LARGEST_PLAYLIST_BYTES = 1_000_000;
/** How many segments behind the newest a live playlist is begun: RFC 8216 asks for three target durations. */
const SEGMENTS_BEHIND = 3;

/**
 * The encoded bytes of a live source, in order, fetched by this process alone: ffmpeg gets them on a pipe and opens no
 * address by itself.
 * @throws SourceRefused, or Error when the source fails
 */
export async function* liveFeed(
  { url, allowPrivate }: Pick<LiveSourceConfig, 'url' | 'allowPrivate'>,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, void> {
  const policy = new AddressPolicy(allowPrivate);
  const fetch = (next: URL): Promise<Fetched> => guardedGet(next, policy, signal);
  const first = await fetch(new URL(url));
  if (isPlaylist(first)) yield* hlsBytes(first, fetch, signal);
  else yield* first.body as AsyncIterable<Buffer>;
}

function isPlaylist({ url, contentType }: Fetched): boolean {
  return contentType.toLowerCase().includes('mpegurl') || url.pathname.toLowerCase().endsWith('.m3u8');
}

type Fetch = (url: URL) => Promise<Fetched>;

async function* hlsBytes(first: Fetched, fetch: Fetch, signal: AbortSignal): AsyncGenerator<Buffer, void, void> {
  let fetched = first;
  let playlist = await read(fetched);
  if (playlist.kind === 'master') {
    const [lightest] = [...playlist.variants].sort((a, b) => a.bandwidth - b.bandwidth);
    if (lightest === undefined) throw new SourceRefused('an HLS playlist without streams');
    fetched = await fetch(lightest.url);
    playlist = await read(fetched);
  }
  let last = Number.NEGATIVE_INFINITY;
  for (;;) {
    if (playlist.kind === 'master') throw new SourceRefused('HLS playlists that name each other');
    const { segments, init, isEnded, targetSeconds } = playlist;
    const isFirst = last === Number.NEGATIVE_INFINITY;
    const fresh = segments.filter(({ sequence }) => sequence > last).slice(isFirst && !isEnded ? -SEGMENTS_BEHIND : 0);
    if (isFirst && init !== null) yield* (await fetch(init)).body as AsyncIterable<Buffer>;
    for (const { sequence, url } of fresh) {
      yield* (await fetch(url)).body as AsyncIterable<Buffer>;
      last = sequence;
    }
    if (isEnded) return;
    await pause(Math.max(500, targetSeconds * (fresh.length > 0 ? 1_000 : 500)), undefined, { signal });
    fetched = await fetch(fetched.url);
    playlist = await read(fetched);
  }
}

async function read({ body, url }: Fetched): Promise<HlsPlaylist> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > LARGEST_PLAYLIST_BYTES) throw new SourceRefused('an HLS playlist of more than a megabyte');
    parts.push(part);
  }
  return parsePlaylist(Buffer.concat(parts).toString('utf8'), url);
}
