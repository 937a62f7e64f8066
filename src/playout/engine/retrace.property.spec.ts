import fc from 'fast-check';
import { Retrace, type Returned } from './retrace';

const FRAME = 96;
const KEEP = 60 * FRAME;
/** So little that most streams are longer than twice of it. */
const SHORT_KEEP = 10 * FRAME;

/** Coded frames: silence is always the same one, no two that sound are. */
const frames = fc
  .array(fc.record({ sounds: fc.boolean(), run: fc.integer({ min: 1, max: 12 }) }), { minLength: 1, maxLength: 12 })
  .map((runs) => {
    let serial = 0;
    return runs.flatMap(({ sounds, run }) =>
      Array.from({ length: run }, () => {
        const frame = Buffer.alloc(FRAME, 7);
        if (sounds) for (let i = 4; i < FRAME; i += 4) frame.writeUInt32LE((serial += 2_654_435) >>> 0, i);
        return frame;
      }),
    );
  });

describe('A stream that comes back', () => {
  it('is placed where it was sent, in whatever pieces it comes and wherever the listener was let in', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.infiniteStream(fc.integer({ min: 1, max: 700 })), (sent, entry, sizes) => {
        const all = Buffer.concat(sent);
        const from = entry % all.length;
        const retrace = new Retrace(SHORT_KEEP);
        const got: { placed: Returned; to: number }[] = [];
        let sentTo = 0;
        for (let to = from; to < all.length;) {
          const end = Math.min(all.length, to + (sizes.next().value as number));
          retrace.remember(all.subarray(sentTo, end));
          sentTo = end;
          const placed = retrace.place(all.subarray(to, end));
          if (placed !== null) got.push({ placed, to: end });
          to = end;
        }
        for (const { placed, to } of got) {
          // Never anything but what was sent there…
          expect(all.subarray(placed.at, placed.at + placed.bytes.length).equals(placed.bytes)).toBe(true);
          // …never later than it truly lies, and a sound where it truly lies.
          expect(placed.at + placed.bytes.length).toBeLessThanOrEqual(to);
          if (placed.bytes.length >= 2 * FRAME && !isSilent(placed.bytes))
            expect(placed.at + placed.bytes.length).toBe(to);
        }
      }),
    );
  });

  it('is found again by a listener that begins anew, with what it was given before', () => {
    const sounding = Buffer.concat(Array.from({ length: 40 }, (_, n) => Buffer.alloc(FRAME, n + 1)));
    const retrace = new Retrace(KEEP);
    retrace.remember(sounding);
    expect(retrace.place(sounding.subarray(0, 2_000))?.at).toBe(0);
    retrace.startOver();
    expect(retrace.place(sounding.subarray(1_000, 3_000))).toEqual({
      at: 1_000,
      bytes: sounding.subarray(1_000, 3_000),
    });
  });

  it('is not placed while another one comes back, and soon after that', () => {
    const retrace = new Retrace(KEEP);
    const sent = Buffer.concat(Array.from({ length: 20 }, (_, n) => Buffer.alloc(FRAME, n + 1)));
    retrace.remember(sent);
    for (let n = 0; n < 5; n += 1) expect(retrace.place(Buffer.alloc(300, 99))).toBeNull();
    expect(retrace.place(sent.subarray(0, 600))).toBeNull();
    expect(retrace.place(sent.subarray(600, 900))).toEqual({ at: 344, bytes: sent.subarray(344, 900) });
  });
});

function isSilent(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 7);
}
