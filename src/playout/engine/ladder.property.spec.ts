import * as fc from 'fast-check';
import type { InterruptionPolicy, Priority } from '../../domain/plan';
import { FADE_FRAMES } from './fade';
import { Mixer, type Mark, type MixItem, type PcmSource } from './mixer';

/** Yields one value for ever, at most `maxRead` frames at a time. */
function constant(value: number, maxRead = Number.POSITIVE_INFINITY): PcmSource {
  return { end: null, read: (frames) => Buffer.from(new Int16Array(Math.min(frames, maxRead)).fill(value).buffer) };
}

const CHIME_VALUE = 1_234;
const CHIME_FRAMES = 700;
const CHIME = Buffer.from(new Int16Array(CHIME_FRAMES).fill(CHIME_VALUE).buffer);
const SILENT_CHIME = Buffer.alloc(CHIME.length);
const VALUES: Readonly<Record<Priority, number>> = { NORMAL: 10_000, PRIORITY: 20_000, EMERGENCY: 30_000 };

function itemOf(
  id: string,
  priority: Priority,
  frames: number,
  notBefore: number,
  more: Partial<MixItem> = {},
): MixItem {
  const source = constant(VALUES[priority]);
  const lead = priority === 'EMERGENCY' ? CHIME : Buffer.alloc(0);
  const limits = { notBefore, notAfter: Number.MAX_SAFE_INTEGER, endBy: Number.POSITIVE_INFINITY };
  const again = (): PcmSource => constant(VALUES[priority]);
  return {
    id,
    priority,
    ends: 'withSource',
    interruption: 'resume',
    source,
    again,
    lead,
    expectedFrames: frames,
    ...limits,
    ...more,
  };
}

/** Renders up to a position, in calls of the given sizes. */
function renderTo(mixer: Mixer, end: number, chunks: readonly number[] = [960]): { pcm: Int16Array; marks: Mark[] } {
  const parts: Buffer[] = [];
  const marks: Mark[] = [];
  for (let i = 0; mixer.position < end; i += 1) {
    const rendered = mixer.render(Math.min(chunks[i % chunks.length] ?? 1, end - mixer.position));
    parts.push(rendered.pcm);
    marks.push(...rendered.marks);
  }
  const pcm = Buffer.concat(parts);
  return { pcm: new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2), marks };
}

/** Runs of an item that follow each other without a break: its segments. */
function segmentsOf(marks: readonly Mark[], id: string): { at: number; frames: number }[] {
  const segments: { at: number; frames: number }[] = [];
  for (const mark of marks) {
    if (mark.kind !== 'played' || mark.id !== id) continue;
    const last = segments.at(-1);
    if (last !== undefined && last.at + last.frames === mark.at) last.frames += mark.frames;
    else segments.push({ at: mark.at, frames: mark.frames });
  }
  return segments;
}

const endOf = (marks: readonly Mark[], id: string) => marks.find((mark) => mark.kind === 'ended' && mark.id === id);
const isChime = (sample: number): boolean => sample === CHIME_VALUE;

/** What the chimes alone give, whatever sounds under them: with them less without them. */
function chimesIn(perform: (chime: typeof CHIME) => Int16Array): Int16Array {
  const without = perform(SILENT_CHIME);
  return perform(CHIME).map((sample, i) => sample - (without[i] ?? 0));
}

