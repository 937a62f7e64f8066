import { LEVEL_FRAME } from './analysis-rate';
import type { PcmWindow } from './pcm-window';

const INITIAL_FRAMES = 4_096;
/** Half decibels below full scale that one byte holds; the last stands for silence. */
const SILENCE = 255;

/** RMS levels of consecutive 20 ms frames in dBFS, to half a decibel: one byte each, 180 kB for an hour. */
export class Levels {
  private bytes = new Uint8Array(INITIAL_FRAMES);
  private count = 0;

  /** @param start position of the first frame */
  constructor(readonly start: number) {}

  /** Whole frames taken so far. */
  get length(): number {
    return this.count;
  }

  /** Takes every whole frame that the window holds up to a position. */
  take(pcm: PcmWindow, until: number): void {
    const from = this.start + this.count * LEVEL_FRAME;
    const frames = Math.floor((Math.min(until, pcm.end) - from) / LEVEL_FRAME);
    if (frames <= 0) return;
    const samples = pcm.copy(from, from + frames * LEVEL_FRAME);
    for (let frame = 0; frame < frames; frame += 1)
      this.push(levelDb(samples.subarray(frame * LEVEL_FRAME, (frame + 1) * LEVEL_FRAME)));
  }

  /** dBFS; −∞ for a frame that is silent or was not taken. */
  at(frame: number): number {
    const byte = frame >= 0 && frame < this.count ? (this.bytes[frame] as number) : SILENCE;
    return byte === SILENCE ? Number.NEGATIVE_INFINITY : -byte / 2;
  }

  private push(level: number): void {
    if (this.count === this.bytes.length) {
      const larger = new Uint8Array(2 * this.count);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.bytes[this.count] = Math.max(0, Math.min(SILENCE, Math.round(-2 * level)));
    this.count += 1;
  }
}

/** RMS level of samples in −1..1, in dBFS. */
export function levelDb(samples: Float32Array): number {
  return 10 * Math.log10(energyOf(samples) / samples.length);
}

/** Sum of squares; a plain loop, since every sample of every air-check passes here. */
export function energyOf(samples: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i += 1) sum += (samples[i] as number) ** 2;
  return sum;
}
