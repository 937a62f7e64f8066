import type { OutputConfig } from '../../src/playout/engine/protocol';
import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import { childrenOf, eventually, longestGap, OutcomeBook, pause, PlayoutRig, soundOf } from '../support/playout-rig';
import { TestSoundServer } from '../support/sound-server';

const CARD = 'loa';
/** Lets an output that is open already prepare an item. */
const LEAD_MS = 800;
/** A null sink that idles consumes in blocks of two seconds: the first opening takes as long. */
const FIRST_LEAD_MS = 3_000;
/** The null sink's monitor hands over in blocks: its silence may be cut here and there by a few milliseconds. */
const MONITOR_TOLERANCE_FRAMES = 48 * 30;
/** The wall clock is read in whole milliseconds. */
const PLACING_TOLERANCE_FRAMES = 48 * 2;
const CHIME_FRAMES = 2 * 48_000;

describe('Playout engines on a sound card (a PulseAudio null sink in its place) and on devices that are none', () => {
  const rig = new PlayoutRig();
  const card = new TestSoundServer();
  const book = new OutcomeBook();
  const tone = rig.tone(1);
  const long = rig.tone(3);
  let engine: ForkedPlayoutEngine;
  let firstPlanned: number;

  const soundcard = (code: string, device: string): OutputConfig => ({
    code,
    kind: 'soundcard',
    device,
    calibrationMs: 0,
  });
  const aplays = (): readonly number[] => childrenOf(rig.enginePid(CARD), 'aplay');

  beforeAll(async () => {
    await card.start();
    const outputs = [soundcard(CARD, TestSoundServer.device), soundcard('rong', 'null'), soundcard('hong', 'khong-co')];
    engine = await rig.boot(book, outputs);
    firstPlanned = Date.now() + FIRST_LEAD_MS;
    await engine.cue('rong', rig.cue('null', tone, firstPlanned, { blockName: 'rong' }));
    await engine.cue('hong', rig.cue('nowhere', tone, Date.now() + LEAD_MS, { startGraceMs: 500, blockName: 'hong' }));
  });
  afterAll(async () => {
    await rig.dispose();
    await card.dispose();
  });

  it('plays items where they were planned, also after the card ran dry, and loses no frame', async () => {
    const recorded = card.record();
    const order = { blockName: 'loa-that' };
    await engine.cue(CARD, rig.cue('one', tone, firstPlanned, order));
    await engine.cue(CARD, rig.cue('two', tone, firstPlanned + 1_000, order));
    await engine.cue(CARD, rig.cue('dry', tone, firstPlanned + 2_500, order));
    await engine.cue(CARD, rig.cue('after', tone, firstPlanned + 5_500, order));
    await book.started('dry');
    await pause(200);
    const pid = rig.enginePid(CARD);
    process.kill(pid, 'SIGSTOP');
    await pause(600);
    process.kill(pid, 'SIGCONT');
    const ids = ['one', 'two', 'dry', 'after'];
    const ends = await Promise.all(ids.map((id) => book.ended(id)));
    const heard = await recorded();

    for (const ended of ends) expect(ended).toMatchObject({ endReason: 'completed', frames: tone.frames });
    const [one, two, dry] = ends.map(({ firstFrame }) => firstFrame ?? 0) as [number, number, number];
    expect(Math.abs(two - one - tone.frames)).toBeLessThanOrEqual(PLACING_TOLERANCE_FRAMES);
    expect(Math.abs(dry - one - 48 * 2_500)).toBeLessThanOrEqual(PLACING_TOLERANCE_FRAMES);
    // Its end is told as heard: later than its frames alone would take.
    expect(ends[2]!.end! - ends[2]!.start!).toBeGreaterThan(1_200);

    const { first } = soundOf(heard);
    const within = (fromMs: number, toMs: number) => heard.subarray(first + 48 * fromMs, first + 48 * toMs);
    const onset = (fromMs: number, toMs: number) => 48 * fromMs + soundOf(within(fromMs, toMs)).first;
    expect(Math.abs(soundOf(within(0, 2_200)).end - 2 * tone.frames)).toBeLessThan(MONITOR_TOLERANCE_FRAMES);
    expect(longestGap(within(0, 2_200))).toBeLessThan(20 * 48);
    expect(Math.abs(onset(2_200, 3_000) - 48 * 2_500)).toBeLessThan(MONITOR_TOLERANCE_FRAMES);
    expect(longestGap(within(2_200, 5_200))).toBeGreaterThan(48 * 200);
    expect(Math.abs(onset(5_200, 6_500) - 48 * 5_500)).toBeLessThan(MONITOR_TOLERANCE_FRAMES);
  });

  it('gives an emergency the card that is kept open, at once', async () => {
    const running = aplays();
    await eventually('a closed block', () => rig.files('airChecks').has('loa-that.mp3'));
    const requestedAt = Date.now();
    const order = { priority: 'EMERGENCY', startGraceMs: 60_000, blockName: 'khan-cap' } as const;
    await engine.cue(CARD, rig.cue('khan', tone, requestedAt, order));
    const { start, firstFrame } = await book.started('khan');
    // Nothing but what the card was handed already comes before the chime.
    expect(firstFrame).toBe(CHIME_FRAMES);
    expect(await book.ended('khan')).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(running).toHaveLength(1);
    expect(aplays()).toEqual(running);
    // Not asserted: how fast this machine is at the moment is no property of the code.
    const latencyMs = start - CHIME_FRAMES / 48 - requestedAt;
    process.stdout.write(`request to first chime sample out of an idle sound card: ${latencyMs} ms\n`);
  });

  it('keeps real time on the null device, which swallows everything at once', async () => {
    const ended = await book.ended('null');
    expect(ended).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(ended.end! - ended.start!).toBeGreaterThanOrEqual(1_000);
  });

  it('reports an item as failed by the output when there is no such device', async () => {
    expect(await book.ended('nowhere')).toMatchObject({ endReason: 'outputFailed', frames: 0, start: null });
  });

  it('loses what plays when aplay dies, and airs the next item', async () => {
    await engine.cue(CARD, rig.cue('killed', long, Date.now() + LEAD_MS, { blockName: 'chet' }));
    await book.started('killed');
    for (const pid of aplays()) process.kill(pid, 'SIGKILL');
    const killed = await book.ended('killed');
    expect(killed.endReason).toBe('outputFailed');
    expect(killed.frames).toBeLessThan(long.frames);

    await engine.cue(CARD, rig.cue('next', tone, Date.now() + LEAD_MS, { blockName: 'song-lai' }));
    expect(await book.ended('next')).toMatchObject({ endReason: 'completed', frames: tone.frames });
  });
});
