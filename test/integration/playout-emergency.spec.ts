import type { ForkedPlayoutEngine } from '../../src/playout/forked.playout-engine';
import type { PlayoutCue, PlayoutOutcome } from '../../src/playout/playout-engine';
import { eventually, OutcomeBook, pause, PlayoutRig, type Tone } from '../support/playout-rig';

const { output } = PlayoutRig;
/** What MP3 smears an edge by, and what of a fade lies under the threshold. */
const EDGE_FRAMES = 10 * 48;
const CHIME_FRAMES = 2 * 48_000;
const FADE_FRAMES = 50 * 48;

type Interrupted = Extract<PlayoutOutcome, { kind: 'interrupted' }>;

describe('An emergency on a real engine', () => {
  const rig = new PlayoutRig();
  let engine: ForkedPlayoutEngine;
  let book: OutcomeBook;
  const talk = rig.tone(3, 400);
  const message = rig.tone(1, 1_500);
  const other = rig.tone(0.7, 2_500);
  const latencies: string[] = [];

  beforeAll(async () => {
    book = new OutcomeBook();
    engine = await rig.boot(book);
  });
  afterAll(async () => {
    await rig.dispose();
    // Not asserted: how fast this machine is at the moment is no property of the code.
    process.stdout.write(`request to first chime sample at the output: ${latencies.join(', ')}\n`);
  });

  const emergency = (id: string, media: Tone, overrides: Partial<PlayoutCue> = {}): PlayoutCue =>
    rig.cue(id, media, Date.now(), {
      priority: 'EMERGENCY',
      startGraceMs: 60_000,
      blockName: 'khan-cap',
      ...overrides,
    });

  const interruptionOf = (id: string): Promise<Interrupted> =>
    eventually(`interruption of ${id}`, () => book.of(id).find((outcome) => outcome.kind === 'interrupted'));

  /** Puts an item on the air and interrupts it in its first second. */
  async function interrupt(name: string, overrides: Partial<PlayoutCue> = {}): Promise<void> {
    await engine.cue(output, rig.cue(name, talk, Date.now() + 800, { blockName: name, ...overrides }));
    await book.started(name);
    await pause(700);
    const requestedAt = Date.now();
    await engine.cue(output, emergency(`khan-${name}`, message));
    const { start } = await book.started(`khan-${name}`);
    latencies.push(`${String(start - CHIME_FRAMES / 48 - requestedAt)} ms (${name})`);
  }

  it('resumes the interrupted item where it was, every frame of it and of the chime on the air', async () => {
    await interrupt('tiep');
    const first = await interruptionOf('tiep');
    const khan = await book.ended('khan-tiep');
    const last = await book.ended('tiep');
    expect(first).toMatchObject({ segment: 0, wholeFrames: first.frames });
    expect(khan).toMatchObject({ endReason: 'completed', frames: message.frames, segment: 0 });
    expect(last).toMatchObject({ endReason: 'completed', segment: 1, wholeFrames: talk.frames });
    expect(first.frames + last.frames).toBe(talk.frames);
    // Chime, over the fade, message and the rest follow each other to the frame.
    const chimeAt = first.firstFrame + first.frames - FADE_FRAMES;
    expect(khan.firstFrame).toBe(chimeAt + CHIME_FRAMES);
    expect(last.firstFrame).toBe(khan.firstFrame! + message.frames);

    const pcm = await rig.recording('tiep.mp3');
    const level = (from: number, frames: number): number => rms(pcm.subarray(from, from + frames));
    // The chime begins while the item still sounds, and has nothing of it left beneath it after the fade.
    const higher = (from: number): number => level(chimeAt + from, FADE_FRAMES - EDGE_FRAMES);
    expect(higher(EDGE_FRAMES)).toBeGreaterThan(1.1 * higher(FADE_FRAMES + EDGE_FRAMES));
    expect(higher(FADE_FRAMES + EDGE_FRAMES) / higher(3 * FADE_FRAMES)).toBeCloseTo(1, 1);
    expect(pitchOf(pcm.subarray(chimeAt + FADE_FRAMES, chimeAt + 11_000))).toBeCloseTo(960, -1.5);
    expect(pitchOf(pcm.subarray(chimeAt + 12_480, chimeAt + 12_480 + 9_600))).toBeCloseTo(770, -1.5);
    expect(pitchOf(pcm.subarray(khan.firstFrame! + 4_800, khan.firstFrame! + 24_000))).toBeCloseTo(1_500, -1.5);
    expect(pitchOf(pcm.subarray(last.firstFrame! + 4_800, last.firstFrame! + 24_000))).toBeCloseTo(400, -1.5);
  });

  it('shows the emergency from the first sample of its chime, and then the interrupted item where it was', async () => {
    const seen: { title: string; priority: string; position: number; peakDbfs: number }[] = [];
    const stop = engine.watch(
      (_output, event) => {
        const { current } = engine.status()[0]!;
        if (event.kind !== 'level' || event.level === null || current === null) return;
        const { title, priority, positionSeconds: position } = current;
        seen.push({ title, priority, position, peakDbfs: event.level.peakDbfs ?? -100 });
      },
      { levels: true },
    );
    await interrupt('xem', { title: 'xem' });
    const first = await interruptionOf('xem');
    const last = await book.ended('xem');
    stop();
    const chime = seen.filter(({ priority, position }) => priority === 'EMERGENCY' && position === 0);
    // All of it but the edges, at ten readings a second.
    expect(chime.length).toBeGreaterThan(CHIME_FRAMES / 4_800 / 2);
    expect(chime.some(({ peakDbfs }) => peakDbfs > -20)).toBe(true);
    const positions = seen.filter(({ title }) => title === 'xem').map(({ position }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    const resumed = positions.filter((position) => position >= first.frames / 48_000);
    expect(resumed.length).toBeGreaterThan((last.frames / 4_800) * 0.5);
  });

  it('begins the interrupted item anew, or gives it up, as its policy says', async () => {
    await interrupt('lai', { interruption: 'restart' });
    expect(await interruptionOf('lai')).toMatchObject({ segment: 0 });
    expect(await book.ended('lai')).toMatchObject({
      ...{ endReason: 'completed', segment: 1, frames: talk.frames, wholeFrames: talk.frames },
    });
    await interrupt('bo', { interruption: 'abandon' });
    const given = await book.ended('bo');
    expect(given).toMatchObject({ endReason: 'interrupted', segment: 0, wholeFrames: given.frames });
    expect(given.frames).toBeLessThan(talk.frames);
    await book.ended('khan-bo');
  });

  it('airs a second emergency after the first, or in its place, and then what they interrupted', async () => {
    await interrupt('hai');
    await engine.cue(output, emergency('khan-xep-sau', other));
    await engine.cue(output, emergency('khan-cho', other));
    await pause(100);
    await engine.cue(output, emergency('khan-thay', other, { onSecond: 'replace' }));
    expect(await book.ended('khan-hai')).toMatchObject({ endReason: 'replaced' });
    expect(await book.ended('khan-xep-sau')).toMatchObject({ endReason: 'replaced', frames: 0 });
    expect(await book.ended('khan-cho')).toMatchObject({ endReason: 'replaced', frames: 0 });
    await book.started('khan-thay');
    await engine.cue(output, emergency('khan-cuoi', other));
    const replaced = await book.ended('khan-thay');
    const queued = await book.ended('khan-cuoi');
    expect([replaced.frames, queued.frames]).toEqual([other.frames, other.frames]);
    expect(queued.firstFrame).toBe(replaced.firstFrame! + other.frames + CHIME_FRAMES);
    expect(await book.ended('hai')).toMatchObject({ endReason: 'completed', wholeFrames: talk.frames });
  });

  it('stops at once, and opens the output by itself when nothing is on the air', async () => {
    await eventually('a closed output', () => rig.files('recordings').has('hai.mp3'));
    const requestedAt = Date.now();
    await engine.cue(output, emergency('khan-le', talk));
    const { start } = await book.started('khan-le');
    latencies.push(`${String(start - CHIME_FRAMES / 48 - requestedAt)} ms (output closed)`);
    await pause(500);
    await engine.withdraw(output, 'khan-le');
    const ended = await book.ended('khan-le');
    expect(ended.endReason).toBe('withdrawn');
    expect(ended.frames).toBeLessThan(talk.frames - 48_000);
    const pcm = await rig.recording('khan-cap.mp3');
    expect(
      pitchOf(pcm.subarray(ended.firstFrame! - CHIME_FRAMES + 480, ended.firstFrame! - CHIME_FRAMES + 10_080)),
    ).toBeCloseTo(960, -1.5);
  });

  it('goes on with the interrupted item when the emergency is missing its file', async () => {
    await engine.cue(output, rig.cue('mat', talk, Date.now() + 800, { blockName: 'mat' }));
    await book.started('mat');
    await engine.cue(output, emergency('khan-mat', { ...message, file: `${message.file}.khong-co` }));
    expect(await book.ended('khan-mat')).toMatchObject({ endReason: 'mediaMissing', frames: 0 });
    expect(await book.ended('mat')).toMatchObject({ endReason: 'completed', wholeFrames: talk.frames });
  });

  it('starts a PRIORITY item at its planned instant in the middle of a NORMAL one', async () => {
    const planned = Date.now() + 800;
    await engine.cue(output, rig.cue('thuong', talk, planned, { blockName: 'uu-tien' }));
    await engine.cue(
      output,
      rig.cue('uu-tien', other, planned + 1_500, { priority: 'PRIORITY', blockName: 'uu-tien' }),
    );
    const priority = await book.ended('uu-tien');
    const normal = await book.ended('thuong');
    const first = await interruptionOf('thuong');
    // In the middle of it: how near to its instant is the bench's to say, for a machine that stalls moves positions.
    expect(Math.abs(priority.firstFrame! - first.firstFrame - 1_500 * 48)).toBeLessThan(500 * 48);
    expect(priority).toMatchObject({ endReason: 'completed', frames: other.frames });
    expect(normal).toMatchObject({ endReason: 'completed', wholeFrames: talk.frames });
  });
});

function rms(pcm: Int16Array): number {
  return Math.sqrt(pcm.reduce((sum, sample) => sum + sample * sample, 0) / pcm.length);
}

/** Hertz, by zero crossings. */
function pitchOf(pcm: Int16Array): number {
  let crossings = 0;
  for (let i = 1; i < pcm.length; i += 1) if ((pcm[i - 1] ?? 0) < 0 !== (pcm[i] ?? 0) < 0) crossings += 1;
  return (crossings * 48_000) / (2 * pcm.length);
}
