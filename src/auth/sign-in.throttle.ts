import { Injectable } from '@nestjs/common';
import { Clock } from '../domain/clock';
import { DomainError } from '../domain/errors';
import { lockedUntil, type Failures } from '../domain/sign-in';

/** Wrong passwords that cost nothing yet: people mistype, and an office shares one address. */
const FREE_FOR_NAME = 5;
const FREE_FOR_ADDRESS = 20;
/** After that long without one, wrong passwords are forgotten. */
const FORGOTTEN_AFTER_MS = 3_600_000;
const MOST_KEPT = 10_000;

/**
 * Slows guessing down, for a name whether somebody has it or not, and for an address whatever names it tries. In
 * memory: a restart forgets, and only who runs the machine restarts it.
 */
@Injectable()
export class SignInThrottle {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly clock: Clock) {}

  /** @throws DomainError tooManyAttempts {seconds} */
  check(username: string, address: string | null): void {
    const now = this.clock.now();
    const until = Math.max(
      this.until(`name ${username}`, FREE_FOR_NAME, now),
      this.until(`from ${address ?? ''}`, FREE_FOR_ADDRESS, now),
    );
    if (until > now) throw new DomainError('tooManyAttempts', { seconds: Math.ceil((until - now) / 1000) });
  }

  /** Counted before the password is looked at, so that tries made at once are not all free. */
  count(username: string, address: string | null): void {
    for (const key of [`name ${username}`, `from ${address ?? ''}`]) {
      const count = (this.recent(key, this.clock.now())?.count ?? 0) + 1;
      this.failures.delete(key);
      this.failures.set(key, { count, lastAt: this.clock.now() });
    }
    for (const key of this.failures.keys()) {
      if (this.failures.size <= MOST_KEPT) break;
      this.failures.delete(key);
    }
  }

  /** The password was right after all. */
  forget(username: string, address: string | null): void {
    this.failures.delete(`name ${username}`);
    this.failures.delete(`from ${address ?? ''}`);
  }

  private until(key: string, freeTries: number, now: number): number {
    const failures = this.recent(key, now);
    return failures === undefined ? 0 : lockedUntil(failures, freeTries);
  }

  private recent(key: string, now: number): Failures | undefined {
    const failures = this.failures.get(key);
    return failures !== undefined && now - failures.lastAt < FORGOTTEN_AFTER_MS ? failures : undefined;
  }
}
