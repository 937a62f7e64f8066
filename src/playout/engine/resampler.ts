import { PLAYOUT_PCM } from '../../audio/playout-args';
import { REACH_FRAMES, type Stretch } from './rate-matcher';

const PHASES = 512;
const TAPS = 2 * REACH_FRAMES;
/** Kaiser window: images 80 dB down, flat up to 19 kHz. */
const KAISER_BETA = 8;
const BYTES = PLAYOUT_PCM.bytesPerFrame;

/** Coefficients by phase; tap n weighs the frame n + 1 − REACH_FRAMES after the one before the position. */
const KERNEL = makeKernel();

/** Reads a stream at positions between its frames: windowed sinc. At whole positions the frames come out untouched. */
export class Resampler {
  private frames = new Float64Array(REACH_FRAMES);
  /** Stream position of `frames[0]`. Before the stream there was silence. */
  private base = -REACH_FRAMES;

  /** @param pcm the stream's next frames @param stretch where to read, from the matcher that was told of them */
  convert(pcm: Buffer, stretch: Stretch): Buffer {
    this.append(pcm);
    const out = Buffer.alloc(stretch.frames * BYTES);
    for (let n = 0; n < stretch.frames; n += 1) {
      const fraction = stretch.fraction + n * stretch.excess;
      const carried = Math.floor(fraction);
      const before = stretch.whole + n + carried - this.base;
      out.writeInt16LE(this.at(before, fraction - carried), n * BYTES);
    }
    return out;
  }

  private at(before: number, fraction: number): number {
    const phase = fraction * PHASES;
    const row = Math.floor(phase);
    const share = phase - row;
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap += 1) {
      const low = KERNEL[row * TAPS + tap] ?? 0;
      const high = KERNEL[(row + 1) * TAPS + tap] ?? 0;
      sum += (low + share * (high - low)) * (this.frames[before + 1 - REACH_FRAMES + tap] ?? 0);
    }
    return Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }

  /** Keeps of the old frames what positions still to come reach back to. */
  private append(pcm: Buffer): void {
    const kept = this.frames.subarray(Math.max(0, this.frames.length - TAPS - 1));
    const added = pcm.length / BYTES;
    const next = new Float64Array(kept.length + added);
    next.set(kept);
    for (let n = 0; n < added; n += 1) next[kept.length + n] = pcm.readInt16LE(n * BYTES);
    this.base += this.frames.length - kept.length;
    this.frames = next;
  }
}

function makeKernel(): Float64Array {
  const kernel = new Float64Array((PHASES + 1) * TAPS);
  for (let row = 0; row <= PHASES; row += 1) {
    const weights = Array.from({ length: TAPS }, (_, tap) => weightAt(tap + 1 - REACH_FRAMES - row / PHASES));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    kernel.set(
      weights.map((weight) => weight / sum),
      row * TAPS,
    );
  }
  return kernel;
}

function weightAt(distance: number): number {
  if (Number.isInteger(distance)) return distance === 0 ? 1 : 0;
  const edge = 1 - (distance / REACH_FRAMES) ** 2;
  const sinc = Math.sin(Math.PI * distance) / (Math.PI * distance);
  return (sinc * bessel(KAISER_BETA * Math.sqrt(Math.max(0, edge)))) / bessel(KAISER_BETA);
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
