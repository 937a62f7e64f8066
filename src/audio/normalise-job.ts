import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors';
import { MOST_LOST_SHARE } from './damage';
import { monoWay } from './downmix';
import { runFfmpeg, type RunOptions } from './ffmpeg-run';
import * as gain from './gain-plan';
import { Leveller } from './leveller';
import { type Loudness, SILENCE_LUFS, TARGET_TOLERANCE_LU, type LoudnessProfile } from './loudness';
import { LoudnessMeter, type BlockStatistics, type Measurement } from './meter/loudness-meter';
import { FrameCutter } from './meter/pcm';
import { MixFile } from './mix-file';
import * as args from './normalise-args';
import { PROGRESS } from './normalise-stages';
import type { NormaliseLimits, NormaliseResult, Probe, Rendition } from './normaliser';
import { silenceNonNumbers } from './non-numbers';
import type { RunLimits } from './run-limits';
import { SourceDecoder } from './source-decoder';
import { sourceFindings, type SourceAnalysis } from './source-findings';
import { speechHorn } from './speech-horn';
import { runTool, type ToolRun } from './tool-run';
import type { Trim } from './trim';
import type { SoundDecoder } from './untrusted-input';
import { WaveformBuilder, type Waveform } from './waveform';

const MIN_DURATION_SECONDS = 1;
const MAX_PCM_ROUNDS = 3;
/** The first is nearly always kept; each further one lowers the limiter by what the last overshot. */
const MAX_ENCODES = 6;
/** Below this rate the filters of BS.1770 bend towards its end: 0.2 LU at 8 kHz. */
const EXACT_FROM_HZ = 32_000;

/** What a job is about, as it goes to the process that does it. */
export interface JobRequest {
  readonly inputFile: string;
  readonly container: Probe['container'];
  /** Of an MP3, by its first frame. */
  readonly isMono: boolean;
  readonly decoder: SoundDecoder | null;
  readonly profile: LoudnessProfile;
  readonly limits: NormaliseLimits;
  readonly trim: Trim | null;
}

/** The rendition is RENDITION_FILE in the job's directory, not yet safe on the disk. */
export interface JobResult extends Omit<NormaliseResult, 'rendition'> {
  readonly rendition: Omit<Rendition, 'sha256' | 'bytes'>;
}

/** The mono mix as it will be levelled. */
interface Mix {
  readonly file: MixFile;
  readonly level: gain.MixLevel;
  readonly blocks: BlockStatistics;
}

interface Verified {
  readonly loudness: Loudness;
  readonly frames: number;
  readonly waveform: Waveform;
}

interface Kept extends Verified {
  readonly plan: gain.GainPlan;
}

/** One recording's way: decode once and measure, plan, encode once, verify. `directory` is the job's own. */
export class NormaliseJob {
  private progress = 0;

  constructor(
    private readonly request: JobRequest,
    private readonly directory: string,
    private readonly signal: AbortSignal,
    private readonly onProgress: (share: number) => void,
  ) {}

  async run(): Promise<JobResult> {
    const { profile } = this.request;
    const first = await this.decode(this.request.isMono ? 'none' : 'mix');
    const handle = await open(join(this.directory, args.MIX_FILE), 'r+');
    try {
      const { analysis, mix } = await this.audibleMix(first, await MixFile.of(handle));
      const kept = await this.render(await this.conditioned(mix));
      // Not before: another encode may follow the first.
      this.report(PROGRESS.verified);
      const targetReached = Math.abs(kept.loudness.integratedLufs - profile.targetLufs) <= TARGET_TOLERANCE_LU;
      return this.result(analysis, mix.file.frames, kept, targetReached);
    } finally {
      await handle.close();
    }
  }

  private result(
    analysis: SourceAnalysis,
    frames: number,
    { plan, loudness, frames: renditionFrames, waveform }: Kept,
    targetReached: boolean,
  ): JobResult {
    const { container, codec, channels, channelLayout, sampleRateHz, bitrateKbps } = analysis.probe;
    const missed = targetReached ? [] : [{ code: 'targetNotReached' } as const];
    const findings = [...missed, ...sourceFindings(analysis)];
    return {
      durationSeconds: frames / args.SAMPLE_RATE_HZ,
      source: {
        ...loudnessOf(analysis.measurement),
        ...{ container, codec, channels, channelLayout, sampleRateHz, bitrateKbps },
      },
      rendition: {
        ...loudness,
        targetReached,
        frames: renditionFrames,
        durationSeconds: renditionFrames / args.SAMPLE_RATE_HZ,
        gainDb: roundToHundredths(plan.gainDb),
        limiterReductionDb: roundToHundredths(plan.limiterReductionDb),
      },
      waveform,
      findings,
      warnings: [...new Set(findings.map(({ code }) => code))],
    };
  }

