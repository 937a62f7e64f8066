import fc from 'fast-check';
import { aired, pcmStream, RATE, speech, type Airing } from '../../../test/support/sounds';
import { compareAirCheck } from './comparison';

const item = speech(12);

/** The longest stretch of the item that no 20 ms of it rise out of; quieter than −40 dBFS is a pause. */
function longestPauseSeconds(): number {
  const frame = 0.02 * RATE;
  let [longest, pause] = [0, 0];
  for (let at = 0; at + frame <= item.length; at += frame) {
    const energy = item.subarray(at, at + frame).reduce((sum, sample) => sum + sample ** 2, 0);
    pause = energy / frame < 10 ** (-40 / 10) ? pause + frame : 0;
    longest = Math.max(longest, pause);
  }
  return longest / RATE;
}

async function compared(airing: Airing, options: { readonly item?: Float64Array; readonly chunk?: number } = {}) {
  const rendition = options.item ?? item;
  return compareAirCheck({
    rendition: pcmStream(rendition, options.chunk),
    airCheck: pcmStream(aired(rendition, airing), options.chunk),
    leadSamples: RATE,
  });
}

describe('comparing an air-check with its rendition', () => {
  it('finds offset, level and nothing missing, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -7_000, max: 7_000 }).map((samples) => samples + 0.37),
        fc.double({ min: -25, max: 6, noNaN: true }),
        fc.integer({ min: 500, max: 40_000 }),
        async (delay, gainDb, chunk) => {
          const figures = await compared({ delay, gainDb }, { chunk });
          expect(Math.abs(figures.offsetMs! - (delay * 1000) / RATE)).toBeLessThan(0.02);
          expect(Math.abs(figures.driftPpm!)).toBeLessThan(2);
          expect(figures.matchScore).toBeGreaterThan(0.95);
          expect(figures).toMatchObject({ comparedSeconds: 12, silentSeconds: 0, dropouts: [] });
        },
      ),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('measures drift in parts per million, and the offset of the start apart from it', async () => {
    for (const driftPpm of [100, -30]) {
      const figures = await compared({ driftPpm, delay: 40 });
      expect(Math.abs(figures.driftPpm! - driftPpm)).toBeLessThan(3);
      expect(Math.abs(figures.offsetMs! - 5)).toBeLessThan(0.1);
      expect(figures).toMatchObject({ silentSeconds: 0, dropouts: [] });
    }
  });

  it('finds each dropout where it is, under offset, drift, gain and noise', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0, max: 7, noNaN: true }),
        fc.double({ min: 0.7, max: 4, noNaN: true }),
        fc.integer({ min: -4_000, max: 4_000 }),
        fc.integer({ min: -12, max: 3 }),
        async (at, seconds, delay, gainDb) => {
          const figures = await compared({ delay, gainDb, driftPpm: 50, noiseDbfs: -80, silent: [{ at, seconds }] });
          // The item itself pauses: a dropout begins and ends with what sounds in it, for more than three frames.
          const pause = longestPauseSeconds() + 0.1;
          const first = figures.dropouts[0]?.atSeconds ?? -1;
          const end = Math.max(...figures.dropouts.map((each) => each.atSeconds + each.durationSeconds));
          expect(first).toBeGreaterThan(at - 0.03);
          expect(first).toBeLessThan(at + pause);
          expect(end).toBeLessThan(at + seconds + 0.03);
          expect(end).toBeGreaterThan(at + seconds - pause);
          expect(figures.silentSeconds).toBeLessThanOrEqual(seconds + 0.04);
          expect(figures.silentSeconds).toBeGreaterThan(0.3 * seconds - 0.1);
        },
      ),
      { numRuns: 3, endOnFailure: true },
    );
  });

  it('names a dropout at the very start and at the very end', async () => {
    const { dropouts } = await compared({
      silent: [
        { at: 0, seconds: 2 },
        { at: 10, seconds: 2 },
      ],
    });
    expect(dropouts).toHaveLength(2);
    expect(dropouts[0]!.atSeconds).toBeLessThan(0.3);
    expect(dropouts[1]!.atSeconds + dropouts[1]!.durationSeconds).toBeGreaterThan(11.4);
  });

  it('calls silence silence, and finds no offset in it', async () => {
    const figures = await compared({ gainDb: -200, noiseDbfs: -75 });
    expect(figures).toMatchObject({ matchScore: 0, offsetMs: null, driftPpm: null });
    expect(figures.silentSeconds).toBeGreaterThan(6);
  });

  it('never takes another recording for this one, nor for silence', async () => {
    const figures = await compareAirCheck({
      rendition: pcmStream(item),
      airCheck: pcmStream(aired(speech(12, 7))),
      leadSamples: RATE,
    });
    expect(figures.matchScore).toBeLessThan(0.1);
    expect(figures).toMatchObject({ offsetMs: null, silentSeconds: 0, dropouts: [] });
  });

  it('misses nothing where the rendition itself is silent', async () => {
    const pause = new Float64Array(5 * RATE);
    expect(await compared({}, { item: pause })).toEqual({
      comparedSeconds: 5,
      matchScore: null,
      offsetMs: null,
      driftPpm: null,
      silentSeconds: 0,
      dropouts: [],
    });
  });

  it('judges nothing beyond the end of an air-check that was cut short', async () => {
    const figures = await compareAirCheck({
      rendition: pcmStream(item),
      airCheck: pcmStream(aired(item).subarray(0, 9.5 * RATE)),
      leadSamples: RATE,
    });
    expect(figures).toMatchObject({ comparedSeconds: 8.5, silentSeconds: 0, dropouts: [] });
    expect(figures.matchScore).toBeGreaterThan(0.95);
  });

  it('knows an item whose air-check begins with it, and one shorter than a second', async () => {
    const short = speech(0.8, 3);
    const bare = await compareAirCheck({ rendition: pcmStream(short), airCheck: pcmStream(short), leadSamples: 0 });
    expect(bare).toMatchObject({ offsetMs: 0, driftPpm: null, silentSeconds: 0 });
    expect(bare.matchScore).toBeGreaterThan(0.99);
  });

  it('finds the item again after a jump in the air-check', async () => {
    const whole = aired(item);
    const jumped = Float64Array.from([...whole.subarray(0, 8 * RATE), ...whole.subarray(8.4 * RATE)]);
    const figures = await compareAirCheck({
      rendition: pcmStream(item),
      airCheck: pcmStream(jumped),
      leadSamples: RATE,
    });
    expect(figures.matchScore).toBeGreaterThan(0.9);
    expect(figures.silentSeconds).toBeLessThan(0.5);
  });

  it('takes the nearest of a tone’s many places', async () => {
    const tone = Float64Array.from({ length: 4 * RATE }, (_, i) => 0.25 * Math.sin((2 * Math.PI * 1000 * i) / RATE));
    const figures = await compared({ delay: 2, noiseDbfs: -60 }, { item: tone });
    expect(Math.abs(figures.offsetMs! - 0.25)).toBeLessThan(0.02);
    expect(figures.dropouts).toEqual([]);
  });

  it('holds no more of a long item than of a short one, and reads both in step', async () => {
    const pcm = (await pcmStream(speech(60, 4), 60 * RATE).next()).value as Int16Array;
    const read = { rendition: 0, airCheck: 0 };
    let apart = 0;
    const minutes = 15;
    const streamed = async function* (side: 'rendition' | 'airCheck') {
      for (let at = 0; at < minutes * 60; at += 1) {
        read[side] += 1;
        apart = Math.max(apart, Math.abs(read.rendition - read.airCheck));
        yield pcm.subarray((at % 60) * RATE, ((at % 60) + 1) * RATE);
      }
      await Promise.resolve();
    };
    const before = process.memoryUsage().arrayBuffers;
    const figures = await compareAirCheck({
      rendition: streamed('rendition'),
      airCheck: streamed('airCheck'),
      leadSamples: 0,
    });
    expect(figures).toMatchObject({ matchScore: 1, comparedSeconds: minutes * 60, driftPpm: 0, silentSeconds: 0 });
    expect(apart).toBeLessThanOrEqual(3);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40e6);
  });
});
