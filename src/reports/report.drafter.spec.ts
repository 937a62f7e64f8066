import { at } from '../../test/support/builders';
import { STATION_TIME_ZONE } from '../domain/station';
import { draftDue } from './report.drafter';

describe('the draft of last month', () => {
  it.each([
    ['2026-11-01 05:59', null],
    ['2026-11-01 06:00', '2026-10'],
    ['2026-11-07 23:59', '2026-10'],
    ['2026-11-08 00:00', null],
    ['2027-01-01 06:00', '2026-12'],
  ])('at %s is %j', (now, month) => {
    expect(draftDue(at(now), STATION_TIME_ZONE)).toBe(month);
  });
});
