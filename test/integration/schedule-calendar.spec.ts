import type { CalendarPolicy } from '../../src/domain/calendar';
import { AiringRow } from '../../src/schedule/schedule.entity';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

const plan = sonMaiPlan(2026, {
  effective: { from: '2026-11-23', to: '2026-12-31' },
  programmes: [aProgramme()],
});
const ISSUE = 'cds-hang-tuan/2026-W48/vie/first/0';
const WEEK = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'];
let rig: ScheduleRig;

beforeEach(async () => {
  rig = await ScheduleRig.start('2026-11-20 08:00');
  await rig.adopt(plan);
});
afterEach(() => rig.end());

async function enter(date: string, policy: CalendarPolicy, document: string | null): Promise<void> {
  await rig.calendar.put({ date, kind: 'mourning', policy, title: 'Quốc tang', document }, null, 'kiểm thử');
  await rig.expansion.refresh();
}

const airingOf = async (periodKey: string) =>
  (await rig.ledger('cds-hang-tuan', periodKey)).find(({ unit }) => unit === 'airing');

describe('a day of mourning without music', () => {
  it.each([
    ['12/CĐ-TTg', 'excused'],
    [null, 'missed'],
  ])('takes music off and is excused only by its document (%s)', async (document, state) => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300, hasMusic: true });
    await enter('2026-11-23', 'noMusic', document);
    await rig.tickAt('2026-11-23 05:29:30');
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'cancelled', reason: 'mourningNoMusic', document });
    expect(rig.engine.sent).toEqual([]);
    expect(await airingOf('2026-W48')).toMatchObject({ state, reason: 'mourningNoMusic' });
  });

  it('takes music back that was cued when the day was entered', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300, hasMusic: true });
    await rig.tickAt('2026-11-23 05:29:30');
    await enter('2026-11-23', 'noMusic', null);
    await rig.tickAt('2026-11-23 05:29:32');
    expect(rig.engine.withdrawn).toHaveLength(1);
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'cancelled', reason: 'mourningNoMusic' });
  });

  it('lets speech go on air', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await enter('2026-11-23', 'noMusic', null);
    await rig.tickAt('2026-11-23 05:29:30');
    expect((await rig.row(ISSUE)).state).toBe('cued');
  });
});

describe('a day that is skipped', () => {
  it('moves what was planned on it, even on the day itself, inside its week', async () => {
    await rig.tickAt('2026-11-23 05:00');
    await enter('2026-11-23', 'skip', null);
    const row = await rig.row(ISSUE);
    expect(row).toMatchObject({ state: 'planned', provisionalStart: at('2026-11-24 05:30') });
  });

  it('frees the week’s issue of its duty when no day of it is left', async () => {
    for (const date of WEEK) await enter(date, 'skip', '12/CĐ-TTg');
    expect(await rig.find(ISSUE)).toBeNull();
    expect(await airingOf('2026-W48')).toEqual({ unit: 'airing', state: 'excused', reason: 'calendarBlocked' });
  });

  it.each([
    ['12/CĐ-TTg', 'excused'],
    [null, 'missed'],
  ])('takes back from the engines what is cued and has not begun (document %s)', async (document, state) => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.tickAt('2026-11-23 05:29:30');
    const sent = rig.onlyCue((await rig.row(ISSUE)).id);
    await enter('2026-11-23', 'skip', document);
    await rig.tickAt('2026-11-23 05:29:32');
    expect(rig.engine.withdrawn).toEqual([{ outputCode: 'ghi-tep', deliveryId: sent.cue.deliveryId }]);
    await rig.ended(sent, { frames: 0, endReason: 'withdrawn' });
    await rig.tickAt('2026-11-23 05:30:02');
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'cancelled', reason: 'calendarBlocked', document });
    expect(await rig.log()).toMatchObject([{ endReason: 'withdrawn', frames: 0, start: null }]);
    expect(await airingOf('2026-W48')).toMatchObject({ state, reason: 'calendarBlocked' });
    expect(rig.engine.sent).toHaveLength(1);
  });

  it('lets finish what is on the air, and an emergency', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.tickAt('2026-11-23 05:29:30');
    const sent = rig.onlyCue((await rig.row(ISSUE)).id);
    await rig.started(sent);
    await enter('2026-11-23', 'skip', null);
    await rig.tickAt('2026-11-23 05:30:02');
    expect(rig.engine.withdrawn).toEqual([]);
    await rig.ended(sent);
    expect((await rig.row(ISSUE)).state).toBe('aired');

    await rig.record(await rig.issue('cds-hang-tuan', '2026-W49'), { seconds: 300 });
    await rig.tickAt('2026-11-30 05:29:30');
    const next = await rig.row('cds-hang-tuan/2026-W49/vie/first/0');
    await rig.write((manager) => manager.update(AiringRow, { id: next.id }, { priority: 'EMERGENCY' }));
    await enter('2026-11-30', 'skip', null);
    await rig.tickAt('2026-11-30 05:29:32');
    expect((await rig.row('cds-hang-tuan/2026-W49/vie/first/0')).state).toBe('cued');
  });

  it.each([
    ['12/CĐ-TTg', 'excused'],
    [null, 'missed'],
  ])('also silences what staff had put on it by hand (document %s)', async (document, state) => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.airings.move((await rig.row(ISSUE)).id, at('2026-11-25 10:00'), null, 'kiểm thử');
    await enter('2026-11-25', 'skip', document);
    await rig.tickAt('2026-11-25 09:59:30');
    expect(rig.engine.sent).toEqual([]);
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'cancelled', reason: 'calendarBlocked', document });
    expect(await airingOf('2026-W48')).toMatchObject({ state });
  });
});

