import fc from 'fast-check';
import { settleAiring, type DeliveryFact, type SettlementInput } from './settlement';

const delivery = (outputCode: string, frames: number, overrides: Partial<DeliveryFact> = {}): DeliveryFact => ({
  outputCode,
  role: 'transmission',
  frames,
  provedSilent: false,
  reason: 'completed',
  ...overrides,
});

function settlement(overrides: Partial<SettlementInput> = {}) {
  const clusters = [1, 2, 3, 4].map((n) => ({ code: `cum-${String(n)}`, outputCodes: [`loa-${String(n)}`] }));
  return settleAiring({ deliveries: [], clusters, expectedFrames: 100_000, requiredClusterShare: 0.5, ...overrides });
}

describe('settling an airing from its deliveries', () => {
  it('is aired when half of the clusters got 95 % of its frames', () => {
    const deliveries = [delivery('loa-1', 95_000), delivery('loa-2', 100_000)];
    expect(settlement({ deliveries })).toEqual({ state: 'aired', reason: 'completed', clustersReached: 2 });
  });

  it('is partial one frame below 95 %, with the reason of the output that failed', () => {
    const deliveries = [delivery('loa-1', 94_999, { reason: 'outputFailed' }), delivery('loa-2', 100_000)];
    expect(settlement({ deliveries })).toEqual({ state: 'partial', reason: 'outputFailed', clustersReached: 1 });
  });

  it('is missed when nothing went out', () => {
    expect(settlement({ deliveries: [delivery('loa-1', 0, { reason: 'decoderFailed' })] })).toEqual({
      state: 'missed',
      reason: 'decoderFailed',
      clustersReached: 0,
    });
    expect(settlement()).toEqual({ state: 'missed', reason: 'noOutput', clustersReached: 0 });
  });

  it('is partial when the air-checks prove too many of its outputs silent, and for no other reason then', () => {
    const silent = delivery('loa-1', 100_000, { provedSilent: true });
    const deliveries = [silent, delivery('loa-2', 100_000)];
    expect(settlement({ deliveries })).toEqual({ state: 'partial', reason: 'provedSilent', clustersReached: 1 });
    const enough = [...deliveries, delivery('loa-3', 100_000)];
    expect(settlement({ deliveries: enough })).toMatchObject({ state: 'aired', clustersReached: 2 });
  });

  it('never counts a monitor', () => {
    const clusters = [{ code: 'cum-1', outputCodes: ['air-check'] }];
    const deliveries = [delivery('air-check', 100_000, { role: 'monitor' })];
    expect(settlement({ clusters, deliveries })).toEqual({ state: 'missed', reason: 'noOutput', clustersReached: 0 });
  });

  it('is not aired without any addressed cluster, nor with none reached at a share of 0', () => {
    expect(settlement({ clusters: [], deliveries: [delivery('loa-1', 100_000)] }).state).toBe('partial');
    expect(settlement({ requiredClusterShare: 0, deliveries: [delivery('loa-9', 100_000)] }).state).toBe('partial');
  });

  it('says that an output which ended early cut the item short', () => {
    const deliveries = [delivery('loa-1', 50_000)];
    expect(settlement({ deliveries, clusters: [{ code: 'cum-1', outputCodes: ['loa-1'] }] })).toMatchObject({
      state: 'partial',
      reason: 'cutShort',
    });
  });

  it('counts a cluster with two outputs once, served by either', () => {
    const clusters = [{ code: 'cum-1', outputCodes: ['loa-1', 'loa-2'] }];
    const deliveries = [delivery('loa-1', 0, { reason: 'outputFailed' }), delivery('loa-2', 100_000)];
    expect(settlement({ clusters, deliveries })).toMatchObject({ state: 'aired', clustersReached: 1 });
  });

  it('takes the shares exactly, whatever binary fractions make of them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 100 }),
        fc.nat(400),
        (total, percent, reached) => {
          const clusters = Array.from({ length: total }, (_, n) => ({
            code: `c${String(n)}`,
            outputCodes: [`o${String(n)}`],
          }));
          const deliveries = clusters.slice(0, reached).map(({ outputCodes }) => delivery(outputCodes[0]!, 100_000));
          const { state } = settlement({ clusters, deliveries, requiredClusterShare: percent / 100 });
          expect(state === 'aired').toBe(Math.min(reached, total) * 100 >= total * percent && reached > 0);
        },
      ),
      { numRuns: 300, examples: [[100, 55, 55]] },
    );
  });

  it('takes 95 % of the frames exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000_000 }), fc.integer({ min: -2, max: 2 }), (twentieths, around) => {
        const expectedFrames = twentieths * 20;
        const frames = twentieths * 19 + around;
        const clusters = [{ code: 'cum-1', outputCodes: ['loa-1'] }];
        const { state } = settlement({ clusters, expectedFrames, deliveries: [delivery('loa-1', frames)] });
        expect(state === 'aired').toBe(around >= 0);
      }),
    );
  });
});
