import type { UnitOfWork } from './unit-of-work';

const LONGEST_MS = 10_000;

/**
 * What was read since the last write, at most some seconds ago. For what is only shown and takes long to work out: the
 * blocks of a page, and whoever else looks at it, share it. What a write rests on is read inside its own run.
 */
export class Recent<T> {
  private kept: { readonly writtenRuns: number; readonly at: number; readonly value: Promise<T> } | null = null;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @param now epoch milliseconds of the clock that `read` goes by */
  async at(now: number, read: () => Promise<T>): Promise<T> {
    const { writtenRuns } = this.unitOfWork;
    const { kept } = this;
    if (kept?.writtenRuns === writtenRuns && Math.abs(now - kept.at) < LONGEST_MS) return kept.value;
    const value = read();
    this.kept = { writtenRuns, at: now, value };
    // What could not be read is read anew by the next who asks.
    value.catch(() => (this.kept = null));
    return value;
  }
}