describe('time that the station did not see', () => {
  it('starts late from the first second when the service is back inside the grace', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.down();
    rig.clock.set(at('2026-11-23 05:31:30'));
    await rig.boot();
    const row = await rig.row(ISSUE);
    expect(row).toMatchObject({ state: 'cued', plannedStart: at('2026-11-23 05:30') });
    const sent = rig.onlyCue(row.id);
    await rig.started(sent, { lateMs: 95_000 });
    await rig.ended(sent, { lateMs: 95_000 });
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'aired', measuredStart: at('2026-11-23 05:31:35') });
    expect(await rig.log()).toMatchObject([{ plannedStart: at('2026-11-23 05:30'), frames: 300 * 48_000 }]);
  });

  it('misses the airing when the service is back after the grace', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.down();
    rig.clock.set(at('2026-11-23 05:32:01'));
    await rig.boot();
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'missed', reason: 'serviceDown' });
    expect(rig.engine.sent).toEqual([]);
  });

  it('settles every obligation of ninety days without power', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.down();
    rig.clock.set(at('2027-02-18 08:00'));
    await rig.boot();
    const rows = await rig.rows();
    expect(rows.filter(({ state }) => state === 'planned' || state === 'cued')).toEqual([]);
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'missed', reason: 'serviceDown' });
    const { obligations } = await rig.schedule.ledger(rig.clock.now());
    expect(obligations).toHaveLength(12);
    expect(obligations.every(({ state, reason }) => state === 'missed' && reason !== null)).toBe(true);
  });

  it('airs nothing twice and leaves nothing planned when the wall clock is stepped an hour', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W49'), { seconds: 300 });
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.airs((await rig.row(ISSUE)).id);
    for (const time of ['2026-11-23 04:35', '2026-11-23 05:29:30', '2026-11-23 05:30', '2026-11-23 05:36'])
      await rig.tickAt(time);
    expect(rig.cuesOf((await rig.row(ISSUE)).id)).toHaveLength(1);

    await rig.tickAt('2026-11-30 05:00');
    await rig.tickAt('2026-11-30 06:00');
    const next = 'cds-hang-tuan/2026-W49/vie/first/0';
    expect(await rig.row(next)).toMatchObject({ state: 'missed', reason: 'serviceDown' });
    await rig.tickAt('2026-11-30 05:00');
    await rig.tickAt('2026-11-30 05:30');
    // The lost airing stays lost; its make-up takes the session that the clock offers again.
    expect(rig.cuesOf((await rig.row(next)).id)).toEqual([]);
    expect(rig.engine.sent).toHaveLength(2);
    const rows = await rig.rows();
    expect(
      rows.filter(({ state, provisionalStart }) => state === 'planned' && provisionalStart < at('2026-12-01 00:00')),
    ).toEqual([]);
  });

  it('does not give up an item that is still on the air after the clock was stepped forward', async () => {
    await rig.record(await rig.issue('cds-hang-tuan', '2026-W48'), { seconds: 300 });
    await rig.tickAt('2026-11-23 05:29:30');
    const sent = rig.onlyCue((await rig.row(ISSUE)).id);
    await rig.started(sent);
    rig.engine.onAir.set('ghi-tep', sent.cue);
    await rig.tickAt('2026-11-23 06:31');
    expect((await rig.row(ISSUE)).state).toBe('playing');
    rig.engine.onAir.clear();
    await rig.ended(sent);
    expect(await rig.row(ISSUE)).toMatchObject({ state: 'aired', airtimeSeconds: 300 });
  });
});
