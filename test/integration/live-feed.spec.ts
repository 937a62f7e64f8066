import { liveFeed } from '../../src/playout/relay/live-feed';
import { SourceRefused } from '../../src/playout/relay/guarded-get';
import { LiveServer } from '../support/live-server';

describe('The feed of a live source', () => {
  let server: LiveServer;
  beforeAll(async () => {
    server = await LiveServer.start();
  });
  afterAll(() => server.stop());
  beforeEach(() => (server.requests.length = 0));

  /** At most the first bytes of what it gives. */
  async function take(url: string, allowPrivate: readonly string[], most = 20_000): Promise<Buffer> {
    const ending = new AbortController();
    const parts: Buffer[] = [];
    for await (const part of liveFeed({ url, allowPrivate }, ending.signal)) {
      parts.push(part);
      if (parts.reduce((sum, { length }) => sum + length, 0) >= most) break;
    }
    ending.abort();
    return Buffer.concat(parts);
  }
  const to = (url: string): string => server.url(`/to?url=${encodeURIComponent(url)}`);
  const loopback = ['127.0.0.1'];

  it('comes from a private address only where the settings allow it', async () => {
    expect((await take(server.url('/tone'), loopback, 5_000)).length).toBeGreaterThanOrEqual(5_000);
    server.requests.length = 0;
    const { port } = server;
    for (const host of ['127.0.0.1', 'localhost', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]'])
      await expect(take(`http://${host}:${port}/tone`, ['10.0.0.0/8'])).rejects.toThrow(SourceRefused);
    expect(server.requests).toEqual([]);
  });

  it('follows redirects, and refuses one to an address that is not allowed', async () => {
    expect((await take(to(to(server.url('/tone'))), loopback, 5_000)).length).toBeGreaterThanOrEqual(5_000);
    for (const target of ['http://127.0.0.2/', 'http://169.254.169.254/', 'http://[::1]/', 'file:///etc/passwd'])
      await expect(take(to(target), loopback)).rejects.toThrow(SourceRefused);
    await expect(take(to('/to?url=/to'), loopback)).rejects.toThrow(/redirects|answers/);
  });

  it('gives an HLS stream’s segments in order, and refuses one that lies elsewhere', async () => {
    const whole = await take(server.url('/live.m3u8'), loopback, Number.POSITIVE_INFINITY);
    expect(server.requests).toEqual(['/live.m3u8', ...Array.from({ length: 12 }, (_, index) => `/segment-${index}`)]);
    expect(whole.length).toBeGreaterThan(12 * 188);
    const elsewhere = encodeURIComponent('http://127.0.0.2:1');
    await expect(take(server.url(`/live.m3u8?base=${elsewhere}`), loopback)).rejects.toThrow(SourceRefused);
  });
});
