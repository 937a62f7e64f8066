import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { PcmFailure, readPcm } from '../../audio/pcm-reader';
import { PLAYOUT_PCM } from '../../audio/playout-args';
import { passageArgs, type Passage } from '../../audio/proof-args';
import { judgeProof, type AiringProof } from '../../domain/proof';
import { recordingFile } from '../engine/mp3-recording';
import { PlayoutEngineOptions } from '../forked.playout-engine';
import { ANALYSIS_RATE, MAX_LAG } from './analysis-rate';
import { compareAirCheck } from './comparison';

/** Frames of the engine's PCM in one sample of the analysis. */
const DECIMATION = PLAYOUT_PCM.sampleRate / ANALYSIS_RATE;
const MARGIN_FRAMES = MAX_LAG * DECIMATION;
/** Three hours of audio take some seconds; an ffmpeg that hangs is given up. */
const LONGEST_MS = 15 * 60_000;

/** Where one played stretch of an item is to be found. */
export interface PlayedStretch {
  readonly outputCode: string;
  /** As PlayoutOutcome.airCheck. */
  readonly airCheck: string;
  /** Position of its first frame in the air-check. */
  readonly firstFrame: number;
  /** Position of its first frame in the item. */
  readonly itemFrame: number;
  readonly frames: number;
  /** Absolute path; null when it is not known any more. */
  readonly renditionFile: string | null;
}

/** Holds air-checks against renditions. Knows files and ffmpeg, but neither schedule nor log. */
@Injectable()
export class AirCheckExaminer {
  constructor(private readonly options: PlayoutEngineOptions) {}

  /**
   * @returns null while the air-check is still being recorded
   * @throws Error when nothing could be examined for a reason that lies with this machine, or on abort
   */
  async examine(stretch: PlayedStretch, signal: AbortSignal): Promise<AiringProof | null> {
    const { outputCode, airCheck, itemFrame, frames, renditionFile } = stretch;
    const path = join(this.options.directories.airChecks, outputCode, airCheck);
    // In this order: a recording is renamed when it ends, and must not be taken for missing in between.
    if (existsSync(`${path}.part`)) return null;
    const file = recordingFile(path);
    if (file === null) return { verdict: 'noData', reason: 'airCheckMissing' };
    if (renditionFile === null || !existsSync(renditionFile)) return { verdict: 'noData', reason: 'renditionMissing' };
    // Whole samples of the analysis, so that both sides are decimated at the same instants.
    const leadSamples = Math.floor(Math.min(MARGIN_FRAMES, stretch.firstFrame) / DECIMATION);
    const fromFrame = stretch.firstFrame - leadSamples * DECIMATION;
    const airFrames = leadSamples * DECIMATION + frames + MARGIN_FRAMES;
    const rendition: Passage = { file: renditionFile, fromFrame: itemFrame, frames };
    return compared({ rendition, airCheck: { file, fromFrame, frames: airFrames }, leadSamples }, signal);
  }
}

interface Sides {
  readonly rendition: Passage;
  readonly airCheck: Passage;
  readonly leadSamples: number;
}

async function compared({ rendition, airCheck, leadSamples }: Sides, signal: AbortSignal): Promise<AiringProof> {
  const done = new AbortController();
  const limits = AbortSignal.any([signal, done.signal, AbortSignal.timeout(LONGEST_MS)]);
  const airCheckPcm = readPcm(passageArgs(airCheck, ANALYSIS_RATE), limits);
  const renditionPcm = unlessBroken(readPcm(passageArgs(rendition, ANALYSIS_RATE), limits));
  try {
    const figures = await compareAirCheck({ rendition: renditionPcm, airCheck: airCheckPcm, leadSamples });
    return judgeProof(figures, rendition.frames / PLAYOUT_PCM.sampleRate);
  } catch (error) {
    if (error instanceof RenditionBroken) return { verdict: 'noData', reason: 'renditionMissing' };
    if (error instanceof PcmFailure || isTimeout(error)) return { verdict: 'noData', reason: 'airCheckBroken' };
    throw error;
  } finally {
    done.abort(); // Ends decoders that were not read to their end.
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

class RenditionBroken extends Error {}

async function* unlessBroken(pcm: AsyncIterable<Int16Array>): AsyncGenerator<Int16Array> {
  try {
    yield* pcm;
  } catch (error) {
    throw error instanceof PcmFailure ? new RenditionBroken(error.message, { cause: error }) : error;
  }
}
