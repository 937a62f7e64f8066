import fc from 'fast-check';
import { FADE_FRAMES } from './fade';
import { Mixer, type Mark, type MixItem, type PcmSource, type SourceEnd } from './mixer';

/** Gives full-scale audio except where it lags, for so many frames; then it ends, if it does. */
class Flaky implements PcmSource {
  given = 0;
  private reads = 0;
  constructor(
    private readonly frames: number,
    private readonly fault: SourceEnd | null,
    private readonly lagsEvery: number,
  ) {}

  get end(): SourceEnd | null {
    return this.given >= this.frames ? this.fault : null;
  }

  read(frames: number): Buffer {
    this.reads += 1;
    const count = this.reads % this.lagsEvery === 0 ? 0 : Math.min(frames, this.frames - this.given);
    this.given += count;
    return Buffer.from(new Int16Array(count).fill(10_000).buffer);
  }
}

function item(id: string, more: Partial<MixItem> & Pick<MixItem, 'source' | 'expectedFrames' | 'notBefore'>): MixItem {
  const again = (): PcmSource => more.source;
  const terms = { priority: 'NORMAL', ends: 'withSource', interruption: 'resume', lead: Buffer.alloc(0) } as const;
  return { id, ...terms, again, notAfter: Infinity, endBy: Infinity, ...more };
}

const file = (frames: number): PcmSource => new Flaky(frames, 'completed', Infinity);

function renderTo(mixer: Mixer, end: number, chunks: readonly number[]): Mark[] {
  const marks: Mark[] = [];
  for (let i = 0; mixer.position < end; i += 1)
    marks.push(...mixer.render(Math.min(chunks[i % chunks.length] ?? 1, end - mixer.position)).marks);
  return marks;
}

const played = (marks: readonly Mark[], id: string): Extract<Mark, { kind: 'played' }>[] =>
  marks.filter((mark) => mark.kind === 'played').filter((mark) => mark.id === id);
const sum = (runs: readonly { frames: number }[]): number => runs.reduce((all, { frames }) => all + frames, 0);

const FILE = 5_000;
const scenario = fc.record({
  relay: fc.integer({ min: FADE_FRAMES + 1, max: 40_000 }),
  gives: fc.nat(60_000),
  fault: fc.constantFrom<SourceEnd | null>(null, 'sourceFailed', 'sourceSilent'),
  lagsEvery: fc.integer({ min: 2, max: 9 }),
  gap: fc.nat(20_000),
  hasFiller: fc.boolean(),
  chunks: fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 6 }),
});

describe('A relay and a filler', () => {
  it('never move what is planned after them, whatever the source does, and are counted by what was heard', () => {
    fc.assert(
      fc.property(scenario, ({ relay, gives, fault, lagsEvery, gap, hasFiller, chunks }) => {
        const mixer = new Mixer();
        const live = new Flaky(gives, fault, lagsEvery);
        const itemAt = relay + gap;
        const loop = new Flaky(Infinity, null, Infinity);
        const byTime = { ends: 'byTime' } as const;
        if (hasFiller)
          mixer.place(
            item('filler', {
              ...byTime,
              source: loop,
              priority: 'FILLER',
              notBefore: 0,
              expectedFrames: itemAt,
              endBy: itemAt,
            }),
          );
        mixer.place(item('relay', { ...byTime, source: live, notBefore: 0, expectedFrames: relay, endBy: relay }));
        mixer.place(item('item', { source: file(FILE), notBefore: itemAt, expectedFrames: FILE }));
        const marks = renderTo(mixer, itemAt + FILE + 1, chunks);

        expect(played(marks, 'item')[0]?.at).toBe(itemAt);
        expect(sum(played(marks, 'item'))).toBe(FILE);
        const relayed = played(marks, 'relay');
        expect(sum(relayed)).toBe(live.given);
        for (const { at, frames } of relayed) expect(at + frames).toBeLessThanOrEqual(relay);
        const reasons = marks.flatMap((mark) => (mark.kind === 'ended' && mark.id === 'relay' ? [mark.reason] : []));
        expect(reasons).toHaveLength(1);
        // One that was still giving when its time was over has not failed.
        if (fault === null || sum(relayed) < gives) expect(reasons).toEqual(['completed']);
        else expect(['completed', fault]).toContain(reasons[0]);
        const filled = played(marks, 'filler');
        for (const { at, frames } of filled) expect(at + frames).toBeLessThanOrEqual(itemAt);
        if (!hasFiller) expect(filled).toEqual([]);
      }),
    );
  });

  it('gives the filler all the air that a failed relay leaves, and none while it sounds', () => {
    const mixer = new Mixer();
    const source = new Flaky(10_000, 'sourceFailed', Infinity);
    const filler = new Flaky(Infinity, null, Infinity);
    mixer.place(
      item('filler', {
        source: filler,
        ends: 'byTime',
        priority: 'FILLER',
        notBefore: 0,
        expectedFrames: 40_000,
        endBy: 40_000,
      }),
    );
    mixer.place(item('relay', { source, ends: 'byTime', notBefore: 0, expectedFrames: 30_000, endBy: 30_000 }));
    mixer.place(item('item', { source: file(FILE), notBefore: 40_000, expectedFrames: FILE }));
    const marks = renderTo(mixer, 50_000, [960]);
    expect(sum(played(marks, 'relay'))).toBe(10_000);
    expect(played(marks, 'filler')[0]?.at).toBe(10_000);
    expect(sum(played(marks, 'filler'))).toBe(30_000);
    expect(marks.filter(({ kind }) => kind === 'ended')).toMatchObject([
      { id: 'relay', reason: 'sourceFailed', at: 10_000 },
      { id: 'filler', reason: 'completed', at: 40_000 },
      { id: 'item', reason: 'completed' },
    ]);
  });

  it('is joined late, and ends when it was to end all the same', () => {
    const mixer = new Mixer();
    mixer.place(item('long', { source: file(20_000), notBefore: 0, expectedFrames: 20_000 }));
    const live = new Flaky(Infinity, null, Infinity);
    mixer.place(
      item('relay', { source: live, ends: 'byTime', notBefore: 5_000, expectedFrames: 25_000, endBy: 30_000 }),
    );
    const marks = renderTo(mixer, 40_000, [960]);
    expect(played(marks, 'relay')[0]?.at).toBe(20_000);
    expect(sum(played(marks, 'relay'))).toBe(10_000);
  });
});
