import type { DomainError } from '../../src/domain/errors';
import { aMonthlyProgramme, aProgramme, at, sonMaiPlan } from '../support/builders';
import { AiringPlaces, type MoveTarget } from '../../src/schedule/airing-places';
import { RestoreService } from '../../src/schedule/restore.service';
import { ScheduleRig } from '../support/schedule-rig';

const span = { from: '2026-11-23', to: '2026-12-31' };
const weekly = aProgramme();
const shared = aProgramme({ key: 'nong-thon-moi', title: 'Nông thôn mới' });
const plan = sonMaiPlan(2026, { effective: span, programmes: [weekly, shared] });
const FIRST = 'cds-hang-tuan/2026-W48/vie/first/0';
const SECOND = 'nong-thon-moi/2026-W48/vie/first/0';
let rig: ScheduleRig;

beforeEach(async () => {
  rig = await ScheduleRig.start('2026-11-20 08:00');
  await rig.adopt(plan);
});
afterEach(() => rig.end());

const record = async (programmeKey: string, seconds: number) =>
  rig.record(await rig.issue(programmeKey, '2026-W48'), { seconds });

const move = async (key: string, to: string, revision: number | null = null) =>
  rig.airings.move((await rig.row(key)).id, at(to), revision, 'kiểm thử');

const refusal = (code: string) => expect.objectContaining({ code }) as DomainError;

describe('moving an airing', () => {
  it.each([
    ['onto another one', '2026-11-23 05:45', 'scheduleConflict'],
    ['so that it would end in quiet hours', '2026-11-24 19:55', 'quietHours'],
    ['out of its week', '2026-11-30 17:00', 'outsidePeriod'],
    ['into the past', '2026-11-19 17:00', 'outsidePeriod'],
  ])('refuses to move it %s', async (_where, to, code) => {
    await expect(move(FIRST, to)).rejects.toEqual(refusal(code));
    expect(await rig.row(FIRST)).toMatchObject({ provisionalStart: at('2026-11-23 05:30'), revision: 1 });
  });

  it('refuses what another person changed since it was read', async () => {
    await move(FIRST, '2026-11-24 10:00', 1);
    await expect(move(FIRST, '2026-11-24 11:00', 1)).rejects.toEqual(refusal('revisionConflict'));
    expect((await rig.row(FIRST)).provisionalStart).toBe(at('2026-11-24 10:00'));
  });

  it('refuses what is cued already', async () => {
    await record('cds-hang-tuan', 300);
    await rig.tickAt('2026-11-23 05:29:30');
    await expect(move(FIRST, '2026-11-24 10:00')).rejects.toEqual(refusal('illegalTransition'));
  });

  it('leaves it where staff put it, whatever the plan becomes, and closes the gap behind it', async () => {
    await move(FIRST, '2026-11-24 10:00');
    const friday = { ...weekly.placement, rrule: 'FREQ=WEEKLY;BYDAY=FR' } as typeof weekly.placement;
    await rig.adopt({ ...plan, programmes: [{ ...weekly, placement: friday }, shared] });
    expect(await rig.row(FIRST)).toMatchObject({ provisionalStart: at('2026-11-24 10:00'), placedBy: 'staff' });
    expect((await rig.row(SECOND)).provisionalStart).toBe(at('2026-11-23 05:30'));
    await record('cds-hang-tuan', 300);
    await rig.tickAt('2026-11-24 09:59:30');
    expect((await rig.row(FIRST)).plannedStart).toBe(at('2026-11-24 10:00'));
  });

  it('lets an extra airing of an issue leave the issue’s week', async () => {
    const recordingId = await record('cds-hang-tuan', 300);
    const { occurrenceKey } = await rig.oneOff({ recordingId, at: '2026-11-25 10:00' });
    expect((await move(occurrenceKey, '2026-12-02 10:00')).provisionalStart).toBe(at('2026-12-02 10:00'));
  });
});

it('lays the plans out once for all that is shown, and anew after a write and after a while', async () => {
  const shown = () => rig.expansion.shownAt(rig.clock.now());
  const first = await shown();
  expect(await shown()).toBe(first);
  await move(FIRST, '2026-11-24 10:00');
  const moved = await shown();
  expect(moved).not.toBe(first);
  const row = moved.airings.find(({ occurrenceKey }) => occurrenceKey === FIRST);
  expect(row?.row.provisionalStart).toBe(at('2026-11-24 10:00'));
  rig.clock.set(rig.clock.now() + 10_000);
  expect(await shown()).not.toBe(moved);
});

