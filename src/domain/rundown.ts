import type { EpochMs } from './calendar';

/** Half-open stretch of time on one output. */
export interface Interval {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

export interface RundownItem {
  readonly key: string;
  readonly durationMs: number;
}

export interface PlacedItem extends Interval {
  readonly key: string;
}

/** A session's running order: what fits, back to back, and what does not. */
export interface Rundown {
  readonly placed: readonly PlacedItem[];
  readonly overflow: readonly string[];
}

/** Duration of `frames` at `sampleRateHz`, rounded up to a whole millisecond: the next item starts less than 1 ms after the last frame. */
export function durationMsOf(frames: number, sampleRateHz = 48_000): number {
  return Math.ceil((frames * 1000) / sampleRateHz);
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * Puts items back to back in the given order from `start`, jumping over what is already `busy`. An item that
 * would end after `limit` overflows; a later, shorter one may still fit. Nothing ever overlaps.
 */
export function layOut(
  start: EpochMs,
  limit: EpochMs,
  busy: readonly Interval[],
  items: readonly RundownItem[],
): Rundown {
  const blocked = [...busy].sort((a, b) => a.start - b.start);
  const placed: PlacedItem[] = [];
  const overflow: string[] = [];
  let cursor = start;
  for (const item of items) {
    const at = firstGap(cursor, item.durationMs, blocked);
    if (at + item.durationMs > limit) overflow.push(item.key);
    else {
      placed.push({ key: item.key, start: at, end: at + item.durationMs });
      cursor = at + item.durationMs;
    }
  }
  return { placed, overflow };
}

function firstGap(from: EpochMs, durationMs: number, blocked: readonly Interval[]): EpochMs {
  let at = from;
  for (const interval of blocked) {
    if (overlaps({ start: at, end: at + durationMs }, interval)) at = interval.end;
  }
  return at;
}
