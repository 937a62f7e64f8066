import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DomainError } from '../domain/errors';
import { Ebur128Log, type MeterReading } from './ebur128-log';
import { isDecodeError, parseProbe, progressBytes, wasOpened } from './ffmpeg-log';
import { FfmpegFailure, runFfmpeg } from './ffmpeg-run';
import * as gain from './gain-plan';
import { type Loudness, SILENCE_LUFS, TARGET_TOLERANCE_LU } from './loudness';
import * as args from './normalise-args';
import type { Demuxer, NormaliseRequest, NormaliseResult, NormaliseWarning, Probe, Rendition } from './normaliser';

const MIN_DURATION_SECONDS = 1;
const MAX_PCM_ROUNDS = 3;
/** The first is nearly always kept; each further one lowers the limiter by what the last overshot. */
const MAX_ENCODES = 4;
/** A mix this much quieter than its source is one whose channels cancel each other. */
const CANCELLING_LU = 10;
/** Shares of the work at which its stages end, from measured CPU time. */
const PROGRESS = { decoded: 0.4, levelled: 0.5, encoded: 0.85, verified: 1 } as const;

interface Decoded {
  readonly frames: number;
  readonly source: MeterReading;
  readonly mix: gain.MixLevel;
  readonly hadErrors: boolean;
}

interface Kept {
  readonly plan: gain.GainPlan;
  readonly loudness: Loudness;
  readonly frames: number;
}

/** One recording's way through ffmpeg: decode and measure, plan, encode once, verify. `directory` is its own, and empty. */
export class NormaliseJob {
  private progress = 0;

  constructor(
    private readonly request: NormaliseRequest,
    private readonly container: Demuxer,
    private readonly directory: string,
    private readonly signal: AbortSignal,
  ) {}

  async run(): Promise<NormaliseResult> {
    const { inputFile, limits, profile } = this.request;
    const probe = await probeWith(inputFile, this.container, limits.maxSeconds, this.signal);
    const { decoded, downmix } = await this.decodeAudibly(probe);
    const kept = await this.render(decoded.mix);
    const targetReached = Math.abs(kept.loudness.integratedLufs - profile.targetLufs) <= TARGET_TOLERANCE_LU;
    const { container, codec, channels, sampleRateHz, bitrateKbps } = probe;
    return {
      durationSeconds: decoded.frames / args.SAMPLE_RATE_HZ,
      source: { ...loudnessOf(decoded.source), container, codec, channels, sampleRateHz, bitrateKbps },
      rendition: await this.publish(kept, targetReached),
      warnings: warningsOf(probe, downmix, decoded.hadErrors, targetReached),
    };
  }

  /** Decodes; where the plain mix of a stereo source would cancel, decodes again taking one side. */
  private async decodeAudibly(probe: Probe): Promise<{ decoded: Decoded; downmix: args.Downmix }> {
    const decoded = await this.decode(probe, 'mix');
    this.checkDuration(decoded.frames);
    if (decoded.source.integratedLufs <= SILENCE_LUFS) throw silent(decoded.source.integratedLufs);
    if (decoded.mix.integratedLufs > decoded.source.integratedLufs - CANCELLING_LU) return { decoded, downmix: 'mix' };
    const oneSide = await this.decode(probe, 'firstChannel');
    if (oneSide.mix.integratedLufs <= SILENCE_LUFS) throw silent(oneSide.mix.integratedLufs);
    return { decoded: oneSide, downmix: 'firstChannel' };
  }

