import { PLAYOUT_PCM } from '../../audio/playout-args';

/** Levels are taken over a tenth of a second: the most that a meter shows and a listener is sent. */
export const METER_FRAMES = PLAYOUT_PCM.sampleRate / 10;
const FULL_SCALE = 32_768;

/** One tenth of a second of the final mix; null is digital silence. */
export interface MeterReading {
  /** Position after its last frame, a multiple of METER_FRAMES. */
  readonly streamFrame: number;
  readonly peakDbfs: number | null;
  readonly rmsDbfs: number | null;
  /** What sounded at its end. */
  readonly itemId: string | null;
}

/**
 * Measures a stream by position, in stretches that begin at multiples of METER_FRAMES, and gives a reading out only once
 * its stretch has come out. Off, it costs nothing.
 */
export class LevelMeter {
  private isOn = false;
  private peak = 0;
  private squares = 0;
  /** Frames of the stretch in hand; it is begun at its first frame or not at all. */
  private filled = 0;
  private readings: MeterReading[] = [];

  switch(isOn: boolean): void {
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    this.readings = [];
    this.clear();
  }

  /** The next frames of the mix, s16le mono, from stream position `position` on. */
  add(position: number, pcm: Buffer, itemId: string | null): void {
    if (!this.isOn) return;
    const frames = pcm.length / PLAYOUT_PCM.bytesPerFrame;
    const toBoundary = (METER_FRAMES - (position % METER_FRAMES)) % METER_FRAMES;
    for (let at = this.filled > 0 ? 0 : toBoundary; at < frames; at += 1) {
      const sample = pcm.readInt16LE(at * PLAYOUT_PCM.bytesPerFrame);
      this.peak = Math.max(this.peak, Math.abs(sample));
      this.squares += sample * sample;
      this.filled += 1;
      if (this.filled === METER_FRAMES) this.finish(position + at + 1, itemId);
    }
  }

  /** The last stretch that is over by stream position `upTo`, once; earlier ones that nobody asked for are dropped. */
  take(upTo: number): MeterReading | null {
    const over = this.readings.filter(({ streamFrame }) => streamFrame <= upTo);
    this.readings = this.readings.slice(over.length);
    return over.at(-1) ?? null;
  }

  private finish(streamFrame: number, itemId: string | null): void {
    const rms = Math.sqrt(this.squares / METER_FRAMES);
    this.readings.push({ streamFrame, peakDbfs: dbfs(this.peak), rmsDbfs: dbfs(rms), itemId });
    this.clear();
  }

  private clear(): void {
    this.peak = 0;
    this.squares = 0;
    this.filled = 0;
  }
}

function dbfs(amplitude: number): number | null {
  return amplitude === 0 ? null : Math.round(200 * Math.log10(amplitude / FULL_SCALE)) / 10;
}
