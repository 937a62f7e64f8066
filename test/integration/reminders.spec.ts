import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Global, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import request from 'supertest';
import { Clock } from '../../src/domain/clock';
import { PlansService } from '../../src/plans/plans.service';
import { planSource } from '../../src/platform/config/plan-file';
import { Environment } from '../../src/platform/config/environment';
import { loadStationConfig } from '../../src/platform/config/station-config';
import { Station } from '../../src/platform/config/station';
import { configureHttp } from '../../src/platform/http/configure-http';
import { ERROR_CATALOGUE } from '../../src/platform/http/error-catalogue';
import { PlatformModule } from '../../src/platform/platform.module';
import { EmailChannel } from '../../src/reminders/email.channel';
import { RemindersModule } from '../../src/reminders/reminders.module';
import { RemindersRepository } from '../../src/reminders/reminders.repository';
import { RemindersWatchdog } from '../../src/reminders/reminders.watchdog';
import { WebhookChannel } from '../../src/reminders/webhook.channel';
import { AiringsService } from '../../src/schedule/airings.service';
import { ExpansionService } from '../../src/schedule/expansion.service';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import { TestAuthority } from '../support/certificates';
import { FakeClock } from '../support/fake-clock';
import { MailServer } from '../support/mail-server';
import { TestRedis } from '../support/recording-station';

const CONFIG_DIR = join(__dirname, '..', '..', 'config');
const SECRET = 'bí mật chung';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Told {
  readonly kind: string;
  readonly reminders: readonly {
    readonly key: string;
    readonly stage: string;
    readonly text: { readonly vi: string };
  }[];
}

interface Listed {
  readonly items: readonly { readonly id: string; readonly key: string; readonly acknowledgedBy: string | null }[];
  readonly waiting: readonly { readonly channel: string; readonly attempts: number; readonly lastError: string }[];
}

let redis: TestRedis;
let mail: MailServer;
let receiver: Server;
let app: NestExpressApplication;
let dataDir: string;
let station: Station;
const clock = new FakeClock(at('2026-11-20 06:00'));
/** Everything posted, and what the receiver answers next; 200 when nothing is left. */
const posted: Received[] = [];
const answers: number[] = [];

const http = () => request(app.getHttpServer());
const list = async () => (await http().get('/api/v1/reminders').expect(200)).body as Listed;
const toldIn = ({ body }: Received) => JSON.parse(body) as Told;
const keysOf = (received: Received) => toldIn(received).reminders.map(({ key, stage }) => `${key} ${stage}`);

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

