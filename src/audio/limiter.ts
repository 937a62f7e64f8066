import { HALF_TAPS, HISTORY, bendOver, interpolatedPeak } from './meter/true-peak';

/** Time from full level to the deepest reduction, and so the look-ahead. */
const ATTACK_SECONDS = 0.005;
/** Time constant of the way back. */
const RELEASE_SECONDS = 0.05;
/** A reduction smaller than this is none. */
const REST = 1e-5;
/** Samples that come out together, and of those that are high enough, how many are looked at together. */
const [BLOCK, GRANULE] = [1024, 64];

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
  private readonly attack: number;
  private readonly gain: number;
  /** For the samples as they come. */
  private readonly ceiling: number;
  private readonly attackStep: number;
  /** What a sample leaves of the reduction before it. */
  private readonly kept: number;
  /** HISTORY samples that are out already (interpolation needs them), then those still withheld. */
  private samples = new Float32Array(HISTORY);
  private held = 0;
  /** Of the samples withheld, how many have been looked at. */
  private seen = 0;
  /** The reduction that each sample of the next block needs, and those that its ramp down may lead to. */
  private readonly needed: Float64Array;
  /** The last that needs any; negative when none does. */
  private last = -1;
  /** 0 at rest; 1 would be silence. */
  private reduction = 0;

  constructor({ sampleRateHz, gain, ceiling, deepest }: LimiterSettings) {
    this.attack = Math.ceil(ATTACK_SECONDS * sampleRateHz);
    this.gain = gain;
    this.ceiling = ceiling / gain;
    this.attackStep = (1 - deepest) / this.attack;
    this.kept = Math.exp(-1 / (RELEASE_SECONDS * sampleRateHz));
    // A peak between two samples is the next one's too.
    this.needed = new Float64Array(BLOCK + this.attack + 1);
  }

  /** Takes samples and gives those that are ready. */
  feed(pcm: Float32Array): Float32Array {
    this.makeRoom(pcm.length);
    this.samples.set(pcm, HISTORY + this.held);
    this.held += pcm.length;
    // Beyond the ramp: a peak between two samples is only known HALF_TAPS later.
    return this.emit(Math.max(0, this.held - this.attack - HALF_TAPS));
  }

  /** What is left. */
  finish(): Float32Array {
    return this.feed(new Float32Array(this.attack + HALF_TAPS));
  }

  private emit(count: number): Float32Array {
    const { samples, needed, attack } = this;
    const out = samples.slice(HISTORY, HISTORY + count);
    for (let at = 0; at < count; at += BLOCK) {
      const block = out.subarray(at, at + BLOCK);
      const end = at + block.length + attack;
      this.last = Math.max(this.last, findNeeded(samples, needed, at, this.seen, end, this.ceiling));
      this.seen = end;
      this.level(block);
    }
    samples.copyWithin(0, count, HISTORY + this.held);
    this.held -= count;
    this.seen -= count;
    return out;
  }

  /** In place; `needed` is the next block's then. */
  private level(block: Float32Array): void {
    const { needed, attack, gain, kept } = this;
    if (this.last >= 0) {
      ramp(needed, block.length + attack, this.attackStep);
      this.reduction = follow(block, needed, this.reduction, kept, gain);
      needed.copyWithin(0, block.length).fill(0, needed.length - block.length);
      this.last -= block.length;
    } else if (this.reduction > 0) this.reduction = release(block, this.reduction, kept, gain);
    else amplify(block, gain);
  }

  private makeRoom(count: number): void {
    const needed = HISTORY + this.held + count;
    if (this.samples.length >= needed) return;
    const wider = new Float32Array(needed);
    wider.set(this.samples);
    this.samples = wider;
  }
}

// Loops that run long stand alone and touch no fields: V8 enters its compiled code in their middle, and where it learns
// something new of an object it throws that code away.

/** In place. */
export function amplify(pcm: Float32Array, gain: number): void {
  for (let i = 0; i < pcm.length; i += 1) pcm[i] = (pcm[i] ?? 0) * gain;
}

/**
 * Notes in `needed`, which begins with the withheld sample `at`, the reduction that the samples `from` to `end` need.
 * @returns the last place with any, or −1
 */
function findNeeded(
  samples: Float32Array,
  needed: Float64Array,
  at: number,
  from: number,
  end: number,
  ceiling: number,
): number {
  // No point between samples can bridge 9 dB.
  const low = ceiling * 0.35;
  if (largest(samples, from, end) <= low) return -1;
  let last = -1;
  for (let start = from; start < end; start += GRANULE) {
    const stop = Math.min(start + GRANULE, end);
    const most = largest(samples, start, stop);
    if (most <= low) continue;
    const bend = bendOver(samples, start, stop + HISTORY + HALF_TAPS);
    if (most + bend <= ceiling) continue;
    last = Math.max(last, examine(samples, needed, at, start, stop, ceiling, bend));
  }
  return last;
}

/** Of these samples and those that points between them are made of. */
function largest(samples: Float32Array, from: number, end: number): number {
  let most = 0;
  const last = HISTORY + end + HALF_TAPS;
  for (let i = HISTORY + from - HALF_TAPS; i < last; i += 1) {
    const size = Math.abs(samples[i] ?? 0);
    if (size > most) most = size;
  }
  return most;
}

/** The part of `findNeeded` for some samples. */
function examine(
  samples: Float32Array,
  needed: Float64Array,
  at: number,
  from: number,
  end: number,
  ceiling: number,
  bend: number,
): number {
  let last = -1;
  for (let i = HISTORY + from; i < HISTORY + end; i += 1) {
    const line = Math.max(Math.abs(samples[i] ?? 0), Math.abs(samples[i + 1] ?? 0));
    if (line + bend <= ceiling) continue;
    const peak = Math.max(line, interpolatedPeak(samples, i + HALF_TAPS));
    if (peak <= ceiling) continue;
    const reduction = 1 - ceiling / peak;
    const here = i - HISTORY - at;
    last = here + 1;
    if (reduction > (needed[here] ?? 0)) needed[here] = reduction;
    if (reduction > (needed[last] ?? 0)) needed[last] = reduction;
  }
  return last;
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

/** As `follow`, where nothing is needed. */
function release(pcm: Float32Array, from: number, kept: number, gain: number): number {
  let reduction = from;
  for (let i = 0; i < pcm.length; i += 1) {
    reduction *= kept;
    if (reduction < REST) reduction = 0;
    pcm[i] = (pcm[i] ?? 0) * gain * (1 - reduction);
  }
  return reduction;
}
