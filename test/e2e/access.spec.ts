import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuditLog } from '../../src/audit/audit.log';
import { MachineKey } from '../../src/auth/machine-key';
import { TokensService } from '../../src/auth/tokens.service';
import { ROLES, type Role } from '../../src/domain/permissions';
import { runCli } from '../../src/cli/run-cli';
import { publishAddress } from '../../src/platform/service-address';
import { RecordingsService } from '../../src/recordings/recordings.service';
import { ResumableUploads } from '../../src/recordings/resumable/resumable.service';
import { ConsoleStation } from '../support/console-station';
import { until } from '../support/service';
import { TusClient, uploadMetadata } from '../support/tus';

jest.setTimeout(120_000);

const ALL = 'admin editor approver engineer viewer';
const ID = '5f0c7f1e-0000-4000-8000-000000000000';

/**
 * Who may call what: every route of the service stands here, or the first test fails. "*": everybody, signed in or not.
 * "person": whoever has signed in with a password, and no token. Else the roles.
 */
const TABLE: Readonly<Record<string, string>> = {
  'GET /': ALL,
  'GET /assets/:name': '*',
  'GET /console/csrf': 'person',
  'GET /console/fragments/:fragment': ALL,
  'GET /console/news': ALL,
  'GET /nhat-ky-phat': ALL,
  'GET /nhat-ky-phat/csv': ALL,
  'GET /nhat-ky-phat/xlsx': ALL,
  'GET /ke-hoach': ALL,
  'GET /ke-hoach/tep': ALL,
  'GET /ke-hoach/chuyen-muc': 'admin engineer',
  'POST /ke-hoach/chuyen-muc': 'admin engineer',
  'GET /ke-hoach/van-ban': 'admin engineer',
  'POST /ke-hoach/van-ban': 'admin engineer',
  'POST /ke-hoach/luu': 'admin engineer',
  'GET /lich-phat': ALL,
  'GET /lich-phat/ngay/:date': ALL,
  'POST /lich-phat/ngay/:date': 'admin engineer',
  'GET /lich-phat/luot/:id': ALL,
  'POST /lich-phat/luot/:id/chuyen': 'engineer',
  'POST /lich-phat/luot/:id/huy': 'engineer',
  'POST /lich-phat/luot/:id/phuc-hoi': 'engineer',
  'GET /lich-phat/them': 'engineer',
  'POST /lich-phat/them': 'engineer',
  'GET /lich-phat/dia-chi': 'admin',
  'POST /lich-phat/dia-chi': 'admin',
  'POST /lich-phat/dia-chi/:id/thu-hoi': 'admin',
  'GET /chi-tieu': ALL,
  'GET /phat-bu': ALL,
  'POST /phat-bu/:id/xep': 'engineer',
  'POST /phat-bu/:id/khong-bu': 'engineer',
  'POST /phat-bu/xac-nhan': 'approver engineer',
  'POST /phat-bu/xac-nhan/:id/rut': 'approver engineer',
  'GET /ban-ghi': ALL,
  'GET /ban-ghi/danh-sach': ALL,
  'GET /ban-ghi/tai-len-do': ALL,
  'POST /ban-ghi/tai-len-do/:id/huy': ALL,
  'GET /ban-ghi/:id': ALL,
  'GET /ban-ghi/:id/noi-dung': ALL,
  'GET /khan-cap': ALL,
  'GET /khan-cap/luc-nay': ALL,
  'GET /khan-cap/da-phat': ALL,
  'GET /khan-cap/noi-dung': 'approver',
  'GET /khan-cap/:id': ALL,
  'POST /khan-cap': 'approver',
  'POST /khan-cap/:id/phat': 'approver engineer',
  'POST /khan-cap/:id/rut': 'admin approver',
  'POST /khan-cap/:id/dung': 'approver engineer',
  'POST /khan-cap/:id/xem-xet': 'approver',
  'POST /nhac-viec/:id/da-biet': 'admin editor approver engineer',
  'GET /bao-cao': ALL,
  'POST /bao-cao': ALL,
  'POST /bao-cao/dot-xuat': ALL,
  'GET /bao-cao/:id': ALL,
  'POST /bao-cao/:id/noi-dung': 'editor approver',
  'POST /bao-cao/:id/kiem-tra': 'editor approver',
  'POST /bao-cao/:id/khoa': 'approver',
  'GET /he-thong': 'admin engineer',
  'POST /he-thong/dau-ra/:code/am-thu': 'admin engineer',
  'POST /he-thong/dau-ra/:code/am-thu/dung': 'admin engineer',
  'POST /he-thong/sao-luu': 'admin',
  'POST /he-thong/sao-luu/:name/khoi-phuc': 'admin',
  'POST /he-thong/khoi-phuc/huy': 'admin',
  'GET /huong-dan': ALL,
  'GET /duyet': ALL,
  'POST /duyet/:id': 'approver',
  'GET /dang-nhap': '*',
  'POST /dang-nhap': '*',
  'POST /dang-xuat': 'person',
  'GET /thiet-lap': '*',
  'POST /thiet-lap': '*',
  'GET /tai-khoan': 'person',
  'POST /tai-khoan/mat-khau': 'person',
  'POST /tai-khoan/phien/:id/ket-thuc': 'person',
  'GET /nguoi-dung': 'admin',
  'POST /nguoi-dung': 'admin',
  'POST /nguoi-dung/:id': 'admin',
  'POST /nguoi-dung/:id/mat-khau': 'admin',
  'GET /ma-truy-cap': 'admin',
  'POST /ma-truy-cap': 'admin',
  'POST /ma-truy-cap/:id/thu-hoi': 'admin',
  'GET /nhat-ky-he-thong': 'admin',
  'GET /metrics': ALL,
  'GET /api/v1/health': '*',
  'GET /api/v1/accounts': 'admin',
  'POST /api/v1/accounts': 'admin',
  'POST /api/v1/accounts/:username/password': 'admin',
  'GET /api/v1/tokens': 'admin',
  'POST /api/v1/tokens': 'admin',
  'DELETE /api/v1/tokens/:id': 'admin',
  'GET /api/v1/plans': ALL,
  'POST /api/v1/plans': 'admin engineer',
  'GET /api/v1/plans/:code/progress': ALL,
  'GET /api/v1/issues': ALL,
  'GET /api/v1/recordings': ALL,
  'POST /api/v1/recordings': 'editor',
  'GET /api/v1/recordings/:id': ALL,
  'GET /api/v1/recordings/:id/original': ALL,
  'GET /api/v1/recordings/:id/rendition': ALL,
  'GET /api/v1/recordings/events': ALL,
  'GET /api/v1/recordings/normalising': ALL,
  'POST /api/v1/recordings/:id/normalise': 'editor',
  'GET /api/v1/unfinished-uploads': ALL,
  'DELETE /api/v1/unfinished-uploads/:id': ALL,
  'ALL /api/v1/uploads': 'editor approver',
  'ALL /api/v1/uploads/:id': 'editor approver',
  'POST /api/v1/recordings/:id/submit': 'editor',
  'POST /api/v1/recordings/:id/trim': 'editor',
  'GET /api/v1/recordings/:id/waveform': ALL,
  'POST /api/v1/recordings/:id/approve': 'approver',
  'POST /api/v1/recordings/:id/return': 'approver',
  'GET /api/v1/airings': ALL,
  'GET /api/v1/airings/:id': ALL,
  'POST /api/v1/airings': 'engineer',
  'PATCH /api/v1/airings/:id': 'engineer',
  'GET /api/v1/airings/:id/move-check': 'engineer',
  'POST /api/v1/airings/:id/restore': 'engineer',
  'POST /api/v1/airings/:id/cancel': 'engineer',
  'GET /api/v1/calendar-days/:date': ALL,
  'PUT /api/v1/calendar-days/:date': 'admin engineer',
  'GET /api/v1/calendar/:file': '*',
  'GET /api/v1/calendar-feeds': 'admin',
  'POST /api/v1/calendar-feeds': 'admin',
  'DELETE /api/v1/calendar-feeds/:id': 'admin',
  'GET /api/v1/playout/events': ALL,
  'GET /api/v1/playout/log': ALL,
  'GET /api/v1/playout/log/:id/air-check': ALL,
  'GET /api/v1/playout/now': ALL,
  'GET /api/v1/incidents': ALL,
  'GET /api/v1/attestations': ALL,
  'POST /api/v1/attestations': 'approver engineer',
  'POST /api/v1/attestations/:id/withdraw': 'approver engineer',
  'GET /api/v1/attestations/:id/attachment': ALL,
  'GET /api/v1/ledger': ALL,
  'GET /api/v1/make-ups': ALL,
  'POST /api/v1/make-ups/:airingId/confirm': 'engineer',
  'POST /api/v1/make-ups/:airingId/decline': 'engineer',
  'GET /api/v1/emergencies': ALL,
  'GET /api/v1/emergencies/:id': ALL,
  'POST /api/v1/emergencies': 'approver',
  'POST /api/v1/emergencies/:id/start': 'approver engineer',
  'POST /api/v1/emergencies/:id/withdraw': 'admin approver',
  'POST /api/v1/emergencies/:id/stop': 'approver engineer',
  'POST /api/v1/emergencies/:id/review': 'approver',
  'GET /api/v1/reminders': ALL,
  'POST /api/v1/reminders/:id/acknowledge': 'admin editor approver engineer',
  'GET /api/v1/reports': ALL,
  'POST /api/v1/reports': ALL,
  'GET /api/v1/reports/monthly': ALL,
  'GET /api/v1/reports/data': ALL,
  'GET /api/v1/reports/charts/:index': ALL,
  'GET /api/v1/reports/:id': ALL,
  'GET /api/v1/reports/:id/unsettled': ALL,
  'PATCH /api/v1/reports/:id/texts': 'editor approver',
  'POST /api/v1/reports/:id/check': 'editor approver',
  'POST /api/v1/reports/:id/lock': 'approver',
  'GET /api/v1/reports/:id/files/:name': ALL,
};