/** One round of the watchdog, and what it set going: every message has had its attempt. */
async function tick(time?: string): Promise<void> {
  if (time !== undefined) clock.set(at(time));
  await app.get(RemindersWatchdog).tick();
  await until(async () => (await app.get(RemindersRepository).unsettled(clock.now())).length === 0);
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'reminders-'));
  [redis, mail] = await Promise.all([TestRedis.start(), MailServer.start()]);
  receiver = createServer((incoming, response) => {
    let body = '';
    incoming.setEncoding('utf8');
    incoming.on('data', (text: string) => (body += text));
    incoming.on('end', () => {
      posted.push({ headers: incoming.headers, body });
      response.writeHead(answers.shift() ?? 200, { location: '/elsewhere' }).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  Object.assign(process.env, { TEST_SMTP_PASSWORD: 'mật khẩu', TEST_WEBHOOK_SECRET: SECRET });
  const config = loadStationConfig(join(CONFIG_DIR, 'station.yaml'));
  const { port } = receiver.address() as AddressInfo;
  station = new Station({
    ...config,
    reminders: {
      ...config.reminders,
      email: {
        ...{ host: '127.0.0.1', port: mail.port, security: 'none', user: 'dai', passwordEnv: 'TEST_SMTP_PASSWORD' },
        ...{ caFile: null, from: 'dai@son-mai.vn', to: ['truong@son-mai.vn', 'ky-thuat@son-mai.vn'] },
      },
      // A name: the address that it resolves to is what counts.
      webhook: {
        url: `http://localhost:${String(port)}/nhac?a=1`,
        secretEnv: 'TEST_WEBHOOK_SECRET',
        allowPrivate: ['127.0.0.0/8'],
      },
    },
  });
  @Global()
  @Module({ providers: [{ provide: Station, useValue: station }], exports: [Station] })
  class StationModule {}
  const testing = await Test.createTestingModule({ imports: [PlatformModule, StationModule, RemindersModule] })
    .overrideProvider(Environment)
    .useValue(new Environment(0, '127.0.0.1', dataDir, CONFIG_DIR, redis.url))
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  app = testing.createNestApplication<NestExpressApplication>();
  app.useLogger(false);
  configureHttp(app, ERROR_CATALOGUE);
  await app.listen(0, '127.0.0.1');
  const effective = { from: '2026-11-22', to: '2026-12-31' };
  const plan = sonMaiPlan(2026, { effective, programmes: [aProgramme()] });
  await app.get(PlansService).import(planSource(plan), 'ke-hoach.yaml', 'file', 'kiểm thử');
  await app.get(ExpansionService).refresh();
});

afterAll(async () => {
  await app.close();
  await Promise.all([redis.end(), mail.end()]);
  receiver.close();
  receiver.closeAllConnections();
  rmSync(dataDir, { recursive: true });
});

it('tells what is due once by mail and by a signed post, which it repeats until the receiver takes it', async () => {
  answers.push(500, 302);
  await tick();
  await tick();
  expect(mail.taken).toHaveLength(1);
  expect(mail.taken[0]).toMatchObject({
    from: 'dai@son-mai.vn',
    to: ['truong@son-mai.vn', 'ky-thuat@son-mai.vn'],
    signedInAs: 'dai:mật khẩu',
  });
  const { headers, text } = mail.taken[0]!;
  expect(headers).toContain('Subject: Đài truyền thanh xã Sơn Mai: 1 việc cần làm');
  const sentence = 'Cần bản ghi âm: Chuyên mục Chuyển đổi số và Nghị quyết số 57-NQ/TW';
  expect(text.indexOf(sentence)).toBeGreaterThanOrEqual(0);
  expect(text.indexOf('Recording needed:')).toBeGreaterThan(text.indexOf(sentence));

  expect(posted).toHaveLength(1);
  expect((await list()).waiting).toMatchObject([
    { channel: 'webhook', attempts: 1, lastError: 'the receiver answers 500' },
  ]);
  clock.advance(30_000);
  await tick();
  clock.advance(30_000);
  await tick();
  expect(posted).toHaveLength(2);
  clock.advance(30_000);
  await tick();
  expect(posted).toHaveLength(3);
  expect((await list()).waiting).toEqual([]);
  for (const received of posted) {
    const { 'x-truyen-thanh-timestamp': timestamp, 'x-truyen-thanh-signature': signature } = received.headers;
    const hmac = createHmac('sha256', SECRET)
      .update(`${String(timestamp)}.${received.body}`)
      .digest('hex');
    expect(signature).toBe(`sha256=${hmac}`);
    expect(keysOf(received)).toEqual(['recordingDue/cds-hang-tuan/2026-W48/vie due']);
  }
  expect(new Set(posted.map((one) => one.headers['x-truyen-thanh-delivery'])).size).toBe(1);
});

it('sends one digest a day, at its time', async () => {
  await tick('2026-11-20 06:59');
  expect(posted).toHaveLength(3);
  mail.refusals = 1;
  await tick('2026-11-20 07:00');
  await tick('2026-11-20 07:01');
  await tick('2026-11-20 18:00');
  expect(posted).toHaveLength(4);
  expect(toldIn(posted[3]!)).toMatchObject({ kind: 'digest', digestOf: '2026-11-20' });
  expect(mail.taken).toHaveLength(2);
  expect(mail.taken[1]!.headers).toContain('Việc cần làm ngày 20/11/2026');
});

it('loses nothing while Redis is away, and repeats nothing once it is back', async () => {
  await redis.stop();
  await tick('2026-11-22 05:30');
  expect(posted).toHaveLength(5);
  expect(keysOf(posted[4]!)).toEqual([expect.stringMatching(/^slotAtRisk\/[\da-f-]{36} noRecording$/)]);
  expect(mail.taken).toHaveLength(3);
  await redis.resume();
  await tick('2026-11-22 05:31');
  await tick('2026-11-22 06:00');
  expect([posted.length, mail.taken.length]).toEqual([5, 3]);
});

it('leaves in peace who said that they know, and tells nothing of what is done', async () => {
  const { items } = await list();
  expect(items.map(({ key }) => key.split('/')[0])).toEqual(['recordingDue', 'slotAtRisk']);
  const acknowledge = () => http().post(`/api/v1/reminders/${items[0]!.id}/acknowledge`);
  await acknowledge().expect(200);
  await acknowledge().expect(200);
  await http().post('/api/v1/reminders/khong-co/acknowledge').expect(404);
  await tick('2026-11-22 07:00');
  expect(posted).toHaveLength(6);
  expect(keysOf(posted[5]!)).toEqual([expect.stringContaining('slotAtRisk')]);
  expect((await list()).items).toMatchObject([
    { acknowledgedBy: expect.any(String) as string },
    { acknowledgedBy: null },
  ]);

  const airingId = items[1]!.key.split('/')[1]!;
  await app.get(AiringsService).cancel(airingId, { reason: 'lũ', document: '1/CV', actor: 'Lan' }, null);
  await tick('2026-11-23 07:00');
  expect((await list()).items).toEqual([]);
  expect([posted.length, mail.taken.length]).toEqual([6, 4]);
  await acknowledge().expect(404);
});

it('does not send, when it tries again, what has been done in the meantime', async () => {
  answers.push(500);
  mail.refusals = 1;
  await tick('2026-11-29 05:30');
  expect(keysOf(posted[6]!)).toHaveLength(2);
  expect((await list()).waiting.map(({ channel }) => channel).sort()).toEqual(['email', 'webhook']);
  const { key } = (await list()).items.find((item) => item.key.startsWith('slotAtRisk'))!;
  await app.get(AiringsService).cancel(key.split('/')[1]!, { reason: 'lũ', document: '2/CV', actor: 'Lan' }, null);
  await tick('2026-11-29 05:32');
  expect([posted.length, mail.taken.length, (await list()).waiting]).toEqual([7, 4, []]);
});

it('posts to no private address that the settings do not name', async () => {
  const { reminders } = station.config;
  const webhook = { ...reminders.webhook!, allowPrivate: [] };
  const channel = new WebhookChannel(new Station({ ...station.config, reminders: { ...reminders, webhook } }));
  const telling = { id: 'x', digestOf: null, reminders: [], at: clock.now() };
  await expect(channel.send(telling)).rejects.toThrow('has no public address');
  expect(posted).toHaveLength(7);
});

describe('a mail server that encrypts', () => {
  let trusted: TestAuthority;
  let foreign: TestAuthority;
  let server: MailServer | null = null;

  beforeAll(() => {
    const folder = (name: string) => mkdtempSync(join(dataDir, name));
    [trusted, foreign] = [new TestAuthority(folder('ca-')), new TestAuthority(folder('ca-'))];
  });

  afterEach(async () => server?.end());

  /** Sends one reminder by the settings of station.yaml, with what an operator changes for this server. */
  async function send(to: MailServer, security: 'starttls' | 'tls', caFile: string | null): Promise<void> {
    server = to;
    const { reminders } = station.config;
    const email = { ...reminders.email!, port: to.port, security, caFile };
    const channel = new EmailChannel(new Station({ ...station.config, reminders: { ...reminders, email } }));
    await channel.send({ id: 'x', digestOf: null, reminders: [], at: clock.now() });
  }

  it.each(['starttls', 'tls'] as const)(
    'gets mail and password by %s, its authority being in the settings',
    async (security) => {
      const to = await MailServer.start(trusted.certificateFor('IP:127.0.0.1'), security);
      await send(to, security, trusted.caFile);
      expect(to.taken).toMatchObject([{ encrypted: true, signedInAs: 'dai:mật khẩu', from: 'dai@son-mai.vn' }]);
    },
  );

  it.each([
    ['an authority that nobody named', 'IP:127.0.0.1', () => null, /unable to verify|self-signed/],
    ['another authority than the one named', 'IP:127.0.0.1', () => foreign.caFile, /unable to verify|self-signed/],
    ['another server', 'DNS:mail.khac.vn', () => trusted.caFile, /altnames/],
    ['an authority whose file is gone', 'IP:127.0.0.1', () => `${trusted.caFile}.gone`, /ENOENT/],
  ])('learns neither mail nor password with a certificate of %s', async (_of, name, caFile, reason) => {
    const to = await MailServer.start(trusted.certificateFor(name));
    await expect(send(to, 'starttls', caFile())).rejects.toThrow(reason);
    expect([to.taken, to.signIns]).toEqual([[], []]);
  });

  it('learns neither when it offers no encryption', async () => {
    const to = await MailServer.start();
    await expect(send(to, 'starttls', null)).rejects.toThrow(/STARTTLS/);
    expect([to.taken, to.signIns]).toEqual([[], []]);
  });
});
