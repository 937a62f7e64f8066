import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const BYTES_PER_SECOND = 12_000;
const SLICE_MS = 50;

/** MP3 at 96 kbit/s of a sine, or of silence for 0 Hz. */
function mp3(hertz: number, seconds: number, format = 'mp3'): Buffer {
  const source = hertz === 0 ? 'anullsrc=r=48000:cl=mono' : `sine=frequency=${hertz}:sample_rate=48000,volume=12dB`;
  const codec = format === 'mp3' ? ['-c:a', 'libmp3lame', '-write_xing', '0', '-id3v2_version', '0'] : ['-c:a', 'aac'];
  const output = ['-ac', '1', '-b:a', '96k', '-t', String(seconds), '-f', format, 'pipe:1'];
  return execFileSync('ffmpeg', ['-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', source, ...codec, ...output]);
}

/** A real HTTP server on loopback that sends as radio stations do, and misbehaves on demand. */
export class LiveServer {
  readonly requests: string[] = [];
  private readonly tone = mp3(700, 10);
  private readonly silence = mp3(0, 10);
  private readonly segments = Array<Buffer>(12).fill(mp3(700, 1, 'mpegts'));
  private readonly open = new Set<ServerResponse>();
  private readonly server: Server;
  private readonly timers = new Set<NodeJS.Timeout>();

  private constructor() {
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  static async start(): Promise<LiveServer> {
    const live = new LiveServer();
    await new Promise<void>((resolve) => live.server.listen(0, '127.0.0.1', resolve));
    return live;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Breaks every connection off and takes no new one. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    for (const response of this.open) response.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ url = '' }: IncomingMessage, response: ServerResponse): void {
    this.requests.push(url);
    const { pathname, searchParams } = new URL(url, 'http://x');
    if (pathname === '/tone') this.stream(response, this.tone, null);
    else if (pathname === '/silent-after') this.stream(response, this.tone, Number(searchParams.get('seconds')));
    else if (pathname === '/to') response.writeHead(302, { location: searchParams.get('url') ?? '' }).end();
    else if (pathname === '/live.m3u8') this.playlist(response, searchParams.get('base') ?? '');
    else if (pathname.startsWith('/segment-')) response.end(this.segments[Number(pathname.slice(9))]);
    else if (pathname !== '/never') response.writeHead(404).end();
  }

  private playlist(response: ServerResponse, base: string): void {
    const lines = this.segments.map((_, index) => `#EXTINF:1.0,\n${base}/segment-${index}`);
    const head = '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:0';
    response.setHeader('content-type', 'application/vnd.apple.mpegurl');
    response.end(`${head}\n${lines.join('\n')}\n#EXT-X-ENDLIST\n`);
  }

  /** At the pace of its sound, a second ahead, for as long as anybody listens. */
  private stream(response: ServerResponse, sound: Buffer, silentAfterSeconds: number | null): void {
    response.setHeader('content-type', 'audio/mpeg');
    this.open.add(response);
    const startedAt = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.floor((((performance.now() - startedAt) / 1000 + 1) * BYTES_PER_SECOND) / 288) * 288;
      for (; sent < due; sent += 288) {
        const isSilent = silentAfterSeconds !== null && sent >= silentAfterSeconds * BYTES_PER_SECOND;
        const from = isSilent ? this.silence : sound;
        const at = sent % (from.length - (from.length % 288));
        response.write(from.subarray(at, at + 288));
      }
    }, SLICE_MS);
    this.timers.add(timer);
    response.once('close', () => {
      clearInterval(timer);
      this.open.delete(response);
    });
  }
}
