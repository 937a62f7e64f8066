import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain/errors';
import { damageOf } from './damage';
import { decodeCounts, isDecodeError, parseProbe, pcmStream, type PcmStream } from './ffmpeg-log';
import type { RunOptions } from './ffmpeg-run';
import { channelWeights } from './meter/channel-weights';
import { LoudnessMeter } from './meter/loudness-meter';
import { FrameCutter } from './meter/pcm';
import { MixFile } from './mix-file';
import { MIX_FILE, decodeJob, type Downmix, type FfmpegJob } from './normalise-args';
import type { Demuxer, NormaliseLimits } from './normaliser';
import { silenceNonNumbers } from './non-numbers';
import { byteSink } from './pcm-sink';
import { probeOf, rethrowUnlessFailure } from './probe';
import { refusalOnOpening } from './probe-verdict';
import { sizePromise } from './size-promise';
import type { SourceAnalysis } from './source-findings';
import type { Trim } from './trim';
import type { SoundDecoder } from './untrusted-input';

/** ffmpeg says what it puts out before it does; what comes before we have read that is a pipe or two full. */
const MOST_EARLY_BYTES = 4 * 1024 * 1024;
/** A broken file can make ffmpeg complain without end. */
const MOST_OPENING_LINES = 2_000;

/** What of a job's request decoding is about. */
interface DecodeRequest {
  readonly inputFile: string;
  readonly container: Demuxer;
  readonly decoder: SoundDecoder | null;
  readonly limits: NormaliseLimits;
  readonly trim: Trim | null;
}

type Ends = Pick<RunOptions, 'stdout' | 'onLogLine'>;

/**
 * Reads a source in one run of ffmpeg: opens it, stops where it is not to be decoded, measures what comes in its own rate
 * and layout, or the mix where it is mono. The mix is in MIX_FILE then. Good for one use.
 */
export class SourceDecoder {
  private readonly stop = new AbortController();
  /** What ffmpeg says until it puts out sound. */
  private readonly opening: string[] = [];
  private putsOut = false;
  private refusal: DomainError | null = null;
  private measuring: Measuring | null = null;
  private readonly early: Buffer[] = [];
  private earlyBytes = 0;
  private decodeErrors = 0;
  private readonly counts = { packets: 0, decodedPackets: 0 };

  /**
   * @param directory ffmpeg's working directory
   * @param onDecoded share of the header's duration that is decoded, 0..1
   */
  constructor(
    private readonly request: DecodeRequest,
    private readonly directory: string,
    private readonly signal: AbortSignal,
    private readonly onDecoded: (share: number) => void,
  ) {}

  /**
   * @param run gives ffmpeg its limits, and ends it when `stop` fires
   * @throws DomainError: what keeps the source from being used, as far as decoding shows it
   */
  async decode(
    downmix: Downmix,
    run: (job: FfmpegJob, ends: Ends, stop: AbortSignal) => Promise<void>,
  ): Promise<SourceAnalysis> {
    const { inputFile, container, decoder, limits, trim } = this.request;
    const job = decodeJob(inputFile, container, downmix, limits.maxDurationSeconds, trim, decoder);
    const onLogLine = (line: string): void => {
      this.hear(line);
    };
    const stdout = byteSink((chunk) => {
      this.take(chunk);
    });
    const isMono = downmix === 'none';
    const ends: Ends = isMono ? { onLogLine } : { onLogLine, stdout };
    const failure = await run(job, ends, this.stop.signal).then(() => null, rethrowUnlessFailure);
    const probe = probeOf(this.opening, container, failure, limits.maxSeconds);
    if (this.measuring === null) throw new DomainError('audioUndecodable');
    if (isMono) await this.measureMix();
    const { measurement, brokenShare } = this.measuring.finish();
    const decodedSeconds = measurement.frames / this.measuring.stream.sampleRateHz;
    if (!Number.isFinite(measurement.integratedLufs)) throw new DomainError('audioUndecodable');
    const { decodeErrors } = this;
    // What is trimmed away is not missing.
    const promised =
      trim === null
        ? { ...probe, sizePromise: await sizePromise(inputFile, container) }
        : { ...probe, claimedSeconds: null, sizePromise: null };
    const { lostShare, missingShare } = damageOf(promised, { decodedSeconds, decodeErrors, ...this.counts });
    return { probe, measurement, downmix, decodeErrors, lostShare: Math.max(lostShare, brokenShare), missingShare };
  }

  private async measureMix(): Promise<void> {
    const handle = await open(join(this.directory, MIX_FILE));
    try {
      const mix = await MixFile.of(handle);
      for await (const pcm of mix.read(this.signal)) this.measuring?.measure(pcm, pcm.length);
    } finally {
      await handle.close();
    }
  }

  private hear(line: string): void {
    this.decodeErrors += isDecodeError(line) ? 1 : 0;
    Object.assign(this.counts, decodeCounts(line));
    if (this.measuring !== null || this.refusal !== null) return;
    if (this.opening.length < MOST_OPENING_LINES) this.opening.push(line);
    this.putsOut ||= line.startsWith('Output #0, ');
    const stream = this.putsOut ? pcmStream(line) : null;
    if (stream !== null) this.open(stream);
  }

  private open(stream: PcmStream): void {
    const probe = parseProbe(this.opening, this.request.container);
    this.refusal = refusalOnOpening(this.opening, probe);
    if (this.refusal) {
      this.stop.abort(this.refusal);
      return;
    }
    const seconds = probe?.headerDurationSeconds ?? this.request.limits.maxDurationSeconds;
    const { onDecoded } = this;
    this.measuring = new Measuring(stream, probe?.codec.startsWith('pcm_f') ?? false, (frames) => {
      onDecoded(Math.min(frames / (seconds * stream.sampleRateHz), 1));
    });
    for (const chunk of this.early) this.measuring.feed(chunk);
  }

  private take(chunk: Buffer): void {
    if (this.measuring !== null) {
      this.measuring.feed(chunk);
      return;
    }
    this.early.push(chunk);
    this.earlyBytes += chunk.length;
    if (this.earlyBytes > MOST_EARLY_BYTES) this.stop.abort(new Error('ffmpeg does not say what it puts out'));
  }
}

/** What is measured of a stream of PCM. */
class Measuring {
  private readonly cutter: FrameCutter;
  private readonly meter: LoudnessMeter;
  private frames = 0;
  private broken = 0;

  constructor(
    readonly stream: PcmStream,
    /** Float samples that are no numbers may come. */
    private readonly mayBreak: boolean,
    private readonly onFrames: (frames: number) => void,
  ) {
    const { channels, channelLayout, sampleRateHz } = stream;
    this.cutter = new FrameCutter(channels);
    this.meter = new LoudnessMeter({
      sampleRateHz,
      weights: channelWeights(channelLayout, channels),
      truePeak: true,
    });
  }

  feed(chunk: Buffer): void {
    this.cutter.feed(chunk, (pcm, frames) => {
      this.measure(pcm, frames);
    });
  }

  measure(pcm: Float32Array, frames: number): void {
    if (this.mayBreak) this.broken += silenceNonNumbers(pcm, frames * this.stream.channels);
    this.meter.feed(pcm, frames);
    this.frames += frames;
    this.onFrames(this.frames);
  }

  finish() {
    const brokenShare = this.broken / Math.max(1, this.frames * this.stream.channels);
    return { measurement: this.meter.finish(), brokenShare };
  }
}