  private async decode(probe: Probe, downmix: args.Downmix): Promise<Decoded> {
    const { inputFile, limits } = this.request;
    const log = new Ebur128Log();
    let hadErrors = false;
    const expectedSeconds = probe.headerDurationSeconds ?? limits.maxDurationSeconds;
    const job = args.decodeJob(inputFile, probe, downmix, limits.maxDurationSeconds);
    const failure = await this.ffmpeg(job, (line) => {
      const time = log.feed(line);
      if (time !== null) this.report(PROGRESS.decoded * Math.min(time / expectedSeconds, 1));
      hadErrors ||= isDecodeError(line);
    }).then(() => null, rethrowUnlessFailure);
    if (failure) throw refusalOf(failure, limits.maxSeconds);
    this.report(PROGRESS.decoded);
    const source = log.read(args.METER.source);
    // A mono source is its own mix; its true peak stands for the sample peak that resampling may bring out.
    const mix = probe.channels === 1 ? null : log.read(args.METER.mix);
    const { size } = await stat(join(this.directory, args.MIX_FILE));
    return {
      frames: size / args.MIX_BYTES_PER_FRAME,
      source,
      mix: mix
        ? { integratedLufs: mix.integratedLufs, peakDbfs: mix.samplePeakDbfs }
        : { integratedLufs: source.integratedLufs, peakDbfs: source.truePeakDbtp },
      hadErrors,
    };
  }

  private checkDuration(frames: number): void {
    const { maxDurationSeconds } = this.request.limits;
    const durationSeconds = frames / args.SAMPLE_RATE_HZ;
    if (frames === 0) throw new DomainError('audioUndecodable');
    if (durationSeconds < MIN_DURATION_SECONDS) throw new DomainError('audioTooShort', { durationSeconds });
    if (durationSeconds > maxDurationSeconds) throw new DomainError('audioTooLong', { maxDurationSeconds });
  }

  /** Encodes until the result holds the ceiling; the last encode may only miss the target, never the ceiling. */
  private async render(mix: gain.MixLevel): Promise<Kept> {
    const { profile } = this.request;
    let adjustment = gain.FIRST_ADJUSTMENT;
    for (let encode = 1; encode <= MAX_ENCODES; encode += 1) {
      const levelled = await this.level(mix, adjustment);
      await this.ffmpeg(args.encodeJob(levelled.plan, profile));
      this.report(PROGRESS.encoded);
      const encoded = await this.verify();
      const next = gain.adjustAfterEncoding(encoded.loudness, levelled.plan, profile, levelled.adjustment);
      const holdsCeiling = gain.overshootDb(encoded.loudness.truePeakDbtp, profile) <= 0;
      if (next === null || (encode === MAX_ENCODES && holdsCeiling)) return { plan: levelled.plan, ...encoded };
      adjustment = next;
    }
    throw new Error(`true-peak ceiling not held after ${MAX_ENCODES} encodes`);
  }

  /** Corrects what the limiter takes away, on PCM. Linear gain is exact and needs no round. */
  private async level(
    mix: gain.MixLevel,
    first: gain.Adjustment,
  ): Promise<{ plan: gain.GainPlan; adjustment: gain.Adjustment }> {
    const { profile } = this.request;
    let adjustment = first;
    for (let round = 1; ; round += 1) {
      const plan = gain.planGain(mix, profile, adjustment);
      if (plan.limiterCeilingDbfs === null || round > MAX_PCM_ROUNDS) return { plan, adjustment };
      const log = new Ebur128Log();
      await this.ffmpeg(args.levelJob(plan), (line) => log.feed(line));
      this.report(PROGRESS.levelled);
      const measuredLufs = log.read(args.METER.level).integratedLufs;
      const next = gain.adjustAfterLimiting(measuredLufs, plan, profile, adjustment);
      if (next === null) return { plan, adjustment };
      adjustment = next;
    }
  }

  private async verify(): Promise<{ loudness: Loudness; frames: number }> {
    const log = new Ebur128Log();
    const report = await this.ffmpeg(args.verifyJob(), (line) => log.feed(line));
    const bytes = progressBytes(report);
    if (bytes === null) throw new Error('ffmpeg reported no size for the decoded rendition');
    this.report(PROGRESS.verified);
    return { loudness: loudnessOf(log.read(args.METER.rendition)), frames: bytes / 2 };
  }

