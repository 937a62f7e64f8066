import { renameSync, writeFileSync } from 'node:fs';

/** The service's wall clock, set by the test; the machine's own is left alone and monotonic time goes on. */
export class WallClock {
  private offsetMs = 0;

  constructor(private readonly file: string) {
    this.set(0);
  }

  get variables(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DISABLE_SHM: '1',
      NO_FAKE_STAT: '1',
    };
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  step(byMs: number): void {
    this.set(this.offsetMs + byMs);
  }

  private set(offsetMs: number): void {
    this.offsetMs = offsetMs;
    // Read at any instant: never half written.
    const whole = `${this.file}.new`;
    writeFileSync(whole, `${offsetMs < 0 ? '' : '+'}${String(offsetMs / 1000)}\n`);
    renameSync(whole, this.file);
  }
}
