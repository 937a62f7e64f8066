/** Time inside an engine: wall instants to meet the plan, monotonic ones to measure and to pace. */
export interface EngineClock {
  /** Epoch milliseconds UTC with a fraction; steps when the system's clock is set. */
  wallMs(): number;
  /** Milliseconds from an arbitrary origin with a fraction; never steps. */
  monotonicMs(): number;
}

/**
 * Date.now() is cut to whole milliseconds, so each reading places the wall-to-monotonic offset within one
 * millisecond below its true value: the largest reading is the best one, and a reading that contradicts it by
 * more than a millisecond means that the clock was set.
 */
export class SystemEngineClock implements EngineClock {
  private offsetMs = Number.NEGATIVE_INFINITY;

  wallMs(): number {
    const monotonic = this.monotonicMs();
    const reading = Date.now() - monotonic;
    if (reading > this.offsetMs || reading < this.offsetMs - 1.05) this.offsetMs = reading;
    return monotonic + this.offsetMs;
  }

  monotonicMs(): number {
    return performance.now();
  }
}
