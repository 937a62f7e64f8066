import { Clock } from '../../src/domain/clock';

/** A clock that a test turns by hand. */
export class FakeClock extends Clock {
  /** @param instant epoch milliseconds UTC */
  constructor(private instant: number) {
    super();
  }

  now(): number {
    return this.instant;
  }

  advance(milliseconds: number): void {
    this.instant += milliseconds;
  }

  set(instant: number): void {
    this.instant = instant;
  }
}
