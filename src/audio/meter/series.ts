/** A list of numbers that grows by doubling and holds them unboxed: a three-hour recording has 108,000 steps. */
export class Series {
  private values = new Float64Array(1024);
  private length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  /** What was pushed so far; not a copy. */
  get all(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
