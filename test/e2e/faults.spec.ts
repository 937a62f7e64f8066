import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultStation, type LogRow, type Sound } from '../support/fault-station';
import { childrenOf } from '../support/processes';
import { remove, Service, signalAll, until } from '../support/service';
import { WallClock } from '../support/wall-clock';

jest.setTimeout(180_000);

const SETTLED = ['aired', 'partial', 'missed', 'cancelled'];
/** MP3 smears a tone's edges, and an output that is cut takes what was mixed ahead with it. */
const EDGE_FRAMES = 12_000;
const SECOND = 48_000;
const HOUR_MS = 3_600_000;
/** A quarter of the steps: what a machine under load may be late by is none of this test's business. */
const LATE_FRAMES = 24_000;

const LONG_HZ = 400;
/** Where and by which tone each airing is heard: no other airing has the same of both. */
const KILLED = { hertz: LONG_HZ, output: 'loa-1' } as const;
const AFTER_KILLED = { hertz: 800, output: 'loa-1' } as const;
const SUSPENDED = { hertz: 1_200, output: 'loa-1' } as const;
const SUSPENDED_TOO_LONG = { hertz: 1_200, output: 'loa-2' } as const;
const CUT = { hertz: LONG_HZ, output: 'loa-2' } as const;
const IN_THE_DARK = { hertz: 1_600, output: 'loa-1' } as const;
const TOO_LONG_IN_THE_DARK = { hertz: 1_200, output: 'loa-3' } as const;
const LOCKED = { hertz: 1_600, output: 'loa-3' } as const;
const LOCKED_OUT = { hertz: 1_600, output: 'loa-2' } as const;
const FIRST = { hertz: LONG_HZ, output: 'loa-4' } as const;
const SOONER = { hertz: 1_200, output: 'loa-4' } as const;
const LATER = { hertz: 1_600, output: 'loa-4' } as const;
const BEFORE_THE_HOUR = { hertz: 800, output: 'loa-3' } as const;
const RELIVED = { hertz: 800, output: 'loa-2' } as const;
const SKIPPED = { hertz: 800, output: 'loa-4' } as const;

