import { at } from '../../test/support/builders';
import { STATION_TIME_ZONE } from '../domain/station';
import { backupDue } from './backup.service';
import { backupsToRemove, type KeptBackup } from './kept-backups';

it.each([
  ['2026-11-22 00:59', null, false],
  ['2026-11-22 01:00', null, true],
  ['2026-11-22 01:00', '2026-11-21 01:00', true],
  // A station that stood still at night makes it up in the morning, once.
  ['2026-11-22 07:30', '2026-11-21 01:00', true],
  ['2026-11-22 23:50', '2026-11-22 07:30', false],
])('at %s after one of %j a back-up is due: %j', (now, last, due) => {
  expect(backupDue(at(now), '01:00', last === null ? null : at(last), STATION_TIME_ZONE)).toBe(due);
});

const kept = (createdAt: number, problem: string | null = null): KeptBackup => ({
  ...{ name: String(createdAt), stationId: 'x', createdAt, bytes: 1, sha256: '', problem },
});
const removed = (backups: readonly KeptBackup[], keepCount: number) =>
  backupsToRemove(backups, keepCount).map(({ createdAt }) => createdAt);

it('removes sound ones beyond the number, never the last sound one for a damaged one', () => {
  expect(removed([kept(3), kept(2), kept(1)], 2)).toEqual([1]);
  expect(removed([kept(3, 'hỏng'), kept(2), kept(1)], 1)).toEqual([1]);
  expect(removed([kept(3), kept(2, 'hỏng')], 2)).toEqual([2]);
  expect(removed([kept(2, 'hỏng'), kept(1, 'hỏng')], 1)).toEqual([]);
});
