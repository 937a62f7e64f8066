import type { PcmSource, SourceEnd } from './mixer';

/** A source whose audio may come later: until then the mixer finds nothing decoded yet, as with any that lags. */
export class DeferredSource implements PcmSource {
  private inner: PcmSource | null = null;
  private fault: SourceEnd | null = null;

  get end(): SourceEnd | null {
    return this.inner === null ? this.fault : this.inner.end;
  }

  read(frames: number): Buffer {
    return this.inner?.read(frames) ?? Buffer.alloc(0);
  }

  open(inner: PcmSource): void {
    this.inner = inner;
  }

  fail(fault: SourceEnd): void {
    this.fault = fault;
  }
}