describe('one day of faults: the same station, with power and without', () => {
  const station = new FaultStation();
  const clock = new WallClock(join(station.directory.root, 'wall-clock'));
  let service: Service;

  beforeAll(async () => {
    service = await Service.start(station.directory, { TZ: 'Pacific/Kiritimati' });
    await station.record(service, { [LONG_HZ]: 5, 800: 2, 1_200: 2, 1_600: 2 });
  });
  afterAll(async () => {
    await service.stop();
    remove(station.directory);
  });

  const heard = ({ hertz, output }: Sound) => station.heard(hertz, output);
  const settled = (id: string) => service.airingInState(id, SETTLED);
  const playing = (id: string) => service.airingInState(id, ['playing']);
  const playingOrOver = (id: string) => service.airingInState(id, ['playing', ...SETTLED]);

  async function expectAiredOnce(id: string, sound: Sound): Promise<void> {
    expect(await settled(id)).toMatchObject({ state: 'aired' });
    const rows = await station.logOf(service, id);
    expect(rows).toMatchObject([{ endReason: 'completed' }]);
    const runs = await captured(sound);
    expect(runs).toHaveLength(1);
    expect(Math.abs(runs[0]!.frames - rows[0]!.frames)).toBeLessThan(EDGE_FRAMES);
  }

  /** The tone as the files hold it, once its output has closed them. */
  async function captured(sound: Sound) {
    await until('outputs to be quiet', async () => {
      const { body } = await service.api('GET', '/api/v1/playout/now');
      const outputs = body.outputs as readonly { readonly state: string }[];
      return outputs.every(({ state }) => state === 'idle') ? true : null;
    });
    return until(`${String(sound.hertz)} Hz in a closed file`, () => Promise.resolve(some(heard(sound))));
  }

  async function expectPartialOnce(id: string, sound: Sound): Promise<void> {
    const airing = await settled(id);
    expect(airing).toMatchObject({ state: 'partial', reason: 'engineLost' });
    expect(airing.makeUpCandidate ?? (await service.api('GET', `/api/v1/airings/${id}`)).body.makeUpCandidate).toEqual(
      expect.objectContaining({ start: expect.any(String) as string }),
    );
    const rows = await station.logOf(service, id);
    expect(rows).toMatchObject([{ endReason: 'engineLost' }]);
    expect(rows[0]!.frames).toBeGreaterThan(0);
    expect(rows[0]!.frames).toBeLessThan(4.5 * SECOND);
    expect(airing.airtimeSeconds).toBeCloseTo(rows[0]!.frames / SECOND, 6);
    const runs = await captured(sound);
    expect(runs).toHaveLength(1);
    // No more is claimed than went out.
    expect(rows[0]!.frames).toBeLessThanOrEqual(runs[0]!.frames + EDGE_FRAMES);
  }

  async function expectMissed(id: string, sound: Sound, reason: string): Promise<void> {
    expect(await settled(id)).toMatchObject({ state: 'missed', reason, airtimeSeconds: 0, measuredStart: null });
    const { body } = await service.api('GET', `/api/v1/airings/${id}`);
    expect(body.makeUpCandidate).toEqual(expect.objectContaining({ start: expect.any(String) as string }));
    expect((await station.logOf(service, id)).every(({ frames }) => frames === 0)).toBe(true);
    expect(heard(sound)).toEqual([]);
  }

  it('plans and logs in the station’s time, whatever the process takes for its own', async () => {
    const at = Math.ceil(Date.now() / 1000) * 1000 + 86_400_000;
    const id = await station.air(service, LOCKED, at);
    const { body } = await service.api('GET', `/api/v1/airings/${id}`);
    expect(body.start).toMatch(/\+07:00$/);
    expect(Date.parse(body.start as string)).toBe(at);
    await service.api('POST', `/api/v1/airings/${id}/cancel`, { reason: 'thử', document: null, actor: 'Lan' });
  });

  it('settles as partial what a killed engine was playing, proposes a make-up, and airs the next', async () => {
    const at = Date.now() + 2_500;
    const killed = await station.air(service, KILLED, at);
    const next = await station.air(service, AFTER_KILLED, at + 5_500);
    await playing(killed);
    await sleep(1_500);
    const [engine] = childrenOf(service.pid, '"code":"loa-1"');
    process.kill(engine!, 'SIGKILL');
    await expectPartialOnce(killed, KILLED);
    await expectAiredOnce(next, AFTER_KILLED);
    const [row] = await station.logOf(service, next);
    expect(Date.parse(row!.start!)).toBeGreaterThanOrEqual(at + 5_499);
  });

  it('suspended over two starts, airs one from its beginning within its grace and misses the other beyond', async () => {
    const at = Date.now() + 7_500;
    const within = await station.air(service, SUSPENDED, at);
    const beyond = await station.air(service, SUSPENDED_TOO_LONG, at);
    await station.setGrace(beyond, 1);
    await Promise.all([within, beyond].map((id) => service.airingInState(id, ['cued'])));
    const asleep = service.processes();
    signalAll(asleep, 'SIGSTOP');
    await sleep(at + 2_500 - Date.now());
    const awakeAt = Date.now();
    signalAll(asleep, 'SIGCONT');
    await expectAiredOnce(within, SUSPENDED);
    const [row] = await station.logOf(service, within);
    expect(Date.parse(row!.start!)).toBeGreaterThanOrEqual(awakeAt - 1_000);
    await expectMissed(beyond, SUSPENDED_TOO_LONG, 'startedTooLate');
  });

  it('after a power cut, with Redis gone for good, knows what was cut, airs what may start late and misses the rest', async () => {
    const at = Date.now() + 6_000;
    const cut = await station.air(service, CUT, at);
    const late = await station.air(service, IN_THE_DARK, at + 7_000);
    const missed = await station.air(service, TOO_LONG_IN_THE_DARK, at + 7_000);
    await station.setGrace(missed, 1);
    await playing(cut);
    await sleep(1_500);
    // Two of the three were cued; none of the two has begun.
    await Promise.all([late, missed].map((id) => service.airingInState(id, ['cued'])));
    await service.powerCut();
    await sleep(Math.max(0, at + 8_500 - Date.now()));
    service = await Service.start(
      { ...station.directory, redisUrl: 'redis://127.0.0.1:1' },
      { TZ: 'America/St_Johns', ...clock.variables },
    );
    await expectPartialOnce(cut, CUT);
    await expectAiredOnce(late, IN_THE_DARK);
    // Within one watchdog round or with the engine's own refusal, whichever comes first.
    await expectMissed(missed, TOO_LONG_IN_THE_DARK, 'engineLost');
  });

  it('without Redis and with the database locked over the start, airs once and records it afterwards', async () => {
    const at = Date.now() + 3_000;
    const cued = await station.air(service, LOCKED, at);
    const uncued = await station.air(service, LOCKED_OUT, at + 6_000);
    await service.airingInState(cued, ['cued']);
    const free = await station.lockDatabase();
    const heardWhileLocked = await until('the item in a closed file', () => Promise.resolve(some(heard(LOCKED))));
    expect(heardWhileLocked).toHaveLength(1);
    await free();
    await expectAiredOnce(cued, LOCKED);
    await expectAiredOnce(uncued, LOCKED_OUT);
    expect((await service.api('GET', '/api/v1/health')).body.checks.redis.status).toBe('down');
  });

  /** Its only log entry, once it has aired in full; measured on a clock that was not set. */
  async function airedRow(id: string): Promise<LogRow> {
    expect(await service.airingInState(id, ['aired', 'partial', 'missed'])).toMatchObject({ state: 'aired' });
    const rows = await station.logOf(service, id);
    expect(rows).toMatchObject([{ endReason: 'completed' }]);
    const [row] = rows;
    const lengthMs = Date.parse(row!.end!) - Date.parse(row!.start!);
    expect(Math.abs(lengthMs - row!.frames / 48)).toBeLessThanOrEqual(1);
    return row!;
  }

  it('starts what follows at the new time, two seconds sooner or later on the stream, and measures as before', async () => {
    const at = clock.now() + 5_000;
    const first = await station.air(service, FIRST, at);
    // Each is cued, within a round of the watchdog, while the one before it plays: the output stays open, and counts
    // its frames through all three.
    const sooner = await station.air(service, SOONER, at + 7_500);
    const later = await station.air(service, LATER, at + 10_000);
    await playingOrOver(first);
    clock.step(2_000);
    await playingOrOver(sooner);
    clock.step(-2_000);
    const rows = [await airedRow(first), await airedRow(sooner), await airedRow(later)] as const;
    // From where the earlier one was planned: what it was late by brings the other no nearer.
    const late = ({ start, plannedStart }: LogRow) => (Date.parse(start!) - Date.parse(plannedStart)) * 48;
    const apart = (a: LogRow, b: LogRow) => b.firstFrame! - a.firstFrame! + late(a);
    expect(Math.abs(apart(rows[0], rows[1]) - 5.5 * SECOND)).toBeLessThan(LATE_FRAMES);
    expect(Math.abs(apart(rows[1], rows[2]) - 4.5 * SECOND)).toBeLessThan(LATE_FRAMES);
  });

  it('lives through an hour again without airing anything again, and loses nothing that is still to come', async () => {
    const at = clock.now() + 2_500;
    const before = await station.air(service, BEFORE_THE_HOUR, at);
    const relived = await station.air(service, RELIVED, at + 3_500);
    await playingOrOver(before);
    clock.step(-HOUR_MS);
    const row = await airedRow(before);
    expect(row.frames).toBeGreaterThan(1.9 * SECOND);
    // A round of the watchdog in the hour before.
    await sleep(2_500);
    const { body } = await service.api('GET', `/api/v1/airings/${relived}`);
    expect(['planned', 'cued']).toContain(body.state);
    const { at: servicesTime } = (await service.api('GET', '/api/v1/playout/now')).body as { at: string };
    expect(Date.parse(servicesTime)).toBeLessThan(at);
    // Back, to just before the first one's planned instant: it comes a second time.
    clock.step(at - 1_500 - clock.now());
    await airedRow(relived);
    await airedRow(before);
  });

  it('misses what an hour set forward has skipped, proposes a make-up, and does not take that back', async () => {
    const skipped = await station.air(service, SKIPPED, clock.now() + 20_000);
    clock.step(HOUR_MS);
    const missed = await service.airingInState(skipped, ['aired', 'partial', 'missed']);
    expect(missed).toMatchObject({ state: 'missed', reason: 'serviceDown' });
    const { body } = await service.api('GET', `/api/v1/airings/${skipped}`);
    expect(body.makeUpCandidate).not.toBeNull();
    clock.step(-HOUR_MS);
    await sleep(2_500);
    expect(await service.airingInState(skipped, ['missed'])).toMatchObject({ revision: body.revision as number });
  });

  it('has aired no occurrence twice in all that, and its log verifies', async () => {
    const { body } = await service.api('GET', '/api/v1/playout/log');
    const deliveries = (body.items as { deliveryId: string }[]).map(({ deliveryId }) => deliveryId);
    expect(new Set(deliveries).size).toBe(deliveries.length);
    for (const sound of [
      KILLED,
      AFTER_KILLED,
      SUSPENDED,
      CUT,
      IN_THE_DARK,
      LOCKED,
      LOCKED_OUT,
      FIRST,
      SOONER,
      LATER,
      BEFORE_THE_HOUR,
      RELIVED,
    ])
      expect(heard(sound)).toHaveLength(1);
    for (const sound of [SUSPENDED_TOO_LONG, TOO_LONG_IN_THE_DARK, SKIPPED]) expect(heard(sound)).toEqual([]);
  });
});

function some<T>(found: readonly T[]): readonly T[] | null {
  return found.length > 0 ? found : null;
}