  /** Makes the rendition durable under its final name. */
  private async publish({ plan, loudness, frames }: Kept, targetReached: boolean): Promise<Rendition> {
    const { outputFile } = this.request;
    const made = join(this.directory, args.RENDITION_FILE);
    const hash = createHash('sha256');
    await pipeline(createReadStream(made), hash);
    const { size } = await stat(made);
    await syncToDisk(made);
    await rename(made, outputFile);
    await syncToDisk(dirname(outputFile));
    return {
      ...loudness,
      targetReached,
      frames,
      durationSeconds: frames / args.SAMPLE_RATE_HZ,
      sha256: hash.digest('hex'),
      bytes: size,
      gainDb: roundToHundredths(plan.gainDb),
      limiterReductionDb: roundToHundredths(plan.limiterReductionDb),
    };
  }

  private ffmpeg(job: args.FfmpegJob, onLogLine: (line: string) => void = () => undefined): Promise<string> {
    const { maxSeconds, maxDurationSeconds } = this.request.limits;
    const maxFileBytes = (maxDurationSeconds + 2) * args.SAMPLE_RATE_HZ * args.MIX_BYTES_PER_FRAME;
    const limits = { cpuSeconds: maxSeconds, maxFileBytes };
    return runFfmpeg(job, { cwd: this.directory, limits, signal: this.signal, onLogLine });
  }

  private report(share: number): void {
    const percent = Math.floor(Math.min(share, 1) * 100) / 100;
    if (percent <= this.progress) return;
    this.progress = percent;
    this.request.onProgress?.(this.progress);
  }
}

/** Reads the headers of a file whose demuxer is known. Errors: audioNoSound, audioUndecodable, audioTimeout. */
export async function probeWith(
  file: string,
  container: Demuxer,
  maxSeconds: number,
  signal: AbortSignal,
): Promise<Probe> {
  const lines: string[] = [];
  const options = { cwd: dirname(file), limits: { cpuSeconds: maxSeconds, maxFileBytes: 0 }, signal };
  const failure = await runFfmpeg(args.probeJob(file, container), {
    ...options,
    onLogLine: (line) => lines.push(line),
  }).then(() => null, rethrowUnlessFailure);
  const probe = parseProbe(lines, container);
  if (failure === null && probe) return probe;
  if (failure && !failure.overLimit && probe === null && wasOpened(lines)) throw new DomainError('audioNoSound');
  throw failure ? refusalOf(failure, maxSeconds) : new DomainError('audioUndecodable');
}

function rethrowUnlessFailure(error: unknown): FfmpegFailure {
  if (error instanceof FfmpegFailure) return error;
  throw error;
}

/** What a failed run on an untrusted file means: the file's fault unless the disk is full. */
function refusalOf(failure: FfmpegFailure, maxSeconds: number): Error {
  if (failure.diskFull) return failure;
  if (failure.overLimit) return new DomainError('audioTimeout', { maxSeconds }, { cause: failure });
  return new DomainError('audioUndecodable', {}, { cause: failure });
}

function silent(integratedLufs: number): DomainError {
  return new DomainError('audioSilent', { integratedLufs });
}

function warningsOf(
  probe: Probe,
  downmix: args.Downmix,
  hadErrors: boolean,
  targetReached: boolean,
): readonly NormaliseWarning[] {
  const found: readonly (readonly [boolean, NormaliseWarning])[] = [
    [!targetReached, 'targetNotReached'],
    [probe.hasVideo, 'videoIgnored'],
    [downmix === 'firstChannel', 'stereoCancels'],
    [hadErrors, 'decodeErrors'],
  ];
  return found.filter(([present]) => present).map(([, warning]) => warning);
}

function loudnessOf({ integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs }: Loudness): Loudness {
  return { integratedLufs, rangeLu, truePeakDbtp, shortTermMaxLufs };
}

async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function roundToHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