let station: ConsoleStation;
let app: NestExpressApplication;
let url: string;
const secrets = new Map<Role, string>();

beforeAll(async () => {
  station = await ConsoleStation.open();
  ({ app, url } = station);
  for (const role of ROLES) secrets.set(role, await station.token(role));
});

afterAll(async () => {
  await station.close();
});

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

const EVERY = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** Those of @All as one. */
function methodsOf(methods: Readonly<Record<string, boolean>>): readonly string[] {
  const names = Object.keys(methods).map((method) => method.toUpperCase());
  return names.includes('UNSUBSCRIBE') ? ['ALL'] : names;
}

/** What the service's own router answers to. */
function routes(): string[] {
  const { router } = app.getHttpAdapter().getInstance() as unknown as { router: { stack: readonly Layer[] } };
  return router.stack.flatMap(({ route }) =>
    route === undefined ? [] : methodsOf(route.methods).map((method) => `${method} ${route.path}`),
  );
}

const requestsOf = (route: string) =>
  route.startsWith('ALL ') ? EVERY.map((method) => route.replace('ALL', method)) : [route];

/** Ends as soon as the answer has begun: a stream of events would not. */
async function ask(route: string, authorization: Record<string, string>) {
  const [method = '', path = ''] = route.split(' ');
  const address = path.replace(/:date/, '2026-11-22').replace(/:\w+/g, ID);
  const leaving = new AbortController();
  const init = { method, headers: authorization, redirect: 'manual', signal: leaving.signal } as const;
  const response = await fetch(`${url}${address}`, init);
  const type = response.headers.get('content-type') ?? '';
  const code =
    type.includes('problem+json') && method !== 'HEAD' ? ((await response.json()) as { code: string }).code : null;
  leaving.abort();
  return { status: response.status, code, to: response.headers.get('location') };
}

