import { type Loudness, PEAK_FLOOR_DB } from '../loudness';
import { ChannelMeter } from './channel-meter';
import * as gating from './gating';
import { kWeighting } from './k-weighting';
import { Series } from './series';
import { TruePeakMeter } from './true-peak';

/** Of the PCM that a meter takes: interleaved, one weight per channel (see `channelWeights`). */
export interface MeterFormat {
  readonly sampleRateHz: number;
  readonly weights: readonly number[];
  /** Without it `truePeakDbtp` is the sample peak. */
  readonly truePeak: boolean;
}

/**
 * What consecutive blocks of 100 ms hold, for whoever looks for silence, clipping, dead or opposed channels and jumps.
 * All arrays have one entry per whole block; those per channel are in the file's order of channels. Linear, 1 is full scale.
 */
export interface BlockStatistics {
  readonly blockSeconds: 0.1;
  readonly count: number;
  readonly peaks: readonly Float64Array[];
  readonly meanSquares: readonly Float64Array[];
  /** Samples in runs of at least three at full scale. */
  readonly clippedSamples: readonly Float64Array[];
  /** Mean product of the first two channels; divided by the root of both mean squares it is their correlation. Null: mono. */
  readonly crossProducts: Float64Array | null;
  /** K-weighted and channel-weighted mean squares: the loudness of a block is `lufs` of it. */
  readonly weightedMeanSquares: Float64Array;
}

export interface Measurement extends Loudness {
  readonly momentaryMaxLufs: number;
  readonly samplePeakDbfs: number;
  /** Samples per channel. */
  readonly frames: number;
  readonly blocks: BlockStatistics;
}

/** Slices in which sums are kept: short enough that a window of 400 ms is never more than 10 ms off the loudest. */
const SLICES_PER_SECOND = 50;
const SLICES_PER_STEP = 5;
const SLICES_PER_MOMENT = 20;

/**
 * Loudness meter after ITU-R BS.1770-4, EBU R 128 and EBU Tech 3341/3342 over interleaved float PCM of any rate and
 * layout. Memory grows by some 40 bytes a channel for every 100 ms.
 */
export class LoudnessMeter {
  private readonly channels: readonly ChannelMeter[];
  private readonly truePeaks: readonly TruePeakMeter[];
  private readonly steps = new Series();
  private readonly cross = new Series();
  private readonly columns: readonly Column[];
  private readonly moment = new Float64Array(SLICES_PER_MOMENT);
  private momentaryMax = 0;
  private position = 0;
  private slice = 0;
  private sliceStart = 0;
  private sliceEnd: number;
  private stepSquares = 0;
  private stepStart = 0;
  private crossSum = 0;

  constructor(private readonly format: MeterFormat) {
    const [shelf, highPass] = kWeighting(format.sampleRateHz);
    this.channels = format.weights.map(() => new ChannelMeter(shelf, highPass));
    this.truePeaks = format.truePeak ? format.weights.map(() => new TruePeakMeter()) : [];
    this.columns = format.weights.map(() => new Column());
    this.sliceEnd = this.endOfSlice(0);
  }

  /** Takes the first `frames` frames of interleaved PCM. */
  feed(pcm: Float32Array, frames: number): void {
    let at = 0;
    while (at < frames) {
      const count = Math.min(frames - at, this.sliceEnd - this.position);
      this.feedSlice(pcm, at, count);
      at += count;
      this.position += count;
      if (this.position === this.sliceEnd) this.closeSlice();
    }
  }

  /** Ends the measurement; what is left over of the last 100 ms counts for the peaks only. */
  finish(): Measurement {
    this.truePeaks.forEach((meter) => {
      meter.finish();
    });
    const steps = this.steps.all;
    const samplePeak = Math.max(...this.columns.map(({ peak }) => peak), ...this.channels.map(({ peak }) => peak));
    const truePeak = Math.max(samplePeak, ...this.truePeaks.map(({ peak }) => peak));
    return {
      integratedLufs: gating.integratedLufs(steps),
      rangeLu: gating.rangeLu(steps),
      shortTermMaxLufs: gating.shortTermMaxLufs(steps),
      momentaryMaxLufs: gating.lufs(this.momentaryMax),
      truePeakDbtp: decibels(truePeak),
      samplePeakDbfs: decibels(samplePeak),
      frames: this.position,
      blocks: this.blocks(),
    };
  }

