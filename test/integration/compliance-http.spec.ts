import { randomUUID } from 'node:crypto';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { aProgramme, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

const WEEKLY = 'cds-hang-tuan';
const PDF = Buffer.from('%PDF-1.7 biên bản');

let rig: ScheduleRig;
let app: NestExpressApplication;
const http = () => request(app.getHttpServer());

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

/** What a refused call answers in Vietnamese, the words that everybody gets who asks for no others, and in English. */
async function refusals(call: () => request.Test): Promise<{ code: string; status: number; vi: string; en: string }> {
  const [vi, en] = [await call(), await call().set('Accept-Language', 'en')];
  expect(vi.headers['content-type']).toContain('application/problem+json');
  const [first, second] = [vi.body as Problem, en.body as Problem];
  expect(second).toMatchObject({ code: first.code, status: first.status });
  return { code: first.code, status: vi.status, vi: first.detail, en: second.detail };
}

/** Two weekly issues, lost on their Mondays: the service makes nothing up by itself. */
beforeAll(async () => {
  rig = await ScheduleRig.start('2026-11-20 08:00');
  const programme = aProgramme({ policies: { ...aProgramme().policies, makeUp: 'confirm' } });
  const effective = { from: '2026-11-22', to: '2026-12-31' };
  await rig.adopt(sonMaiPlan(2026, { effective, programmes: [programme] }));
  await rig.tickAt('2026-11-23 05:33');
  await rig.tickAt('2026-11-30 05:33');
  app = await rig.http();
});

afterAll(async () => {
  await app.close();
  await rig.end();
});

const lostId = async (week: string) => (await rig.row(`${WEEKLY}/${week}/vie/first/0`)).id;

describe('make-ups over HTTP', () => {
  it('are listed, refused without a recording, confirmed once there is one, and no second time', async () => {
    const id = await lostId('2026-W49');
    const listed = await http().get('/api/v1/make-ups');
    expect(listed.status).toBe(200);
    expect(listed.body).toMatchObject({
      items: [
        { lost: { state: 'missed' }, policy: 'confirm', recorded: false, candidate: { late: true } },
        { lost: { id }, recorded: false, candidate: { start: '2026-11-30T17:10:00.000+07:00', late: false } },
      ],
    });

    const confirm = () => http().post(`/api/v1/make-ups/${id}/confirm`).send({ actor: 'Lan' });
    expect(await refusals(confirm)).toMatchObject({ status: 409, code: 'notApproved' });
    await rig.record(await rig.issue(WEEKLY, '2026-W49'), { seconds: 300 });
    const placed = await confirm();
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ role: 'makeUp', makeUpForId: id, state: 'planned' });
    expect(await refusals(confirm)).toMatchObject({ status: 409, code: 'makeUpExists' });
  });

  it('are declined with a reason only', async () => {
    const decline = (id: string, body: object) => http().post(`/api/v1/make-ups/${id}/decline`).send(body);
    const id = await lostId('2026-W48');
    const wordless = await refusals(() => decline(id, { reason: '  ' }));
    expect(wordless).toMatchObject({ status: 400, code: 'invalidInput' });
    const done = await decline(id, { reason: 'Nội dung đã cũ', actor: 'Lan' });
    expect(done.status).toBe(201);
    expect(done.body).toMatchObject({
      airingId: id,
      reason: 'Nội dung đã cũ',
      declinedAt: '2026-11-30T05:33:00.000+07:00',
    });
    const unknown = await refusals(() => decline(randomUUID(), { reason: 'x' }));
    expect(unknown).toMatchObject({ status: 404, code: 'notFound' });
    const { status } = await http().post(`/api/v1/make-ups/${randomUUID()}/confirm`);
    expect(status).toBe(404);
  });
});