it('has every route in the table, and no other', () => {
  expect([...new Set(routes())].sort()).toEqual(Object.keys(TABLE).sort());
});

it.each(Object.entries(TABLE))('%s: %s', async (route, holders) => {
  const isOpenTo = (role: Role) => holders === '*' || holders.split(' ').includes(role);
  const asked = requestsOf(route).flatMap((request) => ROLES.map((role) => [request, role] as const));
  for (const [request, role] of asked) {
    const { status, code } = await ask(request, { authorization: secrets.get(role) ?? '' });
    const isRefused = status === 403 && (code === 'forbidden' || code === null);
    expect([request, role, isRefused && route !== 'GET /thiet-lap']).toEqual([request, role, !isOpenTo(role)]);
  }
});

it.each(Object.entries(TABLE))('%s without signing in', async (route, holders) => {
  for (const request of requestsOf(route)) await askAsNobody(request, holders);
});

async function askAsNobody(route: string, holders: string): Promise<void> {
  const { status, code, to } = await ask(route, {});
  const isWrite = !route.startsWith('GET');
  const isApi = /^\w+ \/(api|metrics|console)\b/.test(route);
  if (route === 'GET /metrics') expect(status).toBe(200);
  else if (holders === '*') expect([401, 303].includes(status)).toBe(false);
  else if (isApi) expect([status, code]).toEqual([401, route.startsWith('HEAD') ? null : 'signInRequired']);
  else expect([status, to?.split('?')[0]]).toEqual([303, '/dang-nhap']);
  if (holders === '*' && isWrite) expect(status).toBe(403);
}

