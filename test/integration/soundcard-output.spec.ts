import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import { childrenOf, longestGap, OutcomeBook, pause, PlayoutRig, soundOf } from '../support/playout-rig';
import { TestSoundServer } from '../support/sound-server';

const { output } = PlayoutRig;
/** A null sink that idles consumes in blocks of two seconds: opening takes as long. */
const LEAD_MS = 3_200;
/** The null sink's monitor hands over in blocks: its silence may be cut here and there by a few milliseconds. */
const MONITOR_TOLERANCE_FRAMES = 48 * 30;

describe('Playout engine on a sound card (a PulseAudio null sink in its place)', () => {
  const rig = new PlayoutRig();
  const card = new TestSoundServer();
  const book = new OutcomeBook();
  const tone = rig.tone(2);
  let engine: ForkedPlayoutEngine;

  beforeAll(async () => {
    await card.start();
    const device = TestSoundServer.device;
    const outputs = [{ code: output, kind: 'soundcard', device, calibrationMs: 0 } as const];
    engine = await rig.boot(book, outputs, { openLeadMs: 3_000 });
  });
  afterAll(async () => {
    await rig.dispose();
    await card.dispose();
  });

  it('starts by the card at the planned instant and loses no frame of back-to-back items', async () => {
    const recorded = card.record();
    const planned = Date.now() + LEAD_MS;
    await engine.cue(output, rig.cue('one', tone, planned, { blockName: 'loa-that' }));
    await engine.cue(output, rig.cue('two', tone, planned + 2_000, { blockName: 'loa-that' }));
    const started = await book.started('one');
    const ends = await Promise.all([book.ended('one'), book.ended('two')]);
    const heard = await recorded();

    expect(Math.abs(started.start - planned)).toBeLessThan(60);
    for (const ended of ends) expect(ended).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(ends[1].firstFrame! - ends[0].firstFrame! - tone.frames).toBeLessThan(20 * 48);
    const { first, end } = soundOf(heard);
    expect(Math.abs(end - first - 2 * tone.frames)).toBeLessThan(MONITOR_TOLERANCE_FRAMES);
    expect(longestGap(heard)).toBeLessThan(20 * 48);
  });

  it('goes on where it was after the card ran dry, and starts the next item on time again', async () => {
    const recorded = card.record();
    const planned = Date.now() + LEAD_MS;
    await engine.cue(output, rig.cue('dry', tone, planned, { blockName: 'can' }));
    await engine.cue(output, rig.cue('after', tone, planned + 3_500, { blockName: 'can' }));
    await book.started('dry');
    await pause(300);
    process.kill(rig.enginePid(), 'SIGSTOP');
    await pause(700);
    process.kill(rig.enginePid(), 'SIGCONT');
    const dry = await book.ended('dry');
    const after = await book.ended('after');
    const heard = await recorded();

    expect(dry).toMatchObject({ endReason: 'completed', frames: tone.frames });
    // Its end is told as heard: later than its frames alone would take.
    expect(dry.end! - dry.start!).toBeGreaterThan(2_200);
    expect(after).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(Math.abs(after.start! - planned - 3_500)).toBeLessThan(60);
    const { first } = soundOf(heard);
    const second = first + soundOf(heard.subarray(first + 48 * 3_200)).first + 48 * 3_200;
    expect(Math.abs(second - first - 48 * 3_500)).toBeLessThan(MONITOR_TOLERANCE_FRAMES);
  });

  it('loses what plays when aplay dies, and airs the next item', async () => {
    await engine.cue(output, rig.cue('killed', tone, Date.now() + LEAD_MS, { blockName: 'chet' }));
    await book.started('killed');
    for (const pid of childrenOf(rig.enginePid(), 'aplay')) process.kill(pid, 'SIGKILL');
    const killed = await book.ended('killed');
    expect(killed.endReason).toBe('outputFailed');
    expect(killed.frames).toBeLessThan(tone.frames);
    await engine.cue(output, rig.cue('next', tone, Date.now() + LEAD_MS, { blockName: 'song-lai' }));
    expect(await book.ended('next')).toMatchObject({ endReason: 'completed', frames: tone.frames });
  });

  it('counts only what came out when the card hangs', async () => {
    await engine.cue(output, rig.cue('hung', tone, Date.now() + LEAD_MS, { blockName: 'treo' }));
    await book.started('hung');
    card.signal('SIGSTOP');
    const hung = await book.ended('hung');
    card.signal('SIGCONT');
    expect(hung.endReason).toBe('outputFailed');
    expect(hung.frames).toBeGreaterThan(0);
    expect(hung.frames).toBeLessThan(tone.frames / 2);
  });
});

describe('Playout engine on ALSA devices that are no card', () => {
  const rig = new PlayoutRig();
  const tone = rig.tone(1);
  afterAll(() => rig.dispose());

  it('keeps real time on the null device, which swallows everything at once', async () => {
    const book = new OutcomeBook();
    const outputs = [{ code: output, kind: 'soundcard', device: 'null', calibrationMs: 0 } as const];
    const engine = await rig.boot(book, outputs, { openLeadMs: 3_000 });
    await engine.cue(output, rig.cue('null', tone, Date.now() + LEAD_MS));
    const ended = await book.ended('null');
    expect(ended).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(Math.abs(ended.end! - ended.start! - 1_000)).toBeLessThan(20);
    await engine.drain();
  });

  it('reports an item as failed by the output when there is no such device', async () => {
    const book = new OutcomeBook();
    const outputs = [{ code: output, kind: 'soundcard', device: 'khong-co', calibrationMs: 0 } as const];
    const engine = await rig.boot(book, outputs);
    await engine.cue(output, rig.cue('nowhere', tone, Date.now() + 800, { startGraceMs: 500 }));
    expect(await book.ended('nowhere')).toMatchObject({ endReason: 'outputFailed', frames: 0, start: null });
  });
});
