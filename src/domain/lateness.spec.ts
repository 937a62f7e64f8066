import { decideStart } from './lateness';

describe('whether an airing may still start', () => {
  const planned = 1_000_000;

  it.each([
    [-5000, { kind: 'onTime' }],
    [0, { kind: 'onTime' }],
    [1, { kind: 'startLate', lateMs: 1 }],
    [120_000, { kind: 'startLate', lateMs: 120_000 }],
    [120_001, { kind: 'missed', lateMs: 120_001 }],
  ])('%i ms after its planned instant, with 120 s of grace', (lateMs, decision) => {
    expect(decideStart(planned, 120, planned + lateMs)).toEqual(decision);
  });

  it('is missed at once where the programme allows no grace', () => {
    expect(decideStart(planned, 0, planned).kind).toBe('onTime');
    expect(decideStart(planned, 0, planned + 1).kind).toBe('missed');
  });
});
