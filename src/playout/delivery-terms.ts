import type { AiringReason } from '../domain/airing';
import type { Airing } from '../schedule/rows';
import type { DeliveryRow } from './playout.entity';
import type { EndReason } from './playout-engine';

/** A live emergency lasts until somebody ends it: stopping it is its end, not a loss. */
export function expectedFrames(
  { liveSource, priority, frames }: Pick<Airing, 'liveSource' | 'priority' | 'frames'>,
  deliveries: readonly DeliveryRow[],
): number {
  const isStopped = deliveries.some(({ endReason }) => endReason === 'withdrawn');
  if (liveSource === null || priority !== 'EMERGENCY' || !isStopped) return frames ?? 0;
  return Math.max(1, ...deliveries.map((delivery) => delivery.frames ?? 0));
}

/** Why an airing ended, from how its delivery did. */
export function reasonOf(endReason: EndReason): AiringReason {
  return endReason === 'withdrawn' ? 'cancelledByStaff' : endReason;
}