  private blocks(): BlockStatistics {
    return {
      blockSeconds: 0.1,
      count: this.steps.all.length,
      peaks: this.columns.map(({ peaks }) => peaks.all),
      meanSquares: this.columns.map(({ meanSquares }) => meanSquares.all),
      clippedSamples: this.columns.map(({ clippedSamples }) => clippedSamples.all),
      crossProducts: this.channels.length < 2 ? null : this.cross.all,
      weightedMeanSquares: this.steps.all,
    };
  }

  private feedSlice(pcm: Float32Array, at: number, count: number): void {
    const stride = this.channels.length;
    for (let c = 0; c < stride; c += 1) {
      const channel = this.channels[c];
      if (channel === undefined) continue;
      channel.feed(pcm, at * stride + c, stride, count);
      this.truePeaks[c]?.feed(pcm, at * stride + c, stride, count, channel.peak, channel.bend);
    }
    if (stride < 2) return;
    let sum = 0;
    for (let i = at * stride, end = (at + count) * stride; i < end; i += stride)
      sum += (pcm[i] ?? 0) * (pcm[i + 1] ?? 0);
    this.crossSum += sum;
  }

  private closeSlice(): void {
    const frames = this.sliceEnd - this.sliceStart;
    let squares = 0;
    for (let c = 0; c < this.channels.length; c += 1) {
      const channel = this.channels[c];
      if (channel === undefined) continue;
      squares += (this.format.weights[c] ?? 0) * channel.weightedSquares;
      this.columns[c]?.take(channel);
      channel.weightedSquares = channel.squares = channel.peak = channel.clipped = channel.bend = 0;
    }
    this.moment[this.slice % SLICES_PER_MOMENT] = squares / frames;
    this.stepSquares += squares;
    this.slice += 1;
    if (this.slice >= SLICES_PER_MOMENT) {
      let sum = 0;
      for (const value of this.moment) sum += value;
      this.momentaryMax = Math.max(this.momentaryMax, sum / SLICES_PER_MOMENT);
    }
    if (this.slice % SLICES_PER_STEP === 0) this.closeStep();
    this.sliceStart = this.sliceEnd;
    this.sliceEnd = this.endOfSlice(this.slice);
  }

  private closeStep(): void {
    const frames = this.sliceEnd - this.stepStart;
    this.steps.push(this.stepSquares / frames);
    if (this.channels.length > 1) this.cross.push(this.crossSum / frames);
    for (const column of this.columns) column.close(frames);
    this.stepSquares = this.crossSum = 0;
    this.stepStart = this.sliceEnd;
  }

  /** Rates that 50 does not divide (11,025 Hz) get slices of unequal length, without drift. */
  private endOfSlice(slice: number): number {
    return Math.round(((slice + 1) * this.format.sampleRateHz) / SLICES_PER_SECOND);
  }
}

/** One channel's part of the block statistics. */
class Column {
  readonly peaks = new Series();
  readonly meanSquares = new Series();
  readonly clippedSamples = new Series();
  /** Of all blocks so far. */
  peak = 0;
  private blockPeak = 0;
  private squares = 0;
  private clipped = 0;

  take(channel: ChannelMeter): void {
    this.blockPeak = Math.max(this.blockPeak, channel.peak);
    this.squares += channel.squares;
    this.clipped += channel.clipped;
    this.peak = Math.max(this.peak, channel.peak);
  }

  close(frames: number): void {
    this.peaks.push(this.blockPeak);
    this.meanSquares.push(this.squares / frames);
    this.clippedSamples.push(this.clipped);
    this.blockPeak = this.squares = this.clipped = 0;
  }
}

function decibels(linear: number): number {
  return Math.max(PEAK_FLOOR_DB, 20 * Math.log10(linear));
}
