import { datesBetween } from './calendar';
import { proposeMakeUp, type MakeUpInput } from './make-up';
import { at, calendarOf, sonMaiGrid } from '../../test/support/builders';

function proposal(overrides: Partial<MakeUpInput> = {}) {
  return proposeMakeUp({
    periodKey: '2026-W10',
    occurrenceKey: 'cds-hang-tuan/2026-W10/vie/first/0',
    durationSeconds: 600,
    grid: sonMaiGrid,
    calendar: new Map(),
    busy: [],
    sameContent: [],
    notBefore: at('2026-03-02 05:33'),
    horizonDays: 60,
    ...overrides,
  });
}

describe('a make-up airing', () => {
  it('takes the next session of the same week', () => {
    expect(proposal()).toEqual({
      slot: { kind: 'session', date: '2026-03-02', sessionCode: 'buoi-chieu', start: at('2026-03-02 17:00') },
      start: at('2026-03-02 17:00'),
      late: false,
    });
  });

  it('takes a session that starts at the earliest instant, never one under way', () => {
    expect(proposal({ notBefore: at('2026-03-02 17:00') })?.start).toBe(at('2026-03-02 17:00'));
    expect(proposal({ notBefore: at('2026-03-02 17:00') + 1 })?.start).toBe(at('2026-03-03 05:30'));
  });

  it('takes the next month’s or week’s first session when its own has none left, flagged late', () => {
    expect(proposal({ notBefore: at('2026-03-07 17:01') })).toMatchObject({
      start: at('2026-03-09 05:30'),
      late: true,
    });
    const monthly = { periodKey: '2026-03', notBefore: at('2026-03-07 17:01') };
    expect(proposal(monthly)).toMatchObject({ start: at('2026-03-09 05:30'), late: false });
    expect(proposal({ ...monthly, notBefore: at('2026-03-31 18:00') })).toMatchObject({
      start: at('2026-04-01 05:30'),
      late: true,
    });
  });

  it('is in time until the last day of its period', () => {
    expect(proposal({ notBefore: at('2026-03-07 06:00') })).toMatchObject({
      start: at('2026-03-07 17:00'),
      late: false,
    });
    expect(proposal({ periodKey: '2026-03', notBefore: at('2026-03-31 06:00') })).toMatchObject({
      start: at('2026-03-31 17:00'),
      late: false,
    });
  });

  it('of a special belongs to no period and is never late', () => {
    expect(proposal({ periodKey: null, notBefore: at('2026-03-08 00:00') })?.late).toBe(false);
  });

  it('goes after what its session already holds', () => {
    const busy = [
      { start: at('2026-03-02 17:00'), durationSeconds: 900.4 },
      { start: at('2026-03-02 17:30'), durationSeconds: 600 },
    ];
    expect(proposal({ busy })?.start).toBe(at('2026-03-02 17:15') + 400);
  });

  it('leaves a session that it would make too long', () => {
    const busy = [{ start: at('2026-03-02 17:00'), durationSeconds: 2101 }];
    expect(proposal({ busy })?.start).toBe(at('2026-03-03 05:30'));
    expect(proposal({ busy: [{ ...busy[0]!, durationSeconds: 2100 }] })?.start).toBe(at('2026-03-02 17:35'));
  });

  it('passes over the days that the calendar skips', () => {
    expect(proposal({ calendar: calendarOf(['2026-03-02', '2026-03-03']) })?.start).toBe(at('2026-03-04 05:30'));
  });

  it('is not found when nothing is free inside the horizon', () => {
    const calendar = calendarOf(datesBetween('2026-03-02', '2026-03-09'));
    expect(proposal({ calendar, horizonDays: 7 })).toBeNull();
    expect(proposal({ calendar, horizonDays: 8 })?.start).toBe(at('2026-03-10 05:30'));
    expect(proposal({ durationSeconds: 2701 })).toBeNull();
  });
});
