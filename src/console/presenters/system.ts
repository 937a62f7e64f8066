import type { Words } from '../words';
import { decimalText } from './format';

const UNITS = ['MB', 'GB', 'TB'] as const;

/** "812,4 MB", "1,5 GB": units of 1000, as disks are sold. */
export function bytesText(bytes: number, words: Words): string {
  let value = bytes / 1e6;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${decimalText(value, words)} ${UNITS[unit] ?? ''}`;
}
