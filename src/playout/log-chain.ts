import { createHash } from 'node:crypto';
import type { PlayoutLogRow } from './playout.entity';

/** What an entry of the as-played log states; the chain covers all of it. */
export type LogEntry = Omit<PlayoutLogRow, 'id' | 'previousHash' | 'hash'>;

/** Hash before the first entry. */
export const CHAIN_START = '0'.repeat(64);

/** SHA-256 over the hash before it and the entry's fields in alphabetical order: no row can be changed, added or taken out unseen. */
export function chainHash(previousHash: string, entry: LogEntry): string {
  const fields = Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(previousHash).update(JSON.stringify(fields)).digest('hex');
}
