import { HALF_TAPS, HISTORY, bendOver, interpolatedPeak } from './meter/true-peak';

/** Time from full level to the deepest reduction, and so the look-ahead. */
const ATTACK_SECONDS = 0.005;
/** Time constant of the way back. */
const RELEASE_SECONDS = 0.05;
/** A reduction smaller than this is none. */
const REST = 1e-5;
/** Samples that are decided upon together, and of which the first look tells whether any is high enough. */
const [GRANULE, STRETCH] = [32, 512];

export interface LimiterSettings {
  readonly sampleRateHz: number;
  /** Linear; no true peak is left above it. */
  readonly ceiling: number;
  /** Linear, the smallest factor that may be needed. */
  readonly deepest: number;
}

/**
 * Look-ahead true-peak limiter over mono PCM. Its gain falls on a straight line so as to arrive at each peak in time, and
 * returns exponentially; where nothing exceeds the ceiling the signal passes untouched. Frames in equal frames out once
 * `finish` was called: what is withheld for the look-ahead comes out then.
 */
export class Limiter {
  private readonly reach: number;
  private readonly attackStep: number;
  /** What a sample leaves of the reduction before it. */
  private readonly kept: number;
  /** HISTORY samples that are out already (interpolation needs them), then those still withheld. */
  private samples: Float32Array<ArrayBuffer>;
  private needed = new Float64Array(0);
  private held = 0;
  /** 0 at rest; 1 would be silence. */
  private reduction = 0;

  constructor(private readonly settings: LimiterSettings) {
    const attack = Math.ceil(ATTACK_SECONDS * settings.sampleRateHz);
    // Beyond the ramp: a peak between two samples is only known HALF_TAPS later.
    this.reach = attack + HALF_TAPS;
    this.attackStep = (1 - settings.deepest) / attack;
    this.kept = Math.exp(-1 / (RELEASE_SECONDS * settings.sampleRateHz));
    this.samples = new Float32Array(HISTORY);
  }

  /** Takes `count` samples and gives those that are ready; the array is used again. */
  feed(pcm: Float32Array, count: number, gain: number): Float32Array {
    this.makeRoom(count);
    amplify(pcm, count, gain, this.samples, HISTORY + this.held);
    this.held += count;
    return this.emit(Math.max(0, this.held - this.reach));
  }

  /** What is left. */
  finish(): Float32Array {
    const left = this.held;
    this.makeRoom(this.reach);
    this.samples.fill(0, HISTORY + left, HISTORY + left + this.reach);
    this.held += this.reach;
    return this.emit(left);
  }

  private emit(count: number): Float32Array {
    const { samples, held } = this;
    const out = new Float32Array(count);
    if (count === 0) return out;
    if (this.needsReduction()) this.reduce(out);
    else if (this.reduction < REST) out.set(samples.subarray(HISTORY, HISTORY + count));
    else this.reduction = recover(samples, out, this.reduction, this.kept);
    samples.copyWithin(0, count, HISTORY + held);
    this.held -= count;
    return out;
  }

  /** Fills `needed` with the reduction that every held sample needs; false when none needs anything. */
  private needsReduction(): boolean {
    const end = HISTORY + this.held;
    let found = false;
    this.needed.fill(0, 0, this.held);
    for (let start = HISTORY; start < end; start += STRETCH) {
      const stop = Math.min(start + STRETCH, end);
      if (this.isLow(start, stop)) continue;
      for (let granule = start; granule < stop; granule += GRANULE) {
        if (this.examine(granule, Math.min(granule + GRANULE, stop))) found = true;
      }
    }
    return found;
  }

  /** The part of `needsReduction` for some samples. */
  private examine(start: number, stop: number): boolean {
    const { samples } = this;
    const { ceiling } = this.settings;
    const end = HISTORY + this.held;
    if (this.isLow(start, stop)) return false;
    const bend = bendOver(samples, start - HISTORY, Math.min(stop + HALF_TAPS, end));
    let found = false;
    for (let i = start; i < stop; i += 1) {
      const line = Math.max(Math.abs(samples[i] ?? 0), Math.abs(samples[i + 1] ?? 0));
      if (line + bend <= ceiling) continue;
      const isKnown = i + HALF_TAPS < end;
      const peak = Math.max(line, isKnown ? interpolatedPeak(samples, i + HALF_TAPS) : 0);
      if (peak <= ceiling) continue;
      found = true;
      this.need(i - HISTORY, 1 - ceiling / peak);
      this.need(i - HISTORY + 1, 1 - ceiling / peak);
    }
    return found;
  }

  private need(index: number, reduction: number): void {
    if (index < this.held && reduction > (this.needed[index] ?? 0)) this.needed[index] = reduction;
  }

  /** No sample near these is within 9 dB of the ceiling, which no point between samples can bridge. */
  private isLow(start: number, stop: number): boolean {
    const { samples } = this;
    const low = this.settings.ceiling * 0.35;
    const end = Math.min(stop + HALF_TAPS, HISTORY + this.held);
    for (let i = start - HALF_TAPS; i < end; i += 1)
      if ((samples[i] ?? 0) > low || (samples[i] ?? 0) < -low) return false;
    return true;
  }

  private reduce(out: Float32Array): void {
    const { samples, needed, held, attackStep, kept } = this;
    ramp(needed, held, attackStep);
    this.reduction = follow(samples, needed, out, this.reduction, kept);
  }

  private makeRoom(count: number): void {
    const needed = this.held + count;
    if (this.samples.length >= HISTORY + needed) return;
    const wider = new Float32Array(HISTORY + needed);
    wider.set(this.samples);
    this.samples = wider;
    this.needed = new Float64Array(needed);
  }
}

// Loops that run long and seldom stand alone: V8 enters its compiled code in their middle, and where fields are touched
// behind the loop it throws that code away each time.

function amplify(pcm: Float32Array, count: number, gain: number, into: Float32Array, at: number): void {
  for (let i = 0; i < count; i += 1) into[at + i] = (pcm[i] ?? 0) * gain;
}

/** Backwards: each sample at most one step above the next, so that the ramp is down when the peak comes. */
function ramp(needed: Float64Array, count: number, attackStep: number): void {
  let next = 0;
  for (let i = count - 1; i >= 0; i -= 1) {
    next = Math.max(needed[i] ?? 0, next - attackStep);
    needed[i] = next;
  }
}

/** @returns the reduction at the end of `out` */
function follow(samples: Float32Array, needed: Float64Array, out: Float32Array, from: number, kept: number): number {
  let reduction = from;
  for (let i = 0; i < out.length; i += 1) {
    reduction = Math.max(needed[i] ?? 0, reduction * kept);
    out[i] = (samples[HISTORY + i] ?? 0) * (1 - reduction);
  }
  return reduction;
}

/** `follow` where nothing more is needed. */
function recover(samples: Float32Array, out: Float32Array, from: number, kept: number): number {
  let reduction = from;
  for (let i = 0; i < out.length; i += 1) {
    reduction *= kept;
    out[i] = (samples[HISTORY + i] ?? 0) * (1 - reduction);
  }
  return reduction;
}
