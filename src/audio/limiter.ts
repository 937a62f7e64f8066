import { HALF_TAPS, HISTORY, bendOver, interpolatedPeak } from './meter/true-peak';

/** Time from full level to the deepest reduction, and so the look-ahead. */
const ATTACK_SECONDS = 0.005;
/** Time constant of the way back. */
const RELEASE_SECONDS = 0.05;
/** A reduction smaller than this is none. */
const REST = 1e-5;
/** Samples that are decided upon together, and of which the first look tells whether any is high enough. */
const [GRANULE, STRETCH] = [64, 512];

export interface LimiterSettings {
  readonly sampleRateHz: number;
  /** Linear; applied before anything else. */
  readonly gain: number;
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
  private readonly gain: number;
  /** For the samples as they come. */
  private readonly ceiling: number;
  private readonly attackStep: number;
  /** What a sample leaves of the reduction before it. */
  private readonly kept: number;
  /** HISTORY samples that are out already (interpolation needs them), then those still withheld. */
  private samples: Float32Array<ArrayBuffer>;
  private needed = new Float64Array(0);
  private held = 0;
  /** 0 at rest; 1 would be silence. */
  private reduction = 0;

  constructor({ sampleRateHz, gain, ceiling, deepest }: LimiterSettings) {
    const attack = Math.ceil(ATTACK_SECONDS * sampleRateHz);
    // Beyond the ramp: a peak between two samples is only known HALF_TAPS later.
    this.reach = attack + HALF_TAPS;
    this.gain = gain;
    this.ceiling = ceiling / gain;
    this.attackStep = (1 - deepest) / attack;
    this.kept = Math.exp(-1 / (RELEASE_SECONDS * sampleRateHz));
    this.samples = new Float32Array(HISTORY);
  }

  /** Takes samples and gives those that are ready; the array is used again. */
  feed(pcm: Float32Array): Float32Array {
    this.makeRoom(pcm.length);
    this.samples.set(pcm, HISTORY + this.held);
    this.held += pcm.length;
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
    const { samples, needed, held } = this;
    const out = samples.slice(HISTORY, HISTORY + count);
    if (count === 0) return out;
    needed.fill(0, 0, held);
    const isNeeded = findNeeded(samples, needed, held, this.ceiling);
    if (isNeeded) ramp(needed, held, this.attackStep);
    if (isNeeded || this.reduction > 0) this.reduction = follow(out, needed, this.reduction, this.kept, this.gain);
    else amplify(out, this.gain);
    samples.copyWithin(0, count, HISTORY + held);
    this.held -= count;
    return out;
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

// Loops that run long stand alone and touch no fields: V8 enters its compiled code in their middle, and where it learns
// something new of an object it throws that code away.

/** In place. */
export function amplify(pcm: Float32Array, gain: number): void {
  for (let i = 0; i < pcm.length; i += 1) pcm[i] = (pcm[i] ?? 0) * gain;
}

/** Fills `needed` with the reduction that every held sample needs; false when none needs anything. */
function findNeeded(samples: Float32Array, needed: Float64Array, held: number, ceiling: number): boolean {
  const end = HISTORY + held;
  let found = false;
  for (let start = HISTORY; start < end; start += STRETCH) {
    const stop = Math.min(start + STRETCH, end);
    if (isLow(samples, start, stop, end, ceiling)) continue;
    for (let granule = start; granule < stop; granule += GRANULE) {
      const last = Math.min(granule + GRANULE, stop);
      if (isLow(samples, granule, last, end, ceiling)) continue;
      if (examine(samples, needed, granule, last, end, ceiling)) found = true;
    }
  }
  return found;
}

/** No sample near these is within 9 dB of the ceiling, which no point between samples can bridge. */
function isLow(samples: Float32Array, start: number, stop: number, end: number, ceiling: number): boolean {
  const low = ceiling * 0.35;
  const last = Math.min(stop + HALF_TAPS, end);
  for (let i = start - HALF_TAPS; i < last; i += 1) if (Math.abs(samples[i] ?? 0) > low) return false;
  return true;
}

/** The part of `findNeeded` for some samples. */
function examine(
  samples: Float32Array,
  needed: Float64Array,
  start: number,
  stop: number,
  end: number,
  ceiling: number,
): boolean {
  const bend = bendOver(samples, start - HISTORY, Math.min(stop + HALF_TAPS, end));
  let found = false;
  for (let i = start; i < stop; i += 1) {
    const next = i + 1 < end ? (samples[i + 1] ?? 0) : 0;
    const line = Math.max(Math.abs(samples[i] ?? 0), Math.abs(next));
    if (line + bend <= ceiling) continue;
    const isKnown = i + HALF_TAPS < end;
    const peak = Math.max(line, isKnown ? interpolatedPeak(samples, i + HALF_TAPS) : 0);
    if (peak <= ceiling) continue;
    found = true;
    const [here, reduction] = [i - HISTORY, 1 - ceiling / peak];
    if (reduction > (needed[here] ?? 0)) needed[here] = reduction;
    if (i + 1 < end && reduction > (needed[here + 1] ?? 0)) needed[here + 1] = reduction;
  }
  return found;
}

/** Backwards: each sample at most one step above the next, so that the ramp is down when the peak comes. */
function ramp(needed: Float64Array, count: number, attackStep: number): void {
  let next = 0;
  for (let i = count - 1; i >= 0; i -= 1) {
    const here = needed[i] ?? 0;
    next -= attackStep;
    if (here > next) next = here;
    needed[i] = next;
  }
}

/** Amplifies in place, and less where that is needed. @returns the reduction at the end */
function follow(pcm: Float32Array, needed: Float64Array, from: number, kept: number, gain: number): number {
  let reduction = from;
  for (let i = 0; i < pcm.length; i += 1) {
    const here = needed[i] ?? 0;
    reduction *= kept;
    if (here > reduction) reduction = here;
    else if (reduction < REST) reduction = 0;
    pcm[i] = (pcm[i] ?? 0) * gain * (1 - reduction);
  }
  return reduction;
}