  /** Decodes; the mix is in MIX_FILE then. */
  private async decode(downmix: args.Downmix): Promise<SourceAnalysis> {
    const decoder = new SourceDecoder(this.request, this.directory, this.signal, (share) => {
      this.report(PROGRESS.decoded * share);
    });
    const analysis = await decoder.decode(downmix, (job, ends, stop) => this.ffmpeg(job, ends, stop));
    // Frames may have more channels than the first of them.
    if (downmix === 'none' && analysis.probe.channels !== 1) return this.decode('mix');
    this.report(PROGRESS.decoded);
    return analysis;
  }

  /** Where channels would cancel each other in the plain mix, decodes again taking one. */
  private async audibleMix(analysis: SourceAnalysis, file: MixFile): Promise<{ analysis: SourceAnalysis; mix: Mix }> {
    this.checkDuration(file.frames);
    const { lostShare: lost } = analysis;
    if (lost > MOST_LOST_SHARE) throw new DomainError('audioDamaged', { lostShare: lost });
    const { integratedLufs } = analysis.measurement;
    if (integratedLufs <= SILENCE_LUFS) throw silent(integratedLufs);
    const mix = await this.measuredMix(file, analysis);
    const way = monoWay(analysis.measurement, mix.level.integratedLufs);
    if (way === 'mix') return { analysis, mix };
    const again = await this.decode(way);
    const oneSide = await this.measuredMix(file, again);
    if (oneSide.level.integratedLufs <= SILENCE_LUFS) throw silent(oneSide.level.integratedLufs);
    return { analysis: again, mix: oneSide };
  }

  /** A mono source is its own mix, as near as resampling leaves it and as K-weighting at its rate is exact. */
  private async measuredMix(file: MixFile, { probe, measurement, downmix }: SourceAnalysis): Promise<Mix> {
    if (probe.codec.startsWith('pcm_f')) await file.rewrite(this.signal, silenceNonNumbers);
    const isMix = downmix === 'none' || (probe.channels === 1 && probe.sampleRateHz >= EXACT_FROM_HZ);
    return mixOf(file, isMix ? measurement : await file.measure(this.signal));
  }

  /** What the profile asks for besides level. */
  private async conditioned(mix: Mix): Promise<Mix> {
    if (this.request.profile.name === 'clean') return mix;
    await mix.file.rewrite(this.signal, speechHorn(args.SAMPLE_RATE_HZ, mix.level.integratedLufs));
    return mixOf(mix.file, await mix.file.measure(this.signal));
  }

  private checkDuration(frames: number): void {
    const { maxDurationSeconds } = this.request.limits;
    const durationSeconds = frames / args.SAMPLE_RATE_HZ;
    if (frames === 0) throw new DomainError('audioUndecodable');
    if (durationSeconds < MIN_DURATION_SECONDS) throw new DomainError('audioTooShort', { durationSeconds });
    if (durationSeconds > maxDurationSeconds) throw new DomainError('audioTooLong', { maxDurationSeconds });
  }

  /** Encodes until the result holds the ceiling; the last encode may only miss the target, never the ceiling. */
  private async render(mix: Mix): Promise<Kept> {
    const { profile } = this.request;
    const leveller = new Leveller(mix.file, mix.blocks, this.signal);
    let adjustment = gain.FIRST_ADJUSTMENT;
    for (let encode = 1; encode <= MAX_ENCODES; encode += 1) {
      const levelled = await this.level(mix, leveller, adjustment);
      await this.encode(levelled.plan, leveller, mix.file.frames);
      const encoded = await this.verify(mix.file.frames);
      const next = gain.adjustAfterEncoding(encoded.loudness, levelled.plan, profile, levelled.adjustment);
      const holdsCeiling = gain.overshootDb(encoded.loudness.truePeakDbtp, profile) <= 0;
      if (next === null || (encode === MAX_ENCODES && holdsCeiling)) return { plan: levelled.plan, ...encoded };
      adjustment = next;
    }
    throw new Error(`true-peak ceiling not held after ${MAX_ENCODES} encodes`);
  }

