import fc from 'fast-check';
import { FIRST_ADJUSTMENT, planGain } from './gain-plan';
import { CLEAN_PROFILE } from './loudness';

const level = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const mixes = fc.record({ integratedLufs: level(-60, 0), peakDbfs: level(-50, 15) });
const adjustments = fc.record({ headroomDb: level(0, 6), limiterLossLu: level(0, 3), encoderLossLu: level(-1, 1) });

test('whatever the recording: peaks end under the ceiling, limiting within its allowance, gain never beyond what is wanted', () => {
  fc.assert(
    fc.property(mixes, adjustments, (mix, adjustment) => {
      const plan = planGain(mix, CLEAN_PROFILE, adjustment);
      const peak = mix.peakDbfs + plan.gainDb - plan.limiterReductionDb;
      const wanted = -18 + adjustment.encoderLossLu + adjustment.limiterLossLu - mix.integratedLufs;
      expect(peak).toBeLessThanOrEqual(-1.5 - adjustment.headroomDb + 1e-9);
      expect(plan.limiterReductionDb).toBeGreaterThanOrEqual(0);
      expect(plan.limiterReductionDb).toBeLessThanOrEqual(6);
      expect(plan.gainDb).toBeLessThanOrEqual(wanted + 1e-9);
      // It falls short of the target only when the limiter has given all it may, and limits only when it must.
      expect(plan.exhausted).toBe(plan.gainDb < wanted - 1e-9);
      expect(plan.limiterCeilingDbfs === null).toBe(plan.limiterReductionDb === 0);
    }),
  );
});

test('a louder recording never gets more gain', () => {
  fc.assert(
    fc.property(mixes, level(0, 20), (mix, louderDb) => {
      const louder = { integratedLufs: mix.integratedLufs + louderDb, peakDbfs: mix.peakDbfs + louderDb };
      const [before, after] = [mix, louder].map((each) => planGain(each, CLEAN_PROFILE, FIRST_ADJUSTMENT).gainDb);
      expect(before! - after!).toBeCloseTo(louderDb, 6);
    }),
  );
});