it('gives the command line a token through the running service', async () => {
  Object.assign(process.env, { DATA_DIR: station.dataDir, CONFIG_DIR: station.configDir });
  publishAddress(station.dataDir, url, app.get(MachineKey).value);
  let printed = '';
  const io = { out: (text: string) => (printed += text), err: () => undefined, cwd: '/', signal: AbortSignal.any([]) };
  expect(await runCli(['token', 'create', '--role', 'boss'], io)).toBe(2);
  expect(await runCli(['token', 'create', '--role', 'editor', '--days', '3'], io)).toBe(0);
  const authorization = `Bearer ${printed.trim()}`;
  expect(await ask('POST /api/v1/recordings', { authorization })).toMatchObject({ status: 400 });
  expect(await ask('POST /api/v1/airings', { authorization })).toMatchObject({ status: 403, code: 'forbidden' });
  publishAddress(station.dataDir, url, 'stolen long ago');
  expect(await runCli(['token', 'create', '--role', 'editor'], io)).toBe(1);
});

it('refuses a token that is wrong, and metrics through a proxy', async () => {
  const wrong = { authorization: 'Bearer tt_wrong' };
  expect(await ask('GET /api/v1/plans', wrong)).toMatchObject({ status: 401, code: 'signInRequired' });
  const forwarded = { 'x-forwarded-for': '203.0.113.7' };
  expect(await ask('GET /metrics', forwarded)).toMatchObject({ status: 401 });
});

