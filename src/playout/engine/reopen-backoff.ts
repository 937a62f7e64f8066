/** When a failed output may be tried again: waits between attempts double up to a longest one. Instants are monotonic ms. */
export class ReopenBackoff {
  private failures = 0;
  private notBeforeMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly waitMs: { readonly first: number; readonly longest: number }) {}

  get hasFailed(): boolean {
    return this.failures > 0;
  }

  mayTry(nowMs: number): boolean {
    return nowMs >= this.notBeforeMs;
  }

  /** @returns how long to wait now */
  failed(nowMs: number): number {
    const delayMs = Math.min(this.waitMs.longest, this.waitMs.first * 2 ** this.failures);
    this.failures += 1;
    this.notBeforeMs = nowMs + delayMs;
    return delayMs;
  }

  /** @returns whether it had failed before */
  succeeded(): boolean {
    const { hasFailed } = this;
    this.failures = 0;
    return hasFailed;
  }

  /** Something came that cannot wait. */
  tryAtOnce(): void {
    this.notBeforeMs = Number.NEGATIVE_INFINITY;
  }
}
