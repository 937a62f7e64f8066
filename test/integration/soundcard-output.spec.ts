import type { OutputConfig } from '../../src/playout/engine/protocol';
import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import { eventually, OutcomeBook, pause, pcmOf, PlayoutRig, soundOf } from '../support/playout-rig';
import { childrenOf } from '../support/processes';
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
/** A process that stalls between reading the clock and the card's position takes one for later than it is. */
const STALL_FRAMES = 48 * 250;
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
    const heardCard = { ...soundcard(CARD, TestSoundServer.device), monitor: TestSoundServer.monitor };
    const outputs = [heardCard, soundcard('rong', 'null'), soundcard('hong', 'khong-co')];
    engine = await rig.boot(book, outputs);
    firstPlanned = Date.now() + FIRST_LEAD_MS;
    await engine.cue('rong', rig.cue('null', tone, firstPlanned, { blockName: 'rong' }));
    await engine.cue('hong', rig.cue('nowhere', tone, Date.now() + LEAD_MS, { blockName: 'hong' }));
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
    expect(two - one).toBeGreaterThanOrEqual(tone.frames);
    expect(two - one).toBeLessThanOrEqual(tone.frames + PLACING_TOLERANCE_FRAMES);
    // A machine that stalls makes the card run dry, and then fewer positions lie between two instants.
    expect(dry - one).toBeGreaterThanOrEqual(2 * tone.frames);
    expect(dry - one).toBeLessThanOrEqual(48 * 2_500 + STALL_FRAMES);
    // Its end is told as heard: later than its frames alone would take.
    expect(ends[2]!.end! - ends[2]!.start!).toBeGreaterThan(1_000);
    expect(ends[3]!.start!).toBeGreaterThanOrEqual(firstPlanned + 5_500 - 1);
    // Of four seconds nothing is lost and nothing comes twice, whatever pauses lie between.
    expect(Math.abs(soundingFrames(heard) - 4 * tone.frames)).toBeLessThan(MONITOR_TOLERANCE_FRAMES * 4);
  });

  it('keeps as air-check what the sound server lets be heard of it, where it was heard', async () => {
    const ends = await Promise.all(['one', 'two', 'dry', 'after'].map((id) => book.ended(id)));
    const { airCheck, firstFrame } = ends[0]!;
    expect(airCheck).toMatch(/\/loa-that-tra-ve$/);
    const { length } = ends.filter((ended) => ended.airCheck === airCheck);
    await eventually('a closed block', () => rig.files('airChecks', CARD).has('loa-that-tra-ve.mp3'));
    const heard = pcmOf(rig.files('airChecks', CARD).get('loa-that-tra-ve.mp3')!);
    expect(Math.abs(soundingFrames(heard) - length * tone.frames)).toBeLessThan(MONITOR_TOLERANCE_FRAMES * length);
    // Never before it was played; a proof finds what comes up to a second after.
    const late = soundOf(heard).first - firstFrame!;
    expect(late).toBeGreaterThan(-PLACING_TOLERANCE_FRAMES);
    expect(late).toBeLessThan(48_000);
  });

  it('gives an emergency the card that is kept open, at once', async () => {
    await eventually('a closed block', () => rig.files('airChecks').has('loa-that-tra-ve.mp3'));
    const runningBetweenBlocks = aplays();
    const requestedAt = Date.now();
    const order = { priority: 'EMERGENCY', startGraceMs: 60_000, blockName: 'khan-cap' } as const;
    await engine.cue(CARD, rig.cue('khan', tone, requestedAt, order));
    const { start, firstFrame } = await book.started('khan');
    // Nothing but what the card was handed already comes before the chime.
    expect(firstFrame).toBe(CHIME_FRAMES);
    expect(await book.ended('khan')).toMatchObject({ endReason: 'completed', frames: tone.frames });
    expect(runningBetweenBlocks).toHaveLength(1);
    // Not asserted: how fast this machine is at the moment is no property of the code.
    const latencyMs = start - CHIME_FRAMES / 48 - requestedAt;
    process.stdout.write(`request to first chime sample out of an idle sound card: ${latencyMs} ms\n`);
  });

  it('keeps real time on the null device, which swallows everything at once', async () => {
    const ended = await book.ended('null');
    expect(ended).toMatchObject({ endReason: 'completed', frames: tone.frames });
    // A busy machine reads such a device's clock some hundredths off; at once would be nothing at all.
    expect(ended.end! - ended.start!).toBeGreaterThan(800);
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

/** Frames of those hundredths of a second in which something sounds. */
function soundingFrames(pcm: Int16Array): number {
  let frames = 0;
  for (let at = 0; at < pcm.length; at += 480)
    if (pcm.subarray(at, at + 480).some((sample) => Math.abs(sample) > 500)) frames += 480;
  return frames;
}
