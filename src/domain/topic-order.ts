import type { ReportScope } from './report-period';

/** The Vietnamese alphabet: d and đ are two letters, and f, j, w, z are none of it. */
const ALPHABET = 'aăâbcdđeêghiklmnoôơpqrstuưvxy';
const ROMAN: readonly string[] = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];

/**
 * Order of topic codes ("B.I.4.d" < "B.I.4.đ" < "B.I.4.e" < "B.II.1"): part by part, numbers by value, Roman numerals
 * below the first part by value, single small letters by the Vietnamese alphabet, anything else after those by its
 * code points.
 */
export function compareTopicCodes(a: string, b: string): number {
  const [left, right] = [a.normalize('NFC').split('.'), b.normalize('NFC').split('.')];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [x, y] = [left[index], right[index]];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? -1 : 1;
    const order = compareParts(x, y, index);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(a: string, b: string, depth: number): number {
  const [[rankA, valueA], [rankB, valueB]] = [weightOf(a, depth), weightOf(b, depth)];
  if (rankA !== rankB) return rankA - rankB;
  if (valueA !== valueB) return valueA - valueB;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Kind of a part, and its place among those of its kind. */
function weightOf(part: string, depth: number): readonly [number, number] {
  if (/^\d{1,9}$/.test(part)) return [0, Number(part)];
  if (depth > 0 && ROMAN.includes(part)) return [1, ROMAN.indexOf(part)];
  if (part.length === 1 && ALPHABET.includes(part)) return [2, ALPHABET.indexOf(part)];
  return [3, 0];
}

/** B.I of a plan is digital transformation, B.II administrative reform; null for codes of neither. */
export function fieldOfTopic(code: string): Exclude<ReportScope, 'all'> | null {
  if (/^B\.I(\.|$)/.test(code)) return 'cds';
  return /^B\.II(\.|$)/.test(code) ? 'cchc' : null;
}
