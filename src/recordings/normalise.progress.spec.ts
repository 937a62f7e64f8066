import fc from 'fast-check';
import { PROGRESS, stageAt } from '../audio/normalise-stages';
import { FakeClock } from '../../test/support/fake-clock';
import { NormaliseProgress, secondsLeft, type WorkProgress } from './normalise.progress';

describe('progress of a normalisation', () => {
  it('names the stage that a share of the work lies in', () => {
    const { decoded, levelled, encoded } = PROGRESS;
    expect([0, decoded, levelled, encoded, 1].map(stageAt)).toEqual([
      ...['decoding', 'levelling', 'encoding', 'verifying', 'verifying'],
    ]);
  });

  it('promises no time before it can tell, and none once all is done', () => {
    expect(secondsLeft(0.04, 10_000)).toBeNull();
    expect(secondsLeft(0.25, 10_000)).toBe(30);
    expect(secondsLeft(1, 10_000)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 100 }), fc.nat(10_000_000), (percent, elapsedMs) => {
        const left = secondsLeft(percent / 100, elapsedMs)!;
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(elapsedMs / 50 + 1);
      }),
    );
  });

  it('lets one work on a recording at a time, and tells everybody of every step', () => {
    const clock = new FakeClock(0);
    const progress = new NormaliseProgress(clock);
    const told: (WorkProgress | null)[] = [];
    progress.listen((_id, step) => told.push(step));
    expect([progress.begin('a'), progress.begin('a'), progress.begin('b')]).toEqual([true, false, true]);
    clock.advance(5_000);
    progress.report('a', 0.5);
    progress.report('unknown', 0.5);
    expect(progress.of('a')).toEqual({ stage: 'encoding', share: 0.5, secondsLeft: 5 });
    progress.end('a');
    expect(progress.of('a')).toBeNull();
    expect(told.map((step) => step?.share ?? null)).toEqual([0, 0, 0.5, null]);
    expect(progress.begin('a')).toBe(true);
  });
});