describe('one-off airings', () => {
  it('push aside what is planned later, and never overlap it', async () => {
    await rig.adopt({ ...plan, programmes: [weekly] });
    const recordingId = await rig.record(null, { seconds: 300 });
    await rig.oneOff({ recordingId, at: '2026-11-23 05:40' });
    await rig.adopt(plan);
    expect((await rig.row(FIRST)).provisionalStart).toBe(at('2026-11-23 05:30'));
    expect((await rig.row(SECOND)).provisionalStart).toBe(at('2026-11-23 05:45'));
  });

  it('are refused on taken air, without approval, and as emergencies', async () => {
    const recordingId = await rig.record(null, { seconds: 300 });
    await expect(rig.oneOff({ recordingId, at: '2026-11-23 05:26' })).rejects.toEqual(refusal('quietHours'));
    await expect(rig.oneOff({ recordingId, at: '2026-11-23 05:35' })).rejects.toEqual(refusal('scheduleConflict'));
    const draft = await rig.record(null, { seconds: 300, review: 'draft' });
    await expect(rig.oneOff({ recordingId: draft, at: '2026-11-23 10:00' })).rejects.toEqual(refusal('notApproved'));
    await expect(rig.oneOff({ recordingId, at: '2026-11-23 10:00', priority: 'EMERGENCY' })).rejects.toEqual(
      refusal('emergencyNotAvailable'),
    );
  });

  it('are made once for one Idempotency-Key', async () => {
    const recordingId = await rig.record(null, { seconds: 300 });
    const request = { recordingId, at: '2026-11-23 10:00', idempotencyKey: 'abc' };
    const made = await Promise.all([rig.oneOff(request), rig.oneOff(request)]);
    expect(made[1].id).toBe(made[0].id);
  });
});

describe('make-up airings', () => {
  async function missed(): Promise<{ id: string; recordingId: string }> {
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.tickAt('2026-11-23 05:33');
    const { id } = await rig.row(FIRST);
    return { id, recordingId: await record('cds-hang-tuan', 300) };
  }

  it('are one at a time; a missed one frees the place', async () => {
    const { id, recordingId } = await missed();
    const idempotencyKey = 'phat-bu-1';
    const first = await rig.oneOff({ recordingId, at: '2026-11-23 17:00', makeUpForId: id, idempotencyKey });
    expect(first).toMatchObject({ occurrenceKey: `makeup/${id}/1`, role: 'makeUp' });
    // Sent again because its answer was lost: the same make-up, not a refusal.
    const again = await rig.oneOff({ recordingId, at: '2026-11-23 17:00', makeUpForId: id, idempotencyKey });
    expect(again.id).toBe(first.id);
    await expect(rig.oneOff({ recordingId, at: '2026-11-24 17:00', makeUpForId: id })).rejects.toEqual(
      refusal('makeUpExists'),
    );
    await rig.down();
    rig.clock.set(at('2026-11-23 18:00'));
    await rig.boot();
    expect(await rig.row(first.occurrenceKey)).toMatchObject({ state: 'missed', reason: 'serviceDown' });

    const second = await rig.oneOff({ recordingId, at: '2026-11-24 17:00', makeUpForId: first.id });
    expect(second).toMatchObject({ occurrenceKey: `makeup/${id}/2`, makeUpForId: id });
    await rig.tickAt('2026-11-24 16:59:30');
    await rig.airs(second.id);
    expect(await rig.ledger('cds-hang-tuan', '2026-W48')).toEqual([
      { unit: 'issue', state: 'aired', reason: null },
      { unit: 'airing', state: 'madeUp', reason: 'noRecording' },
    ]);
    await expect(rig.oneOff({ recordingId, at: '2026-11-25 17:00', makeUpForId: id })).rejects.toEqual(
      refusal('makeUpExists'),
    );
  });

  it('answer only for their own content and language, and only for what was lost', async () => {
    const { id } = await missed();
    const contentId = await rig.issue('cds-hang-tuan', '2026-W48');
    const hre = await rig.record(contentId, { seconds: 300, language: 'hre' });
    const other = await rig.record(null, { seconds: 300 });
    for (const recordingId of [hre, other])
      await expect(rig.oneOff({ recordingId, at: '2026-11-23 17:00', makeUpForId: id })).rejects.toEqual(
        refusal('makeUpOfOtherContent'),
      );
    const next = 'cds-hang-tuan/2026-W49/vie/first/0';
    const early = await rig.record(await rig.issue('cds-hang-tuan', '2026-W49'), { seconds: 300 });
    const makeUpForId = (await rig.row(next)).id;
    await expect(rig.oneOff({ recordingId: early, at: '2026-11-25 17:00', makeUpForId })).rejects.toEqual(
      refusal('illegalTransition'),
    );
  });

  it('are proposed inside the week, at a moment that can be taken, and late once the week is full', async () => {
    const { id, recordingId } = await missed();
    const special = await rig.record(null, { seconds: 600 });
    await rig.oneOff({ recordingId: special, at: '2026-11-23 17:00' });
    const inWeek = (await rig.schedule.airingView(id))?.makeUp;
    expect(inWeek).toMatchObject({ start: at('2026-11-23 17:10'), late: false });
    const made = await rig.oneOff({ recordingId, at: '2026-11-23 17:10', makeUpForId: id });
    expect((await rig.schedule.airingView(id))?.makeUp).toBeNull();

    await rig.playout.cancel(made.id, { reason: 'thử', document: null, actor: 'kiểm thử' }, null);
    await rig.tickAt('2026-11-29 08:00');
    const after = (await rig.schedule.airingView(id))?.makeUp;
    // Monday's morning session already holds both programmes of the new week.
    expect(after).toMatchObject({ start: at('2026-11-30 05:50'), late: true });
  });
});

