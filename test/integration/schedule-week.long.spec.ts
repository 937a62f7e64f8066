import { instantOf } from '../../src/domain/calendar';
import { isSettled } from '../../src/domain/airing';
import { overlaps } from '../../src/domain/rundown';
import { aProgramme, at, sonMaiPlan } from '../support/builders';
import type { SentCue } from '../support/fake-playout-engine';
import { ScheduleRig } from '../support/schedule-rig';

const DATES = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28'];
const KEYS = ['bon', 'hai', 'mot', 'nam', 'sau', 'ba'];

/** Deterministic: the same week every time (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One output that plays what it was given, one after the other, and refuses what has become too late. */
class OneOutput {
  private readonly ended = new Set<string>();
  private onAir: { readonly sent: SentCue; readonly lateMs: number; readonly end: number } | null = null;
  private freeAt = 0;

  constructor(private readonly rig: ScheduleRig) {}

  async playUntil(now: number): Promise<void> {
    const waiting = this.rig.engine.sent.filter(({ cue }) => !this.ended.has(cue.deliveryId));
    for (const sent of waiting.sort((a, b) => a.cue.plannedStart - b.cue.plannedStart)) await this.play(sent, now);
  }

  private async play(sent: SentCue, now: number): Promise<void> {
    const { plannedStart, startGraceMs, frames, deliveryId } = sent.cue;
    const start = Math.max(plannedStart, this.freeAt);
    if (this.onAir === null && start <= now) {
      const lateMs = start - plannedStart;
      if (lateMs > startGraceMs) {
        this.ended.add(deliveryId);
        await this.rig.ended(sent, { frames: 0, endReason: 'startedTooLate' });
      } else {
        this.onAir = { sent, lateMs, end: start + Math.ceil(frames / 48) };
        await this.rig.started(sent, { lateMs });
      }
    }
    if (this.onAir?.sent !== sent || this.onAir.end > now) return;
    this.ended.add(deliveryId);
    this.freeAt = this.onAir.end;
    await this.rig.ended(sent, { lateMs: this.onAir.lateMs });
    this.onAir = null;
  }
}

describe('a whole week in which recordings come short, long, late or not at all', () => {
  let rig: ScheduleRig;

  afterEach(() => rig.end());

  it('overlaps nothing, airs nothing twice and settles everything with a reason', async () => {
    rig = await ScheduleRig.start('2026-11-22 08:00');
    const chance = random(1);
    const programmes = KEYS.map((key, index) =>
      aProgramme({
        key,
        cadence: { kind: 'weekly', repeats: 2 },
        placement:
          index === 0
            ? { kind: 'fixedTime', rrule: 'FREQ=DAILY', at: '10:00' }
            : { kind: 'session', rrule: 'FREQ=WEEKLY;BYDAY=MO,WE,TH,SA', sessionCode: 'buoi-sang' },
        priority: index === 3 ? 'PRIORITY' : 'NORMAL',
      }),
    );
    await rig.adopt(sonMaiPlan(2026, { effective: { from: '2026-11-23', to: '2026-11-29' }, programmes }));
    const late: string[] = [];
    for (const key of KEYS) {
      const content = await rig.issue(key, '2026-W48');
      const recording = { seconds: 60 + Math.floor(chance() * 1100), extraFrames: Math.floor(chance() * 48) };
      if (key === 'nam') continue;
      if (key !== 'hai' && key !== 'ba') await rig.record(content, recording);
      else late.push(await rig.record(content, { ...recording, review: 'submitted' }));
    }
    const special = await rig.record(null, { seconds: 240 });
    await rig.oneOff({ recordingId: special, at: '2026-11-26 06:14' }).catch(() => undefined);

    const output = new OneOutput(rig);
    for (const date of DATES) {
      for (const from of ['05:29:30', '09:59:30', '16:59:30']) {
        const begin = instantOf(date, from, 'Asia/Ho_Chi_Minh');
        for (let now = begin; now < begin + 50 * 60_000; now += 90_000) {
          const approved = chance() < 0.01 ? late.pop() : undefined;
          if (approved !== undefined) await rig.approve(approved);
          await rig.tickAt(now);
          await output.playUntil(now);
        }
      }
    }
    await rig.tickAt(at('2026-11-29 08:00'));
    await output.playUntil(at('2026-11-29 08:00'));

    const rows = await rig.rows();
    const ends = rows.map(({ occurrenceKey, state, reason }) => ({ occurrenceKey, state, reason }));
    expect(ends.filter(({ state, reason }) => !isSettled(state) || reason === null)).toEqual([]);
    // The service was up all week, so nothing may say that it was not.
    expect(ends.filter(({ reason }) => reason === 'serviceDown' || reason === 'engineLost')).toEqual([]);
    const cued = rows.flatMap(({ plannedStart, frames }) =>
      plannedStart === null ? [] : [{ start: plannedStart, end: plannedStart + (frames ?? 0) / 48 }],
    );
    expect(cued.length).toBeGreaterThan(5);
    expect(cued.every(({ start }) => Number.isInteger(start))).toBe(true);
    const clashes = cued.filter((one, index) => cued.some((other, at2) => at2 < index && overlaps(one, other)));
    expect(clashes).toEqual([]);
    expect(new Set(rig.engine.sent.map(({ cue }) => cue.airingId)).size).toBe(rig.engine.sent.length);
    expect(await rig.log()).toHaveLength(cued.length);
  });
});
