import { pauseLufs } from './findings';
import { lufs } from './meter/gating';
import type { BlockStatistics, Measurement } from './meter/loudness-meter';

/** How several channels become one: all of them mixed, or the one with this number (from 0). */
export type MonoWay = 'mix' | number;

/** A block is lost when this much less of its energy is left than its louder channel has: 10 dB. */
const LOST_RATIO = 0.1;
/** More blocks than this (2 s), or a larger share of those that sound, and the loss is heard. */
const BEARABLE = { blocks: 20, share: 0.1 } as const;
/** A mix this much quieter than its source is one whose channels cancel each other. */
const CANCELLING_LU = 10;

/**
 * The way to mono that keeps the most: the mix, or one channel where the channels would cancel each other, be it for a
 * passage. Of channels that keep as much the loudest is taken.
 */
export function monoWay({ blocks, integratedLufs }: Measurement, mixLufs: number): MonoWay {
  const cancels = mixLufs <= integratedLufs - CANCELLING_LU;
  if (!cancels && !losesMuch(blocks, integratedLufs, 'mix')) return 'mix';
  const energy = blocks.meanSquares.map((squares) => squares.reduce((total, square) => total + square, 0));
  const channels = energy
    .map((total, channel) => ({ channel, total, lost: lostBlocks(blocks, integratedLufs, channel) }))
    .sort((a, b) => a.lost - b.lost || b.total - a.total);
  const [best] = channels;
  if (best === undefined) return 'mix';
  return cancels || best.lost < lostBlocks(blocks, integratedLufs, 'mix') ? best.channel : 'mix';
}

/** Whether a listener would miss something: in a stereo recording alone, others are judged as a whole. */
export function losesMuch(blocks: BlockStatistics, integratedLufs: number, way: MonoWay): boolean {
  const lost = lostBlocks(blocks, integratedLufs, way);
  const sounding = blocks.weightedMeanSquares.filter((square) => lufs(square) > pauseLufs(integratedLufs)).length;
  return lost > 0 && lost >= Math.min(BEARABLE.blocks, BEARABLE.share * sounding);
}

/** How many tenths of a second sound in a stereo recording, and no more once it is mono. */
function lostBlocks(blocks: BlockStatistics, integratedLufs: number, way: MonoWay): number {
  const [left, right] = blocks.meanSquares;
  const cross = blocks.crossProducts;
  if (blocks.meanSquares.length !== 2 || left === undefined || right === undefined || cross === null) return 0;
  let lost = 0;
  blocks.weightedMeanSquares.forEach((square, block) => {
    if (lufs(square) <= pauseLufs(integratedLufs)) return;
    const [l = 0, r = 0, product = 0] = [left[block], right[block], cross[block]];
    const kept = way === 'mix' ? (l + r + 2 * product) / 4 : way === 0 ? l : r;
    if (kept < LOST_RATIO * Math.max(l, r)) lost += 1;
  });
  return lost;
}