const chopping = fc.array(fc.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 6 });
const cast = fc.array(
  fc.record({
    priority: fc.constantFrom<Priority>('NORMAL', 'PRIORITY', 'EMERGENCY'),
    interruption: fc.constantFrom<InterruptionPolicy>('resume', 'restart', 'abandon'),
    frames: fc.integer({ min: 1, max: 120_000 }),
    notBefore: fc.integer({ min: 0, max: 150_000 }),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('the priority ladder', () => {
  it('airs what resumes frame exactly in all, never two at once, and gives the same however it is chopped', () => {
    fc.assert(
      fc.property(cast, chopping, chopping, (items, a, b) => {
        const perform = (chunks: readonly number[], chime = CHIME) => {
          const mixer = new Mixer();
          items.forEach(({ priority, interruption, frames, notBefore }, i) => {
            const lead = priority === 'EMERGENCY' ? chime : Buffer.alloc(0);
            mixer.place(itemOf(`i${String(i)}`, priority, frames, notBefore, { interruption, lead }));
          });
          return renderTo(mixer, 1_500_000, [...chunks, 48_000]);
        };
        const { pcm, marks } = perform(a);
        items.forEach(({ interruption, frames }, i) => {
          const segments = segmentsOf(marks, `i${String(i)}`).map((segment) => segment.frames);
          const end = endOf(marks, `i${String(i)}`);
          if (interruption === 'resume') expect(segments.reduce((sum, one) => sum + one, 0)).toBe(frames);
          if (interruption === 'restart') expect(segments.at(-1)).toBe(frames);
          const reason = segments.at(-1) === frames || interruption === 'resume' ? 'completed' : 'interrupted';
          expect(end).toMatchObject({ reason });
        });
        const played = marks.filter((mark) => mark.kind === 'played');
        played.slice(1).forEach((mark, i) => {
          expect(mark.at).toBeGreaterThanOrEqual((played[i]?.at ?? 0) + (played[i]?.frames ?? 0));
        });
        const emergencies = items.filter(({ priority }) => priority === 'EMERGENCY').length;
        // Every chime in full: nothing fades or cuts it.
        const chimes = chimesIn((chime) => perform(a, chime).pcm);
        expect(chimes.filter(isChime).length).toBe(emergencies * CHIME_FRAMES);
        expect(chimes.filter((sample) => sample !== 0 && !isChime(sample))).toHaveLength(0);
        expect(Buffer.compare(Buffer.from(pcm.buffer), Buffer.from(perform(b).pcm.buffer))).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('fades what it interrupts in 50 ms under the chime, sounds every frame of the message, then fades back in', () => {
    const mixer = new Mixer();
    mixer.place(itemOf('bai', 'NORMAL', 96_000, 0));
    const before = renderTo(mixer, 20_000);
    const lead = Buffer.concat(Array.from({ length: 10 }, () => CHIME));
    mixer.place(itemOf('khan', 'EMERGENCY', 10_000, 20_000, { lead }));
    const { pcm, marks } = renderTo(mixer, 200_000);
    const messageAt = 10 * CHIME_FRAMES;
    const resumeAt = messageAt + 10_000;
    const fading = [pcm[0], pcm[FADE_FRAMES / 2], pcm[FADE_FRAMES - 1]];
    expect(fading).toEqual([10_000 + CHIME_VALUE, 5_000 + CHIME_VALUE, 4 + CHIME_VALUE]);
    expect(pcm.subarray(FADE_FRAMES, messageAt).every(isChime)).toBe(true);
    expect(pcm.subarray(messageAt, resumeAt).every((sample) => sample === VALUES.EMERGENCY)).toBe(true);
    expect([pcm[resumeAt], pcm[resumeAt + FADE_FRAMES / 2], pcm[resumeAt + FADE_FRAMES]]).toEqual([0, 5_000, 10_000]);
    expect(segmentsOf([...before.marks, ...marks], 'bai')).toEqual([
      { at: 0, frames: 20_000 + FADE_FRAMES },
      { at: 20_000 + resumeAt, frames: 96_000 - 20_000 - FADE_FRAMES },
    ]);
    expect(marks).toContainEqual({ kind: 'interrupted', id: 'bai', at: 20_000 + FADE_FRAMES });
  });

  it('sounds the first chime sample at the very position reached, whatever plays, ends or waits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90_000 }),
        fc.integer({ min: 0, max: 6_000 }),
        chopping,
        (at, left, chunks) => {
          const chimes = chimesIn((lead) => {
            const mixer = new Mixer();
            mixer.place(itemOf('bai', 'NORMAL', at + left, 0));
            mixer.place(itemOf('sau', 'NORMAL', 1_000, at));
            mixer.place(itemOf('uu-tien', 'PRIORITY', 5_000, at));
            renderTo(mixer, at, chunks);
            mixer.place(itemOf('khan', 'EMERGENCY', 5_000, at, { lead }));
            return renderTo(mixer, at + 10_000, chunks).pcm;
          });
          expect(chimes.findIndex(isChime)).toBe(0);
          expect(chimes.filter(isChime).length).toBe(CHIME_FRAMES);
        },
      ),
    );
  });

  it('keeps a sum of chime and programme at full scale', () => {
    const mixer = new Mixer();
    mixer.place(itemOf('bai', 'NORMAL', 96_000, 0, { source: constant(-32_000) }));
    renderTo(mixer, 100);
    mixer.place(
      itemOf('khan', 'EMERGENCY', 10_000, 100, { lead: Buffer.from(new Int16Array(700).fill(-9_000).buffer) }),
    );
    expect(renderTo(mixer, 200).pcm[0]).toBe(-32_768);
  });

  it('starts a PRIORITY item at its very planned frame, under way of a fade, and waits out a last second', () => {
    const perform = (normalFrames: number) => {
      const mixer = new Mixer();
      mixer.place(itemOf('bai', 'NORMAL', normalFrames, 0));
      mixer.place(itemOf('uu-tien', 'PRIORITY', 1_000, 100_000));
      return segmentsOf(renderTo(mixer, 400_000).marks, 'uu-tien')[0]?.at;
    };
    expect(perform(300_000)).toBe(100_000);
    expect(perform(100_000 - FADE_FRAMES + 48_000)).toBe(100_000 - FADE_FRAMES + 48_000);
  });

  it('keeps a second emergency behind the first, and lets what was interrupted go on after both', () => {
    const mixer = new Mixer();
    mixer.place(itemOf('bai', 'NORMAL', 100_000, 0));
    mixer.place(itemOf('khan-1', 'EMERGENCY', 9_000, 5_000));
    mixer.place(itemOf('khan-2', 'EMERGENCY', 9_000, 6_000));
    const { marks } = renderTo(mixer, 300_000);
    const starts = ['khan-1', 'khan-2'].map((id) => segmentsOf(marks, id)[0]?.at ?? 0);
    expect(starts).toEqual([5_000 + CHIME_FRAMES, 5_000 + CHIME_FRAMES + 9_000 + CHIME_FRAMES]);
    expect(segmentsOf(marks, 'bai')).toHaveLength(2);
  });

  it('ends an emergency that is stopped, in its chime too, within a fade', () => {
    for (const stopAt of [5_300, 8_000]) {
      const mixer = new Mixer();
      mixer.place(itemOf('bai', 'NORMAL', 100_000, 0));
      mixer.place(itemOf('khan', 'EMERGENCY', 48_000, 5_000));
      renderTo(mixer, stopAt);
      mixer.cut('khan', 'withdrawn');
      const { marks } = renderTo(mixer, 200_000);
      expect(endOf(marks, 'khan')).toMatchObject({ reason: 'withdrawn' });
      expect(segmentsOf(marks, 'bai')[0]?.at).toBe(stopAt + FADE_FRAMES);
    }
  });

  it('lets an interrupted item be withdrawn, and go on no more when the hour forbids it', () => {
    const mixer = new Mixer();
    mixer.place(itemOf('bai', 'NORMAL', 100_000, 0, { endBy: 104_000 }));
    mixer.place(itemOf('khan', 'EMERGENCY', 9_000, 5_000));
    expect(endOf(renderTo(mixer, 300_000).marks, 'bai')).toMatchObject({ reason: 'interrupted' });

    const other = new Mixer();
    other.place(itemOf('bai', 'NORMAL', 100_000, 0));
    other.place(itemOf('khan', 'EMERGENCY', 9_000, 5_000));
    renderTo(other, 8_000);
    other.cut('bai', 'withdrawn');
    const { marks } = renderTo(other, 300_000);
    expect(endOf(marks, 'bai')).toMatchObject({ reason: 'withdrawn' });
    expect(segmentsOf(marks, 'bai')).toEqual([]);
  });

  it('waits in silence for a message that is not decoded yet, and loses none of it', () => {
    const mixer = new Mixer();
    let isOpen = false;
    const source: PcmSource = {
      end: null,
      read: (frames) => (isOpen ? constant(VALUES.EMERGENCY).read(frames) : Buffer.alloc(0)),
    };
    mixer.place(itemOf('khan', 'EMERGENCY', 4_000, 0, { source }));
    const first = renderTo(mixer, CHIME_FRAMES + 10_000);
    expect(first.pcm.subarray(CHIME_FRAMES).every((sample) => sample === 0)).toBe(true);
    isOpen = true;
    expect(segmentsOf(renderTo(mixer, 40_000).marks, 'khan')).toEqual([{ at: CHIME_FRAMES + 10_000, frames: 4_000 }]);
  });
});
