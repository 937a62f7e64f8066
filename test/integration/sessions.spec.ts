import type { Airing } from '../../src/schedule/rows';
import type { StationConfig } from '../../src/platform/config/station-config';
import { StationSounds } from '../../src/recordings/station-sounds';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import { ScheduleRig } from '../support/schedule-rig';

type Session = StationConfig['sessions'][number];

/** 05:30, 45 minutes: a tune, ten minutes of relay, items, a tune. */
const morning: Session = {
  ...{ code: 'buoi-sang', title: 'Buổi sáng', start: '05:30', maxDurationSeconds: 2_700, overrun: 'move' },
  weekdays: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA'],
  openingTune: { file: 'nhac-hieu-mo-dau.flac', maxSeconds: 15 },
  relay: { source: 'vov', durationSeconds: 600 },
  closingTune: { file: 'nhac-hieu-ket-thuc.flac', maxSeconds: 15 },
};
const vov = {
  ...{ code: 'vov', name: 'Đài Tiếng nói Việt Nam', url: 'https://phat.example/vov1', allowPrivate: [] },
  ...{ silenceSeconds: 15, giveUpSeconds: 10 },
};
const DAY = '2026-11-23';

describe('A session with tunes and a relay', () => {
  let rig: ScheduleRig;
  afterEach(() => rig.end());

  async function start(tweaks: Partial<Session> = {}, config: Partial<StationConfig> = {}): Promise<void> {
    const sessions = [{ ...morning, ...tweaks }];
    rig = await ScheduleRig.start('2026-11-20 08:00', { sessions, liveSources: [vov], ...config });
    await rig.get(StationSounds).settled();
    // What moves here, moves by its session's policy.
    const policies = { ...aProgramme().policies, makeUp: 'confirm' as const };
    await rig.adopt(sonMaiPlan(2026, { programmes: [aProgramme({ policies })] }));
  }
  const record = async (seconds: number, period = '2026-W48'): Promise<void> => {
    await rig.record(await rig.issue('cds-hang-tuan', period), { seconds });
  };
  const rowsOf = async (): Promise<Map<string, Airing>> => {
    const rows = (await rig.rows()).filter(({ plannedStart }) => plannedStart !== null);
    return new Map(rows.map((row) => [row.part, row]));
  };

  it('airs them back to back inside its limit, counts none of them as an issue, and says what the relay lost', async () => {
    await start({}, { filler: 'nhac-hieu-mo-dau.flac' });
    await record(300);
    expect((await rig.row('cds-hang-tuan/2026-W48/vie/first/0')).provisionalStart).toBe(at(`${DAY} 05:40:15`));
    await rig.tickAt(`${DAY} 05:29:30`);
    const opened = await rowsOf();
    expect([...opened.keys()].sort()).toEqual(['filler', 'item', 'openingTune', 'relay']);
    const [opening, relay, item, filler] = ['openingTune', 'relay', 'item', 'filler'].map((part) => opened.get(part)!);
    expect(opening!.plannedStart).toBe(at(`${DAY} 05:30`));
    expect(relay!.plannedStart).toBe(at(`${DAY} 05:30`) + Math.ceil(opening!.frames! / 48));
    expect(item!.plannedStart).toBe(relay!.plannedStart! + 600_000);
    const { cue } = rig.onlyCue(relay!.id);
    expect(cue).toMatchObject({ liveSource: 'vov', frames: 600 * 48_000, latestEnd: item!.plannedStart, sha256: '' });
    expect(rig.onlyCue(filler!.id).cue).toMatchObject({ priority: 'FILLER', latestEnd: item!.plannedStart! + 300_000 });

    await rig.airs(opening!.id);
    await rig.airs(relay!.id, { frames: 200 * 48_000, endReason: 'sourceFailed' });
    // The closing tune follows the last item, when that is about to end.
    await rig.tickAt(item!.plannedStart! + 1_000);
    await rig.started(rig.onlyCue(item!.id));
    expect((await rowsOf()).has('closingTune')).toBe(false);
    await rig.tickAt(item!.plannedStart! + 275_000);
    const closing = (await rowsOf()).get('closingTune')!;
    expect(closing.plannedStart).toBe(item!.plannedStart! + 300_000);
    await rig.ended(rig.onlyCue(item!.id));
    await rig.airs(closing.id);
    await rig.ended(rig.onlyCue(filler!.id), { frames: 400 * 48_000 });
    await rig.tickAt(`${DAY} 05:50`);

    const ended = await rowsOf();
    expect(ended.get('relay')).toMatchObject({ state: 'partial', reason: 'sourceFailed', airtimeSeconds: 200 });
    expect(ended.get('filler')).toMatchObject({ state: 'aired', airtimeSeconds: 400 });
    const lost = (await rig.incidents('airingLost')).filter(({ airingId }) => airingId === relay!.id);
    expect(lost).toMatchObject([{ facts: { reason: 'sourceFailed' } }]);
    expect(await rig.incidents('fillerAired')).toMatchObject([{ facts: { airtimeSeconds: 400 } }]);
    expect(await rig.log()).toHaveLength(5);
    const aired = await rig.schedule.airedBetween(at(`${DAY} 05:00`), at(`${DAY} 06:00`));
    expect(aired.map(({ source, airtimeSeconds }) => [source, airtimeSeconds])).toEqual([
      ['relay', 200],
      ['own', 300],
    ]);
    expect((await rig.ledger('cds-hang-tuan', '2026-W48')).filter(({ state }) => state === 'aired')).toHaveLength(2);
    expect((await rig.schedule.airingView(relay!.id))?.makeUp).toBeNull();
  });

  it('relays though no item is ready, and joins a relay that is under way', async () => {
    await start();
    await rig.tickAt(`${DAY} 05:33`);
    const rows = await rowsOf();
    expect([...rows.keys()]).toEqual(['relay']);
    expect(rig.onlyCue(rows.get('relay')!.id).cue.startGraceMs).toBeGreaterThan(180_000);
    expect(await rig.log()).toEqual([]);
  });

  it('airs a relay and speech on a day without music, and no tune, filler or chime', async () => {
    await start({}, { filler: 'nhac-hieu-mo-dau.flac' });
    await record(300);
    const day = { date: DAY, kind: 'mourning', policy: 'noMusic', title: 'Quốc tang', document: '1/TB' } as const;
    await rig.calendar.put(day, null, 'kiểm thử');
    await rig.tickAt(`${DAY} 05:29:30`);
    expect([...(await rowsOf()).keys()].sort()).toEqual(['item', 'relay']);
    expect(rig.engine.sent.map(({ cue }) => cue.chime)).toEqual([false, false]);
    await rig.tickAt(`${DAY} 05:44:40`);
    expect((await rowsOf()).has('closingTune')).toBe(false);
  });

  it.each([
    ['move', true],
    ['drop', false],
  ] as const)('that overruns finishes and leaves the rest missed with a reason (%s)', async (overrun, moves) => {
    await start({ overrun, openingTune: null, relay: null });
    // Longer than planned: it does not fit any more.
    await record(2_700);
    await rig.tickAt(`${DAY} 05:29:30`);
    const lost = await rig.row('cds-hang-tuan/2026-W48/vie/first/0');
    expect(lost).toMatchObject({ state: 'missed', reason: 'sessionFull' });
    for (let rounds = 0; rounds < 2; rounds += 1) await rig.tickAt(`${DAY} 05:30`);
    const moved = (await rig.rows()).filter(({ makeUpForId }) => makeUpForId === lost.id);
    expect(moved).toHaveLength(moves ? 1 : 0);
    expect(await rig.incidents('airingMoved')).toHaveLength(moves ? 1 : 0);
    if (moves)
      expect(moved[0]).toMatchObject({ state: 'planned', provisionalStart: at('2026-11-24 05:30'), role: 'makeUp' });
  });

  it.each([
    ['move', true],
    ['drop', false],
  ] as const)('that an emergency made late loses what starts too late, with a reason (%s)', async (overrun, moves) => {
    await start({ overrun, openingTune: null, relay: null, closingTune: null });
    await record(300);
    await rig.tickAt(`${DAY} 05:29:30`);
    const item = await rig.row('cds-hang-tuan/2026-W48/vie/first/0');
    const cue = rig.onlyCue(item.id);
    // The emergency held the output beyond the item's grace; the engine starts no speech after that.
    rig.clock.set(at(`${DAY} 05:40`));
    await rig.ended(cue, { frames: 0, endReason: 'startedTooLate' });
    for (const minute of ['05:41', '05:42']) await rig.tickAt(`${DAY} ${minute}`);
    expect(await rig.row(item.occurrenceKey)).toMatchObject({ state: 'missed', reason: 'startedTooLate' });
    const makeUps = (await rig.rows()).filter(({ makeUpForId }) => makeUpForId === item.id);
    expect(makeUps.map(({ provisionalStart }) => provisionalStart)).toEqual(moves ? [at('2026-11-24 05:30')] : []);
    expect((await rig.schedule.airingView(item.id))?.makeUp?.slot.date).toBe(moves ? undefined : '2026-11-24');
  });
});
