import fc from 'fast-check';
import { layOut, overlaps } from './rundown';
import { closingStart, frameSession } from './session-frame';

const length = fc.option(fc.integer({ min: 1, max: 4_000 }));
const parts = fc.record({ openingMs: length, relayMs: length, closingMs: length });
const items = fc
  .array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 8 })
  .map((durations) => durations.map((durationMs, index) => ({ key: String(index), durationMs })));
const busy = fc.array(
  fc.tuple(fc.integer({ min: -500, max: 9_000 }), fc.integer({ min: 1, max: 1_000 })).map(([start, ms]) => ({
    start,
    end: start + ms,
  })),
  { maxLength: 3 },
);

describe('a session with its tunes and relay', () => {
  it('never exceeds its limit, never overlaps itself, and has its parts in order', () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.integer({ min: 1, max: 9_000 }),
        parts,
        items,
        busy,
        (start, ms, frame, wanted, taken) => {
          const session = { start, end: start + ms };
          const framed = frameSession(session, frame);
          const { placed } = layOut(framed.items.start, framed.items.end, taken, wanted);
          const last = placed.at(-1)?.end ?? framed.items.start;
          const closing = frame.closingMs === null ? null : closingStart(session, last, frame.closingMs);
          const end = closing === null ? null : { start: closing, end: closing + (frame.closingMs ?? 0) };
          const whole = [framed.opening, framed.relay, ...placed, end].filter((part) => part !== null);
          for (const [index, part] of whole.entries()) {
            expect(part.start).toBeGreaterThanOrEqual(session.start);
            expect(part.end).toBeLessThanOrEqual(session.end);
            for (const later of whole.slice(index + 1)) {
              expect(overlaps(part, later)).toBe(false);
              expect(later.start).toBeGreaterThanOrEqual(part.end);
            }
          }
          // Whatever items found room, the closing tune finds its own.
          if (placed.length > 0 && frame.closingMs !== null) expect(closing).not.toBeNull();
        },
      ),
    );
  });

  it('puts the relay right after the tune, and the items at the relay’s fixed end', () => {
    const session = { start: 1_000, end: 100_000 };
    expect(frameSession(session, { openingMs: 6_000, relayMs: 30_000, closingMs: 5_000 })).toEqual({
      opening: { start: 1_000, end: 7_000 },
      relay: { start: 7_000, end: 37_000 },
      items: { start: 37_000, end: 95_000 },
    });
    expect(frameSession(session, { openingMs: null, relayMs: null, closingMs: null }).items).toEqual(session);
  });
});
