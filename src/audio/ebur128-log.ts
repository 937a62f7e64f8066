import { type Loudness, LOUDNESS_FLOOR_LUFS, PEAK_FLOOR_DB } from './loudness';

/** What one ebur128 filter instance said. `samplePeakDbfs` is the floor unless the filter measured sample peaks. */
export interface MeterReading extends Loudness {
  readonly samplePeakDbfs: number;
}

const EMPTY: MeterReading = {
  integratedLufs: LOUDNESS_FLOOR_LUFS,
  rangeLu: 0,
  truePeakDbtp: PEAK_FLOOR_DB,
  shortTermMaxLufs: LOUDNESS_FLOOR_LUFS,
  samplePeakDbfs: PEAK_FLOOR_DB,
};

const FRAME = /^\[ebur128@(\w+) @ [^\]]+\] t: *([\d.]+) .*?\bS: *(\S+)/;
const SUMMARY = /^\[ebur128@(\w+) @ [^\]]+\] Summary:/;
const VALUE = /^ +(I|LRA|Peak): +(\S+) (?:LUFS|LU|dBFS)/;

/**
 * Reads the log of ffmpeg's ebur128 filters named `ebur128@NAME`, line by line: frame lines every 100 ms carry the
 * short-term loudness, the summary at the end the rest (one decimal). A filter prints an empty summary when its graph
 * is first negotiated; the last one counts.
 */
export class Ebur128Log {
  private readonly meters = new Map<string, MeterReading>();
  private summaryOf: string | null = null;
  private peakKind: 'samplePeakDbfs' | 'truePeakDbtp' = 'truePeakDbtp';

  /** Takes one line; returns the stream time in seconds when it was a frame line. */
  feed(line: string): number | null {
    const frame = FRAME.exec(line);
    if (frame) return this.takeFrame(frame);
    const summary = SUMMARY.exec(line);
    if (summary) this.summaryOf = summary[1] ?? null;
    else if (this.summaryOf !== null) this.takeSummaryLine(this.summaryOf, line);
    return null;
  }

  /** Figures of the filter `name`; the floors where it said nothing. */
  read(name: string): MeterReading {
    return this.meters.get(name) ?? EMPTY;
  }

  private takeFrame([, name = '', time, shortTerm]: RegExpExecArray): number {
    const { shortTermMaxLufs } = this.read(name);
    this.update(name, { shortTermMaxLufs: Math.max(shortTermMaxLufs, figure(shortTerm, LOUDNESS_FLOOR_LUFS)) });
    return Number(time);
  }

  private takeSummaryLine(name: string, line: string): void {
    if (line.startsWith('  Sample peak:')) this.peakKind = 'samplePeakDbfs';
    else if (line.startsWith('  True peak:')) this.peakKind = 'truePeakDbtp';
    const [, key, value] = VALUE.exec(line) ?? [];
    if (key === 'I') this.update(name, { integratedLufs: figure(value, LOUDNESS_FLOOR_LUFS) });
    else if (key === 'LRA') this.update(name, { rangeLu: figure(value, 0) });
    else if (key === 'Peak') this.update(name, { [this.peakKind]: figure(value, PEAK_FLOOR_DB) });
  }

  private update(name: string, figures: Partial<MeterReading>): void {
    this.meters.set(name, { ...this.read(name), ...figures });
  }
}

/** ffmpeg prints `-inf` and `nan` for what it could not measure. */
function figure(text: string | undefined, floor: number): number {
  const value = Number(text);
  return Number.isFinite(value) ? Math.max(value, floor) : floor;
}
