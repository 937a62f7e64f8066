import { isHeldDown, type ExistingAiring, type WantedAiring } from './expand-plan';
import type { EpochMs } from './calendar';

/** What must change in the airing rows so that they say what the plans want. */
export interface Reconciliation<Row extends ExistingAiring> {
  readonly create: readonly WantedAiring[];
  readonly move: readonly { readonly row: Row; readonly to: WantedAiring }[];
  readonly withdraw: readonly Row[];
}

/** A row as expansion left it, to see whether anything changed. */
export interface StoredAiring extends ExistingAiring {
  readonly position: number;
  readonly plannedDurationSeconds: number;
}

/**
 * Compares wanted airings with stored rows by occurrenceKey. Rows at or past cue, or placed by a person, are
 * never moved and never withdrawn.
 */
export function reconcile<Row extends StoredAiring>(
  wanted: readonly WantedAiring[],
  existing: readonly Row[],
  notBefore: EpochMs,
): Reconciliation<Row> {
  const rows = new Map(existing.map((row) => [row.occurrenceKey, row]));
  const wantedKeys = new Set(wanted.map((airing) => airing.occurrenceKey));
  const create: WantedAiring[] = [];
  const move: { row: Row; to: WantedAiring }[] = [];
  for (const airing of wanted) {
    const row = rows.get(airing.occurrenceKey);
    if (!row) create.push(airing);
    else if (!isHeldDown(row, notBefore) && differs(row, airing)) move.push({ row, to: airing });
  }
  const withdraw = existing.filter((row) => !isHeldDown(row, notBefore) && !wantedKeys.has(row.occurrenceKey));
  return { create, move, withdraw };
}

function differs(row: StoredAiring, airing: WantedAiring): boolean {
  return (
    row.start !== airing.provisionalStart ||
    row.position !== airing.position ||
    row.plannedDurationSeconds !== airing.plannedDurationSeconds
  );
}
