import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export const UPLOADS = '/api/v1/uploads';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** As a client writes them: keys with the values in base64. */
export function uploadMetadata(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');
}

/** tus by hand, one request at a time. */
export class TusClient {
  /** @param authorization what the Authorization header says; null: nothing */
  constructor(
    private readonly url: string,
    private readonly authorization: string | null = null,
  ) {}

  async create(size: number, fields: Readonly<Record<string, string>>, language = 'vi'): Promise<Response> {
    return this.send('POST', UPLOADS, {
      'Upload-Length': String(size),
      'Upload-Metadata': uploadMetadata(fields),
      'Accept-Language': language,
    });
  }

  /** @returns the upload's path */
  async begin(size: number, fields: Readonly<Record<string, string>>): Promise<string> {
    const created = await this.create(size, fields);
    if (created.status !== 201) throw new Error(`${created.status} ${await created.text()}`);
    return created.headers.get('Location')!;
  }

  async patch(
    path: string,
    offset: number,
    bytes: Uint8Array,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const headers = { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream', ...more };
    return this.send('PATCH', path, headers, Buffer.from(bytes));
  }

  /** A piece whose beginning is all that ever comes. Resolves when the service lets go of it, or goes. */
  async stall(path: string, offset: number, length: number, beginning: Uint8Array): Promise<void> {
    const headers = {
      ...{ 'Tus-Resumable': '1.0.0', 'Upload-Offset': String(offset), 'Content-Length': String(length) },
      ...{ 'Content-Type': 'application/offset+octet-stream', ...this.entry },
    };
    const piece = request(`${this.url}${path}`, { method: 'PATCH', headers });
    piece.write(beginning);
    await once(piece, 'response').catch(() => undefined);
    piece.destroy();
  }

  async head(path: string): Promise<Response> {
    return this.send('HEAD', path, {});
  }

  async offset(path: string): Promise<number> {
    return Number((await this.head(path)).headers.get('Upload-Offset'));
  }

  async cancel(path: string): Promise<Response> {
    return this.send('DELETE', path, {});
  }

  private get entry(): Record<string, string> {
    return this.authorization === null ? {} : { Authorization: this.authorization };
  }

  async send(method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Response> {
    const sent = { 'Tus-Resumable': '1.0.0', ...this.entry, ...headers };
    return fetch(`${this.url}${path}`, {
      method,
      headers: sent,
      ...(body !== undefined && { body: new Uint8Array(body) }),
    });
  }
}

/** A connection is cut once so many bytes went the one way or the other. */
export interface Cut {
  readonly way: 'up' | 'down';
  readonly bytes: number;
}

/** A link that breaks: the nth connection as the nth cut says, later ones never. */
export class CuttingProxy {
  private readonly sockets = new Set<Socket>();
  private cuts: Cut[] = [];
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<CuttingProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new CuttingProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (socket) => {
      proxy.join(socket, connect(Number(new URL(target).port), '127.0.0.1'), proxy.cuts.shift());
    });
    return proxy;
  }

  /** From the next connection on; those that are open are closed. */
  willCut(cuts: readonly Cut[]): void {
    for (const socket of this.sockets) socket.destroy();
    this.cuts = [...cuts];
  }

  /** Cuts that no connection has met yet. */
  get left(): number {
    return this.cuts.length;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket, far: Socket, cut: Cut | undefined): void {
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    const forward = (from: Socket, to: Socket, limit: number) => {
      let left = limit;
      from.on('data', (data) => {
        const piece = data.subarray(0, left);
        left -= piece.length;
        if (left > 0) to.write(piece);
        else to.end(piece, () => to.destroy());
      });
    };
    forward(near, far, cut?.way === 'up' ? cut.bytes : Infinity);
    forward(far, near, cut?.way === 'down' ? cut.bytes : Infinity);
  }
}
