/**
 * Where in the item a segment began. A delivery's frames are the sum of its segments when each went on where the one
 * before it was interrupted, and the longest one's when each began anew.
 * @param frames of the delivery's segments in order
 * @param delivered frames of the delivery as a whole
 */
export function segmentStart(frames: readonly number[], delivered: number, segment: number): number {
  const sum = (some: readonly number[]): number => some.reduce((total, one) => total + one, 0);
  return sum(frames) === delivered ? sum(frames.slice(0, segment)) : 0;
}
