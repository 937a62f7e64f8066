import { airChecksToPurge, type AirCheckFile } from './air-check-retention';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
const ROOMY = { freeBytes: 500, totalBytes: 1_000 };

function aged(...days: number[]): AirCheckFile[] {
  return days.map((age) => ({ path: `${age}`, bytes: 30, modifiedAt: NOW - age * DAY_MS }));
}

function purged(files: readonly AirCheckFile[], freeBytes: number, keepDays = 90): string[] {
  return airChecksToPurge(files, keepDays, { ...ROOMY, freeBytes }, NOW).map(({ path }) => path);
}

describe('airChecksToPurge', () => {
  it('deletes what is past its days and nothing younger', () => {
    expect(purged(aged(1, 91, 90, 200), 500)).toEqual(['200', '91']);
  });

  it('deletes the oldest first until a tenth of the disk is free', () => {
    expect(purged(aged(2, 3, 4, 5, 6), 50)).toEqual(['6', '5']);
    expect(purged(aged(2, 3, 4), 100)).toEqual([]);
  });

  it('keeps the last day however short of room the disk is', () => {
    expect(purged(aged(0.2, 0.9, 1.5), 0)).toEqual(['1.5']);
  });

  it('counts what goes by age towards the room that is wanted', () => {
    expect(purged(aged(10, 95), 70)).toEqual(['95']);
  });
});
