import type { EpochMs } from './calendar';

/** How long a session lasts, and how wrong passwords are slowed down. */
export interface SignInRules {
  /** Without a request of the person's own (what a page fetches by itself does not count). */
  readonly idleMinutes: number;
  /** From sign-in, whatever is done. */
  readonly absoluteHours: number;
}

export interface SessionTimes {
  readonly createdAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  readonly endedAt: EpochMs | null;
}

export function isSessionOver({ createdAt, lastSeenAt, endedAt }: SessionTimes, rules: SignInRules, now: EpochMs) {
  if (endedAt !== null) return true;
  return now >= lastSeenAt + rules.idleMinutes * 60_000 || now >= createdAt + rules.absoluteHours * 3_600_000;
}

/** Wrong passwords in a row, for a name or for an address. */
export interface Failures {
  readonly count: number;
  readonly lastAt: EpochMs;
}

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 900_000;

/**
 * Until when nobody may try again: 30 s after as many failures as are free, then twice as long each time, 15 minutes at
 * most. A guesser gets 100 tries a day; whoever locks somebody else out by it does so for a quarter of an hour.
 */
export function lockedUntil({ count, lastAt }: Failures, freeTries: number): EpochMs {
  if (count < freeTries) return lastAt;
  return lastAt + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(count - freeTries, 20));
}

export const SHORTEST_PASSWORD = 10;
const LONGEST_PASSWORD = 200;

/** Length counts; a password that is the name, or one sign over and over, does not. */
export function isPasswordGood(password: string, username: string): boolean {
  const signs = Array.from(password.normalize('NFC'));
  if (signs.length < SHORTEST_PASSWORD || signs.length > LONGEST_PASSWORD) return false;
  return new Set(signs).size >= 5 && !password.toLowerCase().includes(username.toLowerCase());
}
