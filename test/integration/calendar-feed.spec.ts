import ICAL from 'ical.js';
import request from 'supertest';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

const WEEKLY = 'cds-hang-tuan';

let rig: ScheduleRig;
let app: NestExpressApplication;
const http = () => request(app.getHttpServer());

beforeAll(async () => {
  rig = await ScheduleRig.start('2026-11-20 08:00');
  const effective = { from: '2026-11-22', to: '2026-12-31' };
  await rig.adopt(sonMaiPlan(2026, { effective, programmes: [aProgramme()] }));
  app = await rig.http();
});

afterAll(async () => {
  await app.close();
  await rig.end();
});

interface Read {
  readonly uid: string;
  readonly start: number;
  readonly sequence: number;
  readonly status: unknown;
}

/** The calendar as another program reads it, by UID. */
async function read(href: string): Promise<Map<string, Read>> {
  const { text, headers } = await http().get(href).expect(200);
  expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
  const events = new ICAL.Component(ICAL.parse(text) as never).getAllSubcomponents('vevent').map((component) => {
    const { uid, sequence, startDate } = new ICAL.Event(component);
    const status: unknown = component.getFirstPropertyValue('status');
    return [uid, { uid, sequence, start: startDate.toJSDate().getTime(), status }] as const;
  });
  return new Map(events);
}

it('serves the schedule at an address that can be withdrawn, each airing under one UID whatever becomes of it', async () => {
  const made = await http().post('/api/v1/calendar-feeds').send({ name: ' Máy  chị Lan ' }).expect(201);
  const { id, name, href } = made.body as { id: string; name: string; href: string };
  expect(name).toBe('Máy chị Lan');
  const listed = await http().get('/api/v1/calendar-feeds').expect(200);
  expect(listed.body).toMatchObject({ items: [{ id, name }] });
  expect(listed.text).not.toContain(href.slice(-20, -4));

  const moved = await rig.row(`${WEEKLY}/2026-W48/vie/first/0`);
  const cancelled = await rig.row(`${WEEKLY}/2026-W49/vie/first/0`);
  const uidOf = (row: { id: string }) => `${row.id}@son-mai.truyen-thanh`;
  const before = await read(href);
  expect(before.size).toBe((await rig.rows()).length);
  expect(before.get(uidOf(moved))).toMatchObject({ start: moved.provisionalStart, status: 'CONFIRMED' });

  const later = at('2026-11-25 17:10');
  await rig.airings.move(moved.id, later, null, 'Lan');
  await rig.airings.cancel(cancelled.id, { reason: 'lũ', document: null, actor: 'Lan' }, null);
  const after = await read(href);
  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  expect(after.get(uidOf(moved))).toMatchObject({ start: later, status: 'CONFIRMED' });
  expect(after.get(uidOf(cancelled))).toMatchObject({ status: 'CANCELLED' });
  for (const row of [moved, cancelled])
    expect(after.get(uidOf(row))!.sequence).toBeGreaterThan(before.get(uidOf(row))!.sequence);

  await http().delete(`/api/v1/calendar-feeds/${id}`).expect(200);
  await http().get(href).expect(404);
  await http().delete(`/api/v1/calendar-feeds/${id}`).expect(404);
});

it('answers 304 to who polls, until something changed, and takes a row’s tag as its If-Match', async () => {
  const made = await http().post('/api/v1/calendar-feeds').send({ name: 'x' });
  const row = await rig.row(`${WEEKLY}/2026-W50/vie/first/0`);
  const one = `/api/v1/airings/${row.id}`;
  const paths = ['/api/v1/airings', one, '/api/v1/ledger?to=2026-12-31', (made.body as { href: string }).href];
  const tags: string[] = [];
  for (const path of paths) {
    const first = await http().get(path).expect(200);
    const tag = first.headers.etag ?? '';
    expect(tag).toMatch(/^"[\w-]+"$/);
    rig.clock.advance(1_000);
    const asked = { 'If-None-Match': `"other", W/${tag}`, 'Cache-Control': 'no-cache' };
    const again = await http().get(path).set(asked).expect(304);
    expect([again.text, again.headers.etag]).toEqual(['', tag]);
    tags.push(tag);
  }
  const move = () =>
    http().patch(one).set('If-Match', tags[1]!).send({ at: '2026-12-10T17:10:00+07:00', actor: 'Lan' });
  await move().expect(200);
  expect((await move().expect(409)).body).toMatchObject({ code: 'revisionConflict' });
  for (const [index, path] of paths.entries())
    await http()
      .get(path)
      .set('If-None-Match', tags[index]!)
      .expect(path.includes('ledger') ? 304 : 200);
});