describe('a plan edited on a live database', () => {
  const LATER = 'cds-hang-tuan/2026-W49/vie/first/0';

  it('leaves cued airings alone, lets planned ones follow, withdraws what is no longer owed', async () => {
    await record('cds-hang-tuan', 300);
    await record('nong-thon-moi', 300);
    await rig.tickAt('2026-11-23 05:29:30');
    const before = await rig.row(FIRST);
    const edited = aProgramme({
      title: 'Tên mới',
      plannedDurationSeconds: 700,
      placement: { kind: 'session', rrule: 'FREQ=WEEKLY;BYDAY=WE', sessionCode: 'buoi-chieu' },
      policies: { ...weekly.policies, startGraceSeconds: 30, requiredClusterShare: 0.8 },
    });
    await rig.adopt({ ...plan, programmes: [edited] });
    expect(await rig.row(FIRST)).toEqual(before);
    expect((await rig.row(SECOND)).state).toBe('cued');
    const later = await rig.row(LATER);
    expect(later).toMatchObject({
      provisionalStart: at('2026-12-02 17:00'),
      plannedDurationSeconds: 700,
      startGraceSeconds: 30,
      requiredClusterShare: 0.8,
    });
    expect(later.title).toContain('Tên mới');
    expect(later.planVersionId).not.toBe(before.planVersionId);
    expect(await rig.find('nong-thon-moi/2026-W49/vie/first/0')).toBeNull();
  });

  it('changes nothing when it is laid out again', async () => {
    await rig.adopt({ ...plan, programmes: [weekly, shared, aMonthlyProgramme()] });
    const before = await rig.rows();
    expect(await rig.expansion.refresh()).toEqual({ created: 0, moved: 0, withdrawn: 0 });
    expect(await rig.rows()).toEqual(before);
  });

  it('keeps each year’s airings under that year’s own plan', async () => {
    const before = await rig.row(LATER);
    const next = aProgramme({ title: 'Chuyên mục năm 2027' });
    await rig.adopt(sonMaiPlan(2027, { effective: { from: '2027-01-01', to: '2027-12-31' }, programmes: [next] }));
    expect(await rig.row(LATER)).toEqual(before);
    expect((await rig.schedule.airingView(before.id))?.content?.title).toBe(before.title);
    expect((await rig.row('cds-hang-tuan/2027-W01/vie/first/0')).title).toContain('Chuyên mục năm 2027');
  });
});