  /** Corrects what the limiter takes away, on PCM. Linear gain is exact and needs no round. */
  private async level(
    mix: Mix,
    leveller: Leveller,
    first: gain.Adjustment,
  ): Promise<{ plan: gain.GainPlan; adjustment: gain.Adjustment }> {
    const { profile } = this.request;
    let [adjustment, isSure] = [first, false];
    for (let round = 1; ; round += 1) {
      const plan = gain.planGain(mix.level, profile, adjustment);
      if (plan.limiterCeilingDbfs === null || isSure || round > MAX_PCM_ROUNDS) return { plan, adjustment };
      const next = gain.adjustAfterLimiting(await leveller.loudnessUnder(plan), plan, profile, adjustment);
      this.report(PROGRESS.levelled);
      if (next === null) return { plan, adjustment };
      ({ adjustment, isSure } = next);
    }
  }

  private async encode(plan: gain.GainPlan, leveller: Leveller, frames: number): Promise<void> {
    const wav = async function* (this: NormaliseJob): AsyncGenerator<Uint8Array> {
      yield args.wavHeader();
      let done = 0;
      for await (const pcm of leveller.stream(plan)) {
        yield new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
        done += pcm.length;
        this.report(PROGRESS.levelled + (PROGRESS.encoded - PROGRESS.levelled) * Math.min(done / frames, 1));
      }
    };
    await this.tool({ program: 'lame', args: args.encodeArgs(this.request.profile), feed: wav.call(this) });
    this.report(PROGRESS.encoded);
  }

  /** Decodes the rendition, measures and draws it. */
  private async verify(expectedFrames: number): Promise<Verified> {
    const meter = new LoudnessMeter({ sampleRateHz: args.SAMPLE_RATE_HZ, weights: [1], truePeak: true });
    const drawing = new WaveformBuilder(args.SAMPLE_RATE_HZ, expectedFrames);
    const cutter = new FrameCutter(1);
    const take = (chunk: Buffer): void => {
      cutter.feed(chunk, (pcm, frames) => {
        meter.feed(pcm, frames);
        drawing.feed(pcm, frames);
      });
    };
    await this.tool({ program: 'mpg123', args: args.verifyArgs(), take });
    const measurement = meter.finish();
    if (measurement.frames !== expectedFrames)
      throw new Error(`The rendition has ${measurement.frames} samples instead of ${expectedFrames}`);
    const waveform = drawing.finish(measurement.blocks.weightedMeanSquares);
    return { loudness: loudnessOf(measurement), frames: measurement.frames, waveform };
  }

  private ffmpeg(
    job: args.FfmpegJob,
    ends: Pick<RunOptions, 'stdout' | 'onLogLine'>,
    stop: AbortSignal,
  ): Promise<void> {
    const signal = AbortSignal.any([this.signal, stop]);
    return runFfmpeg(job, { cwd: this.directory, limits: this.limits, signal, ...ends });
  }

  private tool(run: Pick<ToolRun, 'program' | 'args' | 'feed' | 'take'>): Promise<void> {
    return runTool({ cwd: this.directory, limits: this.limits, signal: this.signal, ...run });
  }

  private get limits(): RunLimits {
    const { maxSeconds, maxDurationSeconds } = this.request.limits;
    const maxFileBytes = (maxDurationSeconds + 2) * args.SAMPLE_RATE_HZ * Float32Array.BYTES_PER_ELEMENT;
    return { cpuSeconds: maxSeconds, maxFileBytes };
  }

  private report(share: number): void {
    const percent = Math.floor(Math.min(share, 1) * 100) / 100;
    if (percent <= this.progress) return;
    this.progress = percent;
    this.onProgress(this.progress);
  }
}

function mixOf(file: MixFile, { integratedLufs, truePeakDbtp, blocks }: Measurement): Mix {
  return { file, level: { integratedLufs, peakDbfs: truePeakDbtp }, blocks };
}

function silent(integratedLufs: number): DomainError {
  return new DomainError('audioSilent', { integratedLufs });
}

function loudnessOf({ integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs }: Loudness): Loudness {
  const [integrated, range, peak, shortTerm] = [integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs].map(
    roundToHundredths,
  ) as [number, number, number, number];
  return { integratedLufs: integrated, rangeLu: range, truePeakDbtp: peak, shortTermMaxLufs: shortTerm };
}

function roundToHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