describe('an upload in pieces', () => {
  const special = { special: 'true', filename: 'tin.wav' };
  const bytes = () => randomBytes(1_000);

  /** A token of the person with that account. */
  async function as(accountId: string, role: Role): Promise<string> {
    const made = await app.get(TokensService).create({ name: accountId, role, days: 1 }, { id: accountId, name: 'x' });
    return `Bearer ${made.secret}`;
  }

  async function approving(id: string, authorization: string) {
    return ask('POST /api/v1/recordings/' + id + '/approve', { authorization });
  }

  it('is its uploader’s, so that somebody else has to approve it, even when the service finishes it by itself', async () => {
    const lans = new TusClient(url, await as('lan', 'editor'));
    // Who sends it says that it is somebody else's.
    const forged = { ...special, actor: 'Hùng', 'uploader-id': 'hung', 'uploader-name': 'Hùng' };
    const sent = await lans.begin(1_000, forged);
    const last = await lans.patch(sent, 0, bytes());
    // What was uploaded is served at one place alone, as a download.
    expect((await lans.send('GET', sent, {})).status).toBe(404);
    // The last byte was stored; then the service died.
    const left = await lans.begin(1_000, forged);
    writeFileSync(join(station.dataDir, 'uploads', left.split('/').at(-1)!), bytes());
    await app.get(ResumableUploads).sweep();
    for (const answer of [last, await lans.head(left)]) {
      const id = answer.headers.get('Content-Location')!.split('/').at(-1)!;
      const { uploadedBy } = await app.get(RecordingsService).get(id);
      expect(uploadedBy).toBe('lan (mã truy cập)');
      const audited = await app.get(AuditLog).search({ text: id, actions: [], from: null, to: null, after: null }, 10);
      expect(audited).toMatchObject([{ action: 'recording.upload', actor: 'lan (mã truy cập)', actorId: 'lan' }]);
      expect(await approving(id, await as('lan', 'approver'))).toMatchObject({ status: 403, code: 'ownUpload' });
      expect(await approving(id, await as('hung', 'approver'))).toMatchObject({ status: 409 });
    }
  });

  it('may be an approver’s for the message of an emergency, and for nothing else', async () => {
    const hungs = new TusClient(url, await as('hung', 'approver'));
    const message = { ...special, urgent: 'true' };
    for (const other of [special, { ...message, special: 'false', contentId: ID }, { ...message, programmeKey: 'cds' }])
      expect((await hungs.create(1_000, other)).status).toBe(403);
    const sent = await hungs.begin(1_000, message);
    const last = await hungs.patch(sent, 0, bytes());
    const id = last.headers.get('Content-Location')!.split('/').at(-1)!;
    expect(await app.get(RecordingsService).get(id)).toMatchObject({ lane: 'urgent', reviewStatus: 'draft' });
    expect(await approving(id, await as('hung', 'approver'))).toMatchObject({ status: 403, code: 'ownUpload' });
  });

  it('is nobody else’s to go on with or to throw away, and says to nobody whose it is', async () => {
    const lans = new TusClient(url, await as('lan', 'editor'));
    const others = new TusClient(url, await as('hung', 'editor'));
    const path = await lans.begin(2_000, special);
    const refused = [await others.head(path), await others.patch(path, 0, bytes()), await others.cancel(path)];
    expect(refused.map(({ status }) => status)).toEqual([404, 404, 404]);
    const own = await lans.head(path);
    expect([own.status, own.headers.get('Upload-Metadata')]).toEqual([200, uploadMetadata(special)]);
    expect((await lans.cancel(path)).status).toBe(204);
  });

  it('is cancelled by who began it, an approver or an administrator, in the middle of a piece too', async () => {
    const lan = await as('lan', 'editor');
    const tus = new TusClient(url, lan);
    const shown = async (authorization: string) => {
      const answer = await fetch(`${url}/api/v1/unfinished-uploads`, { headers: { authorization } });
      return ((await answer.json()) as { items: { mayCancel: boolean; received: number }[] }).items;
    };
    const cancel = async (id: string, authorization: string) =>
      ask(`DELETE /api/v1/unfinished-uploads/${id}`, { authorization });
    const begin = async () => (await tus.begin(2_000, special)).split('/').at(-1)!;
    const [own, another, moving] = [await begin(), await begin(), await begin()];
    const hung = await as('hung', 'editor');
    expect((await shown(hung)).map(({ mayCancel }) => mayCancel)).toEqual([false, false, false]);
    expect(await cancel(own, hung)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await cancel(own, lan)).toMatchObject({ status: 204 });
    expect(await cancel(own, lan)).toMatchObject({ status: 404 });
    expect(await cancel('..%2Ftmp', await as('quan', 'admin'))).toMatchObject({ status: 404 });
    expect(await cancel(another, await as('quan', 'admin'))).toMatchObject({ status: 204 });
    // The piece says that more of it is to come.
    const sending = tus.stall(`/api/v1/uploads/${moving}`, 0, 2_000, bytes());
    await until('half of it to have come', async () => (await shown(lan)).some(({ received }) => received > 0) || null);
    expect(await cancel(moving, await as('hung', 'approver'))).toMatchObject({ status: 204 });
    await sending;
    expect(await shown(lan)).toEqual([]);
    const deeds = app.get(AuditLog);
    const cancelled = [moving, another, own].map(async (id) => {
      const [deed] = await deeds.search({ text: id, actions: [], from: null, to: null, after: null }, 10);
      return [deed?.action, deed?.actorId, deed?.before];
    });
    expect(await Promise.all(cancelled)).toEqual([
      ['upload.cancel', 'hung', { originalName: 'tin.wav', bytes: 1_000 }],
      ['upload.cancel', 'quan', { originalName: 'tin.wav', bytes: 0 }],
      ['upload.cancel', 'lan', { originalName: 'tin.wav', bytes: 0 }],
    ]);
  });
});
