import { Clock } from '../domain/clock';

/** The machine's wall clock. */
export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}