describe('attestations over HTTP', () => {
  const facts = {
    ...{ programmeKey: WEEKLY, periodKey: '2026-W48', airedAt: '2026-11-24T09:00:00+07:00', airtimeSeconds: '600' },
    ...{ note: 'Phát tay khi mất điện', document: '3/BB', actor: 'Lan' },
  };
  const attest = (fields: object, file = PDF, name = 'biên bản.pdf') => {
    const call = http().post('/api/v1/attestations');
    for (const [key, value] of Object.entries(fields)) void call.field(key, String(value));
    return call.attach('attachment', file, name);
  };

  it('are refused in words of either language when they attest nothing', async () => {
    expect(await refusals(() => attest({ ...facts, ordinal: 5 }))).toEqual({
      ...{ status: 422, code: 'notOwed' },
      vi: 'Kế hoạch đang thực hiện không giao lượt phát này trong kỳ đó (mỗi số có 1 lượt phát).',
      en: 'The plans in force owe no such airing in that period (an issue has 1 airings).',
    });
    expect(await refusals(() => attest({ ...facts, airedAt: '2026-12-24T09:00:00+07:00' }))).toMatchObject({
      ...{ status: 422, code: 'attestedInFuture' },
      vi: 'Chỉ xác nhận được lượt đã phát, không xác nhận cho thời điểm chưa đến.',
    });
    const text = await refusals(() => attest(facts, Buffer.from('chữ'), 'a.pdf'));
    expect(text).toMatchObject({ status: 415, en: 'The attachment must be a PDF, JPEG or PNG file.' });
    for (const wrong of [{ document: '' }, { airedAt: 'hôm qua' }, { airtimeSeconds: '0' }, { ordinal: '-1' }])
      expect(await refusals(() => attest({ ...facts, ...wrong }))).toMatchObject({ status: 400, code: 'invalidInput' });
    expect((await http().get('/api/v1/attestations')).body).toEqual({ items: [] });
  });

  it('discharge a duty with their document, are listed apart, and can be taken back once', async () => {
    const attested = await attest(facts);
    expect(attested.status).toBe(201);
    const { id, attachment } = attested.body as { id: string; attachment: { name: string; href: string } };
    expect(attachment).toMatchObject({ name: 'biên bản.pdf' });
    const scan = await http().get(attachment.href).buffer(true);
    expect(scan.status).toBe(200);
    expect(scan.headers).toMatchObject({ 'content-disposition': expect.stringContaining('attachment') as string });
    expect(Buffer.compare(scan.body as Buffer, PDF)).toBe(0);
    expect(await refusals(() => attest(facts))).toMatchObject({ status: 409, code: 'alreadyAttested' });

    const ledger = await http().get(`/api/v1/ledger?from=2026-11-23&to=2026-12-06&programme=${WEEKLY}`);
    expect(ledger.status).toBe(200);
    expect(ledger.body).toMatchObject({
      programmes: [
        {
          issues: { owed: { count: 2 }, aired: { count: 1 }, open: { count: 1 }, attested: { count: 1 } },
          measured: { first: { count: 0 } },
          attested: { attestations: [id], airtimeSeconds: 600 },
        },
      ],
      obligations: { [`${WEEKLY}/2026-W48/airing/0`]: { attestationId: id } },
    });

    const withdraw = (which: string) => http().post(`/api/v1/attestations/${which}/withdraw`).send({ reason: 'Nhầm' });
    expect((await withdraw(id)).body).toMatchObject({ id, withdrawnNote: 'Nhầm' });
    expect(await refusals(() => withdraw(id))).toMatchObject({ status: 409, code: 'illegalTransition' });
    expect(await refusals(() => withdraw(randomUUID()))).toMatchObject({ status: 404, code: 'notFound' });
    expect((await http().get(`/api/v1/attestations/${randomUUID()}/attachment`)).status).toBe(404);
  });
});

describe('the ledger over HTTP', () => {
  it('refuses spans that are none and programmes that no plan has', async () => {
    const get = (query: string) => refusals(() => http().get(`/api/v1/ledger?${query}`));
    expect(await get('from=2026-12-01&to=2026-11-01')).toMatchObject({ status: 400, code: 'invalidInput' });
    expect(await get('from=2026-02-30')).toMatchObject({ status: 400, code: 'invalidInput' });
    expect(await get('to=mai')).toMatchObject({ status: 400, code: 'invalidInput' });
    expect(await get('programme=khong-co')).toMatchObject({ status: 404, code: 'notFound' });
  });
});
