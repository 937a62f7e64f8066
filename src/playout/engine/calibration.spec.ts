import { asHeard } from './calibration';

describe('asHeard', () => {
  const told = { deliveryId: 'd', segment: 0, commandedAt: 1, firstFrame: 7 } as const;

  it('moves what was measured to when listeners heard it', () => {
    expect(asHeard({ kind: 'started', ...told, start: 1_000 }, 250)).toEqual({
      kind: 'started',
      ...told,
      start: 1_250,
    });
  });

  it('leaves an item of which nothing came out without times', () => {
    const nothing = { kind: 'ended', ...told, firstFrame: null, start: null, end: null } as const;
    const outcome = {
      ...nothing,
      frames: 0,
      wholeFrames: 0,
      airCheck: null,
      sha256: 'x',
      endReason: 'outputFailed',
    } as const;
    expect(asHeard(outcome, 250)).toEqual(outcome);
  });
});
