import { PlayedLedger } from './played-ledger';

/** Stream position n is due at n / 48 ms. */
const ledgerOf = (): PlayedLedger => new PlayedLedger((frame) => frame / 48);

describe('PlayedLedger', () => {
  it('counts a frame once it has come out and is due, not when it was mixed', () => {
    const ledger = ledgerOf();
    ledger.accept([{ kind: 'played', id: 'a', at: 4_800, frames: 9_600 }], 0);
    expect(ledger.settle(4_800)).toEqual([]);
    expect(ledger.settle(9_600)).toMatchObject([
      { kind: 'started', id: 'a', tally: { firstFrame: 4_800, frames: 4_800 } },
    ]);
    expect(ledger.end('a', 'outputFailed')).toMatchObject({
      reason: 'outputFailed',
      tally: { frames: 4_800, endMonotonicMs: 200 },
    });
    expect(ledger.settle(99_999)).toEqual([]);
  });

  it('measures the start where the frame was due, or where it was accepted when that was later', () => {
    const onTime = ledgerOf();
    onTime.accept([{ kind: 'played', id: 'a', at: 4_800, frames: 10 }], 40);
    expect(onTime.settle(5_000)).toMatchObject([{ tally: { startMonotonicMs: 100 } }]);
    const late = ledgerOf();
    late.accept([{ kind: 'played', id: 'a', at: 4_800, frames: 10 }], 140);
    expect(late.settle(5_000)).toMatchObject([{ tally: { startMonotonicMs: 140 } }]);
  });

  it('ends an item with all its frames, before the next one starts', () => {
    const ledger = ledgerOf();
    ledger.accept(
      [
        { kind: 'played', id: 'a', at: 0, frames: 100 },
        { kind: 'ended', id: 'a', at: 100, reason: 'completed' },
        { kind: 'played', id: 'b', at: 100, frames: 100 },
      ],
      0,
    );
    expect(ledger.settle(150).map(({ kind, id }) => `${kind} ${id}`)).toEqual(['started a', 'ended a', 'started b']);
    expect(ledger.current).toMatchObject({ id: 'b', tally: { frames: 50 } });
  });

  it('ends an item of which nothing came out with no tally', () => {
    expect(ledgerOf().end('a', 'outputFailed')).toEqual({
      kind: 'ended',
      id: 'a',
      tally: null,
      reason: 'outputFailed',
    });
  });
});
