import { createHash } from 'node:crypto';
import type { PlayoutLogRow } from './playout.entity';

/** What an entry of the as-played log states; the chain covers all of it. */
export type LogEntry = Omit<PlayoutLogRow, 'id' | 'previousHash' | 'hash'>;

/** Hash before the first entry of a station. */
export const CHAIN_START = '0'.repeat(64);

/**
 * Columns that came after the first entries were written, each with what those hold in it. A field with that value is
 * left out of the hash, so that old entries keep theirs; every other value goes in.
 */
const ADDED_LATER: Readonly<Partial<LogEntry>> = { kind: 'played', airCheck: null, proof: null };

/** SHA-256 over the hash before it and the entry's fields in alphabetical order: no row can be changed, added or taken out unseen. */
export function chainHash(previousHash: string, entry: LogEntry): string {
  const fields = Object.entries(entry)
    .filter(([name, value]) => !(name in ADDED_LATER) || (value ?? null) !== ADDED_LATER[name as keyof LogEntry])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(previousHash).update(JSON.stringify(fields)).digest('hex');
}

export interface ChainFault {
  readonly id: number;
  /**
   * `altered`: the entry is not what its hash was made of. `brokenLink`: it does not follow from the entry before it:
   * one was removed or put in between, or the one before it was rewritten together with its hash.
   */
  readonly problem: 'altered' | 'brokenLink';
}

/** Follows the log in order of id, the chain of each station by itself. */
export class ChainCheck {
  private readonly heads = new Map<string, string>();

  /** @returns what is wrong with the next row, if anything */
  next({ id, previousHash, hash, ...entry }: PlayoutLogRow): ChainFault | null {
    const before = this.heads.get(entry.stationId) ?? CHAIN_START;
    if (previousHash !== before) return { id, problem: 'brokenLink' };
    if (hash !== chainHash(before, entry)) return { id, problem: 'altered' };
    this.heads.set(entry.stationId, hash);
    return null;
  }
}
