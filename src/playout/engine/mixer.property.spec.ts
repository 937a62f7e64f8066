import * as fc from 'fast-check';
import { PLAYOUT_PCM } from '../../audio/playout-args';
import { MAX_WAIT_FRAMES, Mixer, type Mark, type MixItem, type PcmSource, type SourceEnd } from './mixer';

/** Yields frames numbered from `first`, at most `maxRead` at a time; ends with `ending` or never. */
class CountingSource implements PcmSource {
  private given = 0;
  constructor(
    private readonly first: number,
    private readonly frames: number,
    private readonly maxRead = Number.POSITIVE_INFINITY,
    private readonly ending: SourceEnd | null = 'completed',
  ) {}

  get end(): SourceEnd | null {
    return this.given === this.frames ? this.ending : null;
  }

  read(frames: number): Buffer {
    const count = Math.min(frames, this.maxRead, this.frames - this.given);
    const samples = Int16Array.from({ length: count }, (_, i) => this.first + this.given + i);
    this.given += count;
    return Buffer.from(samples.buffer);
  }
}

type Essential = Pick<MixItem, 'id' | 'source' | 'expectedFrames' | 'notBefore' | 'notAfter'>;

/** A NORMAL item that nothing special is asked of. */
function plain(item: Essential & Partial<MixItem>): MixItem {
  const lead = Buffer.alloc(0);
  const terms = { priority: 'NORMAL', ends: 'withSource', interruption: 'resume' } as const;
  return { ...terms, again: () => item.source, lead, endBy: Infinity, ...item };
}

const item = fc.record({ frames: fc.integer({ min: 1, max: 3_000 }), gap: fc.integer({ min: -2_000, max: 2_000 }) });
const chopping = fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 8 });

type Item = { frames: number; gap: number };

/** Items numbered so that every frame of every item has its own value, planned `gap` frames after the one before. */
function perform(
  items: readonly Item[],
  chunks: readonly number[],
  maxRead: number,
): { pcm: Int16Array; marks: Mark[] } {
  const mixer = new Mixer();
  let planned = 0;
  let value = 1;
  for (const [i, { frames, gap }] of items.entries()) {
    planned = Math.max(0, planned + gap);
    mixer.place(
      plain({
        id: `item-${i}`,
        source: new CountingSource(value, frames, maxRead),
        expectedFrames: frames,
        notBefore: planned,
        notAfter: Number.MAX_SAFE_INTEGER,
      }),
    );
    planned += frames;
    value += frames;
  }
  const parts: Buffer[] = [];
  const marks: Mark[] = [];
  const total = 20_000 + value;
  for (let i = 0; mixer.position < total; i += 1) {
    const rendered = mixer.render(Math.min(chunks[i % chunks.length] ?? 1, total - mixer.position));
    parts.push(rendered.pcm);
    marks.push(...rendered.marks);
  }
  const pcm = Buffer.concat(parts);
  return { pcm: new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / PLAYOUT_PCM.bytesPerFrame), marks };
}