describe('what a move would come to', () => {
  const places = () => rig.get(AiringPlaces);
  const tried = async (key: string, target: MoveTarget) => places().tryMove((await rig.row(key)).id, target);
  const session = (date: string, sessionCode: string) => ({ kind: 'session', date, sessionCode }) as const;

  it('is the first free stretch of a session, and moves nothing', async () => {
    expect(await tried(FIRST, session('2026-11-24', 'buoi-sang'))).toBe(at('2026-11-24 05:30'));
    expect(await tried(SECOND, session('2026-11-23', 'buoi-sang'))).toBe(at('2026-11-23 05:40'));
    const recordingId = await rig.record(null, { seconds: 300 });
    await rig.oneOff({ recordingId, at: '2026-11-24 05:32' });
    expect(await tried(FIRST, session('2026-11-24', 'buoi-sang'))).toBe(at('2026-11-24 05:37'));
    expect((await rig.row(FIRST)).provisionalStart).toBe(at('2026-11-23 05:30'));
  });

  it('is refused with the limits of sessions, days and the issue’s own period', async () => {
    const recordingId = await rig.record(null, { seconds: 2_400 });
    await rig.oneOff({ recordingId, at: '2026-11-24 05:30' });
    const wanted = { session: 'Buổi sáng', date: '2026-11-24', minutes: 10, limit: 45 };
    await expect(tried(FIRST, session('2026-11-24', 'buoi-sang'))).rejects.toMatchObject({
      ...{ code: 'sessionFull', facts: wanted },
    });
    await expect(tried(FIRST, session('2026-11-29', 'buoi-sang'))).rejects.toEqual(refusal('noSession'));
    await expect(tried(FIRST, session('2026-12-01', 'buoi-sang'))).rejects.toEqual(refusal('outsidePeriod'));
    await expect(tried(FIRST, session('2026-11-19', 'buoi-sang'))).rejects.toEqual(refusal('inThePast'));
    await expect(tried(FIRST, { kind: 'instant', at: at('2026-11-24 17:40') })).rejects.toEqual(
      refusal('beyondSession'),
    );
    expect(await tried(FIRST, { kind: 'instant', at: at('2026-11-24 17:45') })).toBe(at('2026-11-24 17:45'));
  });
});

describe('a cancellation', () => {
  const cancel = async (key: string) =>
    rig.airings.cancel((await rig.row(key)).id, { reason: 'lũ', document: '12/TB', actor: 'Lan' }, null);
  const restore = async (key: string) => rig.get(RestoreService).restore((await rig.row(key)).id, null, 'Lan');

  it('is taken back: the session is laid out as the plan wants it', async () => {
    await cancel(FIRST);
    await rig.expansion.refresh();
    expect((await rig.row(SECOND)).provisionalStart).toBe(at('2026-11-23 05:30'));
    const row = await restore(FIRST);
    expect(row).toMatchObject({ state: 'planned', reason: null, note: null, document: null, settledAt: null });
    expect([row.provisionalStart, (await rig.row(SECOND)).provisionalStart]).toEqual([
      ...[at('2026-11-23 05:30'), at('2026-11-23 05:40')],
    ]);
    await record('cds-hang-tuan', 300);
    await rig.tickAt('2026-11-23 05:29:30');
    expect((await rig.row(FIRST)).state).toBe('cued');
  });

  it('stands once its session is due, once it is made up, and while its air is taken', async () => {
    await expect(restore(FIRST)).rejects.toEqual(refusal('illegalTransition'));
    await move(FIRST, '2026-11-24 10:00');
    await cancel(FIRST);
    const recordingId = await rig.record(null, { seconds: 300 });
    await rig.oneOff({ recordingId, at: '2026-11-24 10:05' });
    await expect(restore(FIRST)).rejects.toEqual(refusal('scheduleConflict'));
    const own = await record('cds-hang-tuan', 300);
    await rig.oneOff({ recordingId: own, at: '2026-11-25 10:00', makeUpForId: (await rig.row(FIRST)).id });
    await expect(restore(FIRST)).rejects.toEqual(refusal('makeUpExists'));
    await cancel(SECOND);
    rig.clock.set(at('2026-11-23 05:30'));
    await expect(restore(SECOND)).rejects.toEqual(refusal('tooLateToRestore'));
  });
});
