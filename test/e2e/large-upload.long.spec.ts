import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { remove, Service, stationDirectory } from '../support/service';
import { TusClient } from '../support/tus';

const SIZE = 2 * 1024 ** 3;
const PIECE = Buffer.alloc(1024 * 1024, 'truyền thanh ');
/** What the service may grow by while it takes 2 GiB in. */
const GROWTH_LIMIT_MIB = 128;

const rssMib = (pid: number) =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) / 1024;

it('takes 2 GiB in without growing with it', async () => {
  const limits = { uploadMaxBytes: 3 * 1024 ** 3, keepFreeBytes: 0 };
  const directory = stationDirectory({ limits });
  const service = await Service.start(directory);
  try {
    const hash = createHash('sha256');
    for (let sent = 0; sent < SIZE; sent += PIECE.length) hash.update(PIECE);
    const sha256 = hash.digest('hex');
    const authorization = service.authorization('editor');
    const tus = new TusClient(service.url, authorization);
    const path = await tus.begin(SIZE, { special: 'true', filename: '2 GiB.wav', sha256 });
    const headers = {
      ...{
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Length': String(SIZE),
        Authorization: authorization,
      },
    };
    const patch = request(`${service.url}${path}`, {
      method: 'PATCH',
      headers: { ...headers, 'Content-Type': 'application/offset+octet-stream' },
    });
    const before = rssMib(service.pid);
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, rssMib(service.pid))), 20);
    const answered = once(patch, 'response');
    for (let sent = 0; sent < SIZE; sent += PIECE.length)
      if (!patch.write(PIECE)) await Promise.race([once(patch, 'drain'), answered]);
    patch.end();
    const [response] = (await answered) as [{ statusCode: number }];
    clearInterval(watch);
    expect(response.statusCode).toBe(204);
    const { body } = await service.api('GET', '/api/v1/recordings');
    expect(body.items).toMatchObject([{ originalSha256: sha256, originalBytes: SIZE }]);
    process.stderr.write(`2 GiB by tus: resident ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at most\n`);
    expect(peak - before).toBeLessThan(GROWTH_LIMIT_MIB);
  } finally {
    await service.stop();
    remove(directory);
  }
});
