import { AttestationsService } from '../../src/schedule/compliance/attestations.service';
import { ledgerResponse } from '../../src/schedule/compliance/ledger.dto';
import { MakeUpsService } from '../../src/schedule/make-ups/make-ups.service';
import { LedgerService } from '../../src/schedule/compliance/ledger.service';
import { AuditRow } from '../../src/audit/audit.entity';
import { aMonthlyProgramme, aProgramme, at, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

const WEEKLY = 'cds-hang-tuan';
const MONTHLY = 'cds-hang-thang';
const ACTOR = 'Lan (chưa xác thực)';
const lostKey = `${WEEKLY}/2026-W48/vie/first/0`;

describe('a lost airing', () => {
  let rig: ScheduleRig;

  async function start(makeUp: 'automatic' | 'confirm'): Promise<void> {
    rig = await ScheduleRig.start('2026-11-20 08:00');
    const { policies } = aProgramme();
    const programmes = [aProgramme({ policies: { ...policies, makeUp } }), aMonthlyProgramme()];
    await rig.adopt(sonMaiPlan(2026, { effective: { from: '2026-11-22', to: '2026-12-31' }, programmes }));
  }

  afterEach(async () => {
    await rig.end();
  });

  const makeUps = () => rig.get(MakeUpsService);

  async function actions(): Promise<string[]> {
    return (await rig.manager.find(AuditRow, { order: { at: 'ASC' } })).map(
      ({ action, actor }) => `${action} ${actor}`,
    );
  }

  it('is placed again by the service in the next session once there is a recording, and tied to what it makes up', async () => {
    await start('automatic');
    await rig.tickAt('2026-11-23 05:29:30');
    await rig.tickAt('2026-11-23 05:33');
    const lost = await rig.row(lostKey);
    expect(lost).toMatchObject({ state: 'missed', reason: 'noRecording' });
    // Without a recording there is nothing to place: the proposal waits, in the same week.
    expect(await makeUps().list()).toMatchObject([
      {
        lost: { id: lost.id },
        policy: 'automatic',
        recorded: false,
        candidate: { start: at('2026-11-23 17:00'), late: false },
      },
    ]);
    expect(await rig.find(`makeup/${lost.id}/1`)).toBeNull();

    await rig.record(lost.contentId, { seconds: 300 });
    await rig.tickAt('2026-11-23 05:50');
    const first = await rig.row(`makeup/${lost.id}/1`);
    expect(first).toMatchObject({ role: 'makeUp', makeUpForId: lost.id, provisionalStart: at('2026-11-23 17:00') });
    expect(first.sessionId).not.toBeNull();
    expect(await makeUps().list()).toEqual([]);
    // One live at a time, however often the service looks.
    await rig.tickAt('2026-11-23 06:10');
    expect(await rig.find(`makeup/${lost.id}/2`)).toBeNull();

    // A missed make-up frees the place; the one after it is aired.
    await rig.tickAt('2026-11-23 17:03');
    expect(await rig.row(`makeup/${lost.id}/1`)).toMatchObject({ state: 'missed', reason: 'serviceDown' });
    await rig.tickAt('2026-11-23 17:14');
    const second = await rig.row(`makeup/${lost.id}/2`);
    expect(second.provisionalStart).toBe(at('2026-11-24 05:30'));
    await rig.tickAt('2026-11-24 05:29:30');
    await rig.airs(second.id);
    const ledger = await rig.ledger(WEEKLY, '2026-W48');
    expect(ledger).toEqual([
      { unit: 'issue', state: 'aired', reason: null },
      { unit: 'airing', state: 'madeUp', reason: 'noRecording' },
    ]);
    expect((await actions()).filter((action) => action.startsWith('makeUp'))).toEqual([
      'makeUp.place hệ thống',
      'makeUp.place hệ thống',
    ]);
  });

  it('waits for staff where the programme says so; they confirm, or decline and may think better of it', async () => {
    await start('confirm');
    await rig.tickAt('2026-11-23 05:33');
    const lost = await rig.row(lostKey);
    await rig.record(lost.contentId, { seconds: 300 });
    await rig.tickAt('2026-11-23 06:00');
    expect(await rig.find(`makeup/${lost.id}/1`)).toBeNull();

    await makeUps().decline(lost.id, 'Nội dung đã cũ', ACTOR);
    expect(await makeUps().list()).toMatchObject([{ lost: { id: lost.id }, declined: { reason: 'Nội dung đã cũ' } }]);
    await expect(makeUps().decline(lost.id, 'lần nữa', ACTOR)).rejects.toMatchObject({ code: 'makeUpExists' });
    expect((await rig.schedule.airingView(lost.id))?.makeUp).toBeNull();

    const placed = await makeUps().confirm(lost.id, ACTOR);
    expect(placed).toMatchObject({ provisionalStart: at('2026-11-23 17:00'), makeUpForId: lost.id, title: lost.title });
    await expect(makeUps().confirm(lost.id, ACTOR)).rejects.toMatchObject({ code: 'makeUpExists' });
    await expect(makeUps().confirm(placed.id, ACTOR)).rejects.toMatchObject({ code: 'illegalTransition' });
    expect((await actions()).filter((action) => action.startsWith('makeUp'))).toEqual([
      `makeUp.decline ${ACTOR}`,
      `makeUp.place ${ACTOR}`,
    ]);
  });

  it('shares no session with another airing of its own issue, and two proposals never the same air', async () => {
    await start('confirm');
    // Tuesday's first airing of the month and, a week on, its first repeat are lost.
    await rig.tickAt('2026-12-01 17:03');
    await rig.tickAt('2026-12-08 17:03');
    const proposals = (await makeUps().list()).filter(({ content }) => content?.programmeKey === MONTHLY);
    expect(proposals.map(({ lost, candidate }) => [lost.role, candidate?.start])).toEqual([
      // Behind the two weekly ones that are lost as well, ten minutes each.
      ['first', at('2026-12-09 05:50')],
      ['repeat', at('2026-12-09 17:00')],
    ]);
  });

  it('is discharged by what somebody attests, which is shown apart and takes its proposal away', async () => {
    await start('automatic');
    await rig.tickAt('2026-11-23 05:33');
    const lost = await rig.row(lostKey);
    const attestations = rig.get(AttestationsService);
    const airedAt = at('2026-11-23 09:00');
    const facts = {
      periodKey: '2026-W48',
      ordinal: 0,
      airtimeSeconds: 600,
      note: 'Phát tay',
      document: '3/BB',
      actor: ACTOR,
    };
    const pdf = { name: 'biên bản.pdf', content: Buffer.from('%PDF-1.7 biên bản') };
    const request = { ...facts, programmeKey: WEEKLY, airedAt, attachment: pdf };

    await expect(attestations.attest(request)).rejects.toMatchObject({ code: 'attestedInFuture' });
    rig.clock.set(at('2026-11-23 10:00'));
    const text = { name: 'a.txt', content: Buffer.from('chữ') };
    await expect(attestations.attest({ ...request, attachment: text })).rejects.toMatchObject({
      code: 'attachmentType',
    });
    await expect(attestations.attest({ ...request, ordinal: 1 })).rejects.toMatchObject({ code: 'notOwed' });
    const attested = await attestations.attest(request);
    await expect(attestations.attest(request)).rejects.toMatchObject({ code: 'alreadyAttested' });
    expect(await attestations.attachmentOf(attested.id)).toMatchObject({ name: 'biên bản.pdf', bytes: 20 });

    await rig.record(lost.contentId, { seconds: 300 });
    await rig.tickAt('2026-11-23 10:20');
    expect(await makeUps().list()).toEqual([]);
    const query = { from: '2026-11-23', to: '2026-11-29', programmeKey: WEEKLY };
    const shown = ledgerResponse(await rig.get(LedgerService).view(query));
    const key = `${WEEKLY}/2026-W48/airing/0`;
    expect(shown.programmes).toMatchObject([
      {
        nominalIssues: { perYear: 52, inSpan: 1 },
        issues: {
          owed: { count: 1 },
          recorded: { count: 1 },
          approved: { count: 1 },
          aired: { count: 1 },
          attested: { count: 1 },
        },
        firstAirings: { madeUp: { count: 1, obligations: [key] }, attested: { count: 1 }, missed: { count: 0 } },
        measured: { first: { count: 0 }, makeUp: { count: 0 } },
        airtimeSeconds: 0,
        attested: { count: 1, airtimeSeconds: 600, attestations: [attested.id] },
        forecast: { issues: { atThisPace: '6/6' } },
      },
    ]);
    expect(shown.obligations[key]).toMatchObject({
      state: 'madeUp',
      reason: 'noRecording',
      attestationId: attested.id,
      airings: [{ id: lost.id, href: `/api/v1/airings/${lost.id}` }],
    });

    await attestations.withdraw(attested.id, 'Nhầm tuần', ACTOR);
    expect((await rig.ledger(WEEKLY, '2026-W48')).map(({ state }) => state)).toEqual(['open', 'missed']);
    expect((await actions()).filter((action) => action.startsWith('attestation'))).toHaveLength(2);
  });

  it('of the time before the station was tracked is nobody’s miss: it stays open until somebody attests it', async () => {
    rig = await ScheduleRig.start('2026-11-20 08:00', { trackedFrom: '2026-11-23' });
    await rig.adopt(sonMaiPlan(2026));
    const untracked = await rig.ledger(WEEKLY, '2026-W20');
    expect(untracked).toEqual([
      { unit: 'issue', state: 'open', reason: 'notTracked' },
      { unit: 'airing', state: 'open', reason: 'notTracked' },
    ]);
    const facts = { ordinal: 0, airtimeSeconds: 600, note: 'Sổ tay phát thanh', document: '1/BB', attachment: null };
    const named = { programmeKey: WEEKLY, periodKey: '2026-W20', airedAt: at('2026-05-12 05:30'), actor: ACTOR };
    await rig.get(AttestationsService).attest({ ...facts, ...named });
    expect((await rig.ledger(WEEKLY, '2026-W20')).map(({ state }) => state)).toEqual(['aired', 'aired']);
  });
});
