import type { Dropout } from '../../domain/proof';
import { ANALYSIS_RATE, LEVEL_FRAME, MAX_LAG } from './analysis-rate';
import type { LagPoint } from './drift-line';
import type { Levels } from './levels';

/** A frame of the rendition quieter than this is a pause, of which nothing can be missing. */
const SOUNDING_DBFS = -45;
/** A frame that should come this quietly through the return path is lost in its noise: not judged. */
const FAINT_DBFS = -60;
/** The air-check is silent where it lies this far below what the rendition would sound like in it. */
const SILENT_BELOW_DB = 26;
/** Three frames: coding smears single ones. */
const SHORTEST_FRAMES = 3;
/** Pauses of the rendition up to half a second do not split a dropout. */
const BRIDGED_FRAMES = 25;
const FRAME_SECONDS = LEVEL_FRAME / ANALYSIS_RATE;
/** A log entry names the first so many; the seconds of all of them count. */
const NAMED_DROPOUTS = 50;

export interface Heard {
  /** Starts at the item's first sample. */
  readonly rendition: Levels;
  /** Starts MAX_LAG before the item's expected position. */
  readonly air: Levels;
  /** Where the rendition was found in the air-check, in order. */
  readonly matches: readonly LagPoint[];
  /** Level of the air-check against the rendition's. */
  readonly gainDb: number;
}

/** Stretches where the rendition sounds and the air-check is silent. Where the air-check ends, nothing is known. */
export function findDropouts(heard: Heard): { readonly silentSeconds: number; readonly dropouts: readonly Dropout[] } {
  const dropouts: Dropout[] = [];
  let silentFrames = 0;
  let run = { first: 0, last: Number.NEGATIVE_INFINITY, silent: 0 };
  const close = (): void => {
    if (run.silent < SHORTEST_FRAMES) return;
    silentFrames += run.silent;
    dropouts.push({
      atSeconds: round(run.first * FRAME_SECONDS),
      durationSeconds: round((run.last - run.first + 1) * FRAME_SECONDS),
    });
  };
  const isSilent = silenceTest(heard);
  for (let frame = 0; frame < heard.rendition.length; frame += 1) {
    const silent = isSilent(frame);
    if (silent === true && frame - run.last <= BRIDGED_FRAMES) run = { ...run, last: frame, silent: run.silent + 1 };
    else if (silent === true) {
      close();
      run = { first: frame, last: frame, silent: 1 };
    } else if (silent === false) {
      close();
      run = { first: 0, last: Number.NEGATIVE_INFINITY, silent: 0 };
    }
  }
  close();
  return { silentSeconds: round(silentFrames * FRAME_SECONDS), dropouts: dropouts.slice(0, NAMED_DROPOUTS) };
}

/** For a frame of the rendition: whether the air-check is silent there; null where that cannot be said. */
function silenceTest({ rendition, air, matches, gainDb }: Heard): (frame: number) => boolean | null {
  const lagAt = nearestLag(matches);
  return (frame) => {
    const expected = rendition.at(frame) + gainDb;
    if (rendition.at(frame) < SOUNDING_DBFS || expected < FAINT_DBFS) return null;
    const lag = lagAt(frame * LEVEL_FRAME);
    // Never found: only what is silent all around may be called silent.
    const [from, to] = lag === null ? [-MAX_LAG, MAX_LAG + LEVEL_FRAME] : [lag, lag + LEVEL_FRAME];
    const first = Math.floor((frame * LEVEL_FRAME + from - air.start) / LEVEL_FRAME);
    const end = Math.ceil((frame * LEVEL_FRAME + to - air.start) / LEVEL_FRAME);
    if (end > air.length && lag !== null) return null;
    const threshold = lag === null ? FAINT_DBFS : expected - SILENT_BELOW_DB;
    for (let at = first; at < Math.min(end, air.length); at += 1) if (air.at(at) >= threshold) return false;
    return first < air.length ? true : null;
  };
}

/** Frames are asked for in order, so the nearest match only ever moves on. */
function nearestLag(matches: readonly LagPoint[]): (position: number) => number | null {
  let index = 0;
  return (position) => {
    for (;;) {
      const here = matches[index];
      const next = matches[index + 1];
      if (here === undefined) return null;
      if (next === undefined || Math.abs(here.at - position) <= Math.abs(next.at - position)) return here.lag;
      index += 1;
    }
  };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
