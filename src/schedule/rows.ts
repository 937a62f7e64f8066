import type { ExistingAiring } from '../domain/expand-plan';
import type { SessionPart } from '../domain/airing';
import type { EpochMs } from '../domain/calendar';
import type { StoredAiring } from '../domain/reconcile';
import type { AiringRow, SessionRow } from './schedule.entity';

/** An airing as stored. */
export type Airing = Readonly<Omit<AiringRow, never>>;
/** A session of a day as stored. */
export type Session = Readonly<Omit<SessionRow, never>>;

/** A cluster that some output serves now. */
export interface Cluster {
  readonly id: string;
  readonly code: string;
}

/** Frozen start once cued, the expected one before. */
export function startOf(row: Airing): EpochMs {
  return row.plannedStart ?? row.provisionalStart;
}

/** Seconds of air the row takes: its rendition's once frozen, the programme's planned ones before. */
export function secondsOf(row: Airing): number {
  return row.frames === null ? row.plannedDurationSeconds : row.frames / 48_000;
}

/** An airing row together with what expansion asks of it. */
export type ScheduledAiring = StoredAiring & { readonly row: Airing };

export function toScheduled(row: Airing, sessions: ReadonlyMap<string, Session>): ScheduledAiring {
  const session = row.sessionId === null ? undefined : sessions.get(row.sessionId);
  const existing: ExistingAiring = {
    occurrenceKey: row.occurrenceKey,
    state: row.state,
    placedBy: row.placedBy,
    start: startOf(row),
    slotStart: session?.start ?? startOf(row),
    durationSeconds: secondsOf(row),
  };
  return { ...existing, position: row.position, plannedDurationSeconds: row.plannedDurationSeconds, row };
}

/** What every new row begins with: not aired, and meant for all clusters. */
export function notYetAired(now: EpochMs) {
  return {
    plannedStart: null,
    state: 'planned' as const,
    reason: null,
    note: null,
    document: null,
    part: 'item' as SessionPart,
    liveSource: null as string | null,
    clusterCodes: null as readonly string[] | null,
    renditionId: null,
    sha256: null,
    frames: null,
    approver: null,
    measuredStart: null,
    airtimeSeconds: 0,
    clustersReached: 0,
    clustersTotal: 0,
    settledAt: null,
    createdAt: now,
  };
}
