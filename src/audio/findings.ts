import { lufs } from './meter/gating';
import type { BlockStatistics } from './meter/loudness-meter';

/**
 * What the reviewer should hear about, with its place in the recording. Nothing is changed because of it. Sentences are
 * in AUDIO_WARNINGS. Times are seconds from the beginning of the decoded sound.
 */
export type Finding =
  | { readonly code: 'targetNotReached' | 'videoIgnored' }
  /** Channels that cancel each other in a mix: which was taken instead (from 0); null where each would lose something. */
  | { readonly code: 'stereoCancels'; readonly channel: number | null }
  /** What is missing or does not decode; 0 when only the decoder complained. */
  | { readonly code: 'decodeErrors'; readonly lostShare: number }
  | {
      readonly code: 'leadingSilence' | 'trailingSilence' | 'longSilence';
      readonly fromSeconds: number;
      readonly toSeconds: number;
    }
  /** Sound at full scale, cut off there: where first, and how many tenths of a second have it. */
  | { readonly code: 'clipping'; readonly atSeconds: number; readonly blocks: number }
  | { readonly code: 'deadChannel'; readonly channel: 'left' | 'right' }
  | { readonly code: 'lowLevel'; readonly integratedLufs: number }
  /** By how much what follows is louder (or, negative, quieter) than what was before. */
  | { readonly code: 'levelJump'; readonly atSeconds: number; readonly byLu: number };

export type FindingCode = Finding['code'];

/** Blocks this far under the recording's own loudness are pauses, wherever its level is. */
const PAUSE_LU = -25;
/** Under this nobody hears anything, however quiet the rest. */
const INAUDIBLE_LUFS = -65;
const LEADING_SECONDS = 1.5;
const TRAILING_SECONDS = 2;
const LONG_SILENCE_SECONDS = 4;
/** A crackle is no clipping. */
const LEAST_CLIPPED_BLOCKS = 3;
const DEAD_CHANNEL_RATIO = 1e-4;
/** Raising it to a usual target brings up the room by more than 20 dB. */
const LOW_LEVEL_LUFS = -40;
/** Speech and its speakers differ by less from one passage to the next. */
const JUMP_LU = 10;
const PASSAGE_SECONDS = 5;
/** The shortest sound on either side that a jump may be told from. */
const LEAST_SOUND_SECONDS = 2;
/** Nobody reads more. */
const MOST_OF_A_KIND = 10;

/** Finds silences, clipping, a dead channel, a low level and jumps in what the blocks of a recording hold. */
export function findings(blocks: BlockStatistics, integratedLufs: number): readonly Finding[] {
  const loudness = Array.from(blocks.weightedMeanSquares, lufs);
  const sounds = loudness.map((value) => value > pauseLufs(integratedLufs));
  return [
    ...silences(sounds),
    ...clipping(blocks),
    ...deadChannel(blocks),
    ...(integratedLufs < LOW_LEVEL_LUFS ? [{ code: 'lowLevel', integratedLufs } as const] : []),
    ...jumps(blocks.weightedMeanSquares, sounds),
  ];
}

/** Blocks that are no louder are pauses. */
export function pauseLufs(integratedLufs: number): number {
  return Math.max(INAUDIBLE_LUFS, integratedLufs + PAUSE_LU);
}

function silences(sounds: readonly boolean[]): readonly Finding[] {
  const [first, last] = [sounds.indexOf(true), sounds.lastIndexOf(true)];
  if (first < 0) return [];
  const found: Finding[] = [];
  const end = sounds.length;
  const note = (code: 'leadingSilence' | 'trailingSilence' | 'longSilence', from: number, to: number): void =>
    void found.push({ code, fromSeconds: seconds(from), toSeconds: seconds(to) });
  if (seconds(first) >= LEADING_SECONDS) note('leadingSilence', 0, first);
  for (const [from, to] of pauses(sounds, first, last).slice(0, MOST_OF_A_KIND)) note('longSilence', from, to);
  if (seconds(end - 1 - last) >= TRAILING_SECONDS) note('trailingSilence', last + 1, end);
  return found;
}

/** Long stretches of silence between the first and the last sound. */
function pauses(sounds: readonly boolean[], first: number, last: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  let from = first;
  for (let at = first; at <= last; at += 1) {
    if (sounds[at] !== true) continue;
    if (seconds(at - from) >= LONG_SILENCE_SECONDS) found.push([from, at]);
    from = at + 1;
  }
  return found;
}

function clipping({ clippedSamples, count }: BlockStatistics): readonly Finding[] {
  const clipped = Array.from({ length: count }, (_, block) => clippedSamples.some((one) => (one[block] ?? 0) > 0));
  const blocks = clipped.filter((one) => one).length;
  if (blocks < LEAST_CLIPPED_BLOCKS) return [];
  return [{ code: 'clipping', atSeconds: seconds(clipped.indexOf(true)), blocks }];
}

function deadChannel({ meanSquares }: BlockStatistics): readonly Finding[] {
  const [left, right] = meanSquares.map(sum);
  if (meanSquares.length !== 2 || left === undefined || right === undefined) return [];
  if (left < right * DEAD_CHANNEL_RATIO) return [{ code: 'deadChannel', channel: 'left' }];
  return right < left * DEAD_CHANNEL_RATIO ? [{ code: 'deadChannel', channel: 'right' }] : [];
}

/** Compares the mean loudness of what sounds in the passages before and after each block; a peak of difference is a jump. */
function jumps(meanSquares: Float64Array, sounds: readonly boolean[]): readonly Finding[] {
  const [energy, sounding] = [
    runningSums(sounds.map((one, index) => (one ? (meanSquares[index] ?? 0) : 0))),
    runningSums(sounds.map(Number)),
  ];
  const width = PASSAGE_SECONDS * 10;
  const mean = (from: number, to: number): number | null => {
    const blocks = between(sounding, from, to);
    return seconds(blocks) < LEAST_SOUND_SECONDS ? null : lufs(between(energy, from, to) / blocks);
  };
  const differences = sounds.map((_, at) => {
    const [before, after] = [mean(Math.max(0, at - width), at), mean(at, Math.min(sounds.length, at + width))];
    return before === null || after === null ? 0 : after - before;
  });
  return peaks(differences, width).map((at) => ({
    code: 'levelJump',
    atSeconds: seconds(at),
    byLu: Math.round((differences[at] ?? 0) * 10) / 10,
  }));
}

/** The largest differences first, none within a passage of a larger one; in order of time. */
function peaks(differences: readonly number[], width: number): readonly number[] {
  const candidates = differences
    .map((by, at) => ({ at, size: Math.abs(by) }))
    .filter(({ size }) => size >= JUMP_LU)
    .sort((a, b) => b.size - a.size);
  const kept: number[] = [];
  for (const { at } of candidates) {
    if (kept.length === MOST_OF_A_KIND) break;
    if (kept.every((other) => Math.abs(other - at) >= width)) kept.push(at);
  }
  return kept.sort((a, b) => a - b);
}

function runningSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => (sums[index + 1] = (sums[index] ?? 0) + value));
  return sums;
}

function between(sums: Float64Array, from: number, to: number): number {
  return (sums[to] ?? 0) - (sums[from] ?? 0);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Blocks are a tenth of a second; the division keeps the figure as short as it is. */
function seconds(blocks: number): number {
  return blocks / 10;
}
