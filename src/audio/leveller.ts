import type { GainPlan } from './gain-plan';
import { Limiter, amplify } from './limiter';
import { integratedLufs } from './meter/gating';
import { LoudnessMeter, type BlockStatistics } from './meter/loudness-meter';
import type { MixFile } from './mix-file';
import { SAMPLE_RATE_HZ } from './normalise-args';

const STEP_FRAMES = SAMPLE_RATE_HZ / 10;
/** Points between the samples, and samples that resampling brings out, may lie this much higher. */
const PEAK_SHARE = 0.97;
/** Steps that a peak is felt in: before it by the look-ahead, after it by the release (0.3 s: six time constants). */
const FELT = { before: 1, after: 3 } as const;
/** Where a recording is too long to be looked at whole, some of its windows of so many steps are. */
const WINDOW_STEPS = 10;
/** How many steps are looked at in all: 15 s, or a hundredth of it. */
const LOOKED_AT = { steps: 150, share: 0.01 } as const;
/** Steps in which the meter's filters forget that they began in the middle. */
const RUN_IN_STEPS = 2;

/** Brings a mix to the level of a plan. */
export class Leveller {
  /** Of so many windows one is looked at, under every plan the same: plans are compared. */
  private every = 0;

  /** @param blocks of the mix; those of a mono source in its own rate will do */
  constructor(
    private readonly mix: MixFile,
    private readonly blocks: Pick<BlockStatistics, 'weightedMeanSquares' | 'peaks' | 'count'>,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Integrated loudness under the plan. Gain alone is reckoned; what the limiter takes is measured where it is at work,
   * in long recordings in evenly spread pieces of that (to less than a tenth of a LU; the encoded result is measured whole).
   */
  async loudnessUnder(plan: GainPlan): Promise<number> {
    const factor = linear(plan.gainDb);
    const steps = this.blocks.weightedMeanSquares.map((square) => square * factor * factor);
    if (plan.limiterCeilingDbfs === null) return integratedLufs(steps);
    const pieces = this.touched(factor, linear(plan.limiterCeilingDbfs));
    const most = Math.max(LOOKED_AT.steps, this.blocks.count * LOOKED_AT.share);
    this.every ||= Math.ceil(pieces.reduce((sum, { from, end }) => sum + end - from, 0) / most);
    let [before, after] = [0, 0];
    const measured = new Map<Piece, Float64Array>();
    for (const piece of pieces.filter(({ from }) => Math.floor(from / WINDOW_STEPS) % this.every === 0)) {
      const squares = await this.measured(piece, plan);
      before += sumOf(steps.subarray(piece.from, piece.end));
      after += sumOf(squares);
      measured.set(piece, squares);
    }
    const kept = before === 0 ? 1 : after / before;
    for (const piece of pieces) {
      const squares = measured.get(piece) ?? steps.slice(piece.from, piece.end).map((square) => square * kept);
      steps.set(squares, piece.from);
    }
    return integratedLufs(steps);
  }

  /** All of the mix under the plan. The arrays are the reader's to keep. */
  async *stream(plan: GainPlan): AsyncGenerator<Float32Array> {
    yield* this.levelled(plan, this.mix.read(this.signal));
  }

  private async *levelled(plan: GainPlan, pcm: AsyncIterable<Float32Array>): AsyncGenerator<Float32Array> {
    const factor = linear(plan.gainDb);
    if (plan.limiterCeilingDbfs === null) {
      for await (const chunk of pcm) {
        const levelled = chunk.slice();
        amplify(levelled, factor);
        yield levelled;
      }
      return;
    }
    const ceiling = linear(plan.limiterCeilingDbfs);
    const deepest = linear(-plan.limiterReductionDb);
    const limiter = new Limiter({ sampleRateHz: SAMPLE_RATE_HZ, gain: factor, ceiling, deepest });
    for await (const chunk of pcm) yield limiter.feed(chunk);
    yield limiter.finish();
  }

  /** Where the limiter is at work, window by window. */
  private touched(factor: number, ceiling: number): readonly Piece[] {
    const [peaks = new Float64Array()] = this.blocks.peaks;
    const whole = Math.min(this.blocks.count, Math.floor(this.mix.frames / STEP_FRAMES));
    const felt = new Uint8Array(whole);
    for (let step = 0; step < whole; step += 1) {
      if ((peaks[step] ?? 0) * factor > ceiling * PEAK_SHARE)
        felt.fill(1, Math.max(0, step - FELT.before), step + FELT.after + 1);
    }
    const pieces: Piece[] = [];
    for (let start = 0; start < whole; start += WINDOW_STEPS) {
      const window = felt.subarray(start, start + WINDOW_STEPS);
      const first = window.indexOf(1);
      if (first >= 0) pieces.push({ from: start + first, end: start + window.lastIndexOf(1) + 1 });
    }
    return pieces;
  }

  /** Mean squares of the piece's steps after limiting. */
  private async measured({ from, end }: Piece, plan: GainPlan): Promise<Float64Array> {
    const start = Math.max(0, from - RUN_IN_STEPS);
    const meter = new LoudnessMeter({ sampleRateHz: SAMPLE_RATE_HZ, weights: [1], truePeak: false });
    const pcm = this.mix.read(this.signal, start * STEP_FRAMES, end * STEP_FRAMES);
    for await (const chunk of this.levelled(plan, pcm)) meter.feed(chunk, chunk.length);
    return meter.finish().blocks.weightedMeanSquares.subarray(from - start);
  }
}

/** In steps, `end` excluded. */
interface Piece {
  readonly from: number;
  readonly end: number;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function linear(decibels: number): number {
  return 10 ** (decibels / 20);
}
