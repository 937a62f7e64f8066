import { adjustAfterEncoding, adjustAfterLimiting, FIRST_ADJUSTMENT, overshootDb, planGain } from './gain-plan';
import { CLEAN_PROFILE } from './loudness';

const plan = (integratedLufs: number, peakDbfs: number): ReturnType<typeof planGain> =>
  planGain({ integratedLufs, peakDbfs }, CLEAN_PROFILE, FIRST_ADJUSTMENT);

const LIMITER_CEILING_DBFS = -2;

describe('planGain', () => {
  test('linear when the peaks stay under the ceiling with its headroom', () => {
    expect(plan(-30, -14)).toEqual({
      gainDb: 12,
      limiterCeilingDbfs: null,
      limiterReductionDb: 0,
      exhausted: false,
    });
  });

  test('limits the overshoot alone', () => {
    expect(plan(-30, -11)).toEqual({
      gainDb: 12,
      limiterCeilingDbfs: LIMITER_CEILING_DBFS,
      limiterReductionDb: 3,
      exhausted: false,
    });
  });

  test('gives way in gain where 6 dB of limiting is not enough', () => {
    expect(plan(-30, -4)).toEqual({
      gainDb: 8,
      limiterCeilingDbfs: LIMITER_CEILING_DBFS,
      limiterReductionDb: 6,
      exhausted: true,
    });
  });
});

describe('adjustAfterLimiting', () => {
  test('adds what the limiter took, and what it will take of that', () => {
    const next = adjustAfterLimiting(-18.4, plan(-30, -11), CLEAN_PROFILE, FIRST_ADJUSTMENT);
    expect(next?.adjustment.limiterLossLu).toBeCloseTo(0.48, 6);
  });

  test('wants another measurement only where a large answer may miss', () => {
    const isSure = (measuredLufs: number): boolean | undefined =>
      adjustAfterLimiting(measuredLufs, plan(-30, -11), CLEAN_PROFILE, FIRST_ADJUSTMENT)?.isSure;
    expect([-18.5, -17.5, -18.7, -17.3].map(isSure)).toEqual([true, true, false, false]);
  });

  test('is content near the target, and when nothing more is allowed', () => {
    expect(adjustAfterLimiting(-18.09, plan(-30, -11), CLEAN_PROFILE, FIRST_ADJUSTMENT)).toBeNull();
    expect(adjustAfterLimiting(-22, plan(-30, -3.5), CLEAN_PROFILE, FIRST_ADJUSTMENT)).toBeNull();
  });

  test('aims above the target by what the encoder takes', () => {
    const used = { ...FIRST_ADJUSTMENT, encoderLossLu: 0.5 };
    expect(adjustAfterLimiting(-17.5, plan(-30, -11), CLEAN_PROFILE, used)).toBeNull();
  });
});

describe('adjustAfterEncoding', () => {
  const after = (integratedLufs: number, truePeakDbtp: number): ReturnType<typeof adjustAfterEncoding> =>
    adjustAfterEncoding({ integratedLufs, truePeakDbtp }, plan(-30, -11), CLEAN_PROFILE, FIRST_ADJUSTMENT);

  test('keeps a file on target and under the ceiling', () => {
    expect(after(-18.1, -1.6)).toBeNull();
  });

  test('does not trust a printed −1.5, which may be −1.46', () => {
    expect(overshootDb(-1.5, CLEAN_PROFILE)).toBeGreaterThan(0);
    expect(after(-18.1, -1.5)?.headroomDb).toBeGreaterThan(FIRST_ADJUSTMENT.headroomDb);
  });

  test('lowers the limiter by the overshoot and a little more', () => {
    expect(after(-18, -0.9)?.headroomDb).toBeCloseTo(0.5 + 0.65 + 0.1, 6);
  });

  test('goes further when that was not enough', () => {
    const used = { ...FIRST_ADJUSTMENT, headroomDb: 1.5 };
    const encoded = { integratedLufs: -18, truePeakDbtp: -1.35 };
    const next = adjustAfterEncoding(encoded, plan(-30, -11), CLEAN_PROFILE, used);
    expect(next?.headroomDb).toBeCloseTo(1.5 + 0.2 + 0.5, 6);
  });

  test('remembers what the encoder took', () => {
    expect(after(-18.5, -2)).toMatchObject({ headroomDb: 0.5, encoderLossLu: 0.5 });
  });
});
