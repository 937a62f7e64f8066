import { canBecome, isSettled, NEXT, type AiringState } from './airing';

const states = Object.keys(NEXT) as AiringState[];

describe('states of an airing', () => {
  it('are settled exactly when the ledger can book them', () => {
    expect(states.filter(isSettled).sort()).toEqual(['aired', 'cancelled', 'excused', 'missed', 'partial']);
  });

  it('reach a settled state from everywhere', () => {
    const settles = (state: AiringState, seen: readonly AiringState[] = []): boolean =>
      isSettled(state) || NEXT[state].some((next) => !seen.includes(next) && settles(next, [...seen, state]));
    expect(states.filter((state) => !settles(state))).toEqual([]);
  });

  it('never air what was not playing, and let nothing but a proof of silence change what was aired', () => {
    expect(states.filter((state) => canBecome(state, 'aired'))).toEqual(['playing']);
    expect(states.filter((state) => canBecome(state, 'partial'))).toEqual(['playing', 'aired']);
    expect(states.filter((state) => canBecome('aired', state))).toEqual(['partial']);
  });

  it('let nothing be cancelled or excused once it is on the air', () => {
    expect(canBecome('playing', 'cancelled')).toBe(false);
    expect(canBecome('playing', 'excused')).toBe(false);
    expect(states.filter((state) => canBecome(state, 'cancelled')).sort()).toEqual(['cued', 'planned']);
  });
});
