import { at } from '../../test/support/builders';
import { STATION_TIME_ZONE } from '../domain/station';
import { draftsDue } from './report.drafter';

describe('the drafts of what has just ended', () => {
  it.each([
    ['2026-11-01 05:59', []],
    ['2026-11-01 06:00', ['2026-10']],
    ['2026-11-07 23:59', ['2026-10']],
    ['2026-11-08 00:00', []],
    ['2026-04-01 06:00', ['2026-03', '2026-Q1']],
    ['2026-07-01 06:00', ['2026-06', '2026-Q2', '2026-H1']],
    ['2026-12-01 06:00', ['2026-11', '2026']],
    ['2027-01-01 06:00', ['2026-12', '2026-Q4', '2026-H2', '2026-supplement']],
  ])('at %s are %j', (now, keys) => {
    expect(draftsDue(at(now), STATION_TIME_ZONE)).toEqual(keys);
  });
});
