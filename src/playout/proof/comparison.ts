import type { ProofFigures } from '../../domain/proof';
import { ANALYSIS_RATE, MAX_LAG } from './analysis-rate';
import { fitDrift, median, type LagPoint } from './drift-line';
import { findDropouts } from './dropouts';
import { LagSearch, type LagMatch } from './lag-search';
import { levelDb, Levels } from './levels';
import { PcmWindow } from './pcm-window';

/** The rendition is looked for in the air-check a second at a time. */
const STRETCH = ANALYSIS_RATE;
/** A tail shorter than a quarter of a second says too little about where it lies. */
const SHORTEST_STRETCH = STRETCH / 4;
/** A second quieter than this is a pause, and pauses match nothing. */
const SOUNDING_DBFS = -45;
/** An air-check quieter than this carries nothing. */
const SILENT_DBFS = -75;
/** Two unrelated seconds of speech correlate by less than 0.3, one coded twice by more than 0.9. */
const MATCHING_SCORE = 0.6;
/** Once found, the item moves by less than 2 ms from one second to the next, or is looked for anew. */
const TRACKING_REACH = 16;
/** A search from scratch costs a hundred times a tracked second; after failures it rests for up to so many seconds. */
const LONGEST_REST = 16;
/** Over a shorter span a slope says more about coding noise than about clocks. */
const DRIFT_SPAN = 10 * ANALYSIS_RATE;

type Match = LagPoint & { readonly score: number; readonly gainDb: number };

export interface ComparisonInput {
  /** The item as it should sound: mono PCM at 8 kHz from its first frame to the last one that was played. */
  readonly rendition: AsyncIterable<Int16Array>;
  /** Mono PCM at 8 kHz around the item's place in the air-check, at best a second more at either end. */
  readonly airCheck: AsyncIterable<Int16Array>;
  /** Samples of `airCheck` before the item's expected first sample. */
  readonly leadSamples: number;
}

/**
 * What the air-check proves about one airing. Reads both streams once, in step; holds three seconds of them and two bytes
 * for each 20 ms. Rejects with what a stream fails with.
 */
export async function compareAirCheck(input: ComparisonInput): Promise<ProofFigures> {
  const rendition = new PcmWindow(input.rendition, 0);
  const air = new PcmWindow(input.airCheck, -input.leadSamples);
  const levels = { rendition: new Levels(0), air: new Levels(-MAX_LAG) };
  const tracker = new Tracker();
  for (let at = 0; ; at += STRETCH) {
    await rendition.fill(at + STRETCH);
    const end = Math.min(at + STRETCH, rendition.end);
    await air.fill(end + MAX_LAG);
    levels.rendition.take(rendition, end);
    levels.air.take(air, end + MAX_LAG);
    // Where the air-check has ended there is nothing to compare with.
    if (end <= air.end && end - at >= SHORTEST_STRETCH) tracker.follow(rendition.copy(at, end), air, at);
    rendition.dropBefore(end);
    air.dropBefore(end - MAX_LAG);
    if (end < at + STRETCH) break;
  }
  const comparedSeconds = Math.max(0, Math.min(rendition.end, air.end)) / ANALYSIS_RATE;
  const gainDb = tracker.matches.length === 0 ? 0 : median(tracker.matches.map((match) => match.gainDb));
  return { comparedSeconds, ...tracker.figures(), ...findDropouts({ ...levels, matches: tracker.matches, gainDb }) };
}

/** Keeps hold of where the item lies in the air-check, second by second. */
class Tracker {
  readonly matches: Match[] = [];
  private readonly search = new LagSearch(STRETCH);
  private sounding = 0;
  private failures = 0;
  private rest = 0;

  follow(stretch: Float32Array, air: PcmWindow, at: number): void {
    const level = levelDb(stretch);
    if (level < SOUNDING_DBFS) return;
    this.sounding += 1;
    const found = this.tracked(stretch, air, at) ?? this.lookedFor(stretch, air, at);
    if (found === null) return;
    const from = at + Math.round(found.lag);
    const gainDb = levelDb(air.copy(from, from + stretch.length)) - level;
    this.matches.push({ at: at + stretch.length / 2, ...found, gainDb });
  }

  figures(): Pick<ProofFigures, 'matchScore' | 'offsetMs' | 'driftPpm'> {
    const total = this.matches.reduce((sum, { score }) => sum + score, 0);
    const line = fitDrift(this.matches);
    const span = (this.matches.at(-1)?.at ?? 0) - (this.matches[0]?.at ?? 0);
    const isLong = span >= DRIFT_SPAN;
    const offset = isLong ? line?.offset : median(this.matches.map(({ lag }) => lag));
    return {
      matchScore: this.sounding === 0 ? null : round(total / this.sounding, 3),
      offsetMs: line === null || offset === undefined ? null : round((offset * 1000) / ANALYSIS_RATE, 2),
      driftPpm: line === null || !isLong ? null : round(line.slope * 1e6, 1),
    };
  }

  private tracked(stretch: Float32Array, air: PcmWindow, at: number): LagMatch | null {
    const last = this.matches.at(-1);
    if (last === undefined) return null;
    const from = at + Math.round(last.lag) - TRACKING_REACH;
    const around = air.copy(from, from + stretch.length + 2 * TRACKING_REACH);
    const { lag, score } = this.search.near(stretch, around, TRACKING_REACH);
    if (score < MATCHING_SCORE || Math.abs(lag) >= TRACKING_REACH) return null;
    this.failures = 0;
    return { lag: Math.round(last.lag) + lag, score };
  }

  private lookedFor(stretch: Float32Array, air: PcmWindow, at: number): LagMatch | null {
    if (this.rest > 0) {
      this.rest -= 1;
      return null;
    }
    const around = air.copy(at - MAX_LAG, at + stretch.length + MAX_LAG);
    // Nothing to be found in silence, and it says nothing against what follows.
    if (levelDb(around) < SILENT_DBFS) return null;
    const found = this.search.wide(stretch, around, this.matches.at(-1)?.lag ?? 0);
    if (found.score >= MATCHING_SCORE) {
      this.failures = 0;
      return found;
    }
    this.failures += 1;
    this.rest = Math.min(LONGEST_REST, 2 ** (this.failures - 1)) - 1;
    return null;
  }
}

function round(value: number, digits: number): number {
  // Adding 0 turns −0 into 0, which JSON would do anyway.
  return Math.round(value * 10 ** digits) / 10 ** digits + 0;
}