describe('Mixer', () => {
  it('plays every frame of every item once, in order, whatever overlaps in the plan', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 6 }),
        chopping,
        fc.integer({ min: 1, max: 999 }),
        (items, chunks, maxRead) => {
          const { pcm, marks } = perform(items, chunks, maxRead);
          const total = items.reduce((sum, { frames }) => sum + frames, 0);
          const sounding = pcm.filter((sample) => sample !== 0);
          expect(sounding.length).toBe(total);
          expect(sounding.every((sample, i) => sample === i + 1)).toBe(true);
          for (const [i, { frames }] of items.entries()) {
            const played = marks.filter((mark) => mark.kind === 'played' && mark.id === `item-${i}`);
            expect(played.reduce((sum, mark) => sum + (mark.kind === 'played' ? mark.frames : 0), 0)).toBe(frames);
            const ends = marks.filter((mark) => mark.kind === 'ended' && mark.id === `item-${i}`);
            expect(ends).toMatchObject([{ reason: 'completed' }]);
          }
        },
      ),
    );
  });

  it('gives the same PCM however it is chopped and however the sources are read', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 5 }),
        chopping,
        chopping,
        fc.integer({ min: 1, max: 999 }),
        (items, a, b, maxRead) => {
          const once = Buffer.from(perform(items, a, maxRead).pcm.buffer);
          expect(once.equals(Buffer.from(perform(items, b, 5_000).pcm.buffer))).toBe(true);
        },
      ),
    );
  });

  it('starts each item exactly at its planned position, or right after the one before', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 6 }), chopping, (items, chunks) => {
        const { marks } = perform(items, chunks, 5_000);
        let planned = 0;
        let free = 0;
        for (const [i, { frames, gap }] of items.entries()) {
          planned = Math.max(0, planned + gap);
          const first = marks.find((mark) => mark.kind === 'played' && mark.id === `item-${i}`);
          expect(first?.at).toBe(Math.max(planned, free));
          free = Math.max(planned, free) + frames;
          planned += frames;
        }
      }),
    );
  });

  it('pauses for a source that lags and gives it up after two seconds, counting what was played', () => {
    const mixer = new Mixer();
    mixer.place(
      plain({
        id: 'a',
        source: new CountingSource(1, 1_000, 400, null),
        expectedFrames: 96_000,
        notBefore: 10,
        notAfter: 10,
      }),
    );
    const marks = mixer.render(1_010 + MAX_WAIT_FRAMES + 5_000).marks;
    expect(marks.at(-1)).toEqual({ kind: 'ended', id: 'a', at: 1_010, reason: 'decoderFailed' });
    expect(mixer.isIdle).toBe(true);
  });

  it('calls an item failed that ends more than a second short', () => {
    const ends = [0, 47_999, 48_001].map((missing) => {
      const mixer = new Mixer();
      mixer.place(
        plain({
          id: 'a',
          source: new CountingSource(1, 100),
          expectedFrames: 100 + missing,
          notBefore: 0,
          notAfter: 0,
        }),
      );
      return mixer.render(200).marks.at(-1);
    });
    expect(ends).toMatchObject([{ reason: 'completed' }, { reason: 'completed' }, { reason: 'decoderFailed' }]);
  });

  it('drops the padding that a decoder gives after the last frame of the rendition', () => {
    const mixer = new Mixer();
    mixer.place(
      plain({ id: 'a', source: new CountingSource(1, 1_047), expectedFrames: 1_000, notBefore: 0, notAfter: 0 }),
    );
    mixer.place(
      plain({ id: 'b', source: new CountingSource(1, 50), expectedFrames: 50, notBefore: 1_000, notAfter: 1_000 }),
    );
    expect(mixer.render(2_000).marks).toEqual([
      { kind: 'played', id: 'a', at: 0, frames: 1_000 },
      { kind: 'ended', id: 'a', at: 1_000, reason: 'completed' },
      { kind: 'played', id: 'b', at: 1_000, frames: 50 },
      { kind: 'ended', id: 'b', at: 1_050, reason: 'completed' },
    ]);
  });

  it('refuses an item whose turn comes after its grace', () => {
    const mixer = new Mixer();
    mixer.place(
      plain({ id: 'long', source: new CountingSource(1, 5_000), expectedFrames: 5_000, notBefore: 0, notAfter: 0 }),
    );
    mixer.place(
      plain({
        id: 'late',
        source: new CountingSource(1, 100),
        expectedFrames: 100,
        notBefore: 1_000,
        notAfter: 4_999,
      }),
    );
    mixer.place(
      plain({
        id: 'patient',
        source: new CountingSource(1, 100),
        expectedFrames: 100,
        notBefore: 1_000,
        notAfter: 5_000,
      }),
    );
    const marks = mixer.render(6_000).marks;
    expect(marks).toContainEqual({ kind: 'ended', id: 'late', at: 5_000, reason: 'startedTooLate' });
    expect(marks).toContainEqual({ kind: 'played', id: 'patient', at: 5_000, frames: 100 });
  });

  it('fades what it cuts within 50 ms and never starts what was cut before its turn', () => {
    const mixer = new Mixer();
    const loud: PcmSource = { end: null, read: (frames) => Buffer.from(new Int16Array(frames).fill(10_000).buffer) };
    mixer.place(plain({ id: 'a', source: loud, expectedFrames: 480_000, notBefore: 0, notAfter: 0 }));
    mixer.place(
      plain({ id: 'b', source: new CountingSource(1, 100), expectedFrames: 100, notBefore: 0, notAfter: 500_000 }),
    );
    mixer.render(1_000);
    mixer.cut('a', 'withdrawn');
    mixer.cut('b', 'withdrawn');
    const { pcm, marks } = mixer.render(4_800);
    const samples = new Int16Array(pcm.buffer, pcm.byteOffset, 4_800);
    expect(samples[0]).toBe(10_000);
    expect(samples[1_200]).toBe(5_000);
    expect([...samples.subarray(2_400)].every((sample) => sample === 0)).toBe(true);
    expect(marks.filter(({ kind }) => kind === 'ended')).toEqual([
      { kind: 'ended', id: 'b', at: 1_000, reason: 'withdrawn' },
      { kind: 'ended', id: 'a', at: 3_400, reason: 'withdrawn' },
    ]);
  });
});
