import type { EpochMs } from '../../domain/calendar';
import type { AiringProof } from '../../domain/proof';
import type { PlayoutLogRow } from '../playout.entity';

/** What a `proof` entry of the log holds as JSON. */
export type LoggedProof = AiringProof & { readonly provedAt: EpochMs };

export function proofText(proof: AiringProof, provedAt: EpochMs): string {
  return JSON.stringify({ ...proof, provedAt } satisfies LoggedProof);
}

/** null for an entry that is no proof, or whose text somebody has spoilt: `log verify` says so. */
export function proofOf({ kind, proof }: PlayoutLogRow): LoggedProof | null {
  if (kind !== 'proof' || proof === null) return null;
  try {
    return JSON.parse(proof) as LoggedProof;
  } catch {
    return null;
  }
}

/** A stretch that was played, with what is known of how it sounded. */
export interface ProvedEntry {
  readonly played: PlayoutLogRow;
  /** null: not examined yet, or nothing was played. */
  readonly proof: (LoggedProof & { readonly logId: number }) | (AiringProof & { readonly verdict: 'noData' }) | null;
}

/** What went out, tests too, each with its proof among the same rows. */
export function withProofs(rows: readonly PlayoutLogRow[]): readonly ProvedEntry[] {
  const keyOf = ({ deliveryId, segment }: PlayoutLogRow): string => `${deliveryId}/${String(segment)}`;
  const proofs = new Map(
    rows.flatMap((row) => {
      const proof = proofOf(row);
      return proof === null ? [] : [[keyOf(row), { ...proof, logId: row.id }] as const];
    }),
  );
  return rows
    .filter((row) => row.kind !== 'proof')
    .map((played) => ({ played, proof: proofs.get(keyOf(played)) ?? withoutProof(played) }));
}

function withoutProof({ frames, airCheck }: PlayoutLogRow): ProvedEntry['proof'] {
  return frames > 0 && airCheck === null ? { verdict: 'noData', reason: 'noAirCheck' } : null;
}
