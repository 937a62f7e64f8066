import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Server, type ServerOptions } from '@tus/server';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { actorOf } from '../../audit/actor';
import { Clock } from '../../domain/clock';
import { DomainError } from '../../domain/errors';
import { Station } from '../../platform/config/station';
import { currentPrincipal } from '../../platform/http/request-context';
import { PartStore, unknownUpload } from './part-store';
import { CHECKSUM_ALGORITHMS, PieceChecksum } from './piece-checksum';
import { withUploader } from './resumable.dto';
import { ResumableUploads } from './resumable.service';
import { TusStore } from './tus-store';
import { UploadLocker } from './upload-lock';

const UPLOADS_PATH = '/api/v1/uploads';
const TUS_VERSION = '1.0.0';
/** A cut request may store what has arrived; then it must make way for the one that resumes. */
const DRAIN_MS = 100;
const BUFFER_BYTES = 256 * 1024;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type WebRequest = Parameters<Server['handleWeb']>[0];

/** tus 1.0 as @tus/server speaks it, with this service's errors instead of plain sentences. */
@Injectable()
export class TusGateway implements OnModuleDestroy {
  private readonly server: Server;
  private readonly failures = new WeakMap<object, unknown>();
  /** Ids of what a request began. */
  private readonly created = new WeakMap<object, string>();
  private readonly open = new Set<HttpRequest>();
  private isClosed = false;

  constructor(
    private readonly parts: PartStore,
    private readonly uploads: ResumableUploads,
    private readonly locker: UploadLocker,
    private readonly station: Station,
    private readonly clock: Clock,
  ) {
    this.server = new Server(this.options());
  }

  /**
   * Answers one request of the protocol.
   * @throws DomainError with Tus-Resumable set on the response already
   */
  async handle(request: HttpRequest, response: HttpResponse): Promise<void> {
    response.set('Tus-Resumable', TUS_VERSION);
    if (this.isClosed) throw new DomainError('unavailable');
    const id = idIn(request.path);
    // tus would serve a file that is no longer there, and the stream's error would end the service.
    if (request.method === 'GET') throw unknownUpload(id ?? '');
    checkProtocol(request, response);
    const checksum = request.get('upload-checksum');
    const promised = checksum === undefined ? null : PieceChecksum.of(checksum);
    if (id !== undefined) await this.uploads.checkOwn(id, currentPrincipal()?.id ?? null);
    this.open.add(request);
    response.once('close', () => this.open.delete(request));
    const body = new PassThrough({ highWaterMark: BUFFER_BYTES });
    request.pipe(body);
    const web = webRequest(request, response, body);
    const answer = await PieceChecksum.during(promised, () => this.server.handleWeb(web));
    request.unpipe(body);
    body.destroy();
    if (answer.status >= 400) {
      // Nobody was told where it is.
      const created = this.created.get(web);
      if (created !== undefined) await this.parts.forget(created);
      // The sender listens only once it has been heard out.
      request.resume();
      throw refusalOf(this.failures.get(web), answer.status, request.method, this.station.config.limits.uploadMaxBytes);
    }
    for (const [name, value] of answer.headers) {
      // Pages of other sites have no business here.
      if (!name.startsWith('access-control-')) response.set(name, value);
    }
    await this.addOurs(request, response);
    response.status(answer.status).end(await answer.text());
  }

  /** An upload may take an hour more: it is cut, what has come is kept, and the sender goes on after the restart. */
  onModuleDestroy(): void {
    this.isClosed = true;
    for (const request of this.open) request.destroy();
  }

  /** What the upload became, or until when it may stand still. */
  private async addOurs({ method, path }: HttpRequest, response: HttpResponse): Promise<void> {
    const id = idIn(path);
    const finished = method === 'HEAD' && id !== undefined ? await this.uploads.finished(id) : null;
    if (method === 'OPTIONS') response.set('Tus-Checksum-Algorithm', CHECKSUM_ALGORITHMS);
    if (finished !== null) response.set('Content-Location', locationOf(finished.recordingId));
    if (response.hasHeader('Content-Location') || method === 'OPTIONS' || method === 'DELETE') return;
    response.set('Upload-Expires', new Date(this.clock.now() + this.parts.keepMs).toUTCString());
  }

  private options(): ServerOptions & { datastore: TusStore } {
    const { uploads } = this;
    return {
      path: UPLOADS_PATH,
      relativeLocation: true,
      datastore: new TusStore(this.parts, uploads),
      locker: this.locker,
      lockDrainTimeout: DRAIN_MS,
      maxSize: this.station.config.limits.uploadMaxBytes,
      namingFunction: () => randomUUID(),
      getFileIdFromRequest: (request) => idIn(new URL(request.url).pathname),
      onUploadCreate: async (request, { id, metadata = {} }) => {
        const name = actorOf(metadata['actor'] ?? undefined, request.headers.get('x-actor') ?? undefined);
        const complete = { ...withUploader(metadata, { name, id: currentPrincipal()?.id ?? null }) };
        await uploads.check(complete);
        this.created.set(request, id);
        return { metadata: complete };
      },
      onUploadFinish: async (_request, { id }) => {
        const { recordingId } = await uploads.finish(id);
        return { headers: { 'Content-Location': locationOf(recordingId) } };
      },
      onResponseError: (request, error) => {
        this.failures.set(request, error);
        return undefined;
      },
    };
  }
}

function locationOf(recordingId: string): string {
  return `/api/v1/recordings/${recordingId}`;
}

/** @throws DomainError tusVersionRequired | uploadProtocol | unsupportedMediaType: what tus answers otherwise than it says */
function checkProtocol({ method, headers }: HttpRequest, response: HttpResponse): void {
  if (method !== 'OPTIONS' && headers['tus-resumable'] !== TUS_VERSION) {
    response.set('Tus-Version', TUS_VERSION);
    throw new DomainError('tusVersionRequired');
  }
  // Extensions that are not announced.
  if ('upload-defer-length' in headers || 'upload-concat' in headers) throw new DomainError('uploadProtocol');
  if (method === 'PATCH' && headers['content-type'] !== 'application/offset+octet-stream')
    throw new DomainError('unsupportedMediaType');
}

function idIn(path: string): string | undefined {
  const last = path.split('/').at(-1) ?? '';
  return ID.test(last) ? last : undefined;
}

/** `runtime` lets tus see that a link was cut, so that it keeps what has come. */
function webRequest(request: HttpRequest, response: HttpResponse, body: PassThrough): WebRequest {
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = request.method === 'PATCH' || request.method === 'POST';
  // Without a strategy of our own Node would hold 16384 pieces in memory, whatever their size.
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES });
  const stream = hasBody ? { body: Readable.toWeb(body, { strategy }), duplex: 'half' } : {};
  const init = { method: request.method, headers, ...stream } as RequestInit;
  const web = new Request(new URL(request.originalUrl, 'http://localhost'), init);
  return Object.assign(web, { runtime: { name: 'node', node: { req: request, res: response } } });
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  404: 'notFound',
  409: 'uploadOffsetConflict',
  410: 'uploadExpired',
};

/** @param failure what the handler threw; undefined when the protocol itself was not kept */
function refusalOf(failure: unknown, status: number, method: string, maxBytes: number): unknown {
  // tus's own refusals are no errors, and carry their status.
  if (typeof failure === 'object' && failure !== null && !('status_code' in failure)) return failure;
  // More than was announced is no large file.
  if (status === 413 && method === 'POST') return new DomainError('uploadTooLarge', { maxBytes });
  const code = CODE_OF_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'uploadProtocol');
  return new DomainError(code);
}
